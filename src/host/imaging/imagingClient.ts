import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { checkHeader, defaultLimits, factsOf, type ImageLimits } from '../../core/imaging/facts';

import { readHeader } from '../../core/imaging/header/readHeader';
import {
  type CleanedDrawing,
  type Compared,
  type Converted,
  type ConvertOptions,
  type DrawnFile,
  type FontFamily,
  type Imaging,
  type KeyCut,
  type LayersSpec,
  type PlaceholderSpec,
  type Rendered,
  type Rendering,
  type Sliced,
} from '../../core/imaging/imagingPort';
import type { MadeSprites, SpriteRequest } from '../../core/imaging/sprites';
import type { RetouchStep } from '../../core/imaging/retouch/steps';
import type { Seams } from '../../core/imaging/seams';
import type { KeyName } from '../../core/model/cutout';
import type { ImageFacts } from '../../core/model/run';
import type { Slices } from '../../core/model/slices';
import type { OutputPath } from './encode';
import { withFile } from './fileSource';
import { cancelled, JobQueue } from './jobQueue';
import { shares } from './shares';
import type { JobKind, JobOf, JobResult } from './workerProtocol';

export interface ImagingClientOptions {
  /** The worker's bundle; the codecs' `.wasm` files are in `wasm` beside it. */
  workerPath: string;
  limits?: ImageLimits;
  /** Where fonts are looked for; default: where the platform keeps them. */
  fontFolders?: readonly string[];
  /** Threads for many files. Two halve their time; more would take gigabytes with large ones. */
  workers?: number;
  /** A worker ends after this time without work. */
  idleMs?: number;
  /** A job that takes longer has a hostile or broken file. */
  jobTimeoutMs?: number;
}

/** Formats whose pixels are not read here: their header alone says whether they may be transparent. */
const headerOnly: ReadonlySet<string> = new Set(['heic', 'tiff', 'ico', 'svg']);

/** Runs imaging jobs in worker threads, which start with their first job and end when idle. */
export class ImagingClient implements Imaging {
  readonly #limits: ImageLimits;
  readonly #queue: JobQueue;
  readonly #bulk: boolean;

  /** `sharing`: the queue of another one, which this one is the bulk of. */
  constructor(
    private readonly options: ImagingClientOptions,
    sharing?: JobQueue,
  ) {
    this.#limits = options.limits ?? defaultLimits;
    this.#bulk = sharing !== undefined;
    this.#queue = sharing ?? queueFor(options, this.#limits);
  }

  inBulk(): Imaging {
    return this.#bulk ? this : new ImagingClient(this.options, this.#queue);
  }

  /** True while a thread is there; for tests and the log. */
  get running(): boolean {
    return this.#queue.running;
  }

  async inspect(input: string, signal?: AbortSignal): Promise<ImageFacts> {
    throwIfAborted(signal);
    const facts = await withFile(input, async source => {
      const header = await readHeader(source);
      checkHeader(header, source.size, this.#limits);
      const seen = !header.canHoldAlpha || headerOnly.has(header.format);
      return seen ? factsOf(header, source.size, header.canHoldAlpha) : undefined;
    });
    throwIfAborted(signal);
    return facts ?? this.#run({ kind: 'inspect', input }, signal);
  }

  convert(input: string, output: string, options: ConvertOptions, signal?: AbortSignal): Promise<Converted> {
    return this.#run({ kind: 'convert', input, output: outputPath(output), options }, signal);
  }

  cleanSvg(input: string, output: string, signal?: AbortSignal): Promise<CleanedDrawing> {
    return this.#run({ kind: 'cleanSvg', input, output: outputPath(output) }, signal);
  }

  strip(input: string, output: string, signal?: AbortSignal): Promise<Converted> {
    return this.#run({ kind: 'strip', input, output: outputPath(output) }, signal);
  }

  async renderAll(
    input: string,
    renderings: readonly Rendering[],
    signal?: AbortSignal,
  ): Promise<readonly Rendered[]> {
    const jobs = shares(renderings, this.#queue.width).map(async share => {
      const outputs = share.map(({ rendering: { output, make } }) => ({ output: outputPath(output), make }));
      const made = await this.#run({ kind: 'renderAll', input, outputs }, signal);
      return made.map((each, i) => [share[i]?.index ?? 0, each] as const);
    });
    const settled = await Promise.allSettled(jobs);
    for (const each of settled) if (each.status === 'rejected') throw each.reason;
    const made = settled.flatMap(each => (each.status === 'fulfilled' ? each.value : []));
    return made.sort(([a], [b]) => a - b).map(([, each]) => each);
  }

