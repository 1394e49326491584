import type {
  IndexedImage,
  IndexedReference,
  IndexProgress,
  IndexSummary,
} from '../../core/imageIndex/imageIndex';
import { fileKindOf, isImageName } from '../../core/imageIndex/fileKinds';
import { findProblems, type ImageProblem, type ProblemOptions } from '../../core/imageIndex/problems';
import { isConfigFile } from '../../core/references/config/configFacts';
import { basename, dirname } from '../../core/references/paths';
import { decidesProject } from '../../core/references/project';
import { hashImages } from './hashImages';
import type { IndexedFolder } from './indexMessages';
import { IndexPaths } from './indexPaths';
import { IndexState } from './indexState';
import type { KeptIndex } from './keptIndex';
import { NodeProjects } from './nodeProjects';
import type { FilesRead, OpenText } from './readerMessages';
import { ReadQueue, type ReadPlace } from './readQueue';
import type { ReaderPool } from './readerPool';
import {
  below,
  childPath,
  foldersFrom,
  imagesIn,
  isBelowAny,
  list,
  nearest,
  topOf,
  topsOf,
  walk,
  type Folder,
  type Folders,
} from './tree';

export interface WorkspaceIndexOptions {
  pool: Pick<ReaderPool, 'run'>;
  kept: KeptIndex;
  maxFiles: number;
  /** Folders that did not answer and are not asked: not everything is known. */
  avoid?: readonly string[];
  progress(progress: IndexProgress): void;
}

/** Clocks of disks are coarse. */
const clockMs = 1000;

/** The index itself, in its thread. What is asked of it is done one after the other (see `indexWorker.ts`). */
export class WorkspaceIndex {
  private tree: Folders = new Map();
  private paths = new IndexPaths([]);
  private folders: readonly IndexedFolder[] = [];
  private readonly state: IndexState;
  private readonly projects: NodeProjects;
  /** Texts of open documents, which count instead of what is on disk. */
  private readonly open = new Map<string, OpenText>();
  private readonly skipped = new Map<string, number>();
  /** Files that took a reader down; they would again. */
  private readonly bad = new Set<string>();
  private more = false;
  private files = 0;

  // What is gathered while something is worked off, for `settle`.
  private readonly reading: ReadQueue;
  /** More is to be read than anybody waits for to the letter. */
  private inBulk = false;
  private readonly unmatched = new Set<string>();
  private matchAll = false;
  private different = false;
  private readonly read = { documents: 0, images: 0 };

  constructor(private readonly options: WorkspaceIndexOptions) {
    this.reading = new ReadQueue(options.pool, (...read) => this.take(...read));
    this.projects = new NodeProjects(
      path => this.paths.fileOf(path),
      async path => {
        const result = await options.pool.run({ kind: 'config', path, file: this.paths.fileOf(path) });
        return 'config' in result ? result.config : undefined;
      },
    );
    this.state = new IndexState({
      fileOf: path => this.paths.fileOf(path),
      pathOf: file => this.paths.pathOf(file),
      projectOf: (folder, root) => this.projects.of(folder, root),
    });
  }

  /** A file was too much. It is left alone until somebody changes it. */
  giveUp(path: string, bytes: number): void {
    this.bad.add(path);
    this.skipped.set(path, bytes || (this.paths.stat(path)?.size ?? 0));
  }

  /** For the next window. */
  async keep(): Promise<void> {
    await this.options.kept.keep({
      documents: this.state.readDocuments(),
      images: this.state.readImages(),
      skipped: this.summary.skipped,
      isOpen: path => this.open.has(path),
    });
  }

  /** Finds what is in them; it is read with the next `settle`. */
  setFolders(folders: readonly IndexedFolder[]): Promise<void> {
    this.folders = folders;
    this.paths = new IndexPaths(folders);
    return this.walkAll(Infinity);
  }

  /**
   * What changed since then (ms since 1970) is read anew, what came or went anyway. This one and the next resolve to whether
   * something is different now; before `begin`, only names are.
   */
  async rescan(since = Infinity): Promise<boolean> {
    await this.walkAll(since);
    return this.settle();
  }

