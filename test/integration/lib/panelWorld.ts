import { readSets } from '../../../src/host/sets/setCatalog';
import { parseConfig } from '../../../src/core/references/config/parseConfig';
import { Projects } from '../../../src/host/references/projects';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { createEngine, type Engine } from '../../../src/host/engine';
import { LayersDrawer } from '../../../src/host/layers/layersDrawer';
import { Panel } from '../../../src/host/panel/panel';
import { realDisk } from '../../../src/host/save/disk';
import type { Saver } from '../../../src/host/save/saver';
import type { SaveSubject } from '../../../src/host/save/saveTypes';
import { createVscodeSaver } from '../../../src/host/save/vscodeSaver';
import { SpriteMaker } from '../../../src/host/sprites/spriteMaker';
import type { HostMethods, WebviewMethods } from '../../../src/protocol/messages';
import { Rpc } from '../../../src/protocol/rpc';
import type { ComposerView, RunView, StageView } from '../../../src/protocol/views';

import { extension, workspaceFile } from '../extension';

/** A store, a memory and secrets of its own in the real host: nothing of the running extension is touched. */
export function newContext(): vscode.ExtensionContext {
  const { extensionUri, extensionPath } = extension();
  const secrets = new Map<string, string>();
  const context = {
    extensionUri,
    extensionPath,
    globalStorageUri: vscode.Uri.file(mkdtempSync(path.join(tmpdir(), 'inline-assets-panel-'))),
    workspaceState: memento(),
    globalState: memento(),
    secrets: {
      get: async (key: string) => secrets.get(key),
      store: async (key: string, value: string) => void secrets.set(key, value),
      delete: async (key: string) => void secrets.delete(key),
      keys: async () => [...secrets.keys()],
      onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
    },
  };
  return context as unknown as vscode.ExtensionContext;
}

function memento(): vscode.Memento {
  const stored = new Map<string, unknown>();
  return {
    keys: () => [...stored.keys()],
    get: <T>(key: string, otherwise?: T) => (stored.has(key) ? (stored.get(key) as T) : otherwise),
    update: async (key: string, value: unknown) => void stored.set(key, structuredClone(value)),
  } as vscode.Memento;
}

/** The panel over the real engine, its saver replaced by a list of what it was asked. */
export class World {
  readonly engine: Engine;
  readonly panel: Panel;
  readonly saved: [string, SaveSubject][] = [];
  readonly saver: Saver;
  picked: readonly vscode.Uri[] = [];

  constructor(readonly context = newContext()) {
    this.engine = createEngine(context);
    const record = (what: string) => async (ref: SaveSubject) => {
      this.saved.push([what, ref]);
      return { failure: { kind: 'cancelled' } } as const;
    };
    const { services } = this.engine;
    this.saver = createVscodeSaver({
      runs: services.runs,
      imaging: services.imaging,
      records: services.runs,
      reference: async () => undefined,
      log: () => undefined,
      storeFolder: services.storeUri.fsPath,
      settings: services.settings,
      memory: context.workspaceState,
    });
    this.panel = new Panel({
      drawer: new LayersDrawer({
        imaging: services.imaging,
        sets: this.saver.sets,
        staging: vscode.Uri.joinPath(services.storeUri, 'staging').fsPath,
        trusted: () => true,
        folders: () => [workspaceFile('.').fsPath],
      }),
      services: this.engine.services,
      saver: {
        ...this.saver,
        saveAndInsert: record('saveAndInsert'),
        replaceOriginal: record('replaceOriginal'),
        undoSaveOf: async ref => {
          await record('undoSaveOf')(ref);
          return { kind: 'nothing' };
        },
      },
      spriteMaker: new SpriteMaker({
        imaging: services.imaging,
        staging: path.join(services.storeUri.fsPath, 'staging'),
        disk: realDisk,
      }),
      pickWorkspaceImages: async () => this.picked,
      readSets: () => readSets(path.join(context.extensionPath, 'media', 'sets'), [], realDisk),
      projects: new Projects({ readConfig: async (path, text) => parseConfig(path, text) }),
    });
  }

  /** A tab whose page is this test. */
  async open(): Promise<Page> {
    const page = new Page();
    await this.panel.restore(page.tab);
    return page;
  }

