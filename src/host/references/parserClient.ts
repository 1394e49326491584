import type { Worker } from 'node:worker_threads';
import type { ConfigFacts } from '../../core/references/config/configFacts';
import type { ImageReference } from '../../core/references/reference';
import { workerOptions } from '../workerOptions';
import type { ParseAsk, ParseReply, ParseRequest } from './parserMessages';

export interface ParserClientOptions {
  /** Absolute path of the worker's bundle. */
  workerFile: string;
  /** How long it stays when there is nothing to read. */
  idleMs?: number;
  /** A text that takes longer is given up, and the worker with it. */
  timeoutMs?: number;
}

interface Job {
  request: ParseRequest;
  resolve(reply: ParseReply): void;
  reject(error: Error): void;
}

/** The text took the worker down or would not end: it will again. */
export function isTooMuch(error: unknown): boolean {
  return error instanceof Error && error.name === 'TooMuch';
}

/** Reads documents and configurations in a worker, which starts with the first one and ends when idle. */
export class ParserClient {
  private worker: Worker | undefined;
  private current: { job: Job; timer: NodeJS.Timeout } | undefined;
  /** One at a time, so that a text is not blamed for the one before it. */
  private readonly queue: Job[] = [];
  private idle: NodeJS.Timeout | undefined;
  private lastId = 0;
  private disposed = false;

  constructor(private readonly options: ParserClientOptions) {}

  /** Rejects when the text was too much for the worker (`isTooMuch`), its parser broke, or this was disposed. */
  async parse(languageId: string, text: string): Promise<ImageReference[]> {
    const reply = await this.ask({ languageId, text });
    return 'references' in reply ? reply.references : [];
  }

  /** The same for a configuration file (absolute path); undefined for one that says nothing readable. */
  async readConfig(configPath: string, text: string): Promise<ConfigFacts | undefined> {
    const reply = await this.ask({ configPath, text });
    return 'config' in reply ? reply.config : undefined;
  }

  get running(): boolean {
    return this.worker !== undefined;
  }

  dispose(): void {
    this.disposed = true;
    const jobs = [...(this.current ? [this.current.job] : []), ...this.queue.splice(0)];
    this.end();
    for (const { reject } of jobs) reject(new Error('disposed'));
  }

  private ask(ask: ParseAsk): Promise<ParseReply> {
    if (this.disposed) return Promise.reject(new Error('disposed'));
    return new Promise((resolve, reject) => {
      this.queue.push({ request: { id: ++this.lastId, ...ask }, resolve, reject });
      this.next();
    });
  }

  private next(): void {
    if (this.current !== undefined || this.disposed) return;
    clearTimeout(this.idle);
    const job = this.queue.shift();
    if (job === undefined) {
      this.idle = setTimeout(() => this.end(), this.options.idleMs ?? 60_000);
      this.idle.unref();
      return;
    }
    const timer = setTimeout(() => this.giveUp('timeout'), this.options.timeoutMs ?? 20_000);
    timer.unref();
    this.current = { job, timer };
    this.worker ??= this.start();
    this.worker.postMessage(job.request);
  }

  private start(): Worker {
    // This file is part of the activation, and the module alone is 270 KiB of heap: not before it is needed.
    const threads = process.getBuiltinModule('node:worker_threads');
    const worker = new threads.Worker(this.options.workerFile, workerOptions);
    worker.unref();
    worker.on('message', (reply: ParseReply) => this.settle(reply));
    const failed = (why: string) => {
      if (this.worker === worker) this.giveUp(why);
    };
    worker.on('error', (error: unknown) => failed(String(error)));
    worker.on('exit', code => failed(`exit ${code}`));
    return worker;
  }

  private settle(reply: ParseReply): void {
    const job = this.current?.job;
    if (job?.request.id !== reply.id) return;
    clearTimeout(this.current?.timer);
    this.current = undefined;
    if ('failed' in reply) job.reject(new Error(reply.failed));
    else job.resolve(reply);
    this.next();
  }

  private giveUp(why: string): void {
    const job = this.current?.job;
    this.end();
    job?.reject(Object.assign(new Error(why), { name: 'TooMuch' }));
    this.next();
  }

  private end(): void {
    clearTimeout(this.idle);
    clearTimeout(this.current?.timer);
    this.current = undefined;
    const { worker } = this;
    this.worker = undefined;
    void worker?.terminate();
  }
}
