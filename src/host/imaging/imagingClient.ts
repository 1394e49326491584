import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { checkHeader, defaultLimits, factsOf, type ImageLimits } from '../../core/imaging/facts';
import { readHeader } from '../../core/imaging/header/readHeader';
import {
  type ConvertOptions,
  type Imaging,
  imagingError,
  type PlaceholderSpec,
} from '../../core/imaging/imagingPort';
import type { RetouchStep } from '../../core/imaging/retouch/steps';
import type { ImageFacts } from '../../core/model/run';
import type { OutputPath } from './encode';
import { withFile } from './fileSource';
import type { Job, WorkerAnswer, WorkerSetup } from './workerProtocol';

export interface ImagingClientOptions {
  /** The worker's bundle; the codecs' `.wasm` files are in `wasm` beside it. */
  workerPath: string;
  limits?: ImageLimits;
  /** The worker ends after this time without work. */
  idleMs?: number;
  /** A job that takes longer has a hostile or broken file. */
  jobTimeoutMs?: number;
}

interface Pending {
  job: Job;
  resolve(facts: ImageFacts): void;
  reject(error: unknown): void;
}

/** Formats whose pixels are not read here: their header alone says whether they may be transparent. */
const headerOnly: ReadonlySet<string> = new Set(['heic', 'tiff', 'ico', 'svg']);

/**
 * Runs imaging jobs in one worker thread, which starts with the first job and ends when idle. Kinds of jobs take
 * turns, so that a page of thumbnails does not hold up a save.
 */
export class ImagingClient implements Imaging {
  readonly #setup: WorkerSetup;
  readonly #options: Required<ImagingClientOptions>;
  readonly #queues = new Map<Job['kind'], Pending[]>();
  #worker: Worker | undefined;
  #current: Pending | undefined;
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;
  /** Threads that are ending, and what they left. */
  #tidying: Promise<void> = Promise.resolve();

  constructor(options: ImagingClientOptions) {
    this.#options = { limits: defaultLimits, idleMs: 15_000, jobTimeoutMs: 180_000, ...options };
    this.#setup = {
      wasmDir: path.join(path.dirname(options.workerPath), 'wasm'),
      limits: this.#options.limits,
    };
  }

  /** True while the thread is there; for tests and the log. */
  get running(): boolean {
    return this.#worker !== undefined;
  }

  async inspect(input: string, signal?: AbortSignal): Promise<ImageFacts> {
    throwIfAborted(signal);
    const facts = await withFile(input, async source => {
      const header = await readHeader(source);
      checkHeader(header, source.size, this.#options.limits);
      const seen = !header.canHoldAlpha || headerOnly.has(header.format);
      return seen ? factsOf(header, source.size, header.canHoldAlpha) : undefined;
    });
    throwIfAborted(signal);
    return facts ?? this.#run({ kind: 'inspect', input }, signal);
  }

  convert(input: string, output: string, options: ConvertOptions, signal?: AbortSignal): Promise<ImageFacts> {
    return this.#run({ kind: 'convert', input, output: outputPath(output), options }, signal);
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

  /** Ends the thread; what is under way or queued rejects with `cancelled`. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const waiting = [...this.#queues.values()].flat();
    this.#queues.clear();
    for (const pending of waiting) pending.reject(cancelled());
    await this.#breakOff(cancelled());
    await this.#tidying;
  }

  #run(job: Job, signal: AbortSignal | undefined): Promise<ImageFacts> {
    return new Promise<ImageFacts>((resolve, reject) => {
      if (this.#disposed || signal?.aborted) {
        reject(cancelled());
        return;
      }
      const onAbort = () => void this.#abort(pending);
      const settled = () => signal?.removeEventListener('abort', onAbort);
      const pending: Pending = {
        job,
        resolve: facts => {
          settled();
          resolve(facts);
        },
        reject: error => {
          settled();
          reject(error as Error);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      const queue = this.#queues.get(job.kind);
      if (queue) queue.push(pending);
      else this.#queues.set(job.kind, [pending]);
      this.#next();
    });
  }

  #next(): void {
    if (this.#current || this.#disposed) return;
    clearTimeout(this.#timer);
    const pending = this.#take();
    if (!pending) {
      this.#worker?.unref();
      if (this.#worker) this.#timer = setTimeout(() => void this.#endWorker(), this.#options.idleMs).unref();
      return;
    }
    this.#current = pending;
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    this.#timer = setTimeout(() => {
      void this.#breakOff(imagingError('corrupt', 'The image took too long to read or write.'));
    }, this.#options.jobTimeoutMs).unref();
    worker.postMessage(pending.job);
  }

  /** The first of the kind that waited longest for its turn; the kind goes to the back of the line. */
  #take(): Pending | undefined {
    const turn = this.#queues.entries().next().value;
    if (!turn) return undefined;
    const [kind, queue] = turn;
    const pending = queue.shift();
    this.#queues.delete(kind);
    if (queue.length > 0) this.#queues.set(kind, queue);
    return pending;
  }

  #start(): Worker {
    const worker = new Worker(this.#options.workerPath, {
      workerData: this.#setup,
      // Debugger and loader flags of the host are not for us.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    worker.on('message', (answer: WorkerAnswer) => {
      if (worker === this.#worker) void this.#answered(answer);
    });
    worker.on('error', (error: Error) => {
      if (worker === this.#worker) void this.#breakOff(crashError(error));
    });
    worker.on('exit', () => {
      if (worker === this.#worker) void this.#breakOff(crashError());
    });
    return worker;
  }

  async #answered(answer: WorkerAnswer): Promise<void> {
    const pending = this.#current;
    if (!pending) return;
    if ('facts' in answer) {
      this.#current = undefined;
      pending.resolve(answer.facts);
      if (answer.spent) void this.#endWorker();
    } else {
      const error = imagingError(answer.error.reason, answer.error.message);
      if (answer.spent) return this.#breakOff(error);
      this.#current = undefined;
      await removeTemporary(pending.job);
      pending.reject(error);
    }
    this.#next();
  }

  async #abort(pending: Pending): Promise<void> {
    if (pending === this.#current) {
      await this.#breakOff(cancelled());
      return;
    }
    const queue = this.#queues.get(pending.job.kind);
    const at = queue?.indexOf(pending) ?? -1;
    if (queue && at >= 0) queue.splice(at, 1);
    if (queue?.length === 0) this.#queues.delete(pending.job.kind);
    pending.reject(cancelled());
  }

  /** Ends the thread in the middle of its job; the next job gets a fresh one. */
  #breakOff(error: unknown): Promise<void> {
    const pending = this.#current;
    this.#current = undefined;
    const ended = this.#endWorker();
    // Whoever cancels does not wait for the thread.
    pending?.reject(error);
    this.#tidying = Promise.all([this.#tidying, ended]).then(async () => {
      if (pending) await removeTemporary(pending.job);
    });
    this.#next();
    return this.#tidying;
  }

  async #endWorker(): Promise<void> {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

function outputPath(output: string): OutputPath {
  return { path: output, temporary: `${output}.${randomUUID().slice(0, 8)}.tmp` };
}

async function removeTemporary(job: Job): Promise<void> {
  if ('output' in job) await rm(job.output.temporary, { force: true }).catch(() => undefined);
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}

function cancelled(): Error {
  return imagingError('cancelled', 'Stopped.');
}

function crashError(error?: Error & { code?: string }): Error {
  return error?.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? imagingError('too-large', 'The image needs more memory than there is.', error)
    : imagingError('corrupt', 'The image could not be processed: the codec stopped.', error);
}
