import { dirname, basename } from '../../core/references/paths';
import type { ImageFormat } from '../../core/model/run';
import type { GalleryFacts, GalleryFolder, NamedImage } from '../../protocol/galleryViews';

/** What is known of an image beside its name. */
export interface KnownImage {
  bytes: number;
  mtimeMs: number;
  format: ImageFormat | null;
  width: number;
  height: number;
  uses: number;
  flags: number;
}

export interface GalleryEntry {
  readonly id: number;
  /** `uri.path`. */
  readonly path: string;
  readonly folder: number;
  readonly name: string;
  known: KnownImage | undefined;
}

/** What a page has to be told. */
export interface GalleryChange {
  folders: readonly GalleryFolder[];
  added: readonly NamedImage[];
  facts: readonly GalleryFacts[];
  removed: readonly number[];
}

/** The images of the workspace, each under a number that it keeps while the gallery is open. */
export class GalleryModel {
  private readonly entries = new Map<number, GalleryEntry>();
  private readonly ids = new Map<string, number>();
  private readonly folders = new Map<string, GalleryFolder>();
  private lastId = 0;

  /** `label`: how a folder (`uri.path`) is shown. */
  constructor(private readonly label: (folder: string) => string) {}

  get size(): number {
    return this.entries.size;
  }

  entry(id: number): GalleryEntry | undefined {
    return this.entries.get(id);
  }

  idOf(path: string): number | undefined {
    return this.ids.get(path);
  }

  /** Others are not there any more. @returns their numbers */
  keep(ids: ReadonlySet<number>): number[] {
    const removed: number[] = [];
    for (const [id, { path }] of this.entries) {
      if (ids.has(id)) continue;
      removed.push(id);
      this.ids.delete(path);
      this.entries.delete(id);
    }
    return removed;
  }

  /** Those that are known keep what is known of them. */
  add(paths: readonly string[]): Pick<GalleryChange, 'folders' | 'added'> {
    const folders: GalleryFolder[] = [];
    const added: NamedImage[] = [];
    for (const path of paths) {
      if (this.ids.has(path)) continue;
      const folder = this.folderOf(dirname(path), folders);
      const entry = { id: ++this.lastId, path, folder: folder.id, name: basename(path), known: undefined };
      this.ids.set(path, entry.id);
      this.entries.set(entry.id, entry);
      added.push([entry.id, folder.id, entry.name]);
    }
    return { folders, added };
  }

  /** Facts of images that are there; only those that are others now are told. */
  setFacts(facts: Iterable<readonly [path: string, known: KnownImage]>): GalleryFacts[] {
    const changed: GalleryFacts[] = [];
    for (const [path, known] of facts) {
      const entry = this.entries.get(this.ids.get(path) ?? -1);
      if (!entry || (entry.known && same(entry.known, known))) continue;
      entry.known = known;
      changed.push(factsOf(entry.id, known));
    }
    return changed;
  }

  /** Flags of all that facts are known of, anew. @returns what is to be told, in parts of at most `size` */
  *setFlags(flagsOf: (path: string, known: KnownImage) => number, size: number): Generator<GalleryFacts[]> {
    let changed: GalleryFacts[] = [];
    let count = 0;
    for (const { id, path, known } of this.entries.values()) {
      if (known) {
        const flags = flagsOf(path, known);
        if (flags !== known.flags) {
          known.flags = flags;
          changed.push(factsOf(id, known));
        }
      }
      if (++count % size !== 0) continue;
      yield changed;
      changed = [];
    }
    yield changed;
  }

  /** Everything, for a page that was loaded anew. */
  all(): GalleryChange {
    const entries = [...this.entries.values()];
    return {
      folders: [...this.folders.values()],
      added: entries.map(({ id, folder, name }) => [id, folder, name] as const),
      facts: entries.flatMap(({ id, known }) => (known ? [factsOf(id, known)] : [])),
      removed: [],
    };
  }

  private folderOf(path: string, made: GalleryFolder[]): GalleryFolder {
    const known = this.folders.get(path);
    if (known) return known;
    const folder = { id: this.folders.size, label: this.label(path) };
    this.folders.set(path, folder);
    made.push(folder);
    return folder;
  }
}

function factsOf(
  id: number,
  { bytes, mtimeMs, format, width, height, uses, flags }: KnownImage,
): GalleryFacts {
  return [id, bytes, mtimeMs, format, width, height, uses, flags];
}

function same(a: KnownImage, b: KnownImage): boolean {
  return (
    a.bytes === b.bytes &&
    a.mtimeMs === b.mtimeMs &&
    a.format === b.format &&
    a.width === b.width &&
    a.height === b.height &&
    a.uses === b.uses &&
    a.flags === b.flags
  );
}
