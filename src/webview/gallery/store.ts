import { config, t } from '@vscode/l10n';
import type {
  GalleryAction,
  GalleryHostMethods,
  GalleryWebviewMethods,
  ThumbnailEdge,
} from '../../protocol/galleryMessages';
import type { GalleryFinding, GalleryProgress, GalleryUi } from '../../protocol/galleryViews';
import { type Handlers, type Params, type Result, Rpc } from '../../protocol/rpc';
import type { Seam } from '../seam';
import { type Arranged, arrange } from './arrange';
import { type GalleryImage, newImage, takeFacts } from './image';
import { noFilter, readGalleryUi, uiToBegin } from './ui';

/** Where the user was on the page. */
export interface PageState {
  scroll: number;
  /** Path of the image that has the focus. */
  at: string | undefined;
}

/** What lives as long as the tab. */
interface Kept extends PageState {
  ui?: GalleryUi;
}

export interface GalleryState {
  /** The host has answered. */
  ready: boolean;
  failed: string | undefined;
  localized: boolean;
  noFolder: boolean;
  restricted: string | undefined;
  progress: GalleryProgress;
  ui: GalleryUi;
  /** Images of the workspace, filtered ones too. */
  total: number;
  shown: Arranged;
  /** Grows with each change of what is shown of the images. */
  version: number;
  /** Grows when uses or problems may be others. */
  knowledge: number;
  findings: readonly GalleryFinding[] | undefined;
}

/** A burst of batches is drawn once. */
const arrangeEveryMs = 80;
const rememberAfterMs = 400;
const noImages: Arranged = arrange([], { ...noFilter }, { sort: 'name', descending: false, grouped: true });

/** The images, the choices, and what messages do to them. */
export class GalleryStore {
  state: GalleryState;
  readonly images = new Map<number, GalleryImage>();
  private readonly folders = new Map<number, string>();
  private readonly rpc: Rpc<GalleryWebviewMethods, GalleryHostMethods>;
  private readonly listeners = new Set<() => void>();
  private readonly speakers = new Set<(text: string) => void>();
  private kept: Kept;
  private arranging: number | undefined;
  private remembering: number | undefined;

  constructor(private readonly seam: Seam) {
    this.kept = readKept(seam.loadUi());
    this.state = {
      ready: false,
      failed: undefined,
      localized: false,
      noFolder: false,
      restricted: undefined,
      progress: { state: 'listing' },
      ui: readGalleryUi(undefined),
      total: 0,
      shown: noImages,
      version: 0,
      knowledge: 0,
      findings: undefined,
    };
    this.rpc = new Rpc(seam.transport, this.handlers());
  }

