import * as path from 'node:path';
import type { CandidateRef } from '../../core/model/run';
import { placeKey } from '../../core/save/placeKey';
import type { SaveFailure } from '../../core/save/saveResult';
import { sha256Of } from '../sha256';
import { flush, writeNew, writeOver } from './atomicWrite';
import { resolveDestination, withFoldersMade, type Destination, type Roots } from './destination';
import { diskFailure, errorCode, makeFolders, removeEmpty, type Disk } from './disk';
import type { Journal } from './journal';
import type { JournalEntry } from './journalEntry';
import { recordSave, type SaveRecords } from './saveRecords';

export interface Placing {
  /** The bytes, absolute. They are copied. */
  file: string;
  /** Of the bytes, hex; absent for a file of the store, which never changes: it is hashed afterwards. */
  sha256?: string;
  /** Absolute. */
  target: string;
  roots: Roots;
  /** Replace what is there; its bytes are kept. */
  overwrite: boolean;
  /** Of what may be replaced, hex: other bytes there are somebody else's. */
  replaces?: string;
  candidate?: CandidateRef;
  /** Saves that are taken back together. */
  group?: string;
  /** Files that are there all or not at all. */
  set?: { id: string; count: number };
  /** Made for this file before, outermost first. */
  madeFolders?: readonly string[];
}

/** A file that is in its place, and can be taken back. */
export interface Placed {
  entry: JournalEntry;
  file: string;
}

export interface FilePlacerDeps {
  journal: Journal;
  disk: Disk;
  records: SaveRecords;
  toUri(path: string): string;
  log(line: string): void;
}

/** Puts bytes into the workspace: atomic, journalled, never over another file unless told to. Knows nothing of images. */
export class FilePlacer {
  private readonly background = new Set<Promise<void>>();
  private readonly busy = new Map<string, Promise<unknown>>();

  constructor(private readonly deps: FilePlacerDeps) {}

  /** Nothing is left behind when it fails. Else `finish` it. */
  async place(placing: Placing): Promise<Placed | { failure: SaveFailure }> {
    const destination = await this.free(placing);
    if ('failure' in destination) return destination;
    return this.oneAtATime(destination.real, () => this.put(placing));
  }

  /** Where it would go, or why it cannot: what `place` looks at first. */
  async free({
    target,
    roots,
    overwrite,
  }: Pick<Placing, 'target' | 'roots' | 'overwrite'>): Promise<Destination | { failure: SaveFailure }> {
    const destination = await resolveDestination(target, roots, this.deps.disk);
    if ('failure' in destination || !destination.existing || overwrite) return destination;
    return { failure: { kind: 'exists', path: destination.path } };
  }

  /** What nobody has to wait for: the hash, the journal's last word, the record of the run. */
  finish({ entry, file }: Placed): void {
    const { journal, records, log, disk } = this.deps;
    const work = (async () => {
      const sha256 = entry.sha256 ?? (await sha256Of(file));
      const results = await Promise.allSettled([
        recordSave(records, entry, { sha256 }),
        journal.complete(entry, sha256),
        entry.replaced ? undefined : flush(entry.target, disk),
      ]);
      for (const each of results) if (each.status === 'rejected') throw each.reason;
    })()
      .catch((error: unknown) => log(`After saving: ${String(error)}`))
      .finally(() => this.background.delete(work));
    this.background.add(work);
  }

  /** Resolves when everything that goes on behind finished saves is done. */
  async settled(): Promise<void> {
    while (this.background.size > 0) await Promise.all(this.background);
  }

  private async put(placing: Placing): Promise<Placed | { failure: SaveFailure }> {
    const { disk, journal, toUri } = this.deps;
    const { file, sha256, candidate, group, set, replaces } = placing;
    // Again: another save to the same place may have come first.
    const resolved = await this.free(placing);
    if ('failure' in resolved) return resolved;
    if (replaces !== undefined && (await sha256Of(resolved.real).catch(() => '')) !== replaces) {
      return { failure: { kind: 'changed-meanwhile', path: resolved.path } };
    }
    const destination = withFoldersMade(resolved, placing.madeFolders);
    let entry: JournalEntry | undefined;
    try {
      entry = await journal.begin({
        target: destination.real,
        path: destination.path,
        uri: toUri(destination.path),
        ...(candidate && { candidate }),
        newFolders: [...destination.newFolders],
        ...(sha256 === undefined ? { source: file } : { sha256 }),
        ...(group !== undefined && { group }),
        ...(set && { set }),
        ...(destination.existing ? { replaced: { mode: destination.existing.mode & 0o7777 } } : {}),
      });
      await this.write(file, destination, entry);
    } catch (error) {
      if (entry) await journal.drop(entry);
      await removeEmpty(destination.newFolders, disk);
      return { failure: await this.failure(error, file, destination) };
    }
    return { entry, file };
  }

  private async write(file: string, destination: Destination, entry: JournalEntry): Promise<void> {
    const { disk } = this.deps;
    const { real, existing, newFolders } = destination;
    if (existing) return writeOver(file, real, existing.mode, entry.id, disk);
    await makeFolders(path.dirname(real), newFolders, disk);
    return writeNew(file, real, entry.id, disk);
  }

  private async failure(error: unknown, file: string, destination: Destination): Promise<SaveFailure> {
    const isThere = () =>
      this.deps.disk.stat(file).then(
        () => true,
        () => false,
      );
    if (errorCode(error) === 'ENOENT' && !(await isThere())) return { kind: 'gone' };
    return diskFailure(error, destination.path);
  }

  /** Two saves to one place happen one after the other, so that each keeps what the other wrote. */
  private async oneAtATime<T>(place: string, work: () => Promise<T>): Promise<T> {
    const key = placeKey(place);
    const before = this.busy.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.busy.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.busy.get(key) === mine) this.busy.delete(key);
    }
  }
}
