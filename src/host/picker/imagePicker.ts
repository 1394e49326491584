import * as vscode from 'vscode';
import { formatBytes, formatPixels } from '../../core/model/format';
import { isImagePath, isShownPath, matchesWords } from '../../core/search/imageGlobs';
import { pageLimit, searchImages } from './imageSearch';
import type { RecentImages } from './recentImages';

/** Pixel size and bytes from the file's header, or `undefined` when it is no image that can be read. */
export type ReadHeader = (
  path: string,
) => Promise<{ width: number; height: number; bytes: number } | undefined>;

export interface PickOptions {
  title?: string;
  /** Ticked from the start. */
  selected?: readonly vscode.Uri[];
  /** One image, chosen by Enter or a click: there are no ticks. */
  single?: boolean;
  /** Goes with this image: those of its folder come first, and it is not offered itself. */
  beside?: vscode.Uri;
  /** Come first, in this order, and may take their time. */
  likely?: Promise<readonly vscode.Uri[]>;
  /** To be shown by a reference: drawings too. */
  shown?: boolean;
}

interface ImageItem extends vscode.QuickPickItem {
  uri: vscode.Uri;
}

const searchDelayMs = 120;
/** Headers read at a time: enough to keep the disk busy, few enough to leave it usable. */
const headerBatch = 64;
/** How long a tick and a new list may take to cross. */
const crossingMs = 700;

/**
 * Lets the user tick workspace images, or choose a single one that can be read. Resolves to `undefined` when it was dismissed.
 * Memory does not grow with the workspace: at most `pageLimit` images are held, and typing searches again.
 */
export function pickWorkspaceImages(
  recent: RecentImages,
  readHeader: ReadHeader,
  options: PickOptions = {},
): Promise<readonly vscode.Uri[] | undefined> {
  const picker = new ImagePicker(recent, readHeader, options);
  return picker.run();
}

class ImagePicker {
  private readonly quickPick = vscode.window.createQuickPick<ImageItem>();
  private readonly described = new Map<string, string>();
  private readonly readable = new Set<string>();
  private readonly ticked = new Map<string, vscode.Uri>();
  /** Those that are likely, then those of the folder of `beside`. */
  private nearImages: readonly vscode.Uri[] = [];
  private recentImages: readonly vscode.Uri[] = [];
  private found: readonly vscode.Uri[] = [];
  private more = false;
  /** `found` has everything that this text and longer ones can find. */
  private complete: string | undefined;
  /**
   * By URI. Rows keep their places until the text changes: VS Code names a ticked row by its place, and a tick may be
   * on its way when the list grows.
   */
  private readonly order = new Map<string, vscode.Uri>();
  private rebuiltAt = 0;
  private search = new vscode.CancellationTokenSource();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(
    private readonly recent: RecentImages,
    private readonly readHeader: ReadHeader,
    private readonly options: PickOptions,
  ) {
    for (const uri of options.selected ?? []) this.ticked.set(uri.toString(), uri);
    this.quickPick.title = options.title ?? vscode.l10n.t('Pick Images');
    this.quickPick.canSelectMany = options.single !== true;
    this.quickPick.ignoreFocusOut = true;
  }

  async run(): Promise<readonly vscode.Uri[] | undefined> {
    const accepted = new Promise<readonly vscode.Uri[] | undefined>(resolve => {
      this.quickPick.onDidAccept(() => {
        // Enter on an empty list chooses nothing.
        if (this.options.single && this.quickPick.selectedItems.length === 0) return;
        const chosen = this.options.single ? this.quickPick.selectedItems.map(({ uri }) => uri) : undefined;
        resolve(chosen ?? [...this.ticked.values()]);
        this.quickPick.hide();
      });
      this.quickPick.onDidHide(() => resolve(undefined));
    });
    if (!this.options.single) this.quickPick.onDidChangeSelection(items => this.onTicked(items));
    this.quickPick.onDidChangeValue(() => this.onTyped());
    this.quickPick.show();
    void this.begin();
    const picked = await accepted;
    this.close();
    if (picked && picked.length > 0) await this.recent.add(picked);
    return picked;
  }

  private async begin(): Promise<void> {
    this.quickPick.busy = true;
    const [recent, likely, near] = await Promise.all([
      existing(this.recent.list().filter(uri => this.isImage(uri.path))),
      this.options.likely ?? [],
      this.imagesBeside(this.options.beside),
    ]);
    this.recentImages = recent;
    this.nearImages = [...likely, ...near];
    if (!this.closed) await this.load(this.quickPick.value);
  }

  private onTicked(items: readonly ImageItem[]): void {
    const shown = new Set(this.quickPick.items.map(item => item.uri.toString()));
    const now = new Set(items.map(item => item.uri.toString()));
    // A new list clears the ticks for a moment, and takes away one that was made while it was on its way.
    const crossed = Date.now() - this.rebuiltAt < crossingMs;
    let lost = false;
    for (const key of this.ticked.keys()) {
      if (!shown.has(key) || now.has(key)) continue;
      if (crossed) lost = true;
      else this.ticked.delete(key);
    }
    for (const { uri } of items) this.ticked.set(uri.toString(), uri);
    if (lost) this.showTicks();
  }

  private onTyped(): void {
    const { value } = this.quickPick;
    clearTimeout(this.timer);
    this.order.clear();
    // What is here already is shown at once, whether or not more will follow.
    this.rebuild();
    if (this.complete !== undefined && value.startsWith(this.complete)) return;
    this.timer = setTimeout(() => void this.load(value), searchDelayMs);
  }

