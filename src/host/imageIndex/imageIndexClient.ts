import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { Emitter } from '../../core/emitter';
import type {
  ImageIndex,
  IndexedImage,
  IndexedReference,
  IndexProgress,
  IndexSummary,
} from '../../core/imageIndex/imageIndex';
import type { ImageProblem, ProblemFinder, ProblemOptions } from '../../core/imageIndex/problems';
import type {
  IndexAsk,
  IndexData,
  IndexedFolder,
  IndexMessage,
  IndexPart,
  IndexReply,
  KeptPlace,
} from './indexMessages';
import { DiskWatch, diskMarkBytes } from './diskWatch';
import { workerOptions } from '../workerOptions';
import type { OpenText } from './readerMessages';
import type { Changes } from './workspaceWatch';

/** What the index has of VS Code. */
export interface IndexHost {
  folders(): readonly IndexedFolder[];
  unsaved(): readonly (Omit<OpenText, 'text'> & { version: number; read(): string })[];
  watch(changes: Changes): { dispose(): void };
}

export interface ImageIndexOptions {
  /** Absolute path of the worker's bundle. */
  workerFile: string;
  /** A file that takes longer to read is given up. */
  timeoutMs?: number;
  maxFiles?: number;
  /** When the watchers of the system are sure to listen. */
  watchersListenMs?: number;
  /** Absent: nothing is kept for the next window. */
  kept?: KeptPlace;
  keepAfterMs?: number;
  /** See `ReaderData`. */
  freshMs?: number;
  onError?(error: unknown): void;
}

interface Waiting {
  ask: IndexAsk;
  parts: IndexPart[];
  resolve(parts: IndexPart[]): void;
  reject(error: Error): void;
  onProgress: ((progress: IndexProgress) => void) | undefined;
  onPart: ((part: IndexPart) => void) | undefined;
}

/** A burst of changes is one batch. */
const burstMs = 100;
/** What changes at once beyond this was done by a tool: a walk finds it sooner than these names are passed on. */
const burstFiles = 1000;
/** Watchers run in another process: what changes before they listen is never told. By then they do. */
const watchersListenMs = 5000;
const mostReaders = 4;

/**
 * The index of the workspace: a worker that starts with the first question. It is told what changes, so that later questions
 * cost what changed.
 */
export class ImageIndexClient implements ImageIndex, ProblemFinder {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private readonly changed = new Emitter<[]>(error => this.options.onError?.(error));
  private watching: { dispose(): void } | undefined;
  private readonly pending = new Set<string>();
  private pendingSince = 0;
  private burst: NodeJS.Timeout | undefined;
  private late: NodeJS.Timeout | undefined;
  /** Versions of the unsaved documents that the worker has. */
  private readonly sent = new Map<string, number>();
  /** When the disk was last looked at; ms since 1970. */
  private freshSince = 0;
  /** The worker has read everything once. */
  private complete = false;
  private lastId = 0;
  /** Folders that did not answer, on this system. */
  private silent: readonly string[] = [];
  private disk: DiskWatch | undefined;
  private looking: NodeJS.Timeout | undefined;
  private disposed = false;

  constructor(
    private readonly host: IndexHost,
    private readonly options: ImageIndexOptions,
  ) {}

  async ready(
    signal?: AbortSignal,
    onProgress?: (progress: IndexProgress) => void,
    fresh = false,
  ): Promise<IndexSummary> {
    if (fresh && this.worker !== undefined && !signal?.aborted) {
      const since = this.freshSince;
      this.freshSince = Date.now();
      if (this.silent.length > 0) this.restart([]);
      else this.post({ kind: 'recheck', since });
    }
    const [part] = await this.ask({ of: 'ready' }, signal, onProgress);
    if (part === undefined || !('summary' in part)) throw new Error('No summary.');
    const { silent } = this;
    return { ...part.summary, ...(silent.length > 0 && { silent }) };
  }

  async names(signal?: AbortSignal): Promise<readonly string[]> {
    return (await this.ask({ of: 'names' }, signal)).flatMap(part => ('names' in part ? part.names : []));
  }

  async eachImage(take: (images: readonly IndexedImage[]) => void): Promise<void> {
    await this.ask({ of: 'images' }, undefined, undefined, part => 'images' in part && take(part.images));
  }

