import * as path from 'node:path';
import { sameCandidate, type CandidateRef } from '../../core/model/run';
import { mayBeSame } from '../../core/save/placeKey';
import type { SaveFailure } from '../../core/save/saveResult';
import { flush, moveWithoutReplacing, remove, temporaryPath, writeOver } from './atomicWrite';
import { diskFailure, errorCode, isMissing, removeEmpty, type Disk } from './disk';
import { groupOf, newEntryId, parseEntry, type JournalEntry } from './journalEntry';
import { sha256Of } from '../sha256';
import { hasEnded, thisProcess } from '../store/process';

/** Saves that can be undone; what is older loses its copy of the old bytes. */
const maxEntries = 50;
/** A save that was begun this long ago and not finished belongs to a window that is gone. Milliseconds. */
const abandonedAfter = 10 * 60_000;

export type UndoResult =
  /** A new file was moved to `movedTo`, or `restored` bytes are back in place. */
  | { kind: 'undone'; entry: JournalEntry; movedTo?: string; restored: boolean }
  | { kind: 'nothing' }
  /** Somebody else changed or removed the file: it was left alone. `oldVersion`: a copy of what was there before the save. */
  | { kind: 'changed' | 'missing'; entry: JournalEntry; oldVersion?: string }
  /** A set that some window is writing. */
  | { kind: 'under-way'; entry: JournalEntry }
  /** The editor's own Undo takes it back, together with the reference. */
  | { kind: 'insertion'; entry: JournalEntry }
  | { kind: 'failed'; entry: JournalEntry; failure: SaveFailure };

export type NewEntry = Pick<JournalEntry, 'target' | 'path' | 'uri' | 'newFolders'> &
  Partial<Pick<JournalEntry, 'candidate' | 'sha256' | 'source' | 'replaced' | 'insertion' | 'set'>>;

/** A set whose window went away before all of it was written. */
export interface InterruptedSet {
  /** Of one of its files: undone by it, all are. */
  id: string;
  /** Those that are there, as they were named, in their order. At least one. */
  written: readonly string[];
  count: number;
}

/**
 * Saves that can be taken back, newest first, for one workspace. Lives in the store, so it outlives the window.
 * Touches a file only when its bytes are still the ones that were saved.
 */
export class Journal {
  private readonly folder: string;
  private ready: Promise<unknown> | undefined;

  /** `folder`: the workspace's folder of the store, absolute. */
  constructor(
    folder: string,
    /** Where files go that an undo takes away. */
    private readonly staging: string,
    private readonly disk: Disk,
    private readonly now: () => number = Date.now,
    private readonly owner: string = thisProcess(),
  ) {
    this.folder = path.join(folder, 'journal');
  }

  /** Keeps the old bytes, if there are any, and puts the intention on record. Call before the file is written. */
  async begin({ group, ...entry }: NewEntry & { group?: string }): Promise<JournalEntry> {
    await (this.ready ??= this.disk.mkdir(this.folder, { recursive: true }).catch((error: unknown) => {
      this.ready = undefined;
      throw error;
    }));
    const at = this.now();
    const full: JournalEntry = {
      version: 1,
      id: newEntryId(at, group),
      at,
      state: 'prepared',
      owner: this.owner,
      ...entry,
    };
    try {
      if (full.replaced) {
        await this.disk.copyFile(full.target, this.backupOf(full));
        await this.disk.chmod(this.backupOf(full), 0o600);
        await flush(this.backupOf(full), this.disk);
      }
      await this.put(full);
      if (full.replaced) await flush(this.fileOf(full), this.disk);
    } catch (error) {
      await this.drop(full);
      throw error;
    }
    return full;
  }

  async complete(entry: JournalEntry, sha256?: string): Promise<void> {
    await this.put({ ...entry, state: 'done', ...(sha256 === undefined ? {} : { sha256 }) });
    await this.prune();
  }

  /** The write did not happen. */
  async drop(entry: JournalEntry): Promise<void> {
    await remove(this.fileOf(entry), this.disk);
    await remove(this.backupOf(entry), this.disk);
  }

