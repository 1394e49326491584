import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { giveWay } from '../../core/giveWay';
import type { IndexedReference } from '../../core/imageIndex/imageIndex';
import type { ImageProblem } from '../../core/imageIndex/problems';
import { kilobyte } from '../../core/model/format';
import {
  type GalleryAction,
  type GalleryHostMethods,
  type GalleryWebviewMethods,
  parseGalleryParams,
} from '../../protocol/galleryMessages';
import type { GalleryDetails, GalleryFinding, GalleryInitial } from '../../protocol/galleryViews';
import { type Handlers, Rpc } from '../../protocol/rpc';
import { Coalescer } from '../coalescer';
import { foldersOnDisk } from '../onDisk';
import { optional } from '../panel/optional';
import { safeText } from '../text/safeText';
import { uriOfIndexed } from '../imageIndex/workspaceWatch';
import { findingsOf, problemsOf } from './galleryProblems';
import { GalleryActions } from './galleryActions';
import type { GalleryParts } from './galleryParts';
import type { GalleryChange } from './galleryModel';
import { GalleryWorkspace } from './galleryWorkspace';
import { SavedImages } from './savedImages';
import { type Thumbnail, Thumbnails } from './thumbnails';

/** Rows in a message: a few milliseconds at each end. */
const batch = 2000;
const tellEveryMs = 40;
const previewEdge = 1024;
/** From when the page is there; what is in sight should be there by then. */
const firstSeenMs = 3000;
const maxUses = 200;
const uiKey = 'inlineAssets.gallery';

/** The page of the gallery, from its attachment to its end, over all times that it is loaded. */
export class GallerySession {
  private readonly rpc: Rpc<GalleryHostMethods, GalleryWebviewMethods>;
  private readonly workspace: GalleryWorkspace;
  private readonly thumbnails: Thumbnails;
  private readonly actions: GalleryActions;
  private readonly waiting = new Map<number, Thumbnail>();
  private readonly telling = new Coalescer<'thumbnails'>(tellEveryMs, () => this.tellThumbnails());
  private readonly stops: (() => void)[] = [];
  /** The page has everything; what changes is told. */
  private live = false;
  private sending: Promise<void> = Promise.resolve();
  private folder: string | undefined;
  private targets: readonly number[] = [];
  private uses: { id: number; references: readonly IndexedReference[] } | undefined;
  /** Of the table that was told last. */
  private findings: readonly ImageProblem[] = [];
  /** A page was there, or none will be. */
  private tellThere: () => void = () => undefined;
  private readonly there = new Promise<void>(resolve => (this.tellThere = resolve));
  /** The page has said what is in sight. */
  private looked = false;
  private disposed = false;

  constructor(
    private readonly webview: vscode.Webview,
    private readonly parts: GalleryParts,
  ) {
    const { services, index, cache } = parts;
    const saved = new SavedImages(services.runs, () => this.workspace.refresh());
    this.actions = new GalleryActions({ index, trusted: services.trusted });
    this.workspace = new GalleryWorkspace(
      {
        ...{ index, saved },
        firstSeen: () => this.firstSeen(),
        mostBytes: () => services.settings().checkMaxKilobytes * kilobyte,
        warn: message => services.log.warn(message),
      },
      {
        changed: change => this.live && this.send(change),
        progress: progress => this.live && this.afterSent(() => this.rpc.notify('progress', progress)),
        knowledge: () => this.live && this.afterSent(() => this.rpc.notify('changed', {})),
      },
    );
    this.thumbnails = new Thumbnails(
      { cache, bulk: services.imaging.inBulk(), now: services.imaging, t: vscode.l10n.t },
      thumbnail => {
        this.waiting.set(thumbnail.id, thumbnail);
        this.telling.mark('thumbnails');
      },
    );
    this.rpc = new Rpc(
      {
        post: envelope => void webview.postMessage(envelope),
        listen: receive => {
          const subscription = webview.onDidReceiveMessage(receive);
          return () => subscription.dispose();
        },
      },
      this.handlers(),
      parseGalleryParams,
    );
    const granted = vscode.workspace.onDidGrantWorkspaceTrust(
      () => this.live && this.rpc.notify('restricted', {}),
    );
    this.stops.push(
      () => granted.dispose(),
      () => saved.dispose(),
    );
    this.workspace.refresh();
    void this.thumbnails.warmUp();
  }

