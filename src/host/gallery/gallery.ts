import * as vscode from 'vscode';
import type { GalleryAction } from '../../protocol/galleryMessages';
import { panelHtml } from '../panel/panelHtml';
import { galleryViewType, type GalleryDeps } from './galleryParts';
import { GallerySession } from './gallerySession';
import { ThumbnailCache } from './thumbnailCache';

/** After what the tab was opened for. */
const pruneAfterMs = 30_000;

/** The one gallery of a window. */
export class Gallery {
  private readonly dist: vscode.Uri;
  private readonly folder: vscode.Uri;
  private open: { panel: vscode.WebviewPanel; session: GallerySession; close(): void } | undefined;
  private disposed = false;

  constructor(private readonly deps: GalleryDeps) {
    const { services } = deps;
    this.dist = vscode.Uri.joinPath(services.context.extensionUri, 'dist', 'webview');
    this.folder = vscode.Uri.joinPath(services.storeUri, 'gallery');
  }

  /** Resolves when the tab is there; its content follows. `folder`: only what is in it. */
  async show(folder?: vscode.Uri): Promise<void> {
    if (this.disposed) return;
    if (this.open) this.open.panel.reveal();
    else
      this.attach(
        vscode.window.createWebviewPanel(
          galleryViewType,
          vscode.l10n.t('Image Gallery'),
          vscode.ViewColumn.Active,
          { retainContextWhenHidden: false, enableFindWidget: false },
        ),
      );
    if (folder) this.open?.session.showFolder(folder.path);
  }

  /** For the serializer: VS Code brings the tab of an earlier window back. */
  async restore(panel: vscode.WebviewPanel): Promise<void> {
    if (this.disposed || this.open) panel.dispose();
    else this.attach(panel);
  }

  /** An entry of the context menu. */
  async act(action: GalleryAction): Promise<void> {
    await this.open?.session.actOnTargets(action);
  }

  dispose(): void {
    this.disposed = true;
    this.open?.close();
    // The tab stays: VS Code brings it back in the next window through the serializer.
  }

  private attach(panel: vscode.WebviewPanel): void {
    const { services } = this.deps;
    const icon = (name: string) => vscode.Uri.joinPath(services.context.extensionUri, 'media', name);
    panel.iconPath = { light: icon('panelLight.svg'), dark: icon('panelDark.svg') };
    panel.webview.options = {
      enableScripts: true,
      enableForms: false,
      // Thumbnails only: the page has no way to the files of the workspace.
      localResourceRoots: [this.dist, this.folder],
    };
    const cache = new ThumbnailCache(this.folder.fsPath);
    const session = new GallerySession(panel.webview, { ...this.deps, cache });
    const stopPruning = pruneLater(cache);
    const open = {
      panel,
      session,
      close: () => {
        stopPruning();
        session.dispose();
      },
    };
    this.open = open;
    panel.webview.html = panelHtml(panel.webview, this.dist, 'gallery');
    let visible = panel.visible;
    panel.onDidChangeViewState(() => {
      if (visible && !panel.visible) session.pause();
      visible = panel.visible;
    });
    panel.onDidDispose(() => {
      open.close();
      if (this.open === open) this.open = undefined;
    });
  }
}

function pruneLater(cache: ThumbnailCache): () => void {
  const stop = new AbortController();
  const timer = setTimeout(() => void cache.prune(stop.signal), pruneAfterMs).unref();
  return () => {
    clearTimeout(timer);
    stop.abort();
  };
}
