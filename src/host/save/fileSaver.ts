import { plainOutput, type OutputSettings } from '../../core/model/output';
import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import { isImagingError, type ConvertOptions, type Imaging } from '../../core/imaging/imagingPort';
import type { ImageFacts } from '../../core/model/run';
import { extensionOf } from '../../core/model/imageFormat';
import { planFormat } from '../../core/save/fileFormat';
import { planOutput } from '../../core/save/output';
import type { SavedFile, SaveFailure, SaveResult } from '../../core/save/saveResult';
import { flush, remove, writeNew, writeOver } from './atomicWrite';
import { resolveDestination, withFoldersMade, type Destination, type Roots } from './destination';
import { diskFailure, errorCode, makeFolders, removeEmpty, type Disk } from './disk';
import type { Journal } from './journal';
import type { JournalEntry } from './journalEntry';
import { recordSave } from './saveRecords';
import type { SaveRecords } from './saveRecords';
import type { Prepared, SaveSource } from './saveTypes';
import { sha256Of } from '../sha256';

/** White: what JPEG lays transparent pixels on when nobody was asked. */
const defaultMatte = '#ffffff';

export interface WriteRequest {
  source: SaveSource;
  /** Absolute; its extension says the format. */
  target: string;
  roots: Roots;
  /** Replace what is there; its bytes are kept. */
  overwrite: boolean;
  /** 1–100, for what is encoded with loss. */
  quality: number;
  /** `#rrggbb` for transparent pixels in a JPEG. */
  matte?: string;
  /** Default: the image as it is, in the format of the path. */
  output?: OutputSettings;
  /** Bytes that were prepared before, by `prepare` with the same source; the caller releases them. */
  ready?: Prepared;
  /** Saves that are taken back together. */
  group?: string;
  /** Made for this file before, outermost first. */
  madeFolders?: readonly string[];
  signal?: AbortSignal;
}

/** How bytes are made where they are not taken as they are. */
export type Encoding = Pick<WriteRequest, 'quality' | 'matte' | 'output' | 'signal'>;

export interface FileSaverDeps {
  imaging: Pick<Imaging, 'convert'>;
  journal: Journal;
  /** Folder of the store for bytes on their way, absolute. */
  staging: string;
  disk: Disk;
  toUri(path: string): string;
  records: SaveRecords;
  log(line: string): void;
}

/**
 * Writes candidates into the workspace: atomic, journalled, never over another file unless told to. Asks nobody anything.
 * Knows no VS Code; `Saver` is the part with the dialogs.
 */
export class FileSaver {
  private readonly background = new Set<Promise<void>>();
  private readonly busy = new Map<string, Promise<unknown>>();

  constructor(private readonly deps: FileSaverDeps) {}

  async write(request: WriteRequest): Promise<SaveResult> {
    const target = this.withExtension(request);
    if (typeof target !== 'string') return target;
    const destination = await resolveDestination(target, request.roots, this.deps.disk);
    if ('failure' in destination) return destination;
    if (destination.existing && !request.overwrite) {
      return { failure: { kind: 'exists', path: destination.path } };
    }
    const { ready } = request;
    const prepared = ready ?? (await this.prepare(request.source, path.extname(target).slice(1), request));
    if ('failure' in prepared) return prepared;
    try {
      return await this.oneAtATime(destination.real, () => this.place(request, target, prepared));
    } finally {
      if (!ready) await this.release(prepared);
    }
  }

  /** Bytes in the format of `extension` (without the dot): the store's own, or converted into a new staging file. */
  async prepare(
    source: SaveSource,
    extension: string,
    options: Encoding,
  ): Promise<Prepared | { failure: SaveFailure }> {
    const plan = planBytes(source.facts, extension, options);
    switch (plan.kind) {
      case 'copy':
        return { file: source.file, facts: source.facts, converted: false };
      case 'impossible':
        return { failure: { kind: 'cannot-write-format', extension: plan.extension } };
      case 'convert':
        return this.convert(source, plan.options, options.signal);
    }
  }

  /** Resolves when everything that goes on behind finished saves (hashes, records) is done. */
  async settled(): Promise<void> {
    while (this.background.size > 0) await Promise.all(this.background);
  }

  /** Ends the use of prepared bytes. */
  async release(prepared: Prepared): Promise<void> {
    if (prepared.converted) await remove(prepared.file, this.deps.disk);
  }

  private withExtension({ source, target }: WriteRequest): string | { failure: SaveFailure } {
    const plan = planFormat(path.extname(target).slice(1), source.facts.format);
    if (plan.kind === 'impossible') {
      return { failure: { kind: 'cannot-write-format', extension: plan.extension } };
    }
    return plan.kind === 'append' ? `${target.replace(/\.$/, '')}.${plan.extension}` : target;
  }

  private async convert(
    source: SaveSource,
    asked: ConvertOptions,
    signal: AbortSignal | undefined,
  ): Promise<Prepared | { failure: SaveFailure }> {
    const { staging, disk, imaging } = this.deps;
    const file = path.join(staging, `convert-${randomUUID()}.${extensionOf(asked.format)}`);
    const flattened = asked.format === 'jpeg' && (source.facts.hasAlpha || asked.cutout !== undefined);
    const options = flattened ? { matte: defaultMatte, ...asked } : asked;
    try {
      await disk.mkdir(staging, { recursive: true });
      const { facts, ...took } = await imaging.convert(source.file, file, options, signal);
      const sha256 = await sha256Of(file);
      return { file, facts, took, converted: true, sha256, ...(flattened && { flattenedOn: options.matte }) };
    } catch (error) {
      await remove(file, disk);
      // Of a file that is gone again its folder is what says which disk it was.
      return { failure: conversionFailure(error, staging) };
    }
  }

