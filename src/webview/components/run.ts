import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatAboutUsd, formatTook, formatUsd } from '../../core/model/format';
import type { ColumnView, ModelView, RequestView, RunView } from '../../protocol/views';
import { modelsFor } from '../candidateActions';
import { cssVars } from '../cssVars';
import { icon } from '../icons';
import { agoText, elapsed } from '../labels';
import { sortColumns } from '../sortRun';
import type { SortOrder } from '../uiState';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import './cell';
import './compareButton';
import type { IaCell } from './cell';
import './menuButton';
import type { MenuItem } from './menuItem';
import { runStyles } from './run.styles';

/** Prompts longer than this are cut, with a button for the rest. */
const longPrompt = 240;

const runActions = { reuse: 'reuseRun', copy: 'copyPrompt', delete: 'deleteRun' } as const;

/** One run. Open: a column a model. Closed: one strip of small pictures. */
@customElement('ia-run')
export class IaRun extends LitElement {
  static override styles = [base, buttons, runStyles];

  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) run!: RunView;
  @property({ attribute: false }) models: readonly ModelView[] = [];
  @property({ type: Boolean, reflect: true }) open = false;
  /** For "5 minutes ago"; milliseconds since the epoch. */
  @property({ type: Number }) now = 0;
  @property() sort: SortOrder = 'asked';
  @state() private whole = false;
  /** Those of `models` that "Try another model" offers here. */
  private fitting: readonly ModelView[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('models') || changed.has('run')) this.fitting = modelsFor(this.run, this.models);
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="prompt">
      <header>
        <button
          class="icon-button fold"
          aria-expanded=${this.open}
          aria-controls="outputs"
          aria-label=${this.open ? t('Close run') : t('Open run')}
          @click=${this.toggle}
        >
          ${icon(this.open ? 'down' : 'right')}
        </button>
        <div class="prompt">${this.renderPrompt()}</div>
        ${this.renderMeta()} ${this.renderActions()}
      </header>
      <div id="outputs">
        ${this.open ? this.renderBlind() : nothing}${this.open ? this.renderColumns() : this.renderStrip()}
      </div>
    </section>`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('button')?.focus({ preventScroll: true });
  }

  focusCandidate(requestId: string, index: number): void {
    const cell = this.renderRoot.querySelector<IaCell>(`[data-request="${CSS.escape(requestId)}"]`);
    cell?.focusCandidate(index);
  }

  private renderPrompt(): TemplateResult {
    const { prompt } = this.run;
    const cut = this.open && prompt.length > longPrompt;
    return html`<h3 id="prompt" class=${this.whole && this.open ? 'whole' : ''} @click=${this.toggle}>
        <span>${prompt}</span>
      </h3>
      ${
        cut
          ? html`<button class="link" @click=${() => (this.whole = !this.whole)}>
              ${this.whole ? t('Show less') : t('Show the whole prompt')}
            </button>`
          : nothing
      }`;
  }

  private renderMeta(): TemplateResult {
    const { createdAt, summary, costUsd, costIsEstimate, references, parent } = this.run;
    const hidden = this.open ? this.run.hidden : 0;
    const language = document.documentElement.lang || navigator.language;
    const cost = costUsd > 0 ? (costIsEstimate ? formatAboutUsd : formatUsd)(costUsd) : undefined;
    const exact = new Date(createdAt);
    return html`<p class="meta">
      ${references
        .slice(0, 4)
        .map(
          ({ thumbnail, name }) =>
            html`<span class="ref checker" title=${name}
              >${thumbnail ? html`<img src=${thumbnail} alt=${name} />` : nothing}</span
            >`,
        )}
      <span
        >${parent ? t('continued') + ' · ' : ''}<time
          datetime=${exact.toISOString()}
          title=${exact.toLocaleString(language)}
          >${agoText(createdAt, this.now, language)}</time
        >${[summary, cost].filter(Boolean).map(part => ` · ${part}`)}${hidden > 0 ? ' · ' : ''}</span
      >
      ${hidden > 0 ? this.renderHidden(hidden) : nothing}
    </p>`;
  }

  private renderActions(): TemplateResult {
    const { id, running } = this.run;
    return html`<div class="actions">
      ${
        running
          ? html`<button class="button small" @click=${() => void this.store.ask('stop', { runId: id })}>
              ${icon('stop', 'small')}${t('Stop')}
            </button>`
          : nothing
      }
      ${
        this.open
          ? html`<ia-compare-button .store=${this.store} .run=${this.run}></ia-compare-button>`
          : nothing
      }
      <button
        class="button small quiet again"
        title=${t('Puts prompt, models and settings into the composer')}
        @click=${() => void this.store.ask('reuseRun', { runId: id })}
      >
        ${t('Use again')}
      </button>
      ${this.renderSort()}
      <ia-menu-button
        class="quiet"
        .label=${t('Run actions')}
        .items=${() => [
          { id: 'reuse', label: t('Use again'), icon: icon('reuse', 'small') },
          { id: 'copy', label: t('Copy prompt'), icon: icon('quote', 'small') },
          { id: 'delete', label: t('Delete run'), icon: icon('trash', 'small'), group: '' },
        ]}
        @choose=${(event: CustomEvent<keyof typeof runActions>) =>
          void this.store.ask(runActions[event.detail], { runId: id })}
        >${icon('ellipsis')}</ia-menu-button
      >
    </div>`;
  }

  private renderBlind(): TemplateResult | typeof nothing {
    const { id, blind } = this.run;
    if (blind !== 'hidden') return nothing;
    return html`<p class="blind">
      ${icon('eyeClosed', 'small')}<span
        >${t('The names of the models are hidden. Pick the best image to see them: it counts as a vote.')}
        <button class="link" @click=${() => void this.store.ask('pick', { runId: id })}>
          ${t('Show names without a vote')}
        </button></span
      >
    </p>`;
  }

  private renderHidden(count: number): TemplateResult {
    return html`<button
      class="link shown"
      @click=${() => void this.store.ask('showHidden', { runId: this.run.id })}
    >
      ${count === 1 ? t('Show 1 hidden result') : t('Show {0} hidden results', count)}
    </button>`;
  }

  private renderSort(): TemplateResult | typeof nothing {
    const { columns, blind } = this.run;
    const cells = columns.reduce((sum, { requests }) => sum + requests.length, 0);
    // Time and cost would tell who is who.
    if (!this.open || cells < 2 || blind === 'hidden') return nothing;
    const items = (): MenuItem[] => [
      { id: 'asked', label: t('As asked for') },
      { id: 'time', label: t('Quickest first') },
      { id: 'cost', label: t('Cheapest first') },
      ...(columns.length > 1 ? [{ id: 'model', label: t('By model') }] : []),
    ];
    return html`<ia-menu-button
      class="quiet"
      .label=${t('Sort results')}
      .items=${() => items().map(item => ({ ...item, checked: item.id === this.sort }))}
      @choose=${(event: CustomEvent<SortOrder>) => this.store.setUi({ sort: event.detail })}
      >${icon('sort')}</ia-menu-button
    >`;
  }

  private renderColumns(): TemplateResult {
    const columns = sortColumns(this.run.columns, this.sort);
    const [only] = columns;
    if (columns.length === 1 && only) {
      const wide = String(
        only.requests.reduce((sum, { candidates }) => sum + Math.max(1, candidates.length), 0),
      );
      return html`${this.renderColumnHead(only)}
        <div class="grid" ${cssVars({ '--n': wide })}>${this.renderCells(only)}</div>`;
    }
    const rows = 1 + Math.max(...columns.map(column => column.requests.length));
    return html`<div class="grid" ${cssVars({ '--n': String(columns.length), '--rows': String(rows) })}>
      ${repeat(
        columns,
        column => column.model,
        column => html`<div class="column">${this.renderColumnHead(column)}${this.renderCells(column)}</div>`,
      )}
    </div>`;
  }

  private renderColumnHead({ label, requests }: ColumnView): TemplateResult {
    const times = requests
      .filter(request => request.candidates.length > 0)
      .map(request => elapsed(request, 0))
      .filter(ms => ms !== undefined);
    const mean = times.length > 1 ? formatTook(times.reduce((sum, ms) => sum + ms, 0) / times.length) : '';
    const versions = [...new Set(requests.map(request => request.modelVersion).filter(Boolean))].join(', ');
    return html`<h4 title=${versions || nothing}>
      <span>${label}</span>
      ${mean ? html`<span class="dim">${t('avg {0}', mean)}</span>` : nothing}
    </h4>`;
  }

  private renderCells(column: ColumnView, compact = false): unknown {
    const cell = (request: RequestView) =>
      html`<ia-cell
        data-request=${request.id}
        .store=${this.store}
        .run=${this.run}
        .request=${request}
        .models=${this.fitting}
        .label=${column.label}
        .compact=${compact}
      ></ia-cell>`;
    return repeat(column.requests, request => request.place, cell);
  }

  private renderStrip(): TemplateResult {
    const columns = sortColumns(this.run.columns, this.sort);
    return html`<div class="strip">${columns.map(column => this.renderCells(column, true))}</div>`;
  }

  private toggle = (): void => {
    const { toggled } = this.store.state.ui;
    // Taken out first, so that the newest choice is the last one.
    const others = Object.entries(toggled).filter(([id]) => id !== this.run.id);
    this.store.setUi({ toggled: Object.fromEntries([...others, [this.run.id, !this.open]]) });
  };
}
