import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../../core/logger';
import { parseEntry } from '../save/journalEntry';

export interface SweepOptions {
  /** Shared by all windows and workspaces; absolute. */
  root: string;
  /** Of this workspace; absolute. */
  storeDir: string;
  log: Pick<Logger, 'info' | 'warn'>;
  now?: () => number;
}

/** Milliseconds. Whatever may still be under way, in any window, is younger. */
const dayMs = 24 * 3600_000;
/** What a person may come back to. */
const monthMs = 30 * dayMs;
/** This month's counts; the time before is there to be looked at and exported. */
const spendingMs = 400 * dayMs;
/** After what the window was opened for. */
const delayMs = 20_000;

/** Sweeps once, a while from now, when nothing keeps the process alive for it. Returns what stops it. */
export function sweepLater(options: SweepOptions): () => void {
  const stop = new AbortController();
  const timer = setTimeout(() => void sweep(options, stop.signal), delayMs).unref();
  return () => {
    clearTimeout(timer);
    stop.abort();
  };
}

/** Removes what crashes, undone saves and long past days left behind. Never rejects; looks at one thing after the other. */
export async function sweep(options: SweepOptions, signal?: AbortSignal): Promise<void> {
  const { root, storeDir, log } = options;
  let removed = 0;
  try {
    for await (const file of leftovers(root, storeDir, (options.now ?? Date.now)())) {
      if (signal?.aborted === true) break;
      await rm(file, { recursive: true, force: true }).then(
        () => removed++,
        // In use, or not ours to remove: the next window tries again.
        (error: unknown) => log.warn(`An old file could not be removed: ${String(error)}`),
      );
    }
  } catch (error) {
    log.warn(`Old files could not be looked for: ${String(error)}`);
  }
  if (removed > 0) log.info(`Removed ${removed} old temporary files.`);
}

async function* leftovers(root: string, storeDir: string, now: number): AsyncGenerator<string> {
  yield* dayFolders(path.join(root, 'spending'), now - spendingMs);
  yield* old(path.join(root, 'windows'), /^[^.]/, now - dayMs);
  yield* old(storeDir, /^clipboard-[\w-]+\.png$/, now - dayMs);
  yield* old(path.join(storeDir, 'journal'), /\.tmp$/, now - dayMs);
  yield* old(path.join(storeDir, 'references'), unfinished, now - dayMs);

  const staging = path.join(storeDir, 'staging');
  yield* old(staging, passing, now - dayMs);
  const needed = await stagedForUndo(path.join(storeDir, 'journal'));
  for await (const file of old(staging, returnedTo, now - monthMs)) {
    if (!needed.has(file)) yield file;
  }

  const drafts = path.join(storeDir, 'drafts');
  yield* old(drafts, /^[0-9a-f]{32}\.json$/, now - monthMs);
  yield* old(drafts, unfinished, now - dayMs);

  const runs = path.join(storeDir, 'runs');
  yield* old(runs, /^\..+\.trash$/, now - dayMs);
  for (const run of await namesIn(runs)) {
    if (!run.startsWith('.')) yield* old(path.join(runs, run), unfinished, now - dayMs);
  }
}

/** In `staging`: what an Undo moved away, or may move back, and the pictures of views that are left open. */
const returnedTo = /^(undone|look)-|^[0-9a-f-]{36}$/;
/** In `staging`: what is made to be moved to its place at once, named after the work and a random id. */
const passing = /^(?!undone|look)[a-z]+-[0-9a-f]/;
/** See `temporaryName`; for codecs it has an extension. */
const unfinished = /^\.[0-9a-z-]+\.part(\.\w+)?$/;

/** Entries with such a name that nobody has changed or moved since `before`. */
async function* old(folder: string, name: RegExp, before: number): AsyncGenerator<string> {
  for (const each of await namesIn(folder)) {
    if (!name.test(each)) continue;
    const file = path.join(folder, each);
    const found = await stat(file).catch(() => undefined);
    // The time of change tells of a move, too: what is moved keeps the time it was written.
    if (found && Math.max(found.mtimeMs, found.ctimeMs) < before) yield file;
  }
}

async function* dayFolders(folder: string, before: number): AsyncGenerator<string> {
  for (const day of await namesIn(folder)) {
    if (/^\d{4}-\d\d-\d\d$/.test(day) && Date.parse(day) < before) yield path.join(folder, day);
  }
}

/** Folders that the editor's Undo moves a file back to. */
async function stagedForUndo(journal: string): Promise<ReadonlySet<string>> {
  const needed = new Set<string>();
  for (const name of await namesIn(journal)) {
    if (!name.endsWith('.json')) continue;
    const entry = parseEntry(await readFile(path.join(journal, name), 'utf8').catch(() => ''));
    if (entry?.insertion) needed.add(path.dirname(entry.insertion.staged));
  }
  return needed;
}

/** Empty where there is no such folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
