import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { sameCandidate, type CandidateRef } from '../../core/model/run';
import type { StageView } from '../../protocol/views';
import { canTake, takeDrop, takePaste } from '../dropImages';
import { icon } from '../icons';
import { isGenerateKey } from '../keys';
import { beforesOf, placedOf } from '../placed';
import type { FocusTarget, PanelStore } from '../store';
import { banner } from '../styles/banner';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import './composer';
import type { IaComposer } from './composer';
import './largeView';
import { panelStyles } from './panel.styles';
import './results';
import './compareView';
import './layersView';
import './missingView';
import './saveView';
import './scoreboardView';
import './sliceView';
import './spriteView';
import './setView';
import type { IaResults } from './results';

const narrowQuery = '(max-width: 699px)';

/** The whole panel: composer beside results, or above them where there is little room; the large view over both. */
@customElement('ia-panel')
export class IaPanel extends LitElement {
  static override styles = [base, buttons, banner, panelStyles];

  @property({ attribute: false }) store: PanelStore | undefined;
  @state() private large: CandidateRef | undefined;
  @state() private dropping = false;
  @state() private said = '';
  @query('ia-composer') private composer!: IaComposer | null;
  @query('ia-results') private results!: IaResults | null;
  @query('main') private main!: HTMLElement;
  private readonly narrow = window.matchMedia(narrowQuery);
  private stop = new AbortController();
  private restored = false;
  private dragDepth = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.narrow.addEventListener('change', () => this.requestUpdate(), { signal });
    // VS Code takes a drag for itself unless these two are stopped below its own listeners.
    this.addEventListener('dragenter', this.onDragEnter, { signal });
    this.addEventListener('dragover', this.onDragOver, { signal });
    this.addEventListener('dragleave', this.onDragLeave, { signal });
    this.addEventListener('drop', this.onDrop, { signal });
    document.addEventListener('keydown', this.onKey, { signal });
    document.addEventListener('paste', event => this.store && takePaste(this.store, event), { signal });
    document.addEventListener('visibilitychange', () => this.store?.flush(), { signal });
    window.addEventListener('pagehide', () => this.store?.flush(), { signal });
    // A page that is closed can no longer send: what is typed goes out as soon as the hands leave it.
    this.addEventListener('focusout', () => this.store?.flush(), { signal });
    window.addEventListener('blur', () => this.store?.flush(), { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('store') || this.store === undefined) return;
    const { signal } = this.stop;
    const stops = [
      this.store.subscribe(() => this.requestUpdate()),
      this.store.watch({
        focus: target => void this.focusOn(target),
        announce: text => this.announce(text),
        began: () => void this.showNewest(),
      }),
    ];
    signal.addEventListener('abort', () => stops.forEach(stop => stop()));
  }

  protected override updated(): void {
    if (this.restored || !this.store?.state.ready) return;
    this.restored = true;
    void this.restoreScroll();
  }

  override render(): TemplateResult | typeof nothing {
    const { store } = this;
    if (store === undefined) return nothing;
    // Drawn anew when its language becomes known.
    return html`${keyed(store.state.localized, this.renderAll(store))}`;
  }

  private renderAll(store: PanelStore): TemplateResult {
    const { state: now } = store;
    const narrow = this.narrow.matches;
    const foldable = narrow && now.runs.length > 0;
    const folded = foldable && (now.ui.folded ?? true);
    return html`<div class="hidden-text" aria-live="polite">${this.said}</div>
      ${now.restricted === undefined ? nothing : this.renderRestricted(now.restricted)}
      <main class=${narrow ? 'narrow' : 'wide'} @scroll=${this.onScroll}>
        <h1 class="hidden-text">${t('Inline Assets')}</h1>
        <ia-composer
          .store=${store}
          .state=${now}
          .folded=${folded}
          .foldable=${foldable}
          .dropping=${this.dropping}
        ></ia-composer>
        <ia-results .store=${store} .state=${now} @open=${this.onOpen} @scroll=${this.onScroll}></ia-results>
      </main>
      ${this.renderLarge(store)} ${this.renderStage(store)}
      ${
        now.status
          ? html`<div class="status">
              ${icon(now.status.failed ? 'error' : 'check', now.status.failed ? 'error' : 'good')}<span
                >${now.status.text}</span
              >
            </div>`
          : nothing
      }`;
  }

  private renderRestricted(reason: string): TemplateResult {
    return html`<div class="banner" role="region" aria-label=${t('Restricted mode')}>
      ${icon('shield')}<span>${reason}</span>
      <button class="button small" @click=${() => void this.store?.ask('manageTrust', {})}>
        ${t('Manage trust')}
      </button>
    </div>`;
  }

  private renderLarge(store: PanelStore): TemplateResult | typeof nothing {
    const { large } = this;
    if (large === undefined) return nothing;
    const run = store.state.runs.find(each => each.id === large.runId);
    const all = run ? placedOf(run, store.state.ui.sort) : [];
    const at = all.findIndex(each => sameCandidate(each.candidate.ref, large));
    const placed = all[at];
    if (run === undefined || placed === undefined) return nothing;
    return html`<ia-large-view
      .store=${store}
      .models=${store.state.models}
      .all=${all}
      .at=${at}
      .befores=${beforesOf(run, placed.candidate)}
      @show=${(event: CustomEvent<CandidateRef>) => (this.large = event.detail)}
      @closed=${this.onClosed}
    ></ia-large-view>`;
  }

