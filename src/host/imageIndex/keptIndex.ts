import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import { basename, dirname } from '../../core/references/paths';
import type { FilesRead, ReadDocument, ReadImage, StampedFiles } from './readerMessages';
import type { KeptPlace } from './indexMessages';
import { childPath, type Folder } from './tree';

/** What was found in the files of one folder; a file that has its stamp still (see `stampOf`) need not be read. */
interface KeptFolder {
  path: string;
  /** Its workspace folder: another one explains some names differently. */
  root: string;
  names: readonly string[];
  /** One a name. */
  stamps: readonly string[];
  /** Those of the names in which something was found. */
  documents: readonly ReadDocument[];
  images: readonly ReadImage[];
  skipped: readonly { path: string; bytes: number }[];
}

/** What is known besides the stamps, when it is kept. */
export interface KeptState {
  documents: Iterable<ReadDocument>;
  images: Iterable<ReadImage>;
  skipped: Iterable<{ path: string; bytes: number }>;
  /** What is known of it is not what is on disk. */
  isOpen(path: string): boolean;
}

export const keptName = 'imageIndex.json.gz';
/** To read so many again takes about as long as to keep them. */
const worthKeeping = 50;
/** About 50 MB of memory while they are written. */
const mostFiles = 300_000;
const mostBytes = 256 * 1024 * 1024;
/** Who writes for longer is not there any more. */
const abandonedMs = 60 * 60 * 1000;

/**
 * What was read of the workspace, on disk: the next window reads only what changed since. Nothing depends on it: what
 * cannot be kept, or is broken, or of another version, is read again.
 */
export class KeptIndex {
  /** Of the files that were read, by their folders: name → stamp. */
  private readonly stamps = new Map<string, { root: string; files: Map<string, string> }>();
  private before: ReadonlyMap<string, KeptFolder> | undefined;
  private hasKept = false;
  /** Files that were read and are not kept yet. */
  private changes = 0;

  constructor(private readonly place: KeptPlace | undefined) {}

  /** Of what was kept, for a folder's files; '' for those that are to be read. */
  stampsOf({ path: at, root }: Folder, names: readonly string[]): readonly string[] | undefined {
    const kept = this.load().get(at);
    if (kept?.root !== root.path) return undefined;
    const stamps = new Map(kept.names.map((name, i) => [name, kept.stamps[i] ?? '']));
    return names.map(name => stamps.get(name) ?? '');
  }

  /** Remembers what was read, and adds what is known of the files that did not change. */
  take(read: FilesRead): FilesRead {
    if (this.place === undefined) return read;
    for (const files of read.seen) {
      this.changes += files.names.length;
      this.remember(files);
    }
    const all = {
      ...read,
      documents: [...read.documents],
      images: [...read.images],
      skipped: [...read.skipped],
    };
    for (const files of read.same) {
      this.remember(files);
      const kept = this.load().get(files.path);
      const same = new Set(files.names);
      const isSame = (each: { path: string }): boolean => same.has(basename(each.path));
      all.documents.push(...(kept?.documents.filter(isSame) ?? []));
      all.images.push(...(kept?.images.filter(isSame) ?? []));
      all.skipped.push(...(kept?.skipped.filter(isSame) ?? []));
    }
    return all;
  }

  forget(file: string): void {
    this.stamps.get(dirname(file))?.files.delete(basename(file));
  }

  /** All was looked at once: what is in memory is newer than what was kept. */
  settled(): void {
    if (this.before !== undefined) this.before = new Map();
  }

  /** Something else is known of so many files. */
  learned(files: number): void {
    this.changes += files;
  }

  get isDue(): boolean {
    return this.place !== undefined && this.changes >= (this.hasKept ? worthKeeping : 1);
  }

  /** Never rejects. */
  async keep(state: KeptState): Promise<void> {
    const { place } = this;
    if (place === undefined) return;
    this.changes = 0;
    this.hasKept = true;
    try {
      const folders = this.foldersOf(state);
      if (folders.reduce((sum, { names }) => sum + names.length, 0) > mostFiles) return;
      const bytes = await promisify(gzip)(JSON.stringify({ version: versionOf(place), folders }), {
        level: 1,
      });
      await write(place.folder, bytes);
    } catch {
      // A full disk, or one that cannot be written to.
    }
  }

  private remember({ path: folder, root, names, stamps }: StampedFiles): void {
    let known = this.stamps.get(folder);
    if (known?.root !== root) this.stamps.set(folder, (known = { root, files: new Map<string, string>() }));
    for (const [i, name] of names.entries()) known.files.set(name, stamps[i] ?? '');
  }

  private foldersOf({ documents, images, skipped, isOpen }: KeptState): KeptFolder[] {
    const folders = new Map<string, Required<Mutable<KeptFolder>>>();
    const known = new Set<string>();
    for (const [at, { root, files }] of this.stamps) {
      const names: string[] = [];
      const stamps: string[] = [];
      for (const [name, stamp] of files) {
        const file = childPath(at, name);
        if (stamp === '' || isOpen(file)) continue;
        names.push(name);
        stamps.push(stamp);
        known.add(file);
      }
      if (names.length > 0)
        folders.set(at, { path: at, root, names, stamps, documents: [], images: [], skipped: [] });
    }
    const folderOf = (file: string) => (known.has(file) ? folders.get(dirname(file)) : undefined);
    for (const each of documents) folderOf(each.path)?.documents.push(each);
    for (const each of images) folderOf(each.path)?.images.push(each);
    for (const each of skipped) folderOf(each.path)?.skipped.push(each);
    return [...folders.values()];
  }

  private load(): ReadonlyMap<string, KeptFolder> {
    return (this.before ??= this.read());
  }

  private read(): ReadonlyMap<string, KeptFolder> {
    if (this.place === undefined) return new Map();
    try {
      const bytes = readFileSync(path.join(this.place.folder, keptName));
      // Its checksum tells a broken one.
      const text = gunzipSync(bytes, { maxOutputLength: mostBytes }).toString('utf8');
      const { version, folders } = JSON.parse(text) as { version: string; folders: readonly KeptFolder[] };
      if (version !== versionOf(this.place)) return new Map();
      this.hasKept = true;
      return new Map(folders.map(folder => [folder.path, folder]));
    } catch {
      return new Map();
    }
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

function versionOf({ code }: KeptPlace): string {
  const hash = createHash('sha256');
  for (const file of code) hash.update(readFileSync(file));
  return hash.digest('hex');
}

/** Under another name first, so that nobody reads half of it, and two windows do not write into each other's. */
async function write(folder: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  await removeAbandoned(folder);
  const temporary = path.join(folder, `${keptName}.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, bytes, { flag: 'wx' });
    await rename(temporary, path.join(folder, keptName));
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Of windows that were closed while they wrote. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${keptName}.`) || !name.endsWith('.tmp')) continue;
    const file = path.join(folder, name);
    // Another window may have been faster.
    const written = await stat(file).catch(() => undefined);
    if (written && Date.now() - written.mtimeMs > abandonedMs) await rm(file, { force: true });
  }
}
