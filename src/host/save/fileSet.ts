import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import type { CandidateRef } from '../../core/model/run';
import { placeKey } from '../../core/save/placeKey';
import type { SaveFailure } from '../../core/save/saveResult';
import { sha256Of } from '../sha256';
import { remove } from './atomicWrite';
import type { Roots } from './destination';
import { diskFailure, type Disk } from './disk';
import type { FilePlacer, Placed } from './filePlacer';
import type { Journal } from './journal';
import { newGroup } from './journalEntry';

/** One file of a set: bytes that are in a file of ours, or text. */
export type SetFile = {
  /** Absolute. */
  target: string;
  /** Of what is there now and may be replaced, hex: what was merged into, or shown. */
  replaces?: string;
  /** Whose bytes they are, for the record of the run. */
  candidate?: CandidateRef;
  /** Of this file, where it is another answer than for the set. */
  overwrite?: boolean;
} & ({ file: string } | { text: string });

export interface SetRequest {
  files: readonly SetFile[];
  roots: Roots;
  /** Replace what is there; else nothing is written when one of the targets is taken. */
  overwrite: boolean;
  /** Made for these files before, outermost first. */
  madeFolders?: readonly string[];
  /** Of a greater whole that is taken back together. */
  group?: string;
  signal?: AbortSignal;
  onProgress?(done: number, target: string): void;
}

export interface WrittenFile {
  /** As it was named. */
  path: string;
  uri: string;
  /** Another file's bytes are kept in the journal. */
  replaced: boolean;
  /** Of what was written, hex. */
  sha256: string;
}

export interface WrittenSet {
  /** Names the whole set for its undo. */
  saveId: string;
  files: readonly WrittenFile[];
}

export interface FileSetsDeps {
  placer: FilePlacer;
  journal: Journal;
  /** Folder of the store for bytes on their way, absolute. */
  staging: string;
  disk: Disk;
}

/** Several files that belong together: all of them are written, or none; one undo takes them back. */
export class FileSets {
  constructor(private readonly deps: FileSetsDeps) {}

  /** Which of the targets are taken, as they were named; or the first that cannot be written at all. Changes nothing. */
  async taken(
    targets: readonly string[],
    roots: Roots,
  ): Promise<{ taken: readonly string[] } | { failure: SaveFailure }> {
    const taken: string[] = [];
    const seen = new Set<string>();
    for (const target of targets) {
      const destination = await this.deps.placer.free({ target, roots, overwrite: true });
      if ('failure' in destination) return destination;
      const key = placeKey(destination.real);
      if (seen.has(key)) return { failure: { kind: 'named-twice', path: destination.path } };
      seen.add(key);
      if (destination.existing) taken.push(destination.path);
    }
    return { taken };
  }

  /** A failure, or an abort, leaves everything as it was. */
  async write(request: SetRequest): Promise<WrittenSet | { failure: SaveFailure }> {
    const { files, roots, signal, onProgress, madeFolders = [] } = request;
    const mayReplace = (file: SetFile): boolean => file.overwrite ?? request.overwrite;
    const found = await this.taken(
      files.map(({ target }) => target),
      roots,
    );
    if ('failure' in found) return found;
    const kept = files.filter(file => !mayReplace(file)).map(({ target }) => path.resolve(target));
    const first = found.taken.find(target => kept.includes(target));
    if (first !== undefined) return { failure: { kind: 'exists', path: first } };
    const { group = newGroup() } = request;
    const set = { id: randomUUID(), count: files.length };
    const staged: string[] = [];
    const placed: Placed[] = [];
    const hashes: string[] = [];
    try {
      for (const file of files) {
        if (signal?.aborted) return await this.takeBack(placed, { kind: 'cancelled' });
        const bytes = 'text' in file ? await this.stage(file.text, file.target, staged) : file.file;
        const sha256 = await sha256Of(bytes);
        const overwrite = mayReplace(file);
        const one = await this.deps.placer.place({
          ...file,
          ...{ file: bytes, sha256, roots, overwrite, group, set, madeFolders },
        });
        if ('failure' in one) return await this.takeBack(placed, one.failure);
        placed.push(one);
        hashes.push(sha256);
        onProgress?.(placed.length, file.target);
      }
    } catch (error) {
      return await this.takeBack(placed, diskFailure(error, this.deps.staging));
    } finally {
      for (const file of staged) await remove(file, this.deps.disk);
    }
    for (const each of placed) this.deps.placer.finish(each);
    return {
      saveId: placed.at(-1)?.entry.id ?? '',
      files: placed.map(({ entry }, i) => ({
        path: entry.path,
        uri: entry.uri,
        replaced: entry.replaced !== undefined,
        sha256: hashes[i] ?? '',
      })),
    };
  }

  private async stage(text: string, target: string, staged: string[]): Promise<string> {
    const { staging, disk } = this.deps;
    const file = path.join(staging, `text-${randomUUID()}${path.extname(target)}`);
    await disk.mkdir(staging, { recursive: true });
    staged.push(file);
    await disk.writeFile(file, text);
    return file;
  }

  /**
   * New files go first, newest first: that makes room for old bytes to come back, and folders are empty when their turn
   * comes. What cannot come back yet stays on record for "Undo Last Save".
   */
  private async takeBack(placed: readonly Placed[], failure: SaveFailure): Promise<{ failure: SaveFailure }> {
    const newest = [...placed].reverse();
    const waiting = [
      ...newest.filter(({ entry }) => !entry.replaced),
      ...newest.filter(({ entry }) => entry.replaced),
    ];
    const left: string[] = [];
    for (const each of waiting) {
      const undone = await this.deps.journal.undo(each.entry.id);
      if (undone.kind === 'failed') {
        this.deps.placer.finish(each);
        left.push(each.entry.path);
      }
      // Made by us a moment ago, from bytes that are elsewhere.
      if (undone.kind === 'undone' && undone.movedTo !== undefined) {
        await this.deps.disk.rm(path.dirname(undone.movedTo), { recursive: true, force: true });
      }
    }
    const [first] = left;
    return { failure: first === undefined ? failure : { kind: 'half-done', path: first, left, failure } };
  }
}