  private async place(request: WriteRequest, target: string, prepared: Prepared): Promise<SaveResult> {
    const { disk, journal, toUri } = this.deps;
    // Again, because a conversion takes seconds and another save to the same place may have come first.
    const resolved = await resolveDestination(target, request.roots, disk);
    if ('failure' in resolved) return resolved;
    if (resolved.existing && !request.overwrite) {
      return { failure: { kind: 'exists', path: resolved.path } };
    }
    const destination = withFoldersMade(resolved, request.madeFolders);
    const uri = toUri(destination.path);
    let entry: JournalEntry | undefined;
    try {
      entry = await journal.begin({
        target: destination.real,
        path: destination.path,
        uri,
        ...(request.source.candidate && { candidate: request.source.candidate }),
        newFolders: [...destination.newFolders],
        ...(prepared.sha256 === undefined ? { source: prepared.file } : { sha256: prepared.sha256 }),
        ...(request.group !== undefined && { group: request.group }),
        ...(destination.existing ? { replaced: { mode: destination.existing.mode & 0o7777 } } : {}),
      });
      await this.put(prepared.file, destination, entry);
    } catch (error) {
      if (entry) await journal.drop(entry);
      await removeEmpty(destination.newFolders, disk);
      return { failure: await this.writeFailure(error, request.source, destination) };
    }
    this.finishBehind(prepared, entry);
    return { saved: savedFile(entry, request.source.facts, prepared) };
  }

  private async put(file: string, destination: Destination, entry: JournalEntry): Promise<void> {
    const { disk } = this.deps;
    const { real, existing, newFolders } = destination;
    if (existing) return writeOver(file, real, existing.mode, entry.id, disk);
    await makeFolders(path.dirname(real), newFolders, disk);
    return writeNew(file, real, entry.id, disk);
  }

  private async writeFailure(
    error: unknown,
    source: SaveSource,
    destination: Destination,
  ): Promise<SaveFailure> {
    if (errorCode(error) === 'ENOENT' && !(await this.isThere(source.file))) return { kind: 'gone' };
    return diskFailure(error, destination.path);
  }

  private isThere(file: string): Promise<boolean> {
    return this.deps.disk.stat(file).then(
      () => true,
      () => false,
    );
  }

  /** What nobody has to wait for: the hash of an unconverted file is that of the store's, which never changes. */
  private finishBehind(prepared: Prepared, entry: JournalEntry): void {
    const { journal, records, log, disk } = this.deps;
    const work = (async () => {
      const sha256 = prepared.sha256 ?? (await sha256Of(prepared.file));
      const results = await Promise.allSettled([
        recordSave(records, entry, { sha256 }),
        journal.complete(entry, sha256),
        entry.replaced ? undefined : flush(entry.target, disk),
      ]);
      for (const each of results) if (each.status === 'rejected') throw each.reason;
    })()
      .catch((error: unknown) => log(`After saving: ${String(error)}`))
      .finally(() => this.background.delete(work));
    this.background.add(work);
  }

  /** Two saves to one place happen one after the other, so that each keeps what the other wrote. */
  private async oneAtATime<T>(place: string, work: () => Promise<T>): Promise<T> {
    const key = place.toLowerCase();
    const before = this.busy.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.busy.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.busy.get(key) === mine) this.busy.delete(key);
    }
  }
}

/** What the caller is told of a save. */
export function savedFile(entry: JournalEntry, original: ImageFacts, prepared: Prepared): SavedFile {
  return {
    saveId: entry.id,
    path: entry.path,
    uri: entry.uri,
    facts: prepared.facts,
    converted: prepared.converted,
    replaced: entry.replaced !== undefined,
    credentialsDropped:
      original.provenance.contentCredentials && !prepared.facts.provenance.contentCredentials,
    ...(prepared.took?.quality !== undefined && { quality: prepared.took.quality }),
    ...(prepared.took?.colours !== undefined && { colours: prepared.took.colours }),
    ...(prepared.flattenedOn === undefined ? {} : { flattenedOn: prepared.flattenedOn }),
  };
}

/** What has to happen to an image of `facts` for a file with this extension (without the dot). */
export function planBytes(
  facts: ImageFacts,
  extension: string,
  { output = plainOutput, quality, matte }: Omit<Encoding, 'signal'>,
):
  | { kind: 'copy' }
  | { kind: 'convert'; options: ConvertOptions }
  | { kind: 'impossible'; extension: string } {
  const plan = planFormat(extension, facts.format);
  if (plan.kind === 'impossible') return plan;
  const format = plan.kind === 'convert' ? plan.format : facts.format;
  const asked = matte === undefined ? output : { ...output, background: matte };
  const made = planOutput(asked, facts, format, quality);
  return made.kind === 'impossible' ? { kind: 'impossible', extension: extensionOf(made.format) } : made;
}

function conversionFailure(error: unknown, folder: string): SaveFailure {
  if (!isImagingError(error)) return diskFailure(error, folder);
  if (error.reason === 'cancelled') return { kind: 'cancelled' };
  if (error.reason === 'disk-full') return { kind: 'disk-full', path: folder };
  return { kind: 'conversion', reason: error.reason, detail: error.message };
}