  /** Paths of files and folders that came, went or changed. */
  async change(paths: readonly string[]): Promise<boolean> {
    if (paths.some(path => basename(path) === '.gitignore')) await this.walkAll(Infinity);
    const anew = new Set<string>();
    let folders = false;
    for (const path of paths) {
      const name = basename(path);
      this.bad.delete(path);
      if (decidesProject(name) || isConfigFile(name)) this.matchAll = true;
      // Also where the index does not look: what is hidden is not missing.
      if (isImageName(name)) for (const each of this.state.documentsNaming(path)) this.unmatched.add(each);
      const folder = this.tree.get(dirname(path));
      if (folder?.files.includes(name) && this.paths.stat(path)?.isFile() === true) {
        this.add(folder, [name]);
        continue;
      }
      const known = nearest(this.tree, path);
      if (known !== undefined) anew.add(known);
      // A folder, there or hidden.
      if (fileKindOf(name) === 'image' || /\.\w+$/.test(name)) continue;
      folders = true;
    }
    if (folders) for (const each of this.state.documentsWithGaps()) this.unmatched.add(each);
    for (const path of anew) await this.relist(path);
    // One that was there before and is there now may be another one.
    const changed = new Set(paths.filter(path => this.tree.has(path)));
    for (const path of changed)
      if (!isBelowAny(path, changed)) await this.walkBelow(path, Date.now() - 60_000);
    return this.settle();
  }

  /** Texts of open documents, in the place of what is on disk; those of `closed` are on disk again. */
  async setTexts(open: readonly OpenText[], closed: readonly string[]): Promise<boolean> {
    for (const path of closed) {
      this.open.delete(path);
      this.bad.delete(path);
      const folder = this.tree.get(dirname(path));
      if (folder?.files.includes(basename(path))) this.add(folder, [basename(path)]);
    }
    const known = open.filter(({ path }) => this.tree.get(dirname(path))?.files.includes(basename(path)));
    for (const each of known) {
      this.open.set(each.path, each);
      this.bad.delete(each.path);
    }
    this.reading.addOpen(known);
    return this.settle();
  }

  /** Reads what was found so far, and from now on whatever comes. */
  begin(): void {
    if (!this.reading.begun) this.reading.begin();
  }

  /** Of the images, in their order; nothing need have been read. */
  names(): string[] {
    return imagesIn(this.tree);
  }

  get summary(): IndexSummary {
    return {
      documents: Math.max(0, this.files - this.state.imageCount),
      images: this.state.imageCount,
      total: this.files,
      skipped: [...this.skipped].map(([path, bytes]) => ({
        ...{ path, bytes },
        ...(this.bad.has(path) && { slow: true as const }),
      })),
      more: this.more,
    };
  }

  /** Reads the bytes of images that may be the same. */
  async images(): Promise<IndexedImage[]> {
    const { pool, kept } = this.options;
    await hashImages(
      pool,
      this.state.unhashed(),
      path => this.paths.fileOf(path),
      hashes => {
        kept.learned(hashes.length);
        for (const [path, hash] of hashes) if (hash !== undefined) this.state.setHash(path, hash);
      },
    );
    return this.state.listImages();
  }

  references(images?: readonly string[]): IndexedReference[] {
    const wanted = images && new Set(images);
    return this.state.listReferences(({ image = '' }) => wanted?.has(image) ?? true);
  }

  async problems(options: ProblemOptions): Promise<ImageProblem[]> {
    const images = options.kinds.includes('duplicates') ? await this.images() : this.state.listImages();
    const { avoid = [] } = this.options;
    // What was not read may use any of them.
    const complete = !this.more && avoid.length === 0 && this.bad.size === 0;
    return findProblems(images, this.references(), options, complete);
  }

  missing(): IndexedReference[] {
    return this.state.listReferences(({ target, inside }) => target !== undefined && inside);
  }

  documentsNaming(files: readonly string[]): string[] {
    return [...new Set(files.flatMap(file => [...this.state.documentsNaming(file)]))];
  }

  /** Reads a folder anew, without those below that were there before. */
  private async relist(path: string): Promise<void> {
    const old = this.tree.get(path);
    const folder = old && list(old, topsOf(this.folders));
    if (old === undefined || folder === undefined) {
      this.dropBelow(path);
      return;
    }
    this.enter(folder, Infinity);
    const has = new Set(folder.folders);
    for (const name of old.folders) if (!has.has(name)) this.dropBelow(childPath(path, name));
    const had = new Set(old.folders);
    const fresh = folder.folders.filter(name => !had.has(name)).map(name => below(folder, name));
    if (fresh.length > 0) await this.walkFrom(fresh, Infinity);
  }

  private async walkAll(since: number): Promise<void> {
    this.more = false;
    Object.assign(this.read, { documents: 0, images: 0 });
    const seen = await this.walkFrom(this.folders.map(topOf), since);
    for (const path of [...this.tree.keys()]) if (!seen.has(path)) this.leave(path);
  }

  private async walkBelow(path: string, since: number): Promise<void> {
    const folder = this.tree.get(path);
    if (folder === undefined) return;
    const before = foldersFrom(this.tree, path);
    const seen = await this.walkFrom([folder], since);
    const tops = topsOf(this.folders);
    for (const at of before) if (!seen.has(at) && !tops.has(at)) this.leave(at);
  }

