import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { formatPixels } from '../../core/model/format';
import type { ComposerView } from '../../protocol/views';
import { icon } from '../icons';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import { Typing } from '../typing';
import './menuButton';
import type { MenuItem } from './menuItem';

/** Past this the composer is no place to ask for more; the host has its own limit. */
const maxCount = 16;

/** The ratio drawn as a small frame. */
function ratioGlyph(ratio: string | null): TemplateResult {
  const [width, height] = (ratio ?? '').split(':').map(Number);
  const scale = 13 / Math.max(width ?? 1, height ?? 1);
  const w = width && height ? Math.max(3, width * scale) : 11;
  const h = width && height ? Math.max(3, height * scale) : 11;
  const frame = svg`<rect x=${8 - w / 2} y=${8 - h / 2} width=${w} height=${h} rx="1.5" fill="none"
    stroke="currentColor" stroke-dasharray=${width && height ? 'none' : '2 2'} />`;
  return html`<svg class="glyph" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
    ${frame}
  </svg>`;
}

/** Aspect ratio, size, exact pixels and how many: only what the chosen models can do. */
@customElement('ia-shape')
export class IaShape extends LitElement {
  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) composer!: ComposerView;
  private readonly typing = new Typing();

  override render(): TemplateResult {
    const { derived } = this.composer;
    return html`<div class="row shape">
        ${derived.aspectRatios.length > 0 ? this.renderRatio() : nothing}
        ${derived.sizes.length > 0 ? this.renderSize() : nothing} ${this.renderCount()}
      </div>
      ${derived.exactSize ? this.renderExact() : nothing}
      ${derived.transparency ? this.renderBackground() : nothing}`;
  }

  private renderRatio(): TemplateResult {
    const { aspectRatio, derived } = this.composer;
    const shown = aspectRatio ?? t('Auto');
    const items = (): MenuItem[] => [
      { id: '', label: t('Auto'), icon: ratioGlyph(null), checked: aspectRatio === null },
      ...derived.aspectRatios.map(ratio => ({
        id: ratio,
        label: ratio,
        icon: ratioGlyph(ratio),
        checked: ratio === aspectRatio,
      })),
    ];
    return this.withLabel(
      t('Ratio'),
      html`<ia-menu-button
        kind="field"
        .label=${t('Aspect ratio: {0}', shown)}
        .items=${items}
        @choose=${(event: CustomEvent<string>) => this.store.compose({ aspectRatio: event.detail || null })}
      >
        <span class="value">${ratioGlyph(aspectRatio)}${shown}</span>
      </ia-menu-button>`,
    );
  }

  /** For the eye: the button's own name says it in full. */
  private withLabel(label: string, field: TemplateResult): TemplateResult {
    return html`<div class="grow"><span class="above" aria-hidden="true">${label}</span>${field}</div>`;
  }

  private renderSize(): TemplateResult {
    const { imageSize, derived } = this.composer;
    const chosen = derived.sizes.find(size => size.name === imageSize);
    const shown = chosen?.name ?? imageSize ?? t('Auto');
    const items = (): MenuItem[] => [
      { id: '', label: t('Auto'), checked: imageSize === null },
      ...derived.sizes.map(({ name, pixels }) => ({
        id: name,
        label: name,
        ...(pixels && { detail: formatPixels(pixels) }),
        checked: name === imageSize,
      })),
    ];
    return this.withLabel(
      t('Size'),
      html`<ia-menu-button
        kind="field"
        .label=${t('Size: {0}', chosen?.pixels ? `${shown}, ${formatPixels(chosen.pixels)}` : shown)}
        .items=${items}
        @choose=${(event: CustomEvent<string>) => this.store.compose({ imageSize: event.detail || null })}
      >
        <span class="value">${shown}</span>
      </ia-menu-button>`,
    );
  }

  private renderCount(): TemplateResult {
    const { count } = this.composer;
    const set = (to: number) => this.store.compose({ count: Math.min(maxCount, Math.max(1, to)) });
    return html`<div class="stepper" role="group" aria-label=${t('Variations of each model')}>
      <button
        class="icon-button"
        aria-label=${t('One less')}
        ?disabled=${count <= 1}
        @click=${() => set(count - 1)}
      >
        ${icon('remove', 'small')}
      </button>
      <span class="count" aria-live="polite" title=${t('Variations of each model')}>× ${count}</span>
      <button
        class="icon-button"
        aria-label=${t('One more')}
        ?disabled=${count >= maxCount}
        @click=${() => set(count + 1)}
      >
        ${icon('add', 'small')}
      </button>
    </div>`;
  }

  private renderExact(): TemplateResult {
    const { width, height } = this.composer;
    const half = (width === null) !== (height === null);
    const field = (name: 'width' | 'height', value: number | null, label: string) =>
      html`<input
        type="number"
        min="1"
        max="100000"
        inputmode="numeric"
        aria-label=${label}
        placeholder=${name === 'width' ? t('width') : t('height')}
        aria-invalid=${half && value === null ? 'true' : nothing}
        .value=${live(this.typing.shown(name, value))}
        @input=${(event: Event) => this.setPixels(name, this.typing.input(name, event))}
        @blur=${this.onBlur}
      />`;
    return html`<div class="row exact" role="group" aria-label=${t('Exact pixels')}>
      <span class="label" aria-hidden="true">${t('Exact pixels')}</span>
      ${field('width', width, t('Width in pixels'))}<span aria-hidden="true">×</span>${field(
        'height',
        height,
        t('Height in pixels'),
      )}
      <button
        class="icon-button"
        aria-label=${t('Clear exact pixels')}
        title=${t('Clear exact pixels')}
        ?disabled=${width === null && height === null}
        @click=${() => this.store.compose({ width: null, height: null })}
      >
        ${icon('close', 'small')}
      </button>
    </div>`;
  }

  private renderBackground(): TemplateResult {
    const { background } = this.composer;
    return html`<label class="check background"
      ><input
        type="checkbox"
        .checked=${live(background === 'transparent')}
        @change=${(event: Event) =>
          this.store.compose({
            background: (event.target as HTMLInputElement).checked ? 'transparent' : null,
          })}
      />${t('Transparent background')}</label
    >`;
  }

  private setPixels(name: 'width' | 'height', text: string): void {
    const pixels = Math.round(Number(text));
    this.store.compose({ [name]: text !== '' && pixels >= 1 ? Math.min(100_000, pixels) : null });
  }

  /** Only now the field shows what has become of it: 2.5 pixels are three. */
  private onBlur = (): void => {
    this.typing.left();
    this.requestUpdate();
  };

  static override styles = [
    base,
    buttons,
    fields,
    css`
      .row {
        display: flex;
        gap: 6px;
        align-items: center;
      }
      .shape {
        align-items: end;
      }
      .grow {
        flex: 1 1 0;
        min-width: 0;
      }
      .above {
        display: block;
        margin-bottom: 4px;
        font-size: 11px;
        line-height: 16px;
      }
      .value {
        display: flex;
        align-items: center;
        gap: 7px;
      }
      .glyph {
        flex: none;
      }
      .stepper {
        flex: 1 1 0;
        max-width: 50%;
        display: flex;
        align-items: center;
        justify-content: space-between;
        min-height: 26px;
        border: 1px solid var(--vscode-contrastBorder, var(--vscode-dropdown-border, transparent));
        border-radius: var(--ia-radius);
        background: var(--vscode-dropdown-background, var(--vscode-input-background));
      }
      .count {
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      .exact {
        margin-top: 6px;
        color: var(--ia-dim);
        font-size: 12px;
      }
      .background {
        margin-top: 8px;
        font-size: 12px;
      }
      .exact .label {
        flex: 1;
        white-space: nowrap;
      }
      .exact input {
        width: 76px;
        text-align: end;
      }
      /* Not while the other number is on its way. */
      .exact:not(:focus-within) input[aria-invalid='true'] {
        border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
      }
    `,
  ];
}
