import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, unlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { Emitter } from '../../core/emitter';
import type { ReceivedBlob } from '../../core/model/outcome';
import type { Logger } from '../../core/logger';
import type { RequestRecord, Run, RunMarks, SavedAsset } from '../../core/model/run';
import { isRunId } from '../../core/run/ids';
import type { AddedReference, RequestBlobs, RunQuery, RunStore } from '../../core/run/ports';
import { Coalescer } from '../coalescer';
import { temporaryName, writeAtomic } from './atomicFile';
import { arrivedBlobs, createBlobs } from './blobs';
import { DiskFlush } from './diskFlush';
import { RunReader } from './runReader';
import { marksFile, requestFile, runFile, savedFile, turnFile } from './records';
import { ReferencePool } from './references';
import { toStorageError } from './storageErrors';
import { watchEntries } from './watch';

/** How long a change in a run's folder is taken for this window's own. Milliseconds. */
const ownWriteMs = 1000;
/** How often other windows hear of one. Milliseconds. */
const touchEveryMs = 200;

/** Runs under `<dir>/runs`, reference images under `<dir>/references`. Any number of windows may use one folder. */
export class FileRunStore implements RunStore {
  private readonly runsDir: string;
  private readonly pool: ReferencePool;
  private readonly reader: RunReader;
  private readonly changed = new Emitter<[runId: string]>();
  private readonly making = new Map<string, Promise<string>>();
  private readonly ownWrites = new Map<string, number>();
  private readonly flush = new DiskFlush();
  /** Changes inside a run's folder are not told to who watches the folder above; a changed time of the folder is. */
  private readonly touches = new Coalescer<string>(touchEveryMs, runIds => {
    const now = new Date();
    for (const runId of runIds) {
      this.ownWrites.set(runId, now.getTime());
      utimes(this.folder(runId), now, now).catch(() => undefined);
    }
  });
  private unwatch: (() => void) | undefined;

  constructor(
    readonly dir: string,
    log: Logger,
  ) {
    this.runsDir = path.join(dir, 'runs');
    this.pool = new ReferencePool(path.join(dir, 'references'));
    this.reader = new RunReader(this.runsDir, log);
  }

  async prepare(runId: string): Promise<void> {
    await this.try(() => mkdir(this.folder(runId), { recursive: true }));
  }

  async discard(runId: string): Promise<void> {
    await this.try(() => rm(this.folder(runId), { recursive: true, force: true }));
  }

  addReference(runId: string, source: { path: string } | { bytes: Uint8Array }): Promise<AddedReference> {
    return this.pool.add(this.folder(runId), source);
  }

  async commit(run: Run): Promise<void> {
    // Saves have files of their own.
    await this.write(run.id, runFile, { ...run, saved: undefined, marks: undefined });
  }

  saveRequest(runId: string, request: RequestRecord): Promise<void> {
    return this.write(runId, requestFile(request.id), request);
  }

  saveTurn(runId: string, requestId: string, turn: unknown): Promise<void> {
    return this.write(runId, turnFile(requestId), turn);
  }

  async loadTurn(runId: string, requestId: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.pathOf(runId, turnFile(requestId)), 'utf8')) as unknown;
    } catch {
      // Absent or damaged: the thread starts anew from its last image.
      return undefined;
    }
  }

  saveAsset(asset: SavedAsset): Promise<void> {
    const uriHash = createHash('sha256').update(asset.uri).digest('hex').slice(0, 8);
    return this.write(asset.candidate.runId, savedFile(asset, uriHash), asset);
  }

  saveMarks(runId: string, marks: RunMarks): Promise<void> {
    return this.write(runId, marksFile, marks);
  }

  load(runId: string): Promise<Run | undefined> {
    return isRunId(runId) ? this.reader.load(runId) : Promise.resolve(undefined);
  }

  list(query: RunQuery): Promise<{ runs: readonly Run[]; more: boolean }> {
    return this.try(() => this.reader.list(query));
  }

  blobs(runId: string, requestId: string, after?: number): RequestBlobs {
    return createBlobs(this.folder(runId), requestId, file => this.flush.add(file), after);
  }

  arrived(runId: string, requestId: string): Promise<readonly ReceivedBlob[]> {
    return arrivedBlobs(this.folder(runId), requestId);
  }

  pathOf(runId: string, file: string): string {
    if (file !== path.basename(file) || file === '' || file.startsWith('.')) {
      throw new Error('Not a file of a run.');
    }
    return path.join(this.folder(runId), file);
  }

  async derived(runId: string, file: string, make: (temporary: string) => Promise<void>): Promise<string> {
    const target = this.pathOf(runId, file);
    const running = this.making.get(target);
    if (running) return running;
    const made = (async () => {
      if (await exists(target)) return target;
      // Codecs may look at the extension.
      const temporary = `${temporaryName(target)}${path.extname(file)}`;
      try {
        await make(temporary);
        await this.try(() => rename(temporary, target));
        return target;
      } finally {
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    })();
    this.making.set(target, made);
    try {
      return await made;
    } finally {
      this.making.delete(target);
    }
  }

  async deleteFile(runId: string, file: string): Promise<void> {
    await this.try(() => rm(this.pathOf(runId, file), { force: true }));
    await unlink(this.pathOf(runId, `${file}.thumbnail.webp`)).catch(() => undefined);
    this.touches.mark(runId);
  }

  async deleteRun(runId: string): Promise<void> {
    const run = await this.load(runId);
    const folder = this.folder(runId);
    // Gone at once for every reader, even when a file in it cannot be removed yet.
    const trash = path.join(this.runsDir, `.${runId}.trash`);
    await this.try(async () => {
      await rename(folder, trash).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      });
      await rm(trash, { recursive: true, force: true });
    });
    this.reader.forget(runId);
    this.ownWrites.set(runId, Date.now());
    await this.pool.release(run?.references ?? []);
  }

  /** Watches the folder for other windows' changes from the first listener on. */
  onDidChange(listener: (runId: string) => void): () => void {
    this.unwatch ??= watchEntries(this.runsDir, name => {
      if (!isRunId(name)) return;
      const own = this.ownWrites.get(name);
      if (own !== undefined && Date.now() - own < ownWriteMs) return;
      this.ownWrites.delete(name);
      this.changed.fire(name);
    });
    return this.changed.on(listener);
  }

  dispose(): void {
    this.unwatch?.();
    this.unwatch = undefined;
    this.changed.clear();
    this.touches.dispose();
    this.flush.dispose();
  }

  private folder(runId: string): string {
    if (!isRunId(runId)) throw new Error('Not a run.');
    return path.join(this.runsDir, runId);
  }

  private async write(runId: string, file: string, value: unknown): Promise<void> {
    const target = this.pathOf(runId, file);
    await this.try(() => writeAtomic(target, JSON.stringify(value)));
    this.flush.add(target);
    this.touches.mark(runId);
  }

  private async try<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toStorageError(error);
    }
  }
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
