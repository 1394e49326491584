import * as vscode from 'vscode';
import { giveWay } from '../../core/giveWay';
import type {
  ImageIndex,
  IndexedImage,
  IndexedReference,
  IndexSummary,
} from '../../core/imageIndex/imageIndex';
import { type ImageProblem, problemKinds, type ProblemFinder } from '../../core/imageIndex/problems';
import { flagBits, type GalleryProgress } from '../../protocol/galleryViews';
import { foldersOnDisk } from '../onDisk';
import { uriOfIndexed } from '../imageIndex/workspaceWatch';
import { flagsOf, flagsOfProblems } from './galleryFlags';
import { type GalleryChange, GalleryModel, type KnownImage } from './galleryModel';
import { folderLabels } from './folderLabels';
import type { SavedImages } from './savedImages';

export interface GalleryWorkspaceDeps {
  index: ImageIndex & ProblemFinder;
  saved: SavedImages;
  /** What is in sight is shown: from now on the machine may be busy with the rest. Resolves after a while in any case. */
  firstSeen(): Promise<void>;
  /** More than these are too many for an image. */
  mostBytes(): number;
  warn(message: string): void;
}

export interface GalleryListener {
  changed(change: GalleryChange): void;
  progress(progress: GalleryProgress): void;
  /** Uses or problems may be others. */
  knowledge(): void;
}

/** Images: each is told by one message, so that neither end is kept for long. */
const atATime = 1000;

const noChange: GalleryChange = { folders: [], added: [], facts: [], removed: [] };

/**
 * Follows the images of the workspace for the gallery: names first; then what the index knows of them, which takes as long
 * as reading the workspace.
 */
export class GalleryWorkspace {
  private label = newLabels();
  private model = new GalleryModel(this.label);
  /** Of images that others have as many bytes as. */
  private hashes: ReadonlyMap<string, string> = new Map();
  private state: GalleryProgress = { state: 'listing' };
  private readonly stopped = new AbortController();
  private running: Promise<void> | undefined;
  private again = false;
  /** But for unused images, which their flags tell: it may be that all are. */
  private found: readonly ImageProblem[] = [];
  private flags: ReadonlyMap<string, number> = new Map();
  private saved: ReadonlySet<string> = new Set();
  private readonly subscriptions: { dispose(): void }[];

