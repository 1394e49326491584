import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import { isImagingError, type ConvertOptions, type Imaging } from '../../core/imaging/imagingPort';
import { extensionOf } from '../../core/model/imageFormat';
import { plainOutput, type OutputSettings } from '../../core/model/output';
import type { ImageFacts } from '../../core/model/run';
import { planFormat } from '../../core/save/fileFormat';
import { planOutput } from '../../core/save/output';
import type { SavedFile, SaveFailure, SaveResult } from '../../core/save/saveResult';
import { sha256Of } from '../sha256';
import { remove } from './atomicWrite';
import { diskFailure, type Disk } from './disk';
import type { FilePlacer, Placing } from './filePlacer';
import type { JournalEntry } from './journalEntry';
import type { AskedSave, Prepared, SaveSource } from './saveTypes';

/** White: what JPEG lays transparent pixels on when nobody was asked. */
const defaultMatte = '#ffffff';

export interface WriteRequest extends Pick<
  Placing,
  'target' | 'roots' | 'overwrite' | 'replaces' | 'group' | 'madeFolders'
> {
  source: SaveSource;
  /** 1–100, for what is encoded with loss. */
  quality: number;
  /** `#rrggbb` for transparent pixels in a JPEG. */
  matte?: string;
  /** Default: the image as it is, in the format of the path. */
  output?: OutputSettings;
  /** Bytes that were prepared before, by `prepare` with the same source; the caller releases them. */
  ready?: Prepared;
  signal?: AbortSignal;
}

/** How bytes are made where they are not taken as they are. */
export type Encoding = Pick<WriteRequest, 'quality' | 'matte' | 'output' | 'signal'> &
  Pick<AskedSave, 'page'>;

export interface FileSaverDeps {
  imaging: Pick<Imaging, 'convert'>;
  placer: FilePlacer;
  /** Folder of the store for bytes on their way, absolute. */
  staging: string;
  disk: Disk;
}

/**
 * Writes images into the workspace, in the format of their path. Asks nobody anything. Knows no VS Code; `Saver` is the
 * part with the dialogs.
 */
export class FileSaver {
  constructor(private readonly deps: FileSaverDeps) {}

  async write(request: WriteRequest): Promise<SaveResult> {
    const { source, ready } = request;
    const target = this.withExtension(request);
    if (typeof target !== 'string') return target;
    // Before the work of a conversion.
    const free = await this.deps.placer.free({ ...request, target });
    if ('failure' in free) return free;
    const prepared = ready ?? (await this.prepare(source, path.extname(target).slice(1), request));
    if ('failure' in prepared) return prepared;
    try {
      return await this.place({ ...request, target }, prepared);
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

  private async place(request: WriteRequest, prepared: Prepared): Promise<SaveResult> {
    const { placer } = this.deps;
    const { source } = request;
    const placed = await placer.place({ ...request, ...placing(source, prepared, request.target) });
    if ('failure' in placed) return placed;
    // Behind: a converted file may be gone before its hash is wanted, and has it already.
    placer.finish(placed);
    return { saved: savedFile(placed.entry, source.facts, prepared) };
  }
}

/** The bytes of a save, for the placer. */
export function placing(
  source: SaveSource,
  prepared: Prepared,
  target: string,
): Pick<Placing, 'file' | 'sha256' | 'candidate' | 'replaces'> {
  const { workspaceFile } = source;
  const sha256 = prepared.converted ? prepared.sha256 : workspaceFile?.sha256;
  return {
    file: prepared.file,
    ...(sha256 !== undefined && { sha256 }),
    // Saved over itself: what somebody else wrote there since is not lost.
    ...(workspaceFile?.path === path.resolve(target) && { replaces: workspaceFile.sha256 }),
    ...(source.candidate && { candidate: source.candidate }),
  };
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
  { output = plainOutput, quality, matte, page }: Omit<Encoding, 'signal'>,
):
  | { kind: 'copy' }
  | { kind: 'convert'; options: ConvertOptions }
  | { kind: 'impossible'; extension: string } {
  const plan = planFormat(extension, facts.format);
  if (plan.kind === 'impossible') return plan;
  const format = plan.kind === 'convert' ? plan.format : facts.format;
  const asked = matte === undefined ? output : { ...output, background: matte };
  const made = planOutput(asked, facts, format, quality);
  if (made.kind === 'impossible') return { kind: 'impossible', extension: extensionOf(made.format) };
  if (made.kind === 'copy' || page === undefined) return made;
  return { kind: 'convert', options: { ...made.options, page } };
}

function conversionFailure(error: unknown, folder: string): SaveFailure {
  if (!isImagingError(error)) return diskFailure(error, folder);
  if (error.reason === 'cancelled') return { kind: 'cancelled' };
  if (error.reason === 'disk-full') return { kind: 'disk-full', path: folder };
  return { kind: 'conversion', reason: error.reason, detail: error.message };
}
