import { Worker } from 'node:worker_threads';
import { isImageName } from '../../core/imageIndex/fileKinds';
import { workerOptions } from '../workerOptions';
import type { ReaderData, ReaderReply, ReaderResult, ReaderTask } from './readerMessages';

export interface ReaderPoolOptions {
  /** Absolute path of the worker's bundle. */
  workerFile: string;
  most: number;
  /** A file that takes longer is given up, and its reader with it. */
  timeoutMs: number;
  /** See `ReaderData`. */
  freshMs: number;
  /** Time of all slow files together, for one reading. Then each has a tenth of it, and after thrice as much none is begun. */
  budgetMs?: number;
  /** How long the last reader stays when there is nothing to read; the others go sooner. */
  idleMs?: number;
  /** The file took a reader down, or would not end. */
  onBad(path: string, bytes: number): void;
}

interface Job {
  id: number;
  task: ReaderTask;
  resolve(result: ReaderResult): void;
  reject(error: Error): void;
}

interface Reader {
  worker: Worker;
  at: Int32Array;
  job: Job | undefined;
  /** It has loaded the parsers, and is warm. */
  parses: boolean;
  /** The file it was at when it was last looked at, and since when. */
  seen: { at: number; since: number };
}

/** A file that takes longer is slow. Those that people write take less than a tenth of it. */
const slowMs = 1000;

/** Before its first file a thread loads the parsers, which is no fault of the file. */
const loadingMs = 30_000;

/** Threads that did what was to be done at once go soon. */
const manyIdleMs = 1000;

/** So many batches have to wait before another thread loads the parsers and gets warm. */
const worthAnother = 40;

const nothing: ReaderResult = { images: [], documents: [], skipped: [], named: [], seen: [], same: [] };

function needsParsers({ task }: Job): boolean {
  return task.kind !== 'scan' && task.kind !== 'hashes';
}

/** Threads that read files. A file may end or stall its thread, never the index: the others of its batch are read again. */
export class ReaderPool {
  private readonly readers = new Set<Reader>();
  private readonly queue: Job[] = [];
  private watch: NodeJS.Timeout | undefined;
  private idle: NodeJS.Timeout | undefined;
  private lastId = 0;
  /** What slow files have taken since there was last nothing to read. */
  private slowMs = 0;
  private disposed = false;

  constructor(private readonly options: ReaderPoolOptions) {}

  /** Rejects only for configurations and hashes that cannot be read, and after `dispose`. */
  run(task: ReaderTask): Promise<ReaderResult> {
    if (this.disposed) return Promise.reject(new Error('disposed'));
    return new Promise((resolve, reject) => {
      this.queue.push({ id: ++this.lastId, task, resolve, reject });
      this.next();
    });
  }

  /** Forgets what has not been begun. */
  clear(): void {
    for (const { reject } of this.queue.splice(0)) reject(new Error('cancelled'));
  }

  dispose(): void {
    this.disposed = true;
    this.clear();
    clearTimeout(this.idle);
    clearInterval(this.watch);
    for (const reader of this.readers) {
      reader.job?.reject(new Error('disposed'));
      void reader.worker.terminate();
    }
    this.readers.clear();
  }

  private next(): void {
    clearTimeout(this.idle);
    while (this.queue.length > 0) {
      const match = this.match();
      if (match === undefined) break;
      const { job, reader = this.start() } = match;
      this.queue.splice(this.queue.indexOf(job), 1);
      reader.job = job;
      reader.parses ||= needsParsers(job);
      Atomics.store(reader.at, 0, 0);
      reader.seen = { at: 0, since: Date.now() };
      reader.worker.postMessage({ id: job.id, ...job.task });
    }
    const busy = [...this.readers].some(({ job }) => job !== undefined);
    if (busy) {
      this.watch ??= setInterval(() => this.look(), this.lookMs).unref();
      return;
    }
    this.slowMs = 0;
    clearInterval(this.watch);
    this.watch = undefined;
    const { idleMs = 120_000 } = this.options;
    // One that has no parsers is there again in no time.
    const stays = [...this.readers].filter(({ parses }) => parses).length > 0 ? 1 : 0;
    const isMany = this.readers.size > stays;
    this.idle = setTimeout(() => this.end(isMany ? stays : 0), isMany ? manyIdleMs : idleMs);
    this.idle.unref();
  }

  /** What can be begun now, and by whom; without a reader, a new one is to be started for it. */
  private match(): { job: Job; reader?: Reader } | undefined {
    for (const reader of this.readers) {
      const job = reader.job === undefined ? this.jobFor(reader.parses) : undefined;
      if (job !== undefined) return { job, reader };
    }
    const job = this.readers.size < this.options.most ? this.jobFor(false) : undefined;
    return job && { job };
  }

