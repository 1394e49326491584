import { config, t } from '@vscode/l10n';
import type { HostMethods, InitialState, WebviewMethods } from '../protocol/messages';
import { type Handlers, type Params, type Result, Rpc } from '../protocol/rpc';
import { sameCandidate, type CandidateRef } from '../core/model/run';
import { mostCompared } from '../protocol/compareViews';
import type { RunView } from '../protocol/views';
import { announcements } from './announce';
import { type ComposerChange, ComposerDraft } from './composerDraft';
import type { Seam } from './seam';
import { initialState, matches, type PanelState, withPage, withRun } from './state';
import { readUi, type UiState } from './uiState';

export type FocusTarget = Parameters<WebviewMethods['focus']>[0];

/** What only happens, and leaves no state behind. */
export interface StoreEvents {
  focus(target: FocusTarget): void;
  announce(text: string): void;
  /** A run of the composer's began: it is the first of the results. */
  began(): void;
}

const statusMs = 6000;
const searchPauseMs = 200;

/** The state, how messages change it, and what the user's hands send to the host. */
export class PanelStore {
  state: PanelState;
  private readonly rpc: Rpc<WebviewMethods, HostMethods>;
  private readonly draft: ComposerDraft;
  private readonly listeners = new Set<() => void>();
  private readonly watchers = new Set<StoreEvents>();
  private searches = 0;
  private searchTimer: number | undefined;
  private statusTimer: number | undefined;
  /** A view over the panel was asked for on this one, and has not come yet. */
  private opening: CandidateRef | undefined;

  constructor(private readonly seam: Seam) {
    this.state = { ...initialState, ui: readUi(seam.loadUi()) };
    this.rpc = new Rpc(seam.transport, this.handlers());
    this.draft = new ComposerDraft(
      change =>
        this.rpc.request('updateComposer', {
          ...change,
          ...(change.models && { models: [...change.models] }),
        } as Parameters<HostMethods['updateComposer']>[0]),
      derived => this.set({ composer: { ...this.state.composer, derived } }),
    );
  }

