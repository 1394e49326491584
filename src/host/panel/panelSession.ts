import * as vscode from 'vscode';
import type { Run } from '../../core/model/run';
import {
  parseHostParams,
  type HostMethods,
  type InitialState,
  type WebviewMethods,
} from '../../protocol/messages';
import { Rpc, type Handlers } from '../../protocol/rpc';
import { limitsOf } from '../../core/settings';
import type { RunView, SpendingView } from '../../protocol/views';
import { serviceLabel } from '../text/labels';
import { safeText } from '../text/safeText';
import { withoutLinks } from '../text/withoutLinks';
import { candidateIntents } from './candidateIntents';
import { Coalescer } from '../coalescer';
import { composeIntents } from './composeIntents';
import { tellInterrupted } from './interrupted';
import { LatestRuns } from './latestRuns';
import { modelViews } from './modelViews';
import { optional } from './optional';
import { pageSize, type PanelParts } from './panelParts';
import type { PanelView } from './panelView';
import { runIntents } from './runIntents';
import { runView } from './runView';
import { createStages } from './stages/createStages';
import type { StageRequest } from './stages/stage';
import type { Stages } from './stages/stages';

/** Often enough to look alive, seldom enough that eight downloads at once cost nothing. */
const notifyEveryMs = 100;
/** How long the first view waits for thumbnails that are being made. */
const firstLookMs = 150;

type Part = 'composer' | 'models' | 'spending';

/** One panel from its attachment to its end, over all pages that it loads. What it shows lives elsewhere. */
export class PanelSession implements PanelView {
  private readonly rpc: Rpc<HostMethods, WebviewMethods>;
  private readonly stops: (() => void)[] = [];
  private readonly latest: LatestRuns;
  private readonly parts = new Coalescer<Part>(notifyEveryMs, keys => this.flushParts(keys));
  private readonly runs = new Coalescer<string>(notifyEveryMs, ids => this.flushRuns(ids));
  /** The view has everything; before that, what changes is kept for later. */
  private live = false;
  private readonly missed = { parts: new Set<Part>(), runs: new Set<string>() };
  private focusLater: Parameters<WebviewMethods['focus']>[0] | undefined;
  private stageLater: StageRequest | undefined;
  private readonly stages: Stages;
  private readonly stageIntents: ReturnType<typeof createStages>['intents'];
  /** Providers whose key is not stored, as far as was asked. */
  private keyless: ReadonlySet<string> = new Set();
  /** A list may have thousands of models, and most of what is marked changes none. */
  private sentModels = '';
  private disposed = false;