  async start(): Promise<void> {
    this.set({ failed: undefined });
    try {
      const { ui, l10n, restricted, noFolder } = await this.rpc.request('ready', {});
      if (l10n !== undefined) config({ contents: l10n });
      this.set({
        ready: true,
        localized: l10n !== undefined,
        restricted,
        noFolder,
        // What the host was asked to show meanwhile comes after this.
        ui: uiToBegin(this.kept.ui, ui),
      });
      this.arrangeNow();
    } catch (error) {
      this.set({ failed: messageOf(error) });
    }
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What screen readers should hear. */
  onSaid(listener: (text: string) => void): () => void {
    this.speakers.add(listener);
    return () => this.speakers.delete(listener);
  }

  say(text: string): void {
    for (const speaker of this.speakers) speaker(text);
  }

  get scrolledTo(): Readonly<PageState> {
    return this.kept;
  }

  scrolled(page: PageState): void {
    this.keep(page);
  }

  /** Choices that change what is shown are applied at once. */
  choose(change: Partial<GalleryUi>): void {
    const ui = { ...this.state.ui, ...change, chosen: Date.now() };
    this.state = { ...this.state, ui };
    this.keep({ ui });
    const rearranges = Object.keys(change).some(
      key => !['cell', 'details', 'tab', 'collapsed'].includes(key),
    );
    if (rearranges) this.arrangeNow();
    else this.set({});
    window.clearTimeout(this.remembering);
    this.remembering = window.setTimeout(() => this.flush(), rememberAfterMs);
  }

  clearFilters(): void {
    this.choose(noFilter);
  }

  /** Sends what was chosen last, before the page goes. */
  flush(): void {
    if (this.remembering === undefined) return;
    window.clearTimeout(this.remembering);
    this.remembering = undefined;
    void this.ask('remember', { ui: this.state.ui });
  }

  look(ids: readonly number[], edge: ThumbnailEdge): void {
    this.rpc.notify('look', { ids: [...ids], edge });
  }

  act(action: GalleryAction, ids: Iterable<number>): void {
    void this.ask('act', { action, ids: [...ids] });
  }

  target(ids: Iterable<number>): void {
    this.rpc.notify('target', { ids: [...ids] });
  }

  async loadFindings(): Promise<void> {
    const findings = await this.ask('problems', {});
    if (findings) this.set({ findings });
  }

  /** `undefined`: the host could not, and that was said. */
  async ask<K extends keyof GalleryHostMethods & string>(
    method: K,
    params: Params<GalleryHostMethods[K]>,
  ): Promise<Result<GalleryHostMethods[K]> | undefined> {
    try {
      return await this.rpc.request(method, params);
    } catch (error) {
      this.say(messageOf(error));
      return undefined;
    }
  }

  private handlers(): Handlers<GalleryWebviewMethods> {
    return {
      images: ({ first, folders, images }) => {
        if (first) this.forget();
        for (const { id, label } of folders) this.folders.set(id, label);
        for (const [id, folder, name] of images)
          this.images.set(id, newImage(id, this.folders.get(folder) ?? '', name));
        this.arrangeSoon(first === true);
      },
      facts: ({ facts }) => {
        for (const each of facts) {
          const image = this.images.get(each[0]);
          if (image) takeFacts(image, each);
        }
        this.arrangeSoon();
      },
      removed: ({ ids }) => {
        for (const id of ids) this.images.delete(id);
        this.arrangeSoon(true);
      },
      progress: progress => this.set({ progress }),
      thumbnails: ({ made, failed }) => {
        for (const [id, uri] of made) {
          const image = this.images.get(id);
          if (image) Object.assign(image, { thumbnail: uri, edge: this.edgeOf(uri), failed: undefined });
        }
        for (const [id, reason] of failed) {
          const image = this.images.get(id);
          if (image) Object.assign(image, { failed: reason, thumbnail: undefined });
        }
        this.set({ version: this.state.version + 1 });
      },
      show: ({ folder }) => this.choose({ ...noFilter, folder, tab: 'images' }),
      changed: () => this.set({ knowledge: this.state.knowledge + 1 }),
      restricted: ({ reason }) => this.set({ restricted: reason }),
    };
  }

  /** The host writes it into the name of the file. */
  private edgeOf(uri: string): number {
    return /-640\.\w+$/.test(uri) ? 640 : 320;
  }

  private forget(): void {
    this.images.clear();
    this.folders.clear();
  }

  private arrangeSoon(now = false): void {
    if (now && this.arranging === undefined) this.arrangeNow();
    else this.arranging ??= window.setTimeout(() => this.arrangeNow(), arrangeEveryMs);
  }

  private arrangeNow(): void {
    window.clearTimeout(this.arranging);
    this.arranging = undefined;
    const { ui } = this.state;
    const before = this.state.shown.count;
    const shown = arrange(this.images.values(), ui, ui);
    this.set({ shown, total: this.images.size, version: this.state.version + 1 });
    if (ui.search !== '' && before !== shown.count)
      this.say(shown.count === 1 ? t('1 image found') : t('{0} images found', shown.count));
  }

  private keep(change: Partial<Kept>): void {
    this.kept = { ...this.kept, ...change };
    this.seam.saveUi(this.kept);
  }

  private set(change: Partial<GalleryState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

function readKept(kept: unknown): Kept {
  const from = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<
    Record<keyof Kept, unknown>
  >;
  return {
    scroll: typeof from.scroll === 'number' && from.scroll >= 0 ? from.scroll : 0,
    at: typeof from.at === 'string' ? from.at : undefined,
    ...(from.ui !== undefined && { ui: readGalleryUi(from.ui) }),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
