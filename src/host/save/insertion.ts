import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import type { CandidateRef } from '../../core/model/run';
import type { SaveFailure } from '../../core/save/saveResult';
import { remove, writeNew } from './atomicWrite';
import type { Destination } from './destination';
import { diskFailure, removeEmpty, type Disk } from './disk';
import type { Journal } from './journal';
import { newGroup, type JournalEntry } from './journalEntry';
import { recordSave } from './saveRecords';
import type { Editors, InsertionPoint, InsertionText, Move } from './savePorts';
import type { SaveRecords } from './saveRecords';
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

/** A new file: bytes that are in a file of ours, or text. */
export type ToInsert = { destination: Destination; candidate?: CandidateRef } & (
  { file: string; sha256?: string } | { text: string }
);

interface Begun {
  staged: string;
  entry?: JournalEntry;
}

/** Files that wait in staging for an edit that is not ours to apply. */
export interface Offer {
  moves: readonly Move[];
}

interface Followed {
  /** Absolute. */
  target: string;
  inPlace: boolean;
  /** On record from when the file was in its place first. */
  entry?: Promise<JournalEntry>;
  begin(): Promise<JournalEntry>;
  taken?(): void;
}

/**
 * New files and a reference as one step of the editor. The bytes wait in staging and are moved from there, and an
 * Undo moves them back: what is in staging stays.
 */
export class Inserter {
  /** By path in staging. */
  private readonly moved = new Map<string, Followed>();
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

  /** The image comes last: it is the one that the caller is told of. */
  async insert(
    files: readonly ToInsert[],
    point: InsertionPoint,
    text: InsertionText,
  ): Promise<{ entry: JournalEntry } | { failure: SaveFailure }> {
    const group = files.length > 1 ? newGroup() : undefined;
    const begun: Begun[] = [];
    const last = files.at(-1)?.destination.path ?? '';
    try {
      for (const file of files) await this.begin(file, point, group, begun);
      const moves = begun.map(({ staged, entry }) => ({ from: staged, to: entry?.target ?? '' }));
      const entry = begun.at(-1)?.entry;
      if (!entry || !(await this.deps.editors.apply(point, text, moves))) {
        await this.forget(begun);
        return { failure: { kind: 'not-inserted', document: point.path } };
      }
      for (const each of begun) if (each.entry) await this.remember(each.entry);
      return { entry };
    } catch (error) {
      await this.forget(begun);
      return { failure: diskFailure(error, last) };
    }
  }

  /**
   * The same for an edit that VS Code applies by itself, with the text, and perhaps never: a paste or a drop. What was
   * not taken is to be withdrawn. `taken` is called when the last file is in its place for the first time.
   */
  async offer(
    files: readonly ToInsert[],
    /** URI. */
    document: string,
    taken: () => void,
  ): Promise<Offer | { failure: SaveFailure }> {
    const group = files.length > 1 ? newGroup() : undefined;
    const moves: Move[] = [];
    try {
      for (const [index, file] of files.entries()) {
        const { destination } = file;
        const staged = path.join(this.deps.staging, randomUUID(), path.basename(destination.real));
        moves.push({ from: staged, to: destination.real });
        const entry = await this.stage(file, staged, document, group);
        this.moved.set(staged, {
          target: destination.real,
          inPlace: false,
          begin: () => this.deps.journal.begin(entry),
          ...(index === files.length - 1 && { taken }),
        });
      }
      return { moves };
    } catch (error) {
      await this.withdraw({ moves });
      return { failure: diskFailure(error, files.at(-1)?.destination.path ?? '') };
    }
  }

  /** Takes away what no edit took. What an Undo brought back goes too: nothing but that edit could want it again. */
  async withdraw({ moves }: Offer): Promise<void> {
    for (const { from } of moves) {
      if (this.moved.get(from)?.inPlace) continue;
      this.moved.delete(from);
      await remove(from, this.deps.disk);
      await removeEmpty([path.dirname(from)], this.deps.disk);
    }
  }

  private async begin(
    file: ToInsert,
    point: InsertionPoint,
    group: string | undefined,
    begun: Begun[],
  ): Promise<void> {
    const staged = path.join(this.deps.staging, randomUUID(), path.basename(file.destination.real));
    const mine: Begun = { staged };
    begun.push(mine);
    const entry = await this.deps.journal.begin(await this.stage(file, staged, point.uri, group));
    mine.entry = entry;
    // Before the edit, because its own moves are reported as well and must not count as a Redo.
    const begin = (): Promise<JournalEntry> => Promise.resolve(entry);
    this.moved.set(staged, { target: entry.target, inPlace: true, entry: begin(), begin });
  }

  /** Puts the bytes into staging, and says what is to be on record of them. */
  private async stage(
    { destination, candidate, ...content }: ToInsert,
    staged: string,
    document: string,
    group: string | undefined,
  ): Promise<Parameters<Journal['begin']>[0]> {
    const { disk, toUri } = this.deps;
    await disk.mkdir(path.dirname(staged), { recursive: true });
    if ('text' in content) await disk.writeFile(staged, content.text);
    else await writeNew(content.file, staged, randomUUID(), disk);
    const known = 'text' in content ? undefined : content.sha256;
    return {
      target: destination.real,
      path: destination.path,
      uri: toUri(destination.path),
      ...(candidate && { candidate }),
      newFolders: [...destination.newFolders],
      sha256: known ?? (await sha256Of(staged)),
      insertion: { document, staged },
      ...(group !== undefined && { group }),
    };
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

  private async forget(begun: readonly Begun[]): Promise<void> {
    for (const { staged, entry } of begun) {
      this.moved.delete(staged);
      if (entry) await this.deps.journal.drop(entry);
      await remove(staged, this.deps.disk);
      await removeEmpty([path.dirname(staged)], this.deps.disk);
    }
  }

  /** Undo brings the file back to staging, Redo out of it again. */
  private async followMove(from: string, to: string): Promise<void> {
    const { records, journal, disk, log } = this.deps;
    const undone = this.moved.get(to);
    const redone = this.moved.get(from);
    try {
      if (undone?.inPlace) {
        undone.inPlace = false;
        const entry = await undone.entry;
        if (!entry) return;
        await removeEmpty(entry.newFolders, disk);
        await journal.drop(entry);
        await recordSave(records, entry, { undone: true });
      } else if (redone && !redone.inPlace && path.relative(to, redone.target) === '') {
        redone.inPlace = true;
        if (!redone.entry) redone.taken?.();
        await this.remember(await (redone.entry ??= redone.begin()));
      }
    } catch (error) {
      log(`After undo: ${String(error)}`);
    }
  }
}