  async images(): Promise<readonly IndexedImage[]> {
    const all: IndexedImage[] = [];
    await this.eachImage(images => all.push(...images));
    return all;
  }

  async references(images?: readonly string[]): Promise<readonly IndexedReference[]> {
    return referencesOf(await this.ask({ of: 'references', ...(images && { images }) }));
  }

  async missing(): Promise<readonly IndexedReference[]> {
    return referencesOf(await this.ask({ of: 'missing' }));
  }

  async documentsNaming(files: readonly string[]): Promise<readonly string[]> {
    const parts = await this.ask({ of: 'documents', naming: files });
    return parts.flatMap(part => ('documents' in part ? part.documents : []));
  }

  async problems(options: ProblemOptions): Promise<readonly ImageProblem[]> {
    const all: ImageProblem[] = [];
    await this.eachProblem(options, problems => all.push(...problems));
    return all;
  }

  async eachProblem(
    options: ProblemOptions,
    take: (problems: readonly ImageProblem[]) => void,
  ): Promise<void> {
    const ask = { of: 'problems', options } as const;
    await this.ask(ask, undefined, undefined, part => 'problems' in part && take(part.problems));
  }

  onDidChange(listener: () => void): { dispose(): void } {
    return { dispose: this.changed.on(listener) };
  }

  private get timeoutMs(): number {
    return this.options.timeoutMs ?? 10_000;
  }

  get running(): boolean {
    return this.worker !== undefined;
  }

  dispose(): void {
    this.disposed = true;
    this.watching?.dispose();
    this.changed.clear();
    this.end(new Error('disposed'));
  }