  optimisePng(input: string, output: string, signal?: AbortSignal): Promise<ImageFacts> {
    return this.#run({ kind: 'optimisePng', input, output: outputPath(output) }, signal);
  }

  async warmUp(signal?: AbortSignal): Promise<void> {
    const lanes = Array.from({ length: this.#queue.width });
    await Promise.all(lanes.map(() => this.#run({ kind: 'warmUp' }, signal)));
  }

  async thumbnail(input: string, output: string, edge: number, signal?: AbortSignal): Promise<void> {
    await this.#run({ kind: 'thumbnail', input, output: outputPath(output), edge }, signal);
  }

  placeholder(spec: PlaceholderSpec, output: string, signal?: AbortSignal): Promise<ImageFacts> {
    return this.#run({ kind: 'placeholder', spec, output: outputPath(output) }, signal);
  }

  retouch(
    inputs: readonly string[],
    steps: readonly RetouchStep[],
    output: string,
    signal?: AbortSignal,
  ): Promise<ImageFacts> {
    return this.#run({ kind: 'retouch', inputs, steps, output: outputPath(output) }, signal);
  }

  paintedCheckerboard(input: string, signal?: AbortSignal): Promise<boolean> {
    return this.#run({ kind: 'paintedCheckerboard', input }, signal);
  }

  compare(
    inputs: readonly [string, string],
    output: string,
    tolerance: number,
    signal?: AbortSignal,
  ): Promise<Compared> {
    return this.#run({ kind: 'compare', inputs, output: outputPath(output), tolerance }, signal);
  }

  seams(input: string, signal?: AbortSignal): Promise<Seams> {
    return this.#run({ kind: 'seams', input }, signal);
  }

  heldKeys(input: string, signal?: AbortSignal): Promise<Record<KeyName, number>> {
    return this.#run({ kind: 'heldKeys', input }, signal);
  }

  cutKey(
    input: string,
    output: string,
    options: { key: KeyName; seeThrough: boolean },
    signal?: AbortSignal,
  ): Promise<KeyCut> {
    return this.#run({ kind: 'cutKey', input, output: outputPath(output), ...options }, signal);
  }

  sprites(request: SpriteRequest, folder: string, signal?: AbortSignal): Promise<MadeSprites> {
    return this.#run({ kind: 'sprites', request, folder }, signal);
  }

  nineSlice(input: string, slices: Partial<Slices>, output?: string, signal?: AbortSignal): Promise<Sliced> {
    const job = { kind: 'nineSlice', input, slices } as const;
    return this.#run(output === undefined ? job : { ...job, output: outputPath(output) }, signal);
  }

  drawLayers(spec: LayersSpec, output: string, signal?: AbortSignal): Promise<DrawnFile> {
    return this.#run({ kind: 'layers', spec, output: outputPath(output) }, signal);
  }

  fontFamilies(signal?: AbortSignal): Promise<readonly FontFamily[]> {
    return this.#run({ kind: 'fontFamilies' }, signal);
  }

  /** Ends the threads; what is under way or queued rejects with `cancelled`. */
  dispose(): Promise<void> {
    return this.#queue.dispose();
  }

  #run<K extends JobKind>(job: JobOf<K>, signal: AbortSignal | undefined): Promise<JobResult<K>> {
    return this.#queue.run(job, this.#bulk, signal);
  }
}

function queueFor(
  {
    workerPath,
    fontFolders,
    workers = Math.min(2, availableParallelism()),
    idleMs = 15_000,
    jobTimeoutMs = 180_000,
  }: ImagingClientOptions,
  limits: ImageLimits,
): JobQueue {
  const wasmDir = path.join(path.dirname(workerPath), 'wasm');
  const setup = { wasmDir, limits, ...(fontFolders && { fontFolders }) };
  return new JobQueue({ workerPath, setup, idleMs, jobTimeoutMs }, workers);
}

function outputPath(output: string): OutputPath {
  return { path: output, temporary: `${output}.${randomUUID().slice(0, 8)}.tmp` };
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}
