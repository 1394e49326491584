import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import type { SaveFailure } from '../../core/save/saveResult';
import { remove, writeNew } from './atomicWrite';
import type { Destination } from './destination';
import { diskFailure, removeEmpty, type Disk } from './disk';
import type { Journal } from './journal';
import type { JournalEntry } from './journalEntry';
import { recordSave } from './saveRecords';
import type { Editors, InsertionPoint, InsertionText } from './savePorts';
import type { SaveRecords } from './saveRecords';
import type { Prepared, SaveSource } from './saveTypes';
import { sha256Of } from '../sha256';

export interface InserterDeps {
  editors: Editors;
  journal: Journal;
  records: SaveRecords;
  staging: string;
  disk: Disk;
  toUri(path: string): string;
  log(line: string): void;
}

/**
 * A new file and its reference as one step of the editor. The bytes wait in staging and are moved from there, and an
 * Undo moves them back: what is in staging stays.
 */
export class Inserter {
  /** By path in staging. */
  private readonly moved = new Map<string, { entry: JournalEntry; inPlace: boolean }>();
  private readonly following = new Set<Promise<void>>();
  private readonly stopListening: () => void;

  constructor(private readonly deps: InserterDeps) {
    this.stopListening = deps.editors.onDidMove((from, to) => {
      const work = this.followMove(from, to).finally(() => this.following.delete(work));
      this.following.add(work);
    });
  }

  dispose(): void {
    this.stopListening();
    this.moved.clear();
  }

  /** Resolves when the record has followed every Undo and Redo so far. */
  async settled(): Promise<void> {
    while (this.following.size > 0) await Promise.all(this.following);
  }

  async insert(
    source: SaveSource,
    prepared: Prepared,
    destination: Destination,
    point: InsertionPoint,
    text: InsertionText,
  ): Promise<{ entry: JournalEntry } | { failure: SaveFailure }> {
    const { editors, journal, disk, toUri } = this.deps;
    const staged = path.join(this.deps.staging, randomUUID(), path.basename(destination.real));
    let entry: JournalEntry | undefined;
    try {
      await disk.mkdir(path.dirname(staged), { recursive: true });
      await writeNew(prepared.file, staged, randomUUID(), disk);
      const sha256 = prepared.sha256 ?? (await sha256Of(staged));
      entry = await journal.begin({
        target: destination.real,
        path: destination.path,
        uri: toUri(destination.path),
        ...(source.candidate && { candidate: source.candidate }),
        newFolders: [...destination.newFolders],
        sha256,
        insertion: { document: point.uri, staged },
      });
      // Before the edit, because its own move is reported as well and must not count as a Redo.
      this.moved.set(staged, { entry, inPlace: true });
      if (!(await editors.apply(point, text, { from: staged, to: destination.real }))) {
        await this.forget(staged, entry);
        return { failure: { kind: 'not-inserted', document: point.path } };
      }
      await this.remember(entry);
      return { entry };
    } catch (error) {
      await this.forget(staged, entry);
      return { failure: diskFailure(error, destination.path) };
    }
  }

  /** The file is in its place by now: what fails here must not look as if it were not. */
  private async remember(entry: JournalEntry): Promise<void> {
    try {
      await this.deps.journal.complete(entry);
      await recordSave(this.deps.records, entry);
    } catch (error) {
      this.deps.log(`After saving: ${String(error)}`);
    }
  }

  private async forget(staged: string, entry: JournalEntry | undefined): Promise<void> {
    this.moved.delete(staged);
    if (entry) await this.deps.journal.drop(entry);
    await remove(staged, this.deps.disk);
    await removeEmpty([path.dirname(staged)], this.deps.disk);
  }

  /** Undo brings the file back to staging, Redo out of it again. */
  private async followMove(from: string, to: string): Promise<void> {
    const { records, journal, disk, log } = this.deps;
    const undone = this.moved.get(to);
    const redone = this.moved.get(from);
    try {
      if (undone?.inPlace) {
        undone.inPlace = false;
        await removeEmpty(undone.entry.newFolders, disk);
        await journal.drop(undone.entry);
        await recordSave(records, undone.entry, { undone: true });
      } else if (redone && !redone.inPlace && path.relative(to, redone.entry.target) === '') {
        redone.inPlace = true;
        await this.remember(redone.entry);
      }
    } catch (error) {
      log(`After undo: ${String(error)}`);
    }
  }
}
