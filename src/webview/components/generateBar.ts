import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { formatAboutUsd, formatUsd } from '../../core/model/format';
import type { ComposerDerived, SpendingView } from '../../protocol/views';
import { icon } from '../icons';
import { shortcutText } from '../keys';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';

/** Generate with its price, Stop, why it is off or was refused, and what today has cost. */
@customElement('ia-generate')
export class IaGenerate extends LitElement {
  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) derived!: ComposerDerived;
  @property({ attribute: false }) spending: SpendingView | undefined;
  /** Names of models are hidden in the next run; `undefined`: there is nothing to hide. */
  @property({ attribute: false }) blind: boolean | undefined;
  @property() refusal = '';
  @property({ type: Boolean }) disabled = false;
  @property({ type: Boolean }) starting = false;
  /** The newest run, while it is on. */
  @property() running = '';

  override render(): TemplateResult {
    const { blocked } = this.derived;
    const off = this.disabled || this.starting || blocked !== undefined;
    return html`<div aria-live="assertive">
        ${this.refusal ? html`<p class="said">${icon('error', 'small error')}<span>${this.refusal}</span></p>` : nothing}
      </div>
      ${blocked ? html`<p class="said" id="blocked">${icon('info', 'small')}<span>${blocked}</span></p>` : nothing}
      ${
        this.blind === undefined
          ? nothing
          : html`<label class="check blind"
              ><input
                type="checkbox"
                .checked=${live(this.blind)}
                @change=${(event: Event) =>
                  this.store.compose({ blind: (event.target as HTMLInputElement).checked })}
              />${t('Blind: hide the models until I pick the best')}</label
            >`
      }
      <div class="row">
        <button
          class="button primary"
          ?disabled=${off}
          aria-describedby=${blocked ? 'blocked' : nothing}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          @click=${() => void this.store.generate()}
        >
          ${this.generateLabel()}
        </button>
        ${
          this.running
            ? html`<button
                class="button"
                @click=${() => void this.store.ask('stop', { runId: this.running })}
              >
                ${icon('stop')}${t('Stop')}
              </button>`
            : nothing
        }
      </div>
      <div class="foot"><span>${shortcutText()}</span>${this.renderSpending()}</div>`;
  }

  private generateLabel(): TemplateResult {
    const { requests, estimateUsd } = this.derived;
    if (this.starting) return html`<b>${t('Starting…')}</b>`;
    const label = requests > 1 ? t('Generate {0}', requests) : t('Generate');
    if (estimateUsd === undefined || estimateUsd === 0) return html`<b>${label}</b>`;
    return html`<b>${label}</b><span>${formatAboutUsd(estimateUsd)}</span>`;
  }

  private renderSpending(): TemplateResult | typeof nothing {
    if (this.spending === undefined) return nothing;
    const { todayUsd, dailyUsd, monthUsd, monthlyUsd } = this.spending;
    // Where nothing costs anything, money is no subject.
    if (monthUsd === 0 && this.derived.estimateUsd === 0) return nothing;
    const { estimateUsd, pricedAfter } = this.derived;
    const unknown = pricedAfter ? t('price known after') : t('price not known');
    const price = estimateUsd === undefined ? html`<span>${unknown}</span>` : nothing;
    const month = t('This month: {0} of {1}', formatUsd(monthUsd), formatUsd(monthlyUsd));
    // The one that comes to its end first.
    const shown =
      monthlyUsd - monthUsd < dailyUsd - todayUsd
        ? month
        : t('today {0} of {1}', formatUsd(todayUsd), formatUsd(dailyUsd));
    return html`${price}<button
        class="link"
        title=${month}
        aria-label=${t('{0}. Show spending', shown)}
        @click=${() => void this.store.ask('showSpending', {})}
      >
        <span>${shown}</span>
      </button>`;
  }

  static override styles = [
    base,
    buttons,
    fields,
    css`
      .blind {
        margin-bottom: 8px;
        font-size: 12px;
      }
      .row {
        display: flex;
        gap: 6px;
      }
      .primary {
        flex: 1;
        min-height: 32px;
        gap: 8px;
        font-variant-numeric: tabular-nums;
      }
      b {
        font-weight: 600;
      }
      .foot {
        display: flex;
        justify-content: space-between;
        gap: 8px;
        margin-top: 7px;
        font-size: 11px;
        line-height: 16px;
        color: var(--ia-dim);
        font-variant-numeric: tabular-nums;
      }
      .foot .link {
        min-height: 0;
        font-size: inherit;
        color: inherit;
      }
      .said {
        display: flex;
        gap: 6px;
        margin-bottom: 8px;
        font-size: 12px;
        line-height: 17px;
        text-wrap: pretty;
      }
      .said .icon {
        margin-top: 1px;
      }
    `,
  ];
}