  private renderStage(store: PanelStore): TemplateResult | typeof nothing {
    const { stage } = store.state;
    if (stage === undefined) return nothing;
    return html`${keyed(stage.id, this.renderStageOf(stage, store))}`;
  }

  private renderStageOf(stage: StageView, store: PanelStore): TemplateResult {
    const closed = ({ detail }: CustomEvent<boolean>): void => void this.closeStage(store, detail);
    switch (stage.kind) {
      case 'compare':
        return html`<ia-compare-view
          .store=${store}
          .models=${store.state.models}
          .view=${stage}
          @closed=${closed}
        ></ia-compare-view>`;
      case 'layers':
        return html`<ia-layers-view .store=${store} .view=${stage} @closed=${closed}></ia-layers-view>`;
      case 'save':
        return html`<ia-save-view .store=${store} .view=${stage} @closed=${closed}></ia-save-view>`;
      case 'sprites':
        return html`<ia-sprite-view .store=${store} .view=${stage} @closed=${closed}></ia-sprite-view>`;
      case 'slice':
        return html`<ia-slice-view .store=${store} .view=${stage} @closed=${closed}></ia-slice-view>`;
      case 'missing':
        return html`<ia-missing-view
          .store=${store}
          .models=${store.state.models}
          .spending=${store.state.spending}
          .view=${stage}
          @closed=${closed}
        ></ia-missing-view>`;
      case 'scoreboard':
        return html`<ia-scoreboard .store=${store} .view=${stage} @closed=${closed}></ia-scoreboard>`;
      case 'set':
        return html`<ia-set-view .store=${store} .view=${stage} @closed=${closed}></ia-set-view>`;
    }
  }

  /** The dialog gives the focus back to where it was, if that is still there. Else it would be nowhere. */
  private async closeStage(store: PanelStore, discard: boolean): Promise<void> {
    const { stageOf } = store.state;
    store.closeStage(discard);
    await this.updateComplete;
    if (this.large || (document.activeElement ?? document.body) !== document.body) return;
    if (stageOf) this.results?.focusCandidate(stageOf);
    if (document.activeElement === document.body) await this.composer?.focusPrompt();
  }

  private onOpen = (event: CustomEvent<CandidateRef>): void => {
    this.large = event.detail;
  };

  private onClosed = (): void => {
    const { large } = this;
    this.large = undefined;
    // The dialog gives the focus back to where it was opened; the eyes are at the image that was shown last.
    if (large) this.results?.focusCandidate(large);
  };

  private async focusOn(target: FocusTarget): Promise<void> {
    await this.updateComplete;
    if (target.target === 'prompt') await this.composer?.focusPrompt();
    else await this.results?.focusRun(target.runId);
  }

  private async showNewest(): Promise<void> {
    await this.updateComplete;
    this.scroller?.scrollTo({ top: 0 });
  }

  /** The same words twice must be two changes, else the second is not read. */
  private announce(text: string): void {
    this.said = this.said === text ? `${text}\u00a0` : text;
  }

  /** The element that scrolls: everything where it is narrow, else the results. */
  private get scroller(): HTMLElement | null {
    return this.narrow.matches ? this.main : this.results;
  }

  private async restoreScroll(): Promise<void> {
    const { scroll } = this.store?.state.ui ?? { scroll: 0 };
    if (scroll === 0) return;
    await this.results?.updateComplete;
    await new Promise(requestAnimationFrame);
    this.scroller?.scrollTo({ top: scroll });
  }

  private onScroll = (event: Event): void => {
    if (this.restored && event.target === this.scroller)
      this.store?.setUi({ scroll: Math.round(this.scroller?.scrollTop ?? 0) });
  };

  private onKey = (event: KeyboardEvent): void => {
    const { store, large } = this;
    // May be a keybinding that closes the panel.
    if (event.ctrlKey || event.metaKey || event.altKey) store?.flush();
    if (!isGenerateKey(event) || store === undefined || large !== undefined || store.state.stage) return;
    const { ready, restricted, composer } = store.state;
    if (!ready || restricted !== undefined || composer.derived.blocked !== undefined) return;
    event.preventDefault();
    void store.generate();
  };

  private onDragEnter = (event: DragEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    this.dragDepth++;
    this.dropping = canTake(event);
    if (this.dropping && this.narrow.matches && this.store?.state.ui.folded !== false)
      this.store?.setUi({ folded: false });
  };

  private onDragOver = (event: DragEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    if (event.dataTransfer && canTake(event)) event.dataTransfer.dropEffect = 'copy';
  };

  private onDragLeave = (): void => {
    this.dragDepth--;
    if (this.dragDepth <= 0) this.endDrag();
  };

  private onDrop = (event: DragEvent): void => {
    event.preventDefault();
    this.endDrag();
    if (this.store && event.dataTransfer && canTake(event)) takeDrop(this.store, event.dataTransfer);
  };

  private endDrag(): void {
    this.dragDepth = 0;
    this.dropping = false;
  }
}
