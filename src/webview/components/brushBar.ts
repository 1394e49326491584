import { t } from '@vscode/l10n';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Stroke } from '../../core/model/output';
import { icon } from '../icons';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';

/** What paints, if anything does. */
export interface Brush {
  mode: Stroke['mode'] | undefined;
  /** Of the image's shorter side. */
  radius: number;
}

export const firstBrush: Brush = { mode: undefined, radius: 0.04 };

const smallest = 0.002;
const largest = 0.3;
/** Steps of the slider over the whole range, even to the eye. */
const steps = 40;
const factor = (largest / smallest) ** (1 / steps);

/** The same brush, larger or smaller by steps. */
export function resized(brush: Brush, by: number): Brush {
  return { ...brush, radius: Math.min(largest, Math.max(smallest, brush.radius * factor ** by)) };
}

/** Eraser, restore brush, their size, and one stroke back. Fires `brush` with a `Brush`, and `back`. */
@customElement('ia-brush-bar')
export class IaBrushBar extends LitElement {
  @property({ attribute: false }) brush!: Brush;
  @property({ type: Number }) strokes = 0;

  override render(): TemplateResult {
    const { radius } = this.brush;
    const step = Math.round(Math.log(radius / smallest) / Math.log(factor));
    return html`<div class="bar" role="toolbar" aria-label=${t('Brush')}>
      ${this.renderMode('erase', t('Erase'), t('Erase by hand'))}
      ${this.renderMode('restore', t('Restore'), t('Bring back by hand'))}
      <input
        type="range"
        min="0"
        max=${steps}
        aria-label=${t('Brush size')}
        title=${t('Brush size ([ and ])')}
        aria-valuetext=${t('{0} % of the image', (radius * 200).toFixed(1))}
        .value=${live(String(step))}
        @input=${(event: Event) =>
          this.choose({
            ...this.brush,
            radius: smallest * factor ** Number((event.target as HTMLInputElement).value),
          })}
      />
      <button
        class="icon-button"
        ?disabled=${this.strokes === 0}
        aria-label=${t('Take the last stroke back')}
        title=${t('Take the last stroke back (Ctrl+Z)')}
        @click=${() => this.dispatchEvent(new CustomEvent('back'))}
      >
        ${icon('discard')}
      </button>
    </div>`;
  }

  private renderMode(mode: Stroke['mode'], label: string, title: string): TemplateResult {
    const on = this.brush.mode === mode;
    return html`<button
      class="button small"
      aria-pressed=${on}
      title=${title}
      @click=${() => this.choose({ ...this.brush, mode: on ? undefined : mode })}
    >
      ${label}
    </button>`;
  }

  private choose(brush: Brush): void {
    this.dispatchEvent(new CustomEvent('brush', { detail: brush }));
  }

  static override styles = [
    base,
    buttons,
    fields,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px;
        padding: 4px 6px;
        background: var(--ia-widget);
        border: 1px solid var(--vscode-contrastBorder, var(--ia-line));
        border-radius: var(--ia-radius);
      }
      [aria-pressed='true'] {
        outline: 2px solid var(--ia-focus);
        outline-offset: -2px;
      }
      input {
        width: 110px;
        min-width: 60px;
      }
      /* As a bar across the panel it has one line, and the slider gives way. */
      @media (max-width: 699px) {
        .bar {
          border-width: 0 0 1px;
          border-radius: 0;
        }
        input {
          flex: 0 1 110px;
        }
      }
    `,
  ];
}
