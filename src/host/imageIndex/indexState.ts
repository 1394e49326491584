import { realpathSync, statSync, type Stats } from 'node:fs';
import * as path from 'node:path';
import { isTakenByPlace } from '../../core/imageIndex/conventions';
import type { IndexedImage, IndexedReference } from '../../core/imageIndex/imageIndex';
import { mentionKey } from '../../core/imageIndex/mentions';
import { basename, dirname, isInside } from '../../core/references/paths';
import type { ProjectFacts } from '../../core/references/project';
import { resolveReference } from '../../core/references/resolve';
import { placeKey } from '../../core/save/placeKey';
import { askDisk } from './diskWatch';
import type { PlacedReference, ReadDocument, ReadImage } from './readerMessages';

type Match = Pick<IndexedReference, 'image' | 'target' | 'inside'>;

interface KnownDocument {
  read: ReadDocument;
  /** Its workspace folder. */
  root: string;
  /** One a reference; none before `match`. */
  matches: readonly Match[];
  /** `nameKey` of all the files that it may mean. */
  named: readonly string[];
}

export interface StatePorts {
  fileOf(path: string): string;
  /** The other way; undefined for what is in no workspace folder. */
  pathOf(file: string): string | undefined;
  projectOf(folder: string, root: string): Promise<ProjectFacts>;
}

/** The images and documents that are known, and which leads to which. */
export class IndexState {
  private readonly images = new Map<string, ReadImage>();
  /** Paths by `placeKey`: more than one only where the disk tells cases apart. */
  private readonly byPlace = new Map<string, Set<string>>();
  private readonly documents = new Map<string, KnownDocument>();
  /** Documents by the names of the files they may mean. */
  private readonly byName = new Map<string, Set<string>>();
  private readonly mentions = new Map<string, number>();

  constructor(private readonly ports: StatePorts) {}

  get imageCount(): number {
    return this.images.size;
  }

  get documentPaths(): readonly string[] {
    return [...this.documents.keys()];
  }

  /** As they were read. */
  *readDocuments(): Iterable<ReadDocument> {
    for (const { read } of this.documents.values()) yield read;
  }

  readImages(): Iterable<ReadImage> {
    return this.images.values();
  }

  hasImage(path: string): boolean {
    return this.images.has(path);
  }

  setImage(image: ReadImage): void {
    this.images.set(image.path, image);
    addTo(this.byPlace, placeKey(image.path), image.path);
  }

  removeImage(path: string): boolean {
    if (!this.images.delete(path)) return false;
    removeFrom(this.byPlace, placeKey(path), path);
    return true;
  }

  setDocument(read: ReadDocument, root: string): void {
    this.removeDocument(read.path);
    this.documents.set(read.path, { read, root, matches: [], named: [] });
    for (const name of read.names) this.mentions.set(name, (this.mentions.get(name) ?? 0) + 1);
  }

  removeDocument(path: string): boolean {
    const known = this.documents.get(path);
    if (known === undefined) return false;
    this.documents.delete(path);
    for (const name of known.named) removeFrom(this.byName, name, path);
    for (const name of known.read.names) {
      const left = (this.mentions.get(name) ?? 1) - 1;
      if (left === 0) this.mentions.delete(name);
      else this.mentions.set(name, left);
    }
    return true;
  }

  /** The documents that may mean a file of this name (any folder). */
  documentsNaming(path: string): Iterable<string> {
    return this.byName.get(nameKey(path)) ?? [];
  }

  /** Documents with a reference that leads to no image of the index: what is not in it may be why. */
  *documentsWithGaps(): Iterable<string> {
    for (const [path, { matches }] of this.documents) {
      if (matches.some(({ image }) => image === undefined || !this.images.has(image))) yield path;
    }
  }

  /** Those that were not read to the letter, and name an image that is not there: what is around says what to make. */
  toReadWhole(paths: readonly string[]): string[] {
    return paths.filter(path => {
      const document = this.documents.get(path);
      return document?.read.short && document.matches.some(({ target }) => target !== undefined);
    });
  }