  /** The bytes at `target` are the newest that were saved there from here. */
  async isOurs(target: string): Promise<boolean> {
    const entry = (await this.entries()).find(candidate => candidate.target === target);
    return entry !== undefined && (await this.compare(entry)) === 'ours';
  }

  /**
   * The newest save, the newest of a candidate, or the one with an id. `fileOnly`: of a save with its reference the file,
   * as the editor cannot take back both.
   */
  async undo(which?: string | CandidateRef, { fileOnly = false } = {}): Promise<UndoResult> {
    for (const entry of chosenBy(which, await this.entries())) {
      // Who writes it takes it back by its ids; nobody else takes a part of it away meanwhile.
      if (typeof which !== 'string' && entry.state === 'prepared' && entry.set && !this.isAbandoned(entry)) {
        return { kind: 'under-way', entry };
      }
      const found = await this.compare(entry);
      if (entry.state === 'prepared' && found !== 'ours') continue;
      if (found === 'ours') {
        return entry.insertion && !fileOnly ? { kind: 'insertion', entry } : this.takeBack(entry);
      }
      if (found === 'missing' && !entry.replaced) {
        await this.drop(entry);
        // The editor's own Undo took it back already.
        if (entry.insertion) continue;
        return { kind: 'missing', entry };
      }
      // The next undo is for the save before it. One that was asked for by name is not in the way of others.
      if (typeof which !== 'string') await this.setAside(entry);
      return { kind: found, entry, ...(entry.replaced ? { oldVersion: this.backupOf(entry) } : {}) };
    }
    return { kind: 'nothing' };
  }

  /** Ids of the saves of a group, newest first. */
  async idsOf(group: string): Promise<readonly string[]> {
    return (await this.names()).map(idOf).filter(id => groupOf(id) === group);
  }

  /** The next undo is for the save before it; by its id it can still be taken back. */
  async setAside(entry: JournalEntry): Promise<void> {
    await this.put({ ...entry, state: 'set-aside' });
  }

  /** The same, of the others that came with it. */
  async setAsideById(id: string): Promise<void> {
    const entry = (await this.entries()).find(each => each.id === id);
    if (entry) await this.setAside(entry);
  }

  /**
   * Ends what windows that are gone left in the middle: temporary files go, finished writes can be undone. Resolves to the
   * sets of which only a part was written; the next time nothing is said of them.
   */
  async recover(): Promise<readonly InterruptedSet[]> {
    const entries = await this.entries();
    const touched = new Set<string>();
    const there: JournalEntry[] = [];
    for (const entry of entries) {
      if (entry.state !== 'prepared') {
        there.push(entry);
        continue;
      }
      if (!this.isAbandoned(entry)) continue;
      if (entry.set) touched.add(entry.set.id);
      await remove(temporaryPath(entry.target, entry.id), this.disk);
      if ((await this.compare(entry)) === 'ours') {
        await this.put({ ...entry, state: 'done' });
        there.push(entry);
      } else {
        await this.drop(entry);
        await removeEmpty(entry.newFolders, this.disk);
      }
    }
    return [...touched].flatMap(id => interrupted(there.filter(({ set }) => set?.id === id)));
  }

  private isAbandoned({ at, owner }: JournalEntry): boolean {
    return (owner !== undefined && hasEnded(owner)) || this.now() - at >= abandonedAfter;
  }

  private async takeBack(entry: JournalEntry): Promise<UndoResult> {
    try {
      if (entry.replaced) {
        await writeOver(this.backupOf(entry), entry.target, entry.replaced.mode, entry.id, this.disk);
        await this.drop(entry);
        return { kind: 'undone', entry, restored: true };
      }
      const movedTo = path.join(this.staging, `undone-${entry.id}`, path.basename(entry.target));
      await this.disk.mkdir(path.dirname(movedTo), { recursive: true });
      await this.moveAway(entry.target, movedTo);
      await removeEmpty(entry.newFolders, this.disk);
      await this.drop(entry);
      return { kind: 'undone', entry, movedTo, restored: false };
    } catch (error) {
      return { kind: 'failed', entry, failure: diskFailure(error, entry.path) };
    }
  }

