import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatDuration } from '../../core/model/format';
import type { RequestView } from '../../protocol/views';
import { cssVars } from '../cssVars';
import { icon } from '../icons';
import { elapsed } from '../labels';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { tile } from '../styles/tile';

/** A request that is queued or running: how long already, what it is doing, Stop. */
@customElement('ia-waiting')
export class IaWaiting extends LitElement {
  @property({ attribute: false }) store!: PanelStore;
  @property() runId = '';
  @property({ attribute: false }) request!: RequestView;
  @property() label = '';
  @property({ type: Boolean, reflect: true }) compact = false;
  private timer: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(() => this.requestUpdate(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.timer);
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('button')?.focus();
  }

  override render(): TemplateResult {
    const { request, label } = this;
    const { expected, progress, state } = request;
    const ms = elapsed(request, Date.now());
    const running = state === 'running';
    return html`<div
      class="tile ${running ? 'running' : ''}"
      role="group"
      aria-label=${running ? t('{0}, running', label) : t('{0}, waiting', label)}
      ${cssVars({ '--w': expected && `${expected.width}`, '--h': expected && `${expected.height}` })}
    >
      ${running && ms !== undefined ? html`<span class="time">${formatDuration(ms)}</span>` : nothing}
      <span class="progress">${progress ?? (running ? '' : t('Waits for its turn'))}</span>
      <button
        class=${this.compact ? 'icon-button' : 'button small'}
        aria-label=${t('Stop {0}', label)}
        title=${this.compact ? t('Stop') : nothing}
        @click=${() => void this.store.ask('stop', { runId: this.runId, requestId: request.id })}
      >
        ${this.compact ? icon('stop') : html`${icon('stop', 'small')}${t('Stop')}`}
      </button>
    </div>`;
  }

  static override styles = [
    base,
    buttons,
    tile,
    css`
      .tile {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 4px;
        padding: 8px;
        text-align: center;
        color: var(--ia-dim);
      }
      .running {
        background-image: linear-gradient(
          100deg,
          transparent 35%,
          color-mix(in srgb, var(--vscode-foreground) 7%, transparent) 50%,
          transparent 65%
        );
        background-size: 300% 100%;
        animation: sweep 2.4s linear infinite;
      }
      @keyframes sweep {
        from {
          background-position: 110% 0;
        }
        to {
          background-position: -60% 0;
        }
      }
      .time {
        font-size: 15px;
        color: var(--vscode-foreground);
        font-variant-numeric: tabular-nums;
      }
      .progress {
        font-size: 11px;
        line-height: 16px;
        min-height: 16px;
      }
      :host([compact]) .tile {
        min-width: 116px;
      }
    `,
  ];
}
