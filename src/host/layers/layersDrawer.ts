import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import { drawnFormat } from '../../core/layers/outputPath';
import {
  type DrawnFile,
  type Imaging,
  isImagingError,
  type LayersOutput,
} from '../../core/imaging/imagingPort';
import type { Description } from '../../core/model/layers';
import type { SaveFailure } from '../../core/save/saveResult';
import { remove } from '../save/atomicWrite';
import { diskFailure, realDisk } from '../save/disk';
import type { FileSets, SetFile, WrittenSet } from '../save/fileSet';
import { sha256Of } from '../sha256';

/** One file that is to be drawn. */
export interface DrawJob {
  /** Variables are filled in. */
  description: Description;
  /** Absolute. */
  image?: string;
  /** Absolute; its extension says the format. */
  target: string;
}

export interface Drawn {
  job: DrawJob;
  file: string;
  made: DrawnFile;
}

/** What is there and was agreed to: all of it, or these files (absolute, normalised) as they were seen (SHA-256, hex). */
export type Replaceable = 'all' | 'none' | ReadonlyMap<string, string>;

export interface DrawOptions {
  replace: Replaceable;
  quality?: number;
  svgText?: 'paths' | 'text';
  /** Written with them: the description itself. */
  also?: readonly SetFile[];
  signal?: AbortSignal;
  onProgress?(done: number, target: string): void;
}

export interface LayersDrawerDeps {
  imaging: Pick<Imaging, 'drawLayers' | 'inBulk'>;
  sets: Pick<FileSets, 'taken' | 'write'>;
  /** Of the store, absolute. */
  staging: string;
  trusted(): boolean;
  /** Workspace folders. */
  folders(): readonly string[];
}

/** The imaging worker has two threads; a third drawing is waiting then. */
const atOnce = 3;

/** Draws files and writes them, all or none, under one undo. Talks to nobody. */
export class LayersDrawer {
  constructor(private readonly deps: LayersDrawerDeps) {}

  /** Which of the targets are taken; or what is in the way of all. `also`: files that are not drawn. */
  async look(
    targets: readonly string[],
    also: readonly string[] = [],
  ): Promise<{ taken: readonly string[] } | { failure: SaveFailure }> {
    if (!this.deps.trusted()) return { failure: { kind: 'untrusted' } };
    const roots = this.deps.folders();
    if (roots.length === 0) return { failure: { kind: 'no-workspace' } };
    const other = targets.find(target => drawnFormat(target) === undefined);
    if (other !== undefined) {
      return { failure: { kind: 'cannot-write-format', extension: path.extname(other).slice(1) } };
    }
    return this.deps.sets.taken([...targets, ...also], roots);
  }

  /** The same with the bytes of those that are taken: what somebody is shown before they agree. */
  async see(
    targets: readonly string[],
    also: readonly string[] = [],
  ): Promise<{ taken: ReadonlyMap<string, string> } | { failure: SaveFailure }> {
    const found = await this.look(targets, also);
    if ('failure' in found) return found;
    const taken = new Map<string, string>();
    for (const target of found.taken) taken.set(target, await sha256Of(target).catch(() => ''));
    return { taken };
  }

  async write(
    jobs: readonly DrawJob[],
    options: DrawOptions,
  ): Promise<{ written: WrittenSet; drawn: readonly Drawn[] } | { failure: SaveFailure }> {
    const { replace, also = [], signal, onProgress } = options;
    const targets = jobs.map(({ target }) => target);
    const found = await this.look(
      targets,
      also.map(({ target }) => target),
    );
    if ('failure' in found) return found;
    const first = found.taken.find(target => !isReplaceable(replace, target));
    if (first !== undefined) return { failure: { kind: 'exists', path: first } };
    const drawn: Drawn[] = [];
    try {
      const failure = await this.drawAll(jobs, options, drawn);
      if (failure) return { failure };
      drawn.sort((a, b) => jobs.indexOf(a.job) - jobs.indexOf(b.job));
      const written = await this.deps.sets.write({
        files: [...drawn.map(({ job, file }) => ({ target: job.target, file })), ...also].map(file =>
          withConsent(file, replace),
        ),
        roots: this.deps.folders(),
        overwrite: false,
        ...(signal && { signal }),
      });
      onProgress?.(jobs.length, targets.at(-1) ?? '');
      return 'failure' in written ? written : { written, drawn };
    } finally {
      await Promise.all(drawn.map(({ file }) => this.release(file)));
    }
  }

  /** Into a file of the store that `release` takes away again. */
  async draw(
    job: Omit<DrawJob, 'target'>,
    output: LayersOutput,
    signal?: AbortSignal,
  ): Promise<{ file: string; made: DrawnFile } | { failure: SaveFailure }> {
    return this.drawWith(this.deps.imaging, job, output, signal);
  }

  release(file: string): Promise<void> {
    return remove(file, realDisk);
  }

  private async drawWith(
    imaging: Pick<Imaging, 'drawLayers'>,
    { description, image }: Omit<DrawJob, 'target'>,
    output: LayersOutput,
    signal?: AbortSignal,
  ): Promise<{ file: string; made: DrawnFile } | { failure: SaveFailure }> {
    const { staging } = this.deps;
    const file = path.join(staging, `layers-${randomUUID()}.${output.format}`);
    try {
      await realDisk.mkdir(staging, { recursive: true });
      const spec = { description, output, ...(image !== undefined && { image }) };
      return { file, made: await imaging.drawLayers(spec, file, signal) };
    } catch (error) {
      await this.release(file);
      if (!isImagingError(error)) return { failure: diskFailure(error, staging) };
      if (error.reason === 'cancelled') return { failure: { kind: 'cancelled' } };
      if (error.reason === 'disk-full') return { failure: { kind: 'disk-full', path: staging } };
      return { failure: { kind: 'drawing', reason: error.reason, detail: error.message } };
    }
  }

  private async drawAll(
    jobs: readonly DrawJob[],
    { quality, svgText, signal, onProgress }: DrawOptions,
    drawn: Drawn[],
  ): Promise<SaveFailure | undefined> {
    const imaging = jobs.length > 1 ? this.deps.imaging.inBulk() : this.deps.imaging;
    const waiting = [...jobs];
    let failure: SaveFailure | undefined;
    const lane = async (): Promise<void> => {
      for (let job = waiting.shift(); job && !failure; job = waiting.shift()) {
        const format = drawnFormat(job.target) ?? 'png';
        const output: LayersOutput =
          format === 'svg'
            ? { format, ...(svgText && { text: svgText }) }
            : { format, ...(quality !== undefined && { quality }) };
        const made = await this.drawWith(imaging, job, output, signal);
        if ('failure' in made) failure ??= ofFile(made.failure, job.target);
        else {
          drawn.push({ job, ...made });
          onProgress?.(drawn.length, job.target);
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    return failure;
  }
}

/** Of many drawings it has to be said which one it was. */
function ofFile(failure: SaveFailure, target: string): SaveFailure {
  return failure.kind === 'drawing' ? { ...failure, path: target } : failure;
}

function isReplaceable(replace: Replaceable, target: string): boolean {
  return replace === 'all' || (replace !== 'none' && replace.has(path.resolve(target)));
}

/** A file that came while the others were drawn was seen by nobody. */
function withConsent(file: SetFile, replace: Replaceable): SetFile {
  const seen = typeof replace === 'string' ? undefined : replace.get(path.resolve(file.target));
  return {
    ...file,
    overwrite: isReplaceable(replace, file.target),
    ...(seen !== undefined && { replaces: seen }),
  };
}
