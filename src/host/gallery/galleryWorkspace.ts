import * as vscode from 'vscode';
import { giveWay } from '../../core/giveWay';
import type {
  ImageIndex,
  IndexedImage,
  IndexedReference,
  IndexSummary,
} from '../../core/imageIndex/imageIndex';
import { type ImageProblem, problemKinds, type ProblemFinder } from '../../core/imageIndex/problems';
import type { GalleryProgress } from '../../protocol/galleryViews';
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
        this.refresh();
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
    return this.found;
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
      const images = await this.deps.index.images();
      const paths = images.map(({ path }) => path);
      if (!(await this.showPaths(model, paths)) || !(await this.showFacts(model, images))) return;
      this.hashes = new Map(
        images.flatMap(({ path, sha256 }) => (sha256 === undefined ? [] : [[path, sha256]])),
      );
      // What everybody sees is there; this takes a look at everything.
      const [problems, saved] = await Promise.all([
        this.deps.index.problems({ kinds: problemKinds, mostBytes: this.deps.mostBytes() }),
        this.deps.saved.uris(),
      ]);
      if (signal.aborted || model !== this.model) return;
      await giveWay();
      this.found = problems;
      this.flags = flagsOfProblems(problems);
      this.saved = saved;
      if (!(await this.showFacts(model, images))) return;
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
    await this.showPaths(model, await this.deps.index.names(this.stopped.signal));
  }

  /** These are there, and no others. @returns whether the model is still the one that is shown */
  private async showPaths(model: GalleryModel, paths: readonly string[]): Promise<boolean> {
    if (!this.isShown(model)) return false;
    this.send({ ...noChange, removed: model.keep(new Set(paths)) });
    return this.inSlices(model, paths, slice => ({ ...noChange, ...model.add(slice) }));
  }

  private showFacts(model: GalleryModel, images: readonly IndexedImage[]): Promise<boolean> {
    return this.inSlices(model, images, slice => ({
      ...noChange,
      facts: model.setFacts(slice.map(image => [image.path, this.knownOf(image)])),
    }));
  }

  /** Sends what `change` makes of a few at a time. */
  private async inSlices<T>(
    model: GalleryModel,
    all: readonly T[],
    change: (slice: readonly T[]) => GalleryChange,
  ): Promise<boolean> {
    for (let from = 0; from < all.length; from += atATime) {
      await giveWay();
      if (!this.isShown(model)) return false;
      this.send(change(all.slice(from, from + atATime)));
    }
    return this.isShown(model);
  }

  private isShown(model: GalleryModel): boolean {
    return !this.stopped.signal.aborted && model === this.model;
  }

  private knownOf(image: IndexedImage): KnownImage {
    const { path, bytes, mtimeMs, format = null, width = 0, height = 0, references: uses } = image;
    const saved = this.saved.size > 0 && this.saved.has(uriOfIndexed(path).toString());
    const flags = flagsOf(image, this.flags.get(path) ?? 0, saved);
    return { bytes, mtimeMs, format, width, height, uses, flags };
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
