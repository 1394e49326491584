import { t } from '@vscode/l10n';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatTook, formatUsd } from '../../core/model/format';
import type { ScoreboardView, ScoreRowView } from '../../protocol/scoreboardViews';
import { icon } from '../icons';
import { scoreboardStyles } from './scoreboardView.styles';
import { StageView } from './stageView';

/** Columns that the table can be sorted by; `merit` is the order that the host gives. */
type Column = 'merit' | 'games' | 'time' | 'kept' | 'cost' | 'failures';

/** How the models did: bars with their uncertainty, and the numbers behind them. Fires `closed`. */
@customElement('ia-scoreboard')
export class IaScoreboard extends StageView<ScoreboardView, ScoreboardView> {
  static override styles = scoreboardStyles;

  @state() private kind = 'all';
  @state() private by: Column = 'merit';

  protected override preview(): Promise<ScoreboardView> {
    return Promise.resolve(this.view);
  }

  /** There is nothing to write. */
  protected override save(): void {}

  protected override focusFirst(): void {
    this.renderRoot.querySelector<HTMLElement>('select, .bottom .button')?.focus();
  }

  override render(): TemplateResult {
    const { kinds } = this.view;
    const shown = kinds.find(({ id }) => id === this.kind) ?? kinds[0];
    const rows = shown?.rows ?? [];
    const title = this.view.name;
    return this.renderDialog(
      title,
      html`<div class="top">
          <h2>
            <b>${title}</b>
            <span class="dim">${t('Which models you picked and kept. It never leaves this machine.')}</span>
          </h2>
          ${this.renderClose()}
        </div>
        <div class="middle">${rows.length === 0 ? this.renderEmpty() : this.renderRows(rows)}</div>
        <div class="bottom">
          ${
            kinds.length > 1
              ? html`<label class="kind"
                  >${t('Kind of image')}
                  <select
                    @change=${(event: Event) => (this.kind = (event.target as HTMLSelectElement).value)}
                  >
                    ${kinds.map(({ id, label }) => html`<option value=${id} ?selected=${id === shown?.id}>${label}</option>`)}
                  </select></label
                >`
              : nothing
          }
          <button
            class="button"
            ?disabled=${rows.length === 0}
            @click=${() => void this.store.ask('exportScoreboard', {})}
          >
            ${icon('export', 'small')}${t('Export as CSV…')}
          </button>
          <button
            class="button"
            ?disabled=${rows.length === 0}
            @click=${() => void this.store.ask('resetScoreboard', {})}
          >
            ${icon('trash', 'small')}${t('Reset…')}
          </button>
        </div>`,
    );
  }

  private renderEmpty(): TemplateResult {
    return html`<div class="empty">
      ${icon('graph')}
      <p>${t('No games yet.')}</p>
      <p class="dim">
        ${t('Choose two or more models, generate, and save the best image, or tick “Blind” and pick one without seeing the names. Each choice is a game.')}
      </p>
    </div>`;
  }

  private renderRows(rows: readonly ScoreRowView[]): TemplateResult {
    const sorted = sortRows(rows, this.by);
    return html`<table>
      <caption class="hidden-text">
        ${t('Models by games won')}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t('Model')}</th>
          ${this.head('merit', t('Games won'))} ${this.head('games', t('Games'))}
          ${this.head('time', t('Median time'))} ${this.head('kept', t('Kept'))}
          ${this.head('cost', t('Cost per kept'))} ${this.head('failures', t('Failed'))}
        </tr>
      </thead>
      <tbody>
        ${repeat(
          sorted,
          ({ model }) => model,
          row => this.renderRow(row),
        )}
      </tbody>
    </table>`;
  }

  private head(column: Column, label: string): TemplateResult {
    return html`<th scope="col" aria-sort=${this.by === column ? 'descending' : 'none'}>
      <button class="link" @click=${() => (this.by = column)}>
        ${label}${this.by === column ? icon('down', 'small') : nothing}
      </button>
    </th>`;
  }

  private renderRow(row: ScoreRowView): TemplateResult {
    const { label, model, games, blindGames, medianMs, kept, usdPerKept, failureRate, requests } = row;
    const failed = failureRate === undefined ? '–' : percent(failureRate);
    const blind = blindGames > 0 ? t('{0} of them blind', blindGames) : '';
    return html`<tr>
      <th scope="row" title=${model}>${label}</th>
      <td class="bar">${renderShare(row)}</td>
      <td title=${blind || nothing}>${games}</td>
      <td>${medianMs === undefined ? '–' : formatTook(medianMs)}</td>
      <td>${kept}</td>
      <td>${usdPerKept === undefined ? '–' : formatUsd(usdPerKept)}</td>
      <td title=${t('of {0} requests', requests)}>${failed}</td>
    </tr>`;
  }
}

/** A bar, and over it the interval in which the true share lies; said in numbers beside it. */
function renderShare({ share, wins }: ScoreRowView): TemplateResult {
  if (!share) return html`<span class="dim">${t('no games')}</span>`;
  const { value, low, high } = share;
  const words = t(
    '{0} won, {1}; 95 % sure: between {2} and {3}',
    wins,
    percent(value),
    percent(low),
    percent(high),
  );
  const line = svg`<rect class="track" width="100" height="12" />
    <rect class="fill" width=${value * 100} height="12" />
    <line class="whisker" x1=${low * 100} x2=${high * 100} y1="6" y2="6" />
    <line class="whisker" x1=${low * 100} x2=${low * 100} y1="3" y2="9" />
    <line class="whisker" x1=${high * 100} x2=${high * 100} y1="3" y2="9" />`;
  return html`<svg viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label=${words}>
      <title>${words}</title>
      ${line}</svg
    ><span class="number">${percent(value)}</span>`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** What is not known comes last. */
function sortRows(rows: readonly ScoreRowView[], by: Column): readonly ScoreRowView[] {
  if (by === 'merit') return rows;
  const value = (row: ScoreRowView): number => {
    switch (by) {
      case 'games':
        return -row.games;
      case 'kept':
        return -row.kept;
      case 'time':
        return row.medianMs ?? Infinity;
      case 'cost':
        return row.usdPerKept ?? Infinity;
      case 'failures':
        return row.failureRate ?? Infinity;
    }
  };
  return [...rows].sort((a, b) => (value(a) === value(b) ? 0 : value(a) - value(b)));
}