  constructor(
    private readonly webview: vscode.Webview,
    private readonly own: PanelParts,
    /** The user closed the view over the panel. */
    private readonly onStageClosed: () => void,
  ) {
    const { services, composer } = own;
    this.latest = new LatestRuns(services.runs);
    const { stages, intents } = createStages(own, {
      toUri: path => this.toUri(path),
      open: request => this.openStage(request),
      show: view => this.live && this.rpc.notify('stage', view),
      missing: view => this.live && this.rpc.notify('missing', view),
    });
    this.stages = stages;
    this.stageIntents = intents;
    this.rpc = new Rpc(
      {
        post: envelope => void webview.postMessage(envelope),
        listen: receive => {
          const subscription = webview.onDidReceiveMessage(receive);
          return () => subscription.dispose();
        },
      },
      logged(this.handlers(), message => services.log.warn(message)),
      parseHostParams,
    );
    this.stops.push(
      services.runs.onDidChange((id, run) => this.runChanged(id, run)),
      services.runs.onDidProgress(({ runId }) => this.runs.mark(runId)),
      composer.onDidChange(() => this.mark('composer', 'models')),
      services.models.onDidChange(() => void this.modelsChanged()),
      services.modelMemory.onDidChange(() => this.mark('models')),
      services.spending.onDidChange(() => this.mark('spending')),
      services.keys.onDidChange(() => void this.keysChanged()),
      services.onDidChangeSettings(
        () =>
          void this.modelsChanged({ toPaid: true })
            .then(() => this.readKeyless())
            .then(() => this.mark('composer', 'models', 'spending')),
      ),
    );
    const granted = vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (this.live) this.rpc.notify('restricted', {});
      this.mark('composer');
    });
    this.stops.push(() => granted.dispose());
  }

  /** Put off until the view can take it. */
  focus(target: Parameters<WebviewMethods['focus']>[0]): void {
    if (this.live) this.rpc.notify('focus', target);
    else this.focusLater = target;
  }

  /** Opens a view over the panel; put off until the page can show it. */
  async openStage(request: StageRequest): Promise<void> {
    if (!this.live) {
      this.stageLater = request;
      return;
    }
    const view = await this.stages.open(request);
    if (!view || this.disposed) return;
    if ('refused' in view) {
      void vscode.window.showErrorMessage(withoutLinks(view.refused));
      this.onStageClosed();
    } else this.rpc.notify('stage', view);
  }

  /** The page is hidden and with that gone. The one that comes back asks for everything again. */
  pause(): void {
    this.live = false;
  }

  /** The files of this run can be shown better than before. */
  markRun(runId: string): void {
    this.runs.mark(runId);
  }

  async runViews(read: readonly Run[]): Promise<readonly RunView[]> {
    return (await this.latest.asOfNow(read)).map(run => this.runView(run));
  }

  dispose(): void {
    this.disposed = true;
    this.live = false;
    void this.stages.dispose().catch((error: unknown) => this.own.services.log.warn(messageOf(error)));
    this.rpc.dispose();
    this.parts.dispose();
    this.runs.dispose();
    for (const stop of this.stops) stop();
  }

  private handlers(): Handlers<HostMethods> {
    return {
      ready: () => this.ready(),
      ...composeIntents(this.own, this),
      ...runIntents(this.own, this),
      ...candidateIntents(this.own),
      openStage: ({ kind, candidate, original }) => {
        const subject = { ...candidate, ...(original && { original }) };
        return this.openStage(kind === 'set' ? { kind, subject: { image: subject } } : { kind, subject });
      },
      closeStage: async ({ id, discard }) => {
        await this.stages.close(id, discard);
        if (!this.disposed && this.stages.resume() === undefined) this.onStageClosed();
      },
      ...this.stageIntents,
    };
  }

  /** Everything, as of now. Asked again whenever the page was loaded anew. */
  private async ready(): Promise<InitialState> {
    this.live = false;
    const { services, composer, runFiles } = this.own;
    runFiles.forgetOriginals();
    this.latest.clear();
    const [page, spending, noKey] = await Promise.all([
      services.runs.list({ limit: pageSize }),
      this.spending(),
      this.readKeyless(),
      services.models.restore().then(() => composer.followModels()),
    ]);
    void composer.recheck();
    void services.models.refresh();
    await runFiles.prepare(page.runs, firstLookMs);
    const runs = await this.runViews(page.runs);
    if (this.disposed) throw new Error('closed');
    tellInterrupted(page.runs, composer);
    // After the answer is on its way: what comes now is newer than it.
    setTimeout(() => this.goLive(), 0);
    this.sentModels = '';
    return {
      composer: composer.view(path => this.toUri(path)),
      models: this.modelViews(),
      runs,
      moreRuns: page.more,
      spending,
      noKey,
      ...optional('l10n', vscode.l10n.bundle),
      ...optional('restricted', services.trusted() ? undefined : restrictedSentence()),
    };
  }

  private runView(run: Run): RunView {
    const { services, runFiles } = this.own;
    return runView(run, {
      t: vscode.l10n.t,
      model: id => services.models.resolve(id),
      service: id => serviceLabel(vscode.l10n.t, id, this.own.services.providers()),
      fileUri: (runId, file) => this.toUri(services.runs.pathOf(runId, file)),
      thumbnailUri: (runId, file) => {
        const path = runFiles.thumbnail(runId, file);
        return path === undefined ? undefined : this.toUri(path);
      },
      progress: requestId => this.own.progress.of(requestId),
      isOurs: id => services.runs.active().some(active => active.id === id),
      shownPath: uri => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)),
      original: each => runFiles.original(each),
    });
  }

  private goLive(): void {
    if (this.disposed) return;
    this.live = true;
    for (const part of this.missed.parts) this.parts.mark(part);
    for (const id of this.missed.runs) this.runs.mark(id);
    this.missed.parts.clear();
    this.missed.runs.clear();
    if (this.focusLater) this.rpc.notify('focus', this.focusLater);
    this.focusLater = undefined;
    const request = this.stageLater;
    this.stageLater = undefined;
    const stage = request ? undefined : this.stages.resume();
    if (stage) this.rpc.notify('stage', stage);
    if (request) void this.openStageNow(request);
  }

  /** Where nobody waits for it, what goes wrong is said here. */
  private async openStageNow(request: StageRequest): Promise<void> {
    try {
      await this.openStage(request);
    } catch (error) {
      const message = safeText(messageOf(error));
      this.own.services.log.warn(message);
      void vscode.window.showErrorMessage(withoutLinks(message));
    }
  }

  private runChanged(id: string, run: Run | undefined): void {
    this.latest.heard(id, run);
    if (!run) this.own.runFiles.forgetRun(id);
    // A window that was reloaded may be found gone only after this one has opened.
    else if (this.live) tellInterrupted([run], this.own.composer);
    this.runs.mark(id);
  }

  private flushRuns(ids: readonly string[]): void {
    for (const id of ids) {
      if (!this.live) this.missed.runs.add(id);
      else {
        const run = this.latest.of(id);
        if (run === 'removed') this.rpc.notify('runRemoved', { runId: id });
        else if (run) this.rpc.notify('run', this.runView(run));
      }
    }
  }

  private flushParts(parts: readonly Part[]): void {
    for (const part of parts) {
      if (!this.live) this.missed.parts.add(part);
      else if (part === 'composer') {
        this.rpc.notify(
          'composer',
          this.own.composer.view(path => this.toUri(path)),
        );
      } else if (part === 'models') this.sendModels();
      else void this.spending().then(spending => this.live && this.rpc.notify('spending', spending));
    }
  }

  private mark(...parts: readonly Part[]): void {
    for (const part of parts) this.parts.mark(part);
  }

  private async modelsChanged(how?: { toPaid: boolean }): Promise<void> {
    await this.own.composer.followModels(how);
    this.mark('models', 'composer');
  }

  private async keysChanged(): Promise<void> {
    const noKey = await this.readKeyless();
    await this.modelsChanged();
    if (this.live) this.rpc.notify('noKey', { noKey });
    void this.own.services.models.refresh({ force: true });
  }

  private modelViews(): WebviewModels {
    const { services, composer } = this.own;
    const { favourites, used } = services.modelMemory;
    const chosen = composer.values.models.flatMap(id => services.models.resolve(id) ?? []);
    const listed = [...services.models.all(), ...services.models.allRetired(), ...chosen];
    const all = new Map(listed.map(model => [model.id, model]));
    return modelViews(vscode.l10n.t, {
      models: [...all.values()],
      providers: services.providers(),
      references: composer.references.filter(({ role }) => role !== 'mask').length,
      ...{ favourites, used, keyless: this.keyless },
    });
  }

  private sendModels(): void {
    const models = this.modelViews();
    const text = JSON.stringify(models);
    if (text === this.sentModels) return;
    this.sentModels = text;
    this.rpc.notify('models', models);
  }

  private async spending(): Promise<SpendingView> {
    const { services } = this.own;
    // A spending folder that cannot be read stops runs, which say so; the panel must open all the same.
    const spent = await services.spending.spent().catch(() => ({ todayUsd: 0, monthUsd: 0 }));
    return { ...spent, ...limitsOf(services.settings()) };
  }

  /** Resolves to whether no key of any service is stored. */
  private async readKeyless(): Promise<boolean> {
    const remote = this.own.services.providers().filter(provider => !provider.local);
    const without = await Promise.all(
      remote.map(async ({ id, key }) =>
        key === undefined || (await this.own.services.keys.has(id).catch(() => false)) ? [] : [id],
      ),
    );
    this.keyless = new Set(without.flat());
    return this.keyless.size === remote.length;
  }

  private toUri(path: string): string {
    return this.webview.asWebviewUri(vscode.Uri.file(path)).toString();
  }
}

type WebviewModels = Parameters<WebviewMethods['models']>[0];

function restrictedSentence(): string {
  return vscode.l10n.t(
    'This workspace is not trusted: you can look at images, but nothing is generated, sent or saved.',
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Puts what goes wrong on record, and gives the view a message that is fit to be shown. */
function logged(handlers: Handlers<HostMethods>, warn: (message: string) => void): Handlers<HostMethods> {
  const entries = Object.entries(handlers).map(([method, handler]) => [
    method,
    async (params: never) => {
      try {
        return await handler(params);
      } catch (error) {
        const message = safeText(messageOf(error));
        warn(`Panel, ${method}: ${message}`);
        throw new Error(message, { cause: error });
      }
    },
  ]);
  return Object.fromEntries(entries) as Handlers<HostMethods>;
}
