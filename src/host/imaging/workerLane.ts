import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { imagingError } from '../../core/imaging/imagingPort';
import { workerOptions } from '../workerOptions';
import type { Job, JobResult, WorkerAnswer, WorkerSetup } from './workerProtocol';

export interface Pending {
  job: Job;
  /** One of many files, so that it may take its time. */
  bulk: boolean;
  resolve(result: JobResult): void;
  reject(error: unknown): void;
}

export interface LaneOptions {
  workerPath: string;
  setup: WorkerSetup;
  /** The worker ends after this time without work. */
  idleMs: number;
  /** A job that takes longer has a hostile or broken file. */
  jobTimeoutMs: number;
}

/** One worker thread, started by its first job, and the job that it is at. */
export class WorkerLane {
  #worker: Worker | undefined;
  #current: Pending | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Threads that are ending, and what they left. */
  #tidying: Promise<void> = Promise.resolve();

  /** `freed`: the next job may come. */
  constructor(
    private readonly options: LaneOptions,
    private readonly freed: () => void,
  ) {}

  get running(): boolean {
    return this.#worker !== undefined;
  }

  get current(): Pending | undefined {
    return this.#current;
  }

  run(pending: Pending): void {
    clearTimeout(this.#timer);
    this.#current = pending;
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    this.#timer = setTimeout(() => {
      void this.breakOff(imagingError('corrupt', 'The image took too long to read or write.'));
    }, this.options.jobTimeoutMs).unref();
    worker.postMessage(pending.job);
  }

  /** Nothing to do: the thread ends after a while, and does not hold the process until then. */
  rest(): void {
    clearTimeout(this.#timer);
    if (!this.#worker) return;
    this.#worker.unref();
    this.#timer = setTimeout(() => void this.#endWorker(), this.options.idleMs).unref();
  }

  /** Ends the thread in the middle of its job; the next job gets a fresh one. */
  breakOff(error: unknown): Promise<void> {
    const pending = this.#current;
    this.#current = undefined;
    const ended = this.#endWorker();
    // Whoever cancels does not wait for the thread.
    pending?.reject(error);
    this.#tidying = Promise.all([this.#tidying, ended]).then(async () => {
      if (pending) await removeTemporary(pending.job);
    });
    this.freed();
    return this.#tidying;
  }

  #start(): Worker {
    const worker = new Worker(this.options.workerPath, {
      name: 'imaging',
      workerData: this.options.setup,
      ...workerOptions,
      // Pixels are no objects: few young ones are alive at a time.
      resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 1024 },
    });
    worker.on('message', (answer: WorkerAnswer) => {
      if (worker === this.#worker) void this.#answered(answer);
    });
    worker.on('error', (error: Error) => {
      if (worker === this.#worker) void this.breakOff(crashError(error));
    });
    worker.on('exit', () => {
      if (worker === this.#worker) void this.breakOff(crashError());
    });
    return worker;
  }

  async #answered(answer: WorkerAnswer): Promise<void> {
    const pending = this.#current;
    if (!pending) return;
    if ('result' in answer) {
      this.#current = undefined;
      pending.resolve(answer.result);
      if (answer.spent) void this.#endWorker();
    } else {
      const error = imagingError(answer.error.reason, answer.error.message);
      if (answer.spent) {
        await this.breakOff(error);
        return;
      }
      this.#current = undefined;
      await removeTemporary(pending.job);
      pending.reject(error);
    }
    this.freed();
  }

  async #endWorker(): Promise<void> {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

async function removeTemporary(job: Job): Promise<void> {
  if ('output' in job) await rm(job.output.temporary, { force: true }).catch(() => undefined);
}

function crashError(error?: Error & { code?: string }): Error {
  return error?.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? imagingError('too-large', 'The image needs more memory than there is.', error)
    : imagingError('corrupt', 'The image could not be processed: the codec stopped.', error);
}
