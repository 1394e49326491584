import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import {
  isImagingError,
  type Converted,
  type ConvertOptions,
  type Imaging,
} from '../../core/imaging/imagingPort';
import { extensionOf } from '../../core/model/imageFormat';
import { plainOutput, type OutputSettings } from '../../core/model/output';
import type { ImageFacts, ImageFormat } from '../../core/model/run';
import { planFormat } from '../../core/save/fileFormat';
import { planOutput } from '../../core/save/output';
import type { Conversion, SavedFile, SaveFailure, SaveResult } from '../../core/save/saveResult';
import { sha256Of } from '../sha256';
import { remove } from './atomicWrite';
import type { Beside } from './beside';
import { diskFailure, type Disk } from './disk';
import type { FilePlacer, Placing } from './filePlacer';
import type { FileSets, SetFile } from './fileSet';
import type { JournalEntry } from './journalEntry';
import { beforeOf, type Prepared, type SaveSource } from './saveTypes';

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
  /** `#rrggbb`: a cut-out is to be measured on it. */
  page?: string;
  /** Bytes that were prepared before, by `prepare` with the same source; the caller releases them. */
  ready?: Prepared;
  signal?: AbortSignal;
}

/** How bytes are made where they are not taken as they are. */
export type Encoding = Pick<WriteRequest, 'quality' | 'matte' | 'output' | 'page' | 'signal'>;

export interface FileSaverDeps {
  imaging: Pick<Imaging, 'convert' | 'strip'>;
  placer: FilePlacer;
  sets: FileSets;
  beside: Beside;
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
        return { failure: cannotWrite(source, plan.extension) };
      case 'strip':
        return this.make({ work: 'strip', source }, source.facts.format, file =>
          this.deps.imaging.strip(source.file, file, options.signal),
        );
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
      return { failure: cannotWrite(source, plan.extension) };
    }
    return plan.kind === 'append' ? `${target.replace(/\.$/, '')}.${plan.extension}` : target;
  }

  private async convert(
    source: SaveSource,
    asked: ConvertOptions,
    signal: AbortSignal | undefined,
  ): Promise<Prepared | { failure: SaveFailure }> {
    const flattened = asked.format === 'jpeg' && (source.facts.hasAlpha || asked.cutout !== undefined);
    const options = flattened ? { matte: defaultMatte, ...asked } : asked;
    const made = await this.make({ work: 'convert', source }, asked.format, file =>
      this.deps.imaging.convert(source.file, file, options, signal),
    );
    return 'failure' in made || !flattened ? made : { ...made, flattenedOn: options.matte ?? defaultMatte };
  }

  private async make(
    about: Converting,
    format: ImageFormat,
    work: (file: string) => Promise<Converted>,
  ): Promise<Prepared | { failure: SaveFailure }> {
    const { staging, disk } = this.deps;
    const file = path.join(staging, `convert-${randomUUID()}.${extensionOf(format)}`);
    try {
      await disk.mkdir(staging, { recursive: true });
      const { facts, ...took } = await work(file);
      return { file, facts, took, converted: true, sha256: await sha256Of(file) };
    } catch (error) {
      await remove(file, disk);
      // Of a file that is gone again its folder is what says which disk it was.
      return { failure: conversionFailure(error, staging, about) };
    }
  }

  private async place(request: WriteRequest, prepared: Prepared): Promise<SaveResult> {
    const { source, output, matte, target } = request;
    const beside = await this.deps.beside.files({ source, prepared, target, output, matte });
    if (beside.length > 0) return this.placeTogether(request, prepared, beside);
    const { placer } = this.deps;
    const placed = await placer.place({ ...request, ...placing(source, prepared, target) });
    if ('failure' in placed) return placed;
    // Behind: a converted file may be gone before its hash is wanted, and has it already.
    placer.finish(placed);
    return { saved: savedFile(placed.entry, source, prepared) };
  }

  /** All or none. The image comes last: it may be its own original, and what lies beside it is copied before. */
  private async placeTogether(
    request: WriteRequest,
    prepared: Prepared,
    beside: readonly SetFile[],
  ): Promise<SaveResult> {
    const { source, target, roots, overwrite, replaces, madeFolders, group, signal } = request;
    const image: SetFile = {
      target,
      overwrite,
      ...(replaces !== undefined && { replaces }),
      ...placing(source, prepared, target),
    };
    const written = await this.deps.sets.write({
      files: [...beside, image],
      roots,
      overwrite: false,
      ...(madeFolders && { madeFolders }),
      ...(group !== undefined && { group }),
      ...(signal && { signal }),
    });
    if ('failure' in written) return written;
    const file = written.files.at(-1);
    if (!file) throw new Error('A set without its image.');
    const place = { ...file, id: written.saveId, replaced: file.replaced ? {} : undefined };
    return { saved: savedFile(place, source, prepared, beside) };
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
export function savedFile(
  entry: Pick<JournalEntry, 'id' | 'path' | 'uri'> & { replaced?: unknown },
  source: SaveSource,
  prepared: Prepared,
  beside: readonly SetFile[] = [],
): SavedFile {
  const { quality, colours, left, was, checks } = prepared.took ?? {};
  return {
    saveId: entry.id,
    path: entry.path,
    uri: entry.uri,
    facts: prepared.facts,
    original: beforeOf(source),
    generated: source.candidate !== undefined,
    converted: prepared.converted,
    replaced: entry.replaced !== undefined,
    ...(beside.length > 0 && { beside: beside.map(({ target }) => target) }),
    ...(left && { left }),
    ...(was && { was }),
    ...(quality !== undefined && { quality }),
    ...(checks && { checks }),
    ...(colours !== undefined && { colours }),
    ...(prepared.flattenedOn === undefined ? {} : { flattenedOn: prepared.flattenedOn }),
  };
}

/** What has to happen to an image of `facts` for a file with this extension (without the dot). */
export function planBytes(
  facts: ImageFacts,
  extension: string,
  { output = plainOutput, quality, matte, page }: Omit<Encoding, 'signal'>,
):
  | { kind: 'copy' | 'strip' }
  | { kind: 'convert'; options: ConvertOptions }
  | { kind: 'impossible'; extension: string } {
  const plan = planFormat(extension, facts.format);
  if (plan.kind === 'impossible') return plan;
  const format = plan.kind === 'convert' ? plan.format : facts.format;
  const asked = matte === undefined ? output : { ...output, background: matte };
  const made = planOutput(asked, facts, format, quality);
  if (made.kind === 'impossible') return { kind: 'impossible', extension: extensionOf(made.format) };
  if (made.kind !== 'convert' || page === undefined) return made;
  return { kind: 'convert', options: { ...made.options, page } };
}

function cannotWrite({ facts }: SaveSource, extension: string): SaveFailure {
  return { kind: 'cannot-write-format', extension, ...(facts.format === 'svg' && { drawing: true }) };
}

interface Converting {
  work: Conversion;
  source: Pick<SaveSource, 'workspaceFile'>;
}

/** What an error of a conversion means to somebody who saves. `folder`: where its bytes go first. */
export function conversionFailure(
  error: unknown,
  folder: string,
  { work, source: { workspaceFile } }: Converting,
): SaveFailure {
  if (!isImagingError(error)) return diskFailure(error, folder);
  const { reason, message: detail } = error;
  if (reason === 'cancelled') return { kind: 'cancelled' };
  if (reason === 'disk-full') return { kind: 'disk-full', path: folder };
  return { kind: 'conversion', work, ...(workspaceFile && { path: workspaceFile.path }), reason, detail };
}