  /** Only images of this folder (`uri.path`); put off until the page can show it. */
  showFolder(path: string): void {
    this.folder = path;
    this.tellFolder();
  }

  /** For the entries of the context menu, which know no images. */
  actOnTargets(action: GalleryAction): Promise<void> {
    return this.act(action, this.targets);
  }

  /** The page is hidden and with that gone. */
  pause(): void {
    this.live = false;
    this.thumbnails.pause();
  }

  dispose(): void {
    this.disposed = true;
    this.live = false;
    this.tellThere();
    this.thumbnails.dispose();
    this.workspace.dispose();
    this.telling.dispose();
    this.rpc.dispose();
    for (const stop of this.stops) stop();
  }

  private handlers(): Handlers<GalleryHostMethods> {
    const { services } = this.parts;
    return this.logged({
      ready: () => this.ready(),
      look: ({ ids, edge }) => {
        this.looked = true;
        return this.thumbnails.want(
          ids.flatMap(id => this.wish(id) ?? []),
          edge,
        );
      },
      details: ({ id }) => this.details(id),
      preview: ({ id }) => this.preview(id),
      openUse: ({ id, use }) => this.openUse(id, use),
      act: ({ action, ids }) => this.act(action, ids),
      target: ({ ids }) => {
        this.targets = ids;
      },
      remember: async ({ ui }) => services.context.workspaceState.update(uiKey, ui),
      problems: () => this.problems(),
      openProblem: ({ index }) => this.openProblem(index),
      retry: () => this.workspace.refresh(),
      openFolder: async () =>
        void (await vscode.commands.executeCommand('workbench.action.files.openFolder')),
      generate: async () => void (await vscode.commands.executeCommand('inlineAssets.generate')),
      manageTrust: async () => void (await vscode.commands.executeCommand('workbench.trust.manage')),
    });
  }

  private async firstSeen(): Promise<void> {
    await this.there;
    for (let waited = 0; waited < firstSeenMs && !this.disposed; waited += tellEveryMs) {
      if (this.looked && this.thumbnails.idle) return;
      await pause(tellEveryMs);
    }
  }

  private ready(): GalleryInitial {
    const { services } = this.parts;
    // After the answer is on its way: what comes now is newer than it.
    setTimeout(() => this.goLive(), 0);
    return {
      ui: services.context.workspaceState.get(uiKey),
      ...optional('l10n', vscode.l10n.bundle),
      ...optional('restricted', services.trusted() ? undefined : restrictedSentence()),
      noFolder: foldersOnDisk().length === 0,
    };
  }

  private goLive(): void {
    if (this.disposed) return;
    this.live = true;
    this.tellThere();
    this.send(this.workspace.images.all(), true);
    const { progress } = this.workspace;
    this.afterSent(() => this.rpc.notify('progress', progress));
    this.afterSent(() => this.tellFolder());
  }

  /** One message after the other, so that nothing waits for long; what comes next waits for all of it. */
  private send(change: GalleryChange, first = false): void {
    this.sending = this.sending.then(() => this.sendAll(change, first));
  }

  private async sendAll({ folders, added, facts, removed }: GalleryChange, first: boolean): Promise<void> {
    if (removed.length > 0 && !this.disposed) this.rpc.notify('removed', { ids: removed });
    for (let from = 0; from < added.length || (first && from === 0); from += batch) {
      // A page that is gone takes no message, and throws.
      if (this.disposed) return;
      this.rpc.notify('images', {
        ...(first && from === 0 && { first: true as const }),
        folders: from === 0 ? folders : [],
        images: added.slice(from, from + batch),
      });
      await giveWay();
    }
    for (let from = 0; from < facts.length; from += batch) {
      if (this.disposed) return;
      this.rpc.notify('facts', { facts: facts.slice(from, from + batch) });
      await giveWay();
    }
  }

  private afterSent(tell: () => void): void {
    this.sending = this.sending.then(() => {
      if (!this.disposed) tell();
    });
  }