  private ask(
    ask: IndexAsk,
    signal?: AbortSignal,
    onProgress?: (progress: IndexProgress) => void,
    /** Takes the parts as they come; none is kept then. */
    onPart?: (part: IndexPart) => void,
  ): Promise<IndexPart[]> {
    if (this.disposed) return Promise.reject(new Error('disposed'));
    if (signal?.aborted) return Promise.reject(abortError());
    this.start();
    this.flush();
    this.sendTexts();
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.settle(id);
        reject(abortError());
        // Nobody waits for the first reading any more: its half is worth nothing.
        if (this.waiting.size === 0 && !this.complete) this.end(abortError());
      };
      const done = (): void => signal?.removeEventListener('abort', stop);
      this.waiting.set(id, {
        ...{ ask, parts: [] },
        ...{ onProgress, onPart },
        resolve: parts => (done(), resolve(parts)),
        reject: error => (done(), reject(error)),
      });
      signal?.addEventListener('abort', stop, { once: true });
      this.post({ kind: 'ask', id, ask });
      this.looking ??= setInterval(() => this.lookAtDisk(), this.timeoutMs / 4).unref();
    });
  }

  /** A disk that does not answer keeps the worker for good. Another one goes on without that folder. */
  private lookAtDisk(): void {
    const folder = this.disk?.look(Date.now());
    if (folder === undefined) return;
    this.options.onError?.(new Error(`${folder} does not answer, and is left out of the image index.`));
    this.restart([...this.silent, folder]);
  }

  /** All that was asked is asked again. */
  private restart(silent: readonly string[]): void {
    this.drop();
    this.silent = silent;
    this.start();
    this.sendTexts();
    for (const [id, waiting] of this.waiting) {
      waiting.parts = [];
      this.post({ kind: 'ask', id, ask: waiting.ask });
    }
  }

  private post(message: IndexMessage): void {
    this.worker?.postMessage(message);
  }

  private start(): void {
    if (this.worker !== undefined) return;
    this.complete = false;
    this.freshSince = Date.now();
    this.watching ??= this.watch();
    // The module alone is 270 KiB of heap: not before it is needed.
    const threads = process.getBuiltinModule('node:worker_threads');
    const { timeoutMs } = this;
    const { workerFile, maxFiles = 1_000_000, kept, keepAfterMs = 3000, freshMs = 2000 } = this.options;
    const readers = Math.min(mostReaders, availableParallelism());
    const disk = new SharedArrayBuffer(diskMarkBytes);
    this.disk = new DiskWatch(disk, timeoutMs);
    const workerData: IndexData = {
      ...{ role: 'index', workerFile, readers, timeoutMs, maxFiles, keepAfterMs, freshMs, disk },
      avoid: this.silent,
      ...(kept && { kept }),
    };
    const worker = new threads.Worker(workerFile, { ...workerOptions, name: 'image index', workerData });
    worker.unref();
    worker.on('message', (reply: IndexReply) => {
      if (this.worker === worker) this.receive(reply);
    });
    const failed = (error: Error): void => {
      if (this.worker !== worker) return;
      this.options.onError?.(error);
      this.end(error);
    };
    worker.on('error', (error: unknown) => failed(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', code => failed(new Error(`The image index ended (${code}).`)));
    this.worker = worker;
    this.post({ kind: 'folders', folders: this.host.folders() });
  }

  private watch(): { dispose(): void } {
    const begun = Date.now();
    this.late = setTimeout(
      () => this.post({ kind: 'recheck', since: begun }),
      this.options.watchersListenMs ?? watchersListenMs,
    );
    this.late.unref();
    return this.host.watch({
      files: paths => this.gather(paths),
      folders: () => this.post({ kind: 'folders', folders: this.host.folders() }),
    });
  }

  private gather(paths: readonly string[]): void {
    if (this.worker === undefined) return;
    if (this.pending.size === 0) this.pendingSince = Date.now();
    for (const path of paths) this.pending.add(path);
    if (this.burst !== undefined) return;
    this.burst = setTimeout(() => this.flush(), burstMs);
    this.burst.unref();
  }

  private flush(): void {
    clearTimeout(this.burst);
    this.burst = undefined;
    const paths = [...this.pending];
    this.pending.clear();
    if (paths.length === 0) return;
    if (paths.length <= burstFiles) this.post({ kind: 'changed', paths });
    else this.post({ kind: 'recheck', since: this.pendingSince - watchersListenMs });
  }

  private sendTexts(): void {
    const unsaved = this.host.unsaved();
    const paths = new Set(unsaved.map(({ path }) => path));
    const closed = [...this.sent.keys()].filter(path => !paths.has(path));
    const open = unsaved.filter(({ path, version }) => this.sent.get(path) !== version);
    if (closed.length + open.length === 0) return;
    for (const path of closed) this.sent.delete(path);
    for (const { path, version } of open) this.sent.set(path, version);
    this.post({
      kind: 'texts',
      open: open.map(({ path, root, languageId, read }) => ({ path, root, languageId, text: read() })),
      closed,
    });
  }

  private receive(reply: IndexReply): void {
    switch (reply.kind) {
      case 'progress':
        for (const { onProgress } of this.waiting.values()) onProgress?.(reply.progress);
        break;
      case 'changed':
        // Before the first answer nobody knows what it was.
        if (this.complete) this.changed.fire();
        break;
      case 'failed':
        this.settle(reply.id)?.reject(new Error(reply.message));
        break;
      case 'part': {
        // Names are told before anything is read.
        this.complete ||= !('names' in reply.part);
        const asked = this.waiting.get(reply.id);
        if (asked?.onPart) asked.onPart(reply.part);
        else asked?.parts.push(reply.part);
        if (!reply.last) {
          // In a turn of its own: several that are there at once are taken in one.
          setImmediate(() => this.post({ kind: 'more', id: reply.id }));
          break;
        }
        const waiting = this.settle(reply.id);
        waiting?.resolve(waiting.parts);
      }
    }
  }

  private settle(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (this.waiting.size === 0) this.stopLooking();
    return waiting;
  }

  private end(error: Error): void {
    this.drop();
    if (this.disposed) clearTimeout(this.late);
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    this.stopLooking();
    for (const { reject } of waiting) reject(error);
  }

  private drop(): void {
    const { worker } = this;
    this.worker = undefined;
    clearTimeout(this.burst);
    this.burst = undefined;
    this.pending.clear();
    this.sent.clear();
    void worker?.terminate();
  }

  private stopLooking(): void {
    clearInterval(this.looking);
    this.looking = undefined;
  }
}

function referencesOf(parts: readonly IndexPart[]): IndexedReference[] {
  return parts.flatMap(part => ('references' in part ? part.references : []));
}

function abortError(): Error {
  return new DOMException('This operation was aborted', 'AbortError');
}
