import { Worker } from 'node:worker_threads';
import type { ImageReference } from '../../core/references/reference';
import type { ParseReply, ParseRequest } from './parserMessages';

export interface ParserClientOptions {
  /** Absolute path of the worker's bundle. */
  workerFile: string;
  /** How long it stays when there is nothing to read. */
  idleMs?: number;
  /** A text that takes longer is given up, and the worker with it. */
  timeoutMs?: number;
}

/** Reads the references of documents in a worker, which starts with the first one and ends when idle. */
export class ParserClient {
  private worker: Worker | undefined;
  private readonly waiting = new Map<
    number,
    { resolve(references: ImageReference[]): void; reject(error: Error): void; timer: NodeJS.Timeout }
  >();
  private idle: NodeJS.Timeout | undefined;
  private lastId = 0;
  private disposed = false;

  constructor(private readonly options: ParserClientOptions) {}

  /** Rejects when the text took too long, the worker broke, or this was disposed. */
  parse(languageId: string, text: string): Promise<ImageReference[]> {
    if (this.disposed) return Promise.reject(new Error('disposed'));
    clearTimeout(this.idle);
    const id = ++this.lastId;
    const worker = (this.worker ??= this.start());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.stop(new Error('timeout')), this.options.timeoutMs ?? 10_000);
      timer.unref();
      this.waiting.set(id, { resolve, reject, timer });
      worker.postMessage({ id, languageId, text } satisfies ParseRequest);
    });
  }

  dispose(): void {
    this.disposed = true;
    this.stop(new Error('disposed'));
  }

  private start(): Worker {
    // Without `execArgv` it would take over the host's own flags, an inspector port among them.
    const worker = new Worker(this.options.workerFile, { execArgv: [] });
    worker.unref();
    worker.on('message', (reply: ParseReply) => this.settle(reply));
    const failed = (error: unknown) => {
      if (this.worker === worker) this.stop(error instanceof Error ? error : new Error(String(error)));
    };
    worker.on('error', failed);
    worker.on('exit', code => failed(new Error(`exit ${code}`)));
    return worker;
  }

  private settle(reply: ParseReply): void {
    const one = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    clearTimeout(one?.timer);
    if ('references' in reply) one?.resolve(reply.references);
    else one?.reject(new Error(reply.failed));
    if (this.waiting.size > 0) return;
    this.idle = setTimeout(() => this.stop(new Error('idle')), this.options.idleMs ?? 60_000);
    this.idle.unref();
  }

  private stop(because: Error): void {
    clearTimeout(this.idle);
    const { worker } = this;
    this.worker = undefined;
    void worker?.terminate();
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(because);
    }
    this.waiting.clear();
  }
}
