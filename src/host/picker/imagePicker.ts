import * as vscode from 'vscode';
import { formatBytes, formatPixels } from '../../core/model/format';
import { isImagePath, matchesWords } from '../../core/search/imageGlobs';
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
}

interface ImageItem extends vscode.QuickPickItem {
  uri: vscode.Uri;
}

const searchDelayMs = 120;
/** Headers read at a time: enough to keep the disk busy, few enough to leave it usable. */
const headerBatch = 64;

/**
 * Lets the user tick workspace images. Resolves to `undefined` when it was dismissed.
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
  private readonly ticked = new Map<string, vscode.Uri>();
  /** Recently picked, and not there any more. */
  private readonly gone = new Set<string>();
  private found: readonly vscode.Uri[] = [];
  private more = false;
  /** `found` has everything that this text and longer ones can find. */
  private complete: string | undefined;
  /** By URI. Once something was ticked, rows keep their places until the text changes. */
  private readonly order = new Map<string, vscode.Uri>();
  private touched = false;
  private rebuilding = false;
  private search = new vscode.CancellationTokenSource();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(
    private readonly recent: RecentImages,
    private readonly readHeader: ReadHeader,
    options: PickOptions,
  ) {
    for (const uri of options.selected ?? []) this.ticked.set(uri.toString(), uri);
    this.quickPick.title = options.title ?? vscode.l10n.t('Pick Images');
    this.quickPick.canSelectMany = true;
    this.quickPick.ignoreFocusOut = true;
  }

  async run(): Promise<readonly vscode.Uri[] | undefined> {
    const accepted = new Promise<readonly vscode.Uri[] | undefined>(resolve => {
      this.quickPick.onDidAccept(() => {
        resolve([...this.ticked.values()]);
        this.quickPick.hide();
      });
      this.quickPick.onDidHide(() => resolve(undefined));
    });
    this.quickPick.onDidChangeSelection(items => this.onTicked(items));
    this.quickPick.onDidChangeValue(() => this.onTyped());
    this.rebuild();
    this.quickPick.show();
    void this.load('');
    const picked = await accepted;
    this.close();
    if (picked && picked.length > 0) await this.recent.add(picked);
    return picked;
  }

  private onTicked(items: readonly ImageItem[]): void {
    // Assigning items clears the ticks for a moment; that is not the user.
    if (this.rebuilding) return;
    this.touched = true;
    const shown = new Set(this.quickPick.items.map(item => item.uri?.toString()));
    for (const key of this.ticked.keys()) if (shown.has(key)) this.ticked.delete(key);
    for (const { uri } of items) this.ticked.set(uri.toString(), uri);
  }

  private onTyped(): void {
    const { value } = this.quickPick;
    clearTimeout(this.timer);
    this.order.clear();
    this.touched = false;
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
      await searchImages(text, search.token, (uris, more) => {
        if (this.closed || search.token.isCancellationRequested) return;
        this.found = uris;
        this.more = more;
        if (!this.touched) this.order.clear();
        if (!more) this.complete = text;
        this.rebuild();
      });
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
    for (let from = 0, size = headerBatch; from < waiting.length; from += size, size *= 2) {
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
    if (!header && (await isMissing(uri))) this.gone.add(uri.toString());
    if (this.described.size > 2 * pageLimit) this.described.clear();
    this.described.set(uri.toString(), text);
  }

  /** In this order when they come together: ticked ones, whatever is searched; recent ones; the rest by path. */
  private listed(): readonly vscode.Uri[] {
    const { value } = this.quickPick;
    const recent = this.recent.list().filter(uri => isImagePath(uri.path));
    const found = [...this.found].sort((a, b) => a.path.localeCompare(b.path));
    const matching = [...(value.trim() === '' ? recent : []), ...found].filter(
      uri => vscode.workspace.getWorkspaceFolder(uri) && matchesWords(shownPath(uri), value),
    );
    for (const uri of [...this.ticked.values(), ...matching]) {
      if (!this.order.has(uri.toString())) this.order.set(uri.toString(), uri);
    }
    return [...this.order.values()].filter(uri => !this.gone.has(uri.toString()));
  }

  private rebuild(): void {
    const items = this.listed().map(uri => this.item(uri));
    this.rebuilding = true;
    const active = this.quickPick.activeItems[0]?.uri.toString();
    this.quickPick.items = items;
    this.quickPick.selectedItems = items.filter(item => this.ticked.has(item.uri.toString()));
    const same = items.find(item => item.uri.toString() === active);
    if (same) this.quickPick.activeItems = [same];
    this.rebuilding = false;
    this.quickPick.placeholder = this.placeholder(items.length);
  }

  private placeholder(count: number): string {
    if (count === 0 && !this.quickPick.busy) {
      return vscode.l10n.t('No images (png, jpg, webp, gif, avif) in this workspace yet');
    }
    return this.more
      ? vscode.l10n.t('More than {0} images: type a part of the name or folder', pageLimit)
      : vscode.l10n.t('Tick one or several images, then press Enter');
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

async function isMissing(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return false;
  } catch (error) {
    return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
  }
}