  /** Asks the host for everything. Before it answers the shell is already there. */
  async start(): Promise<void> {
    const { search, favourites } = this.state.ui;
    this.set({ failed: undefined });
    try {
      this.receive(await this.rpc.request('ready', {}));
    } catch (error) {
      const failed = messageOf(error);
      this.set({ failed });
      this.announce(failed);
      return;
    }
    if (search.trim() !== '' || favourites) await this.list();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  watch(events: StoreEvents): () => void {
    this.watchers.add(events);
    return () => this.watchers.delete(events);
  }

  /** Sends what is still being typed, at once. */
  flush(): void {
    this.draft.flush();
  }

  compose(change: ComposerChange): void {
    this.draft.change(change);
    this.set({ composer: { ...this.state.composer, ...change }, refusal: undefined });
  }

  async generate(): Promise<void> {
    if (this.state.starting) return;
    this.draft.flush();
    this.set({ starting: true, refusal: undefined });
    try {
      const answer = await this.rpc.request('generate', {});
      if ('refused' in answer) this.set({ refusal: answer.refused });
      else {
        this.setUi({ folded: true });
        // What comes is no favorite yet.
        this.showFavourites(false);
        for (const watcher of this.watchers) watcher.began();
      }
    } catch (error) {
      this.set({ refusal: messageOf(error) });
    } finally {
      this.set({ starting: false });
    }
  }

  promptHistory(offset: number): Promise<string | null> {
    return this.ask('promptHistory', { offset }).then(prompt => prompt ?? null);
  }

  /** Any other intent. `undefined` when the host could not; it has been said then. */
  async ask<K extends keyof HostMethods & string>(
    method: K,
    params: Params<HostMethods[K]>,
  ): Promise<Result<HostMethods[K]> | undefined> {
    this.draft.flush();
    try {
      return await this.rpc.request(method, params);
    } catch (error) {
      this.say(messageOf(error), true);
      return undefined;
    }
  }

  /** Like `ask`, for those who need the reason themselves. */
  pngBytes(params: Parameters<HostMethods['pngBytes']>[0]): Promise<Uint8Array> {
    return this.rpc.request('pngBytes', params);
  }

  search(text: string): void {
    this.setUi({ search: text, scroll: 0 });
    window.clearTimeout(this.searchTimer);
    this.searchTimer = window.setTimeout(() => void this.list(), searchPauseMs);
  }

  /** Only favorites among the results, or all again. */
  showFavourites(on: boolean): void {
    if (on === this.state.ui.favourites) return;
    this.setUi({ favourites: on, scroll: 0 });
    void this.list();
  }

  async loadOlder(): Promise<void> {
    const { runs, moreRuns, loadingRuns, ui } = this.state;
    const last = runs.at(-1);
    if (!moreRuns || loadingRuns || last === undefined) return;
    const search = ++this.searches;
    this.set({ loadingRuns: true, runsFailed: undefined });
    const page = await this.ask('listRuns', { ...queryOf(ui), before: last.id });
    if (search !== this.searches) return;
    this.set({
      loadingRuns: false,
      ...(page
        ? { runs: withPage(this.state.runs, page.runs), moreRuns: page.more }
        : { runsFailed: 'older' }),
    });
  }

  /** What could not be loaded. */
  loadAgain(): Promise<void> {
    return this.state.runsFailed === 'list' ? this.list() : this.loadOlder();
  }

  say(text: string, failed = false): void {
    this.set({ status: { text, failed } });
    this.announce(text);
    window.clearTimeout(this.statusTimer);
    this.statusTimer = window.setTimeout(() => this.set({ status: undefined }), statusMs);
  }

  setUi(change: Partial<UiState>): void {
    const ui = { ...this.state.ui, ...change };
    this.seam.saveUi(ui);
    // Where the results are scrolled to draws nothing.
    if (Object.keys(change).every(key => key === 'scroll')) this.state = { ...this.state, ui };
    else this.set({ ui });
  }

  /** A view over the panel, on an image of the results. */
  async openStage(params: Params<HostMethods['openStage']>): Promise<void> {
    this.opening = params.candidate;
    await this.ask('openStage', params);
    this.opening = undefined;
  }

  /** One more to compare, or one less. */
  selectToCompare(ref: CandidateRef): void {
    const { comparing } = this.state;
    const others = comparing.filter(each => !sameCandidate(each, ref));
    if (others.length === comparing.length && comparing.length === mostCompared) {
      this.say(t('At most {0} images are compared at once.', mostCompared), true);
      return;
    }
    this.set({ comparing: others.length < comparing.length ? others : [...comparing, ref] });
  }

  /** Images of the results, held against each other; `of`: where the focus goes back to. */
  async openCompare(images: Params<HostMethods['openCompare']>['images'], of?: CandidateRef): Promise<void> {
    this.opening = of;
    this.set({ comparing: [] });
    await this.ask('openCompare', { images });
    this.opening = undefined;
  }

  /** The view over the panel was closed. `discard`: what is not saved there is not wanted any more. */
  closeStage(discard: boolean): void {
    const { stage } = this.state;
    if (stage === undefined) return;
    this.set({ stage: undefined, stageOf: undefined });
    void this.ask('closeStage', { id: stage.id, ...(discard && { discard }) });
  }

  focusPrompt(): void {
    this.focus({ target: 'prompt' });
  }

  private focus(target: FocusTarget): void {
    if (target.target === 'prompt') this.setUi({ folded: false });
    for (const watcher of this.watchers) watcher.focus(target);
  }

  private async list(): Promise<void> {
    const query = queryOf(this.state.ui);
    const search = ++this.searches;
    this.set({ loadingRuns: true, runsFailed: undefined });
    const page = await this.ask('listRuns', query);
    if (search !== this.searches) return;
    this.set({
      loadingRuns: false,
      ...(page ? { runs: page.runs, moreRuns: page.more } : { runsFailed: 'list' }),
    });
    if (page && (query.text.trim() !== '' || query.favourites))
      this.announce(t('{0} runs found', this.state.runs.length));
  }

  private handlers(): Handlers<WebviewMethods> {
    return {
      composer: composer => this.set({ composer: this.draft.overlay(composer) }),
      models: models => this.set({ models }),
      run: run => this.receiveRun(run),
      runRemoved: ({ runId }) => this.set({ runs: this.state.runs.filter(run => run.id !== runId) }),
      spending: spending => this.set({ spending }),
      focus: target => this.focus(target),
      restricted: ({ reason }) => this.set({ restricted: reason }),
      noKey: ({ noKey }) => this.set({ noKey }),
      stage: stage => this.set({ stage, stageOf: this.opening }),
      missing: view => {
        if (this.state.stage?.id === view.id) this.set({ stage: { kind: 'missing', ...view } });
      },
    };
  }

  private receive(initial: InitialState): void {
    if (initial.l10n !== undefined) config({ contents: initial.l10n });
    const { search } = this.state.ui;
    this.set({
      ready: true,
      localized: initial.l10n !== undefined,
      composer: this.draft.overlay(initial.composer),
      models: initial.models,
      runs: initial.runs.filter(run => matches(run, search)),
      moreRuns: initial.moreRuns,
      spending: initial.spending,
      restricted: initial.restricted,
      noKey: initial.noKey,
    });
  }

  private receiveRun(run: RunView): void {
    const before = this.state.runs.find(each => each.id === run.id);
    this.set({ runs: withRun(this.state.runs, run, this.state.ui.search) });
    const said = announcements(before, run);
    if (said.length > 0) this.announce(said.join('. '));
  }

  private announce(text: string): void {
    for (const watcher of this.watchers) watcher.announce(text);
  }

  private set(change: Partial<PanelState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

function queryOf({ search, favourites }: UiState): { text: string; favourites?: true } {
  return { text: search, ...(favourites && { favourites }) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