  private async moveAway(from: string, to: string): Promise<void> {
    try {
      await this.disk.rename(from, to);
    } catch (error) {
      if (errorCode(error) !== 'EXDEV') throw error;
      const whole = `${to}.part`;
      await this.disk.copyFile(from, whole);
      await moveWithoutReplacing(whole, to, this.disk);
      await this.disk.unlink(from);
    }
  }

  private async compare(entry: JournalEntry): Promise<'ours' | 'changed' | 'missing'> {
    try {
      // A folder on the way that became a link leads to a file that is not the one that was saved.
      if (!mayBeSame(await this.disk.realpath(entry.target), entry.target)) return 'changed';
      const expected = entry.sha256 ?? (entry.source && (await sha256Of(entry.source)));
      return expected !== undefined && (await sha256Of(entry.target)) === expected ? 'ours' : 'changed';
    } catch (error) {
      return isMissing(error) && !(await this.exists(entry.target)) ? 'missing' : 'changed';
    }
  }

  private async exists(file: string): Promise<boolean> {
    return this.disk.lstat(file).then(
      () => true,
      () => false,
    );
  }

  /** Newest first. What is damaged is passed over. */
  private async entries(): Promise<JournalEntry[]> {
    const names = await this.names();
    const entries = await Promise.all(
      names.map(name => this.disk.readFile(path.join(this.folder, name), 'utf8').catch(() => '')),
    );
    return entries.flatMap(json => parseEntry(json) ?? []);
  }

  private async names(): Promise<string[]> {
    const names = await this.disk.readdir(this.folder).catch(() => [] as string[]);
    return names
      .filter(name => name.endsWith('.json'))
      .sort()
      .reverse();
  }

  private async prune(): Promise<void> {
    const undos = new Set<string>();
    for (const id of (await this.names()).map(idOf)) {
      if (undos.size < maxEntries) undos.add(groupOf(id) ?? id);
      if (undos.has(groupOf(id) ?? id)) continue;
      const base = path.join(this.folder, id);
      await remove(`${base}.json`, this.disk);
      await remove(`${base}.old`, this.disk);
    }
  }

  private async put(entry: JournalEntry): Promise<void> {
    const temporary = `${this.fileOf(entry)}.tmp`;
    try {
      await this.disk.writeFile(temporary, JSON.stringify(entry));
      await this.disk.rename(temporary, this.fileOf(entry));
    } catch (error) {
      await remove(temporary, this.disk);
      throw error;
    }
  }

  private fileOf(entry: JournalEntry): string {
    return path.join(this.folder, `${entry.id}.json`);
  }

  private backupOf(entry: JournalEntry): string {
    return path.join(this.folder, `${entry.id}.old`);
  }
}

/** `newestFirst`: of one set. */
function interrupted(newestFirst: readonly JournalEntry[]): readonly InterruptedSet[] {
  const [newest] = newestFirst;
  const count = newest?.set?.count ?? 0;
  if (!newest || newestFirst.length >= count) return [];
  return [{ id: newest.id, written: newestFirst.map(entry => entry.path).reverse(), count }];
}

function idOf(name: string): string {
  return name.slice(0, -'.json'.length);
}

/** Those that an undo may be about, in the order in which it looks at them. */
function chosenBy(
  which: string | CandidateRef | undefined,
  entries: readonly JournalEntry[],
): readonly JournalEntry[] {
  if (typeof which === 'string') return entries.filter(entry => entry.id === which);
  const waiting = entries.filter(entry => entry.state !== 'set-aside');
  if (which === undefined) return waiting;
  // The user points at the image: what an undo has left alone once may be as it was by now.
  const aside = entries.filter(entry => entry.state === 'set-aside');
  return [...waiting, ...aside].filter(
    ({ candidate }) => candidate !== undefined && sameCandidate(candidate, which),
  );
}