  async dispose(): Promise<void> {
    this.panel.dispose();
    this.saver.dispose();
    await this.engine.dispose();
  }
}

/** Plays the page inside the webview: what it is told, and the requests that it makes. */
export class Page {
  readonly runs = new Map<string, RunView>();
  readonly removed: string[] = [];
  readonly focused: Parameters<WebviewMethods['focus']>[0][] = [];
  composer: ComposerView | undefined;
  stage: StageView | undefined;
  /** How often anything was heard. */
  heard = 0;
  closed = false;
  readonly tab: vscode.WebviewPanel;
  private readonly toHost = new vscode.EventEmitter<unknown>();
  private readonly toPage = new vscode.EventEmitter<unknown>();
  private readonly viewState = new vscode.EventEmitter<vscode.WebviewPanelOnDidChangeViewStateEvent>();
  private readonly disposed = new vscode.EventEmitter<void>();
  private readonly changed = new vscode.EventEmitter<void>();
  private visible = true;
  private rpc: Rpc<WebviewMethods, HostMethods>;

  constructor() {
    const webview = {
      cspSource: 'https://csp.test',
      options: {},
      html: '',
      asWebviewUri: (uri: vscode.Uri) => uri.with({ scheme: 'https', authority: 'file.test' }),
      onDidReceiveMessage: this.toHost.event,
      postMessage: async (message: unknown) => {
        // What is posted to a hidden page is lost.
        if (this.visible && !this.closed) this.toPage.fire(structuredClone(message));
        return this.visible;
      },
    };
    const isVisible = () => this.visible;
    this.tab = {
      webview,
      viewType: 'inlineAssets.panel',
      get visible() {
        return isVisible();
      },
      onDidChangeViewState: this.viewState.event,
      onDidDispose: this.disposed.event,
      reveal: () => undefined,
      dispose: () => this.close(),
    } as unknown as vscode.WebviewPanel;
    this.rpc = this.load();
  }

  /** The page is loaded anew, as VS Code does when a tab comes back. */
  private load(): Rpc<WebviewMethods, HostMethods> {
    const heard = (change: () => void): void => {
      change();
      this.heard++;
      this.changed.fire();
    };
    return new Rpc<WebviewMethods, HostMethods>(
      {
        post: envelope => this.toHost.fire(structuredClone(envelope)),
        listen: receive => {
          const listening = this.toPage.event(receive);
          return () => listening.dispose();
        },
      },
      {
        composer: composer => heard(() => (this.composer = composer)),
        models: () => heard(() => undefined),
        run: run => heard(() => this.runs.set(run.id, run)),
        runRemoved: ({ runId }) => heard(() => this.removed.push(runId)),
        spending: () => heard(() => undefined),
        focus: target => heard(() => this.focused.push(target)),
        restricted: () => heard(() => undefined),
        noKey: () => heard(() => undefined),
        stage: view => heard(() => (this.stage = view)),
        missing: view => heard(() => (this.stage = { kind: 'missing', ...view })),
      },
    );
  }

  request: Rpc<WebviewMethods, HostMethods>['request'] = (method, params) => this.rpc.request(method, params);

  /** Anything at all, as a page that was taken over could send it. */
  raw(message: unknown): void {
    this.toHost.fire(message);
  }

  /** The reply to a raw request. */
  async reply(id: number): Promise<{ ok: boolean; message?: string }> {
    return new Promise(resolve => {
      const listening = this.toPage.event(data => {
        const envelope = data as { type: string; id: number; ok: boolean; message?: string };
        if (envelope.type !== 'reply' || envelope.id !== id) return;
        listening.dispose();
        resolve(envelope);
      });
    });
  }

  hide(): void {
    this.setVisible(false);
    this.rpc.dispose();
  }

  show(): void {
    this.rpc = this.load();
    this.setVisible(true);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.rpc.dispose();
    this.disposed.fire();
  }

  /** Resolves when what was heard makes it true. */
  async until(holds: () => boolean): Promise<void> {
    if (holds()) return;
    await new Promise<void>(resolve => {
      const listening = this.changed.event(() => {
        if (!holds()) return;
        listening.dispose();
        resolve();
      });
    });
  }

  private setVisible(visible: boolean): void {
    this.visible = visible;
    this.viewState.fire({ webviewPanel: this.tab });
  }
}