  private async load(text: string): Promise<void> {
    this.search.cancel();
    this.search.dispose();
    const search = (this.search = new vscode.CancellationTokenSource());
    this.complete = undefined;
    this.quickPick.busy = true;
    try {
      await searchImages(
        text,
        search.token,
        (uris, more) => {
          if (this.closed || search.token.isCancellationRequested) return;
          this.found = uris;
          this.more = more;
          if (!more) this.complete = text;
          this.rebuild();
        },
        this.options.shown,
      );
      if (this.closed || search.token.isCancellationRequested) return;
      await this.describe(search.token);
    } finally {
      if (!this.closed && !search.token.isCancellationRequested) {
        this.quickPick.busy = false;
        this.quickPick.placeholder = this.placeholder(this.quickPick.items.length);
      }
    }
  }

  /** Reads the headers of what is listed, and shows them in a few growing batches: each assignment costs. */
  private async describe(token: vscode.CancellationToken): Promise<void> {
    const waiting = this.listed().filter(uri => !this.described.has(uri.toString()));
    for (let from = 0, size = headerBatch; from < waiting.length; from += size, size *= 4) {
      const batch = waiting.slice(from, from + size);
      for (let at = 0; at < batch.length; at += headerBatch) {
        await Promise.all(batch.slice(at, at + headerBatch).map(uri => this.describeOne(uri)));
        if (this.closed || token.isCancellationRequested) return;
      }
      this.rebuild();
    }
  }

  private async describeOne(uri: vscode.Uri): Promise<void> {
    const header = await this.readHeader(uri.fsPath);
    const text = header
      ? `${formatPixels(header)} · ${formatBytes(header.bytes)}`
      : vscode.l10n.t('not a readable image');
    if (this.described.size > 2 * pageLimit) this.described.clear();
    this.described.set(uri.toString(), text);
    if (header) this.readable.add(uri.toString());
  }

  /**
   * In this order when they come together: ticked ones, whatever is searched; those of the same folder; recent ones; the
   * rest by path.
   */
  private listed(): readonly vscode.Uri[] {
    const { value } = this.quickPick;
    const found = [...this.found].sort((a, b) => a.path.localeCompare(b.path));
    const recent = value.trim() === '' ? this.recentImages : [];
    const matching = [...this.nearImages, ...recent, ...found].filter(
      uri => vscode.workspace.getWorkspaceFolder(uri) && matchesWords(shownPath(uri), value),
    );
    for (const uri of [...this.ticked.values(), ...matching]) {
      if (!this.order.has(uri.toString())) this.order.set(uri.toString(), uri);
    }
    return [...this.order.values()];
  }

  /** A single one is chosen among those that can be read, once that is known. */
  private isOffered(uri: vscode.Uri): boolean {
    const { single, beside } = this.options;
    const key = uri.toString();
    return key !== beside?.toString() && (single !== true || this.readable.has(key));
  }

  private rebuild(): void {
    const items = this.listed()
      .filter(uri => this.isOffered(uri))
      .map(uri => this.item(uri));
    const active = this.quickPick.activeItems[0]?.uri.toString();
    this.rebuiltAt = Date.now();
    this.quickPick.items = items;
    this.showTicks();
    const same = items.find(item => item.uri.toString() === active);
    if (same) this.quickPick.activeItems = [same];
    this.quickPick.placeholder = this.placeholder(items.length);
  }

  private showTicks(): void {
    if (this.options.single) return;
    this.quickPick.selectedItems = this.quickPick.items.filter(item => this.ticked.has(item.uri.toString()));
  }

  private placeholder(count: number): string {
    if (count === 0 && !this.quickPick.busy) {
      return vscode.l10n.t('No images (png, jpg, webp, gif, avif) in this workspace yet');
    }
    return this.more
      ? vscode.l10n.t('More than {0} images: type a part of the name or folder', pageLimit)
      : this.options.single
        ? vscode.l10n.t('Choose an image')
        : vscode.l10n.t('Select one or more images, then press Enter');
  }

  private item(uri: vscode.Uri): ImageItem {
    const path = shownPath(uri);
    const slash = path.lastIndexOf('/');
    const facts = this.described.get(uri.toString());
    const folder = slash < 0 ? '' : path.slice(0, slash);
    return {
      uri,
      label: path.slice(slash + 1),
      description: [folder, facts].filter(Boolean).join('  ·  '),
      iconPath: uri,
      // The words were looked for in the whole path; the list's own filter would want all of them in the name.
      alwaysShow: true,
    };
  }

  private isImage(path: string): boolean {
    return (this.options.shown ? isShownPath : isImagePath)(path);
  }

  private async imagesBeside(image: vscode.Uri | undefined): Promise<readonly vscode.Uri[]> {
    if (!image) return [];
    const folder = vscode.Uri.joinPath(image, '..');
    const entries = await vscode.workspace.fs.readDirectory(folder).then(
      all => all,
      () => [],
    );
    return entries
      .filter(([name, type]) => (type & vscode.FileType.File) !== 0 && this.isImage(name))
      .map(([name]) => vscode.Uri.joinPath(folder, name))
      .slice(0, pageLimit)
      .sort((a, b) => a.path.localeCompare(b.path));
  }

  private close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.search.cancel();
    this.search.dispose();
    this.quickPick.dispose();
  }
}

function shownPath(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri);
}

/** Those that are still there. */
async function existing(uris: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
  const there = await Promise.all(
    uris.map(uri =>
      vscode.workspace.fs.stat(uri).then(
        () => true,
        () => false,
      ),
    ),
  );
  return uris.filter((_, index) => there[index]);
}