  /** Looks up where the references of a document lead. */
  async match(path: string): Promise<void> {
    const document = this.documents.get(path);
    if (document === undefined) return;
    for (const name of document.named) removeFrom(this.byName, name, path);
    const named = new Set<string>();
    if (document.read.references.length > 0) {
      const project = await this.ports.projectOf(dirname(path), document.root);
      if (this.documents.get(path) !== document) return;
      document.matches = document.read.references.map(placed => this.matchOf(placed, path, project, named));
    }
    document.named = [...named];
    for (const name of named) addTo(this.byName, name, path);
  }

  private matchOf(
    { reference }: PlacedReference,
    document: string,
    project: ProjectFacts,
    named: Set<string>,
  ): Match {
    const { candidates, inside, certain } = resolveReference(reference, document, project);
    for (const candidate of candidates) named.add(nameKey(candidate));
    for (const candidate of candidates) {
      const image = this.images.has(candidate) ? candidate : this.onDisk(candidate);
      if (image !== undefined) return { image, inside };
    }
    const [target] = candidates;
    return certain && reference.guess === undefined && target !== undefined ? { target, inside } : { inside };
  }

  /** A file that is there, though the index has none of this name: hidden, behind a link, or written in another case. */
  private onDisk(candidate: string): string | undefined {
    const file = this.ports.fileOf(candidate);
    const stat = statOf(file);
    if (!stat?.isFile()) return undefined;
    for (const path of this.byPlace.get(placeKey(candidate)) ?? []) {
      const other = statOf(this.ports.fileOf(path));
      if (other?.ino === stat.ino && other.dev === stat.dev) return path;
    }
    try {
      const real = this.ports.pathOf(askDisk(path.dirname(file), () => realpathSync.native(file)));
      return real !== undefined && this.images.has(real) ? real : candidate;
    } catch {
      return candidate;
    }
  }

  /** In the order of their paths. */
  listImages(): IndexedImage[] {
    const used = new Map<string, number>();
    const missing = new Set<string>();
    const taken = new Set<string>();
    for (const { read, matches } of this.documents.values()) {
      matches.forEach(({ image }, i) => {
        if (image !== undefined) used.set(image, (used.get(image) ?? 0) + 1);
        else missing.add(mentionKey(read.references[i]?.reference.path ?? ''));
      });
      for (const folder of read.folders) taken.add(folder);
    }
    const isMentioned = (path: string): boolean => {
      const key = mentionKey(path);
      const plain = path.replace(/@\d(?:\.\d+)?x(?=\.\w+$)/, '');
      return (
        this.mentions.has(key) ||
        missing.has(key) ||
        (plain !== path && used.has(plain)) ||
        isTakenByPlace(path) ||
        [...taken].some(folder => isInside(folder, path))
      );
    };
    return [...this.images.values()]
      .sort((a, b) => compare(a.path, b.path))
      .map(image => ({
        ...image,
        references: used.get(image.path) ?? 0,
        mentioned: isMentioned(image.path),
      }));
  }

  /** Images that may be the same and were not hashed yet. */
  unhashed(): string[] {
    const sizes = new Map<number, ReadImage[]>();
    for (const image of this.images.values()) {
      const same = sizes.get(image.bytes);
      if (same) same.push(image);
      else sizes.set(image.bytes, [image]);
    }
    const groups = [...sizes.values()].filter(group => group.length > 1);
    return groups.flat().flatMap(image => (image.sha256 === undefined ? image.path : []));
  }

  setHash(path: string, sha256: string): void {
    const image = this.images.get(path);
    if (image) image.sha256 = sha256;
  }

  /** In the order of documents and of their text. */
  listReferences(wanted: (reference: IndexedReference) => boolean): IndexedReference[] {
    const found: IndexedReference[] = [];
    for (const path of [...this.documents.keys()].sort(compare)) {
      const document = this.documents.get(path);
      document?.matches.forEach((match, i) => {
        const placed = document.read.references[i];
        // What only looks like a path is one when something is there.
        if (placed === undefined || (placed.reference.guess && match.image === undefined)) return;
        const each = { document: path, languageId: document.read.languageId, ...placed, ...match };
        if (wanted(each)) found.push(each);
      });
    }
    return found;
  }
}

function nameKey(path: string): string {
  return placeKey(basename(path));
}

function statOf(file: string): Stats | undefined {
  try {
    return askDisk(path.dirname(file), () => statSync(file, { throwIfNoEntry: false }));
  } catch {
    return undefined;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}

function removeFrom(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values?.delete(value) && values.size === 0) map.delete(key);
}