  /** Who parses goes on with that, and the others with what needs no parser, as long as there is such work. */
  private jobFor(parses: boolean): Job | undefined {
    const light = this.queue.find(job => !needsParsers(job));
    const heavy = this.queue.filter(needsParsers);
    const isNobody = ![...this.readers].some(reader => reader.parses);
    const takes = parses || isNobody || (light === undefined && heavy.length > worthAnother);
    return (takes ? heavy[0] : undefined) ?? light;
  }

  private end(left: number): void {
    const all = [...this.readers].sort((a, b) => Number(b.parses) - Number(a.parses));
    for (const reader of all.slice(left)) {
      this.readers.delete(reader);
      void reader.worker.terminate();
    }
    if (left > 0) this.next();
  }

  private start(): Reader {
    const at = new SharedArrayBuffer(4);
    const workerData: ReaderData = { role: 'reader', at, freshMs: this.options.freshMs };
    const worker = new Worker(this.options.workerFile, {
      ...workerOptions,
      name: 'image reader',
      workerData,
    });
    const reader: Reader = {
      worker,
      at: new Int32Array(at),
      job: undefined,
      parses: false,
      seen: { at: 0, since: 0 },
    };
    worker.unref();
    worker.on('message', (reply: ReaderReply) => this.settle(reader, reply));
    worker.on('error', () => this.giveUp(reader));
    worker.on('exit', () => this.giveUp(reader));
    this.readers.add(reader);
    return reader;
  }

  private settle(reader: Reader, reply: ReaderReply): void {
    const { job } = reader;
    if (job?.id !== reply.id) return;
    reader.job = undefined;
    if ('failed' in reply) this.blame(job, Atomics.load(reader.at, 0), reply.failed);
    else job.resolve(reply.result);
    this.next();
  }

  private get lookMs(): number {
    return Math.min(500, this.options.timeoutMs / 4);
  }

  /** Files that are made to take long are kept below the bound of one: of many of them that would be hours. */
  private spend(): void {
    const { budgetMs = 60_000 } = this.options;
    this.slowMs += this.lookMs;
    if (this.slowMs <= 3 * budgetMs) return;
    for (const job of this.queue.splice(0)) {
      if (job.task.kind !== 'files') {
        this.queue.push(job);
        continue;
      }
      const folders = job.task.folders.map(({ names, ...folder }) => {
        const images = names.filter(isImageName);
        for (const name of names) {
          if (!images.includes(name))
            this.options.onBad(`${folder.path === '/' ? '' : folder.path}/${name}`, 0);
        }
        return { ...folder, names: images };
      });
      if (folders.some(({ names }) => names.length > 0))
        this.queue.push({ ...job, task: { ...job.task, folders } });
      else job.resolve(nothing);
    }
  }

  private look(): void {
    const now = Date.now();
    const { timeoutMs, budgetMs = 60_000 } = this.options;
    const limitMs = this.slowMs > budgetMs ? timeoutMs / 10 : timeoutMs;
    for (const reader of this.readers) {
      if (reader.job === undefined) continue;
      const at = Atomics.load(reader.at, 0);
      if (at !== reader.seen.at) reader.seen = { at, since: now };
      else if (now - reader.seen.since > (at === 0 ? loadingMs : 0) + limitMs) this.giveUp(reader);
      else if (at !== 0 && now - reader.seen.since > Math.min(slowMs, timeoutMs / 10)) this.spend();
    }
  }

  private giveUp(reader: Reader): void {
    if (!this.readers.delete(reader)) return;
    void reader.worker.terminate();
    if (reader.job) this.blame(reader.job, Atomics.load(reader.at, 0), 'too much to read');
    this.next();
  }

  /** Takes the file out of its batch, and has the others read. */
  private blame(job: Job, count: number, why: string): void {
    const { task } = job;
    const at = Math.max(0, count - 1);
    if (task.kind === 'config' || task.kind === 'hashes') {
      job.reject(new Error(why));
      return;
    }
    if (task.kind === 'texts') {
      const bad = task.texts[at];
      if (bad) this.options.onBad(bad.path, bad.text.length);
      this.again(job, { ...task, texts: task.texts.filter((_, i) => i !== at) }, task.texts.length - 1);
      return;
    }
    let from = 0;
    let left = 0;
    const folders = task.folders.map(folder => {
      const index = at - from;
      from += folder.names.length;
      const bad = folder.names[index];
      if (bad !== undefined) this.options.onBad(`${folder.path === '/' ? '' : folder.path}/${bad}`, 0);
      const isLeft = (_: string, i: number): boolean => i !== index;
      const names = folder.names.filter(isLeft);
      left += names.length;
      return { ...folder, names, ...(folder.stamps && { stamps: folder.stamps.filter(isLeft) }) };
    });
    this.again(job, { ...task, folders }, left < from ? left : 0);
  }

  private again(job: Job, task: ReaderTask, left: number): void {
    if (left === 0) job.resolve(nothing);
    else this.queue.unshift({ ...job, id: ++this.lastId, task });
  }
}