  /** @returns the folders that are there */
  private async walkFrom(folders: readonly Folder[], since: number): Promise<ReadonlySet<string>> {
    const seen = new Set<string>();
    this.matchAll = true;
    this.inBulk = true;
    let files = 0;
    const fits = (): boolean => files <= this.options.maxFiles;
    await walk(
      folders,
      topsOf(this.folders),
      folder => {
        seen.add(folder.path);
        files += folder.files.length;
        this.enter(folder, since);
        this.tell();
      },
      fits,
    );
    this.more ||= !fits();
    this.inBulk = false;
    return seen;
  }

  private dropBelow(path: string): void {
    this.matchAll = true;
    const tops = topsOf(this.folders);
    for (const at of foldersFrom(this.tree, path)) if (!tops.has(at)) this.leave(at);
  }

  private leave(path: string): void {
    const folder = this.tree.get(path);
    if (folder === undefined) return;
    this.tree.delete(path);
    this.files -= folder.files.length;
    for (const name of folder.files) this.forget(childPath(path, name));
  }

  /** Has read what is new in a folder, and forgets what went. */
  private enter(folder: Folder, since: number): void {
    const old = this.tree.get(folder.path);
    this.tree.set(folder.path, folder);
    this.files += folder.files.length - (old?.files.length ?? 0);
    if (old === undefined) {
      this.add(folder, folder.files);
      return;
    }
    const had = new Set(old.files);
    const has = new Set(folder.files);
    for (const name of old.files) if (!has.has(name)) this.forget(childPath(folder.path, name));
    // Another workspace folder explains the names in its documents differently.
    const isOther = old.root.path !== folder.root.path;
    const fresh = folder.files.filter(
      name => isOther || !had.has(name) || this.changedSince(childPath(folder.path, name), since),
    );
    this.add(folder, fresh);
  }

  private changedSince(path: string, since: number): boolean {
    if (since === Infinity) return false;
    return (this.paths.stat(path)?.ctimeMs ?? Infinity) >= since - clockMs;
  }

  private forget(path: string): void {
    this.skipped.delete(path);
    this.open.delete(path);
    this.options.kept.forget(path);
    if (isImageName(path)) {
      if (!this.state.removeImage(path)) return;
      for (const each of this.state.documentsNaming(path)) this.unmatched.add(each);
      this.different = true;
    } else if (this.state.removeDocument(path)) this.different = true;
  }

  private add(folder: Folder, all: readonly string[], whole = !this.inBulk): void {
    const names = this.bad.size === 0 ? all : all.filter(name => !this.bad.has(childPath(folder.path, name)));
    this.reading.add(folder, names, whole, whole ? undefined : this.options.kept.stampsOf(folder, names));
  }

  private take(read: FilesRead, places: readonly ReadPlace[], isOpen: boolean): void {
    const result = this.options.kept.take(read);
    const roots = new Map<string, string>();
    for (const { path, root } of places) {
      // Read from disk, and open since.
      if (!isOpen && this.open.has(path)) continue;
      roots.set(path, root);
      if (isImageName(path)) this.read.images++;
      else {
        this.read.documents++;
        this.different = this.state.removeDocument(path) || this.different;
      }
      if (!this.bad.has(path)) this.skipped.delete(path);
    }
    for (const image of result.images) {
      if (!this.state.hasImage(image.path)) {
        for (const each of this.state.documentsNaming(image.path)) this.unmatched.add(each);
      }
      this.state.setImage(image);
      this.different = true;
    }
    for (const document of result.documents) {
      const root = roots.get(document.path);
      if (root === undefined) continue;
      this.state.setDocument(document, root);
      this.unmatched.add(document.path);
      this.different = true;
    }
    for (const { path, bytes } of result.skipped) this.skipped.set(path, bytes);
    this.tell();
  }

  /** Everything that was found is read. @returns whether something is different now */
  async settle(): Promise<boolean> {
    if (!this.reading.begun) return false;
    await this.reading.settled();
    this.tell(true);
    if (this.matchAll) this.projects.clear();
    const paths = this.matchAll ? this.state.documentPaths : [...this.unmatched];
    for (const path of paths) await this.state.match(path);
    const again = this.state.toReadWhole(paths);
    for (const path of again) {
      const folder = this.tree.get(dirname(path));
      if (folder) this.add(folder, [basename(path)], true);
    }
    await this.reading.settled();
    for (const path of again) await this.state.match(path);
    this.options.kept.settled();
    const different = this.different || this.matchAll || this.unmatched.size > 0;
    this.unmatched.clear();
    this.matchAll = false;
    this.different = false;
    return different;
  }

  private tell(walked = false): void {
    this.options.progress({ ...this.read, ...(walked && { total: this.files }) });
  }
}