  constructor(
    private readonly deps: GalleryWorkspaceDeps,
    private readonly listener: GalleryListener,
  ) {
    this.subscriptions = [
      deps.index.onDidChange(() => this.refresh()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        // Labels depend on all of them.
        listener.changed({ ...noChange, removed: this.model.all().added.map(([id]) => id) });
        this.label = newLabels();
        this.model = new GalleryModel(this.label);
        // The index may hear of it after this.
        void giveWay().then(() => this.refresh());
      }),
    ];
  }

  get images(): GalleryModel {
    return this.model;
  }

  get progress(): GalleryProgress {
    return this.state;
  }

  /** As the index sees them; none before it was read. */
  get problems(): readonly ImageProblem[] {
    const unused = [...this.flags].flatMap(([image, flags]) =>
      (flags & flagBits.unused) === 0 ? [] : [{ kind: 'unused', image } as const],
    );
    return [...this.found, ...unused];
  }

  /** The index was read, so that what it does not name is not there. */
  get known(): boolean {
    return this.state.state === 'done';
  }

  /** Lists and reads; while that goes on, once more afterwards. */
  refresh(): void {
    if (this.stopped.signal.aborted) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.read().finally(() => {
      this.running = undefined;
      if (!this.again) return;
      this.again = false;
      this.refresh();
    });
  }

  /** `path`: of a folder (`uri.path`). */
  labelOf(path: string): string {
    return this.label(path);
  }

  /** Other files with the same bytes. */
  sameBytes(path: string): readonly string[] {
    const hash = this.hashes.get(path);
    if (hash === undefined) return [];
    return [...this.hashes].flatMap(([other, each]) => (each === hash && other !== path ? other : []));
  }

  async usesOf(path: string): Promise<readonly IndexedReference[]> {
    return this.deps.index.references([path]);
  }

  dispose(): void {
    this.stopped.abort();
    for (const each of this.subscriptions) each.dispose();
  }

  /** Never rejects. */
  private async read(): Promise<void> {
    const { signal } = this.stopped;
    const { model } = this;
    try {
      if (model.size === 0) await this.list(model);
      if (signal.aborted) return;
      const first = this.state.state !== 'done';
      if (first) {
        this.tell({ state: 'reading' });
        if (model.size > 0) await this.deps.firstSeen();
        if (signal.aborted) return;
      }
      const summary = await this.deps.index.ready(signal, ({ documents, images, total }) => {
        if (first && this.running)
          this.tell({ state: 'reading', read: documents + images, ...(total !== undefined && { total }) });
      });
      if (!(await this.showImages(model))) return;
      // What everybody sees is there; this takes a look at everything.
      const [problems, saved] = await Promise.all([this.findProblems(model), this.deps.saved.uris()]);
      if (signal.aborted || model !== this.model) return;
      this.found = problems.found;
      this.flags = problems.flags;
      this.saved = saved;
      if (!(await this.showFlags(model))) return;
      const note = noteOf(summary);
      this.tell({ state: 'done', ...(note !== undefined && { note }) });
      this.listener.knowledge();
    } catch (error) {
      if (signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      this.deps.warn(`Gallery: ${message}`);
      this.tell({
        state: 'failed',
        note: vscode.l10n.t('The workspace could not be read: what is unused or too big is not known.'),
      });
    }
  }

  /** Names alone, out of the walk that the index begins with: VS Code's search would bring all of them at once. */
  private async list(model: GalleryModel): Promise<void> {
    this.tell({ state: 'listing' });
    const paths = await this.deps.index.names(this.stopped.signal);
    for (let from = 0; from < paths.length && this.isShown(model); from += atATime) {
      this.send({ ...noChange, ...model.add(paths.slice(from, from + atATime)) });
      await giveWay();
    }
  }

  /** What the index knows of each, and no others. @returns whether the model is still the one that is shown */
  private async showImages(model: GalleryModel): Promise<boolean> {
    const there = new Set<number>();
    const hashes = new Map<string, string>();
    await this.deps.index.eachImage(images => {
      if (!this.isShown(model)) return;
      const named = model.add(images.map(({ path }) => path));
      const facts = model.setFacts(images.map(image => [image.path, this.knownOf(image)]));
      this.send({ ...noChange, ...named, facts });
      for (const { path, sha256 } of images) {
        there.add(model.idOf(path) ?? -1);
        if (sha256 !== undefined) hashes.set(path, sha256);
      }
    });
    if (!this.isShown(model)) return false;
    this.send({ ...noChange, removed: model.keep(there) });
    this.hashes = hashes;
    return true;
  }

  private async findProblems(
    model: GalleryModel,
  ): Promise<{ found: readonly ImageProblem[]; flags: ReadonlyMap<string, number> }> {
    const found: ImageProblem[] = [];
    const flags = new Map<string, number>();
    const options = { kinds: problemKinds, mostBytes: this.deps.mostBytes() };
    await this.deps.index.eachProblem(options, problems => {
      for (const [path, each] of flagsOfProblems(problems)) {
        // A name that is kept already.
        const own = model.entry(model.idOf(path) ?? -1)?.path ?? path;
        flags.set(own, (flags.get(own) ?? 0) | each);
      }
      found.push(...problems.filter(({ kind }) => kind !== 'unused'));
    });
    return { found, flags };
  }

  private async showFlags(model: GalleryModel): Promise<boolean> {
    for (const facts of model.setFlags((path, known) => this.flagsOf(path, known), atATime)) {
      if (!this.isShown(model)) return false;
      this.send({ ...noChange, facts });
      await giveWay();
    }
    return this.isShown(model);
  }

  private isShown(model: GalleryModel): boolean {
    return !this.stopped.signal.aborted && model === this.model;
  }

  private knownOf(image: IndexedImage): KnownImage {
    const { path, bytes, mtimeMs, format = null, width = 0, height = 0, references: uses } = image;
    return { bytes, mtimeMs, format, width, height, uses, flags: this.flagsOf(path, { format }) };
  }

  private flagsOf(path: string, { format }: Pick<KnownImage, 'format'>): number {
    const saved = this.saved.size > 0 && this.saved.has(uriOfIndexed(path).toString());
    return flagsOf(format, this.flags.get(path) ?? 0, saved);
  }

  private send(change: GalleryChange): void {
    if (change.added.length + change.facts.length + change.removed.length > 0) this.listener.changed(change);
  }

  private tell(progress: GalleryProgress): void {
    this.state = progress;
    this.listener.progress(progress);
  }
}

function newLabels(): (path: string) => string {
  return folderLabels(foldersOnDisk().map(({ uri, name }) => ({ path: uri.path, name })));
}

function noteOf({ skipped, more, silent = [] }: IndexSummary): string | undefined {
  const { t } = vscode.l10n;
  if (more) return t('not all files were read: there are too many');
  if (silent.length > 0) return t('the disk does not answer in {0}', silent.join(', '));
  if (skipped.length === 0) return undefined;
  return skipped.length === 1
    ? t('1 file was too large, or took too long, to be read')
    : t('{0} files were too large, or took too long, to be read', skipped.length);
}