  private tellFolder(): void {
    if (!this.live || this.folder === undefined) return;
    this.rpc.notify('show', { folder: this.workspace.labelOf(this.folder) });
    this.folder = undefined;
  }

  private tellThumbnails(): void {
    const thumbnails = [...this.waiting.values()];
    this.waiting.clear();
    // The next page asks again.
    if (!this.live) return;
    this.rpc.notify('thumbnails', {
      made: thumbnails.flatMap(each => ('file' in each ? [[each.id, this.toUri(each.file)] as const] : [])),
      failed: thumbnails.flatMap(each => ('problem' in each ? [[each.id, each.problem] as const] : [])),
    });
  }

  private wish(id: number): { id: number; path: string } | undefined {
    const entry = this.workspace.images.entry(id);
    return entry && { id, path: uriOfIndexed(entry.path).fsPath };
  }

  private async details(id: number): Promise<GalleryDetails | null> {
    const { images } = this.workspace;
    const entry = images.entry(id);
    if (!entry) return null;
    const references = this.workspace.known
      ? await this.workspace.usesOf(entry.path).catch(() => undefined)
      : undefined;
    if (references) this.uses = { id, references };
    return {
      id,
      path: shown(entry.path),
      ...(references && {
        uses: references.slice(0, maxUses).map(({ document, range, reference }) => ({
          document: shown(document),
          line: range.start.line + 1,
          text: reference.rawTarget,
        })),
      }),
      moreUses: Math.max(0, (references?.length ?? 0) - maxUses),
      problems: problemsOf(entry, this.workspace.problems, shown),
      duplicates: this.workspace.sameBytes(entry.path).flatMap(path => {
        const twin = images.idOf(path);
        return twin === undefined ? [] : [{ id: twin, path: shown(path) }];
      }),
    };
  }

  private async preview(id: number): Promise<string | null> {
    const wish = this.wish(id);
    const made = wish && (await this.thumbnails.one(wish.path, previewEdge));
    return made && 'file' in made ? this.toUri(made.file) : null;
  }

  private async openUse(id: number, use: number): Promise<void> {
    const found = this.uses?.id === id ? this.uses.references[use] : undefined;
    if (!found) return;
    await openAt(found.document, found.range);
  }

  private problems(): readonly GalleryFinding[] | null {
    const { workspace } = this;
    if (!workspace.known) return null;
    this.findings = workspace.problems;
    const idOf = (path: string) => workspace.images.idOf(path);
    return findingsOf(this.findings, this.parts.services.settings(), shown, idOf);
  }

  private async openProblem(index: number): Promise<void> {
    const found = this.findings[index];
    if (found && 'range' in found) await openAt(found.document, found.range);
  }

  private act(action: GalleryAction, ids: readonly number[]): Promise<void> {
    const uris = ids.flatMap(id => {
      const entry = this.workspace.images.entry(id);
      return entry ? [uriOfIndexed(entry.path)] : [];
    });
    return this.actions.run(action, uris);
  }

  private toUri(file: string): string {
    return this.webview.asWebviewUri(vscode.Uri.file(file)).toString();
  }

  /** Puts what goes wrong on record, and gives the page a message that is fit to be shown. */
  private logged(handlers: Handlers<GalleryHostMethods>): Handlers<GalleryHostMethods> {
    const entries = Object.entries(handlers).map(([method, handler]) => [
      method,
      async (params: never) => {
        try {
          return await (handler as (params: never) => unknown)(params);
        } catch (error) {
          const message = safeText(error instanceof Error ? error.message : String(error));
          this.parts.services.log.warn(`Gallery, ${method}: ${message}`);
          throw new Error(message, { cause: error });
        }
      },
    ]);
    return Object.fromEntries(entries) as Handlers<GalleryHostMethods>;
  }
}

async function openAt(document: string, { start, end }: IndexedReference['range']): Promise<void> {
  await vscode.window.showTextDocument(uriOfIndexed(document), {
    selection: new vscode.Range(start.line, start.character, end.line, end.character),
    preview: true,
  });
}

function shown(path: string): string {
  return vscode.workspace.asRelativePath(uriOfIndexed(path));
}

function restrictedSentence(): string {
  return vscode.l10n.t(
    'This workspace is not trusted: you can look at images, but nothing is edited, renamed or deleted.',
  );
}
