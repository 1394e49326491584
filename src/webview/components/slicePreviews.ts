import { t } from '@vscode/l10n';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PixelSize } from '../../core/model/modelInfo';
import { cssRepeat, crossed, type SliceSettings } from '../../core/model/slices';
import { cssVars } from '../cssVars';
import { base } from '../styles/base';
import { fields } from '../styles/fields';
import { Typing } from '../typing';
import type { Backdrop } from './stage';

/** CSS pixels of the boxes that are shown. */
const small = 80;
const boxes = {
  small: { width: small, height: small },
  wide: { width: 240, height: small },
  tall: { width: small, height: 196 },
} as const;
/** CSS pixels that two corners take at most: what is between them is to be seen, too. */
const mostCorners = 52;
const mostEnlarged = 6;
const ownRange = [1, 4096] as const;
/** Pixels that are drawn in full before they are made smaller: many of them would take gigabytes. */
const mostDrawn = 4_000_000;
/** CSS pixels of the longest edge of the size that was typed. */
const ownEdge = 190;

/** The image stretched as its guides say, at three sizes and one of the user's own: by the browser's own `border-image`. */
@customElement('ia-slice-previews')
export class IaSlicePreviews extends LitElement {
  @property() url = '';
  @property({ attribute: false }) size!: PixelSize;
  @property({ attribute: false }) settings!: SliceSettings;
  @property({ reflect: true }) backdrop: Backdrop = 'checker';
  @state() private own: PixelSize | undefined;
  private readonly typing = new Typing();

  override render(): TemplateResult {
    const scale = scaleOf(this.size, this.settings);
    const names = { small: t('Small'), wide: t('Wide'), tall: t('Tall') };
    const render = (each: keyof typeof boxes): TemplateResult => {
      const { width, height } = boxes[each];
      const size = { width: Math.round(width / scale), height: Math.round(height / scale) };
      return html`<figure>
        ${this.renderStretched(names[each], size, scale)}
        <figcaption>${names[each]} <span>${size.width} × ${size.height}</span></figcaption>
      </figure>`;
    };
    return html`<div>${render('small')} ${render('wide')}</div>
      ${render('tall')} ${this.renderOwn()}`;
  }

  private renderOwn(): TemplateResult {
    const size = this.own ?? { width: this.size.width * 2, height: this.size.height };
    const scale = Math.min(mostEnlarged, ownEdge / Math.max(size.width, size.height));
    const whole = scale > 1 ? Math.floor(scale) : scale;
    return html`<figure>
      ${this.renderStretched(t('Own size'), size, whole)}
      <figcaption class="own">
        ${t('Own size')} ${this.renderLength('width', size)}<span aria-hidden="true">×</span
        >${this.renderLength('height', size)}
      </figcaption>
    </figure>`;
  }

  private renderLength(part: 'width' | 'height', size: PixelSize): TemplateResult {
    const [min, max] = ownRange;
    return html`<input
      type="number"
      inputmode="numeric"
      min=${min}
      max=${max}
      aria-label=${part === 'width' ? t('Own width in pixels') : t('Own height in pixels')}
      .value=${this.typing.shown(part, size[part])}
      @input=${(event: Event) => {
        const typed = Math.round(Number(this.typing.input(part, event)));
        if (typed >= min) this.own = { ...size, [part]: Math.min(max, typed) };
      }}
      @blur=${() => {
        this.typing.left();
        this.requestUpdate();
      }}
    />`;
  }

  /** As it is in its own pixels, and only then larger or smaller for the eye: tiles are counted by those. */
  private renderStretched(name: string, { width, height }: PixelSize, scale: number): TemplateResult {
    const { slices, fill } = this.settings;
    const edges = [slices.top, slices.right, slices.bottom, slices.left];
    const widths = edges.map(edge => `${edge}px`).join(' ');
    const box = { width: `${width * scale}px`, height: `${height * scale}px` };
    const even = scale < 1 && width * height <= mostDrawn;
    const broken = crossed(slices, this.size);
    return html`<div
      class="box"
      role="img"
      aria-label=${t('{0}: {1} × {2} pixels', name, width, height)}
      ${cssVars(box)}
    >
      <div
        class="image ${scale >= 2 ? 'pixels' : ''} ${even ? 'even' : ''}"
        ?hidden=${broken}
        ${cssVars({
          width: `${width}px`,
          height: `${height}px`,
          transform: `scale(${scale})`,
          'border-width': widths,
          'border-image': `url("${this.url.replace(/["\\]/g, '\\$&')}") ${edges.join(' ')} fill / ${widths} ${cssRepeat[fill]}`,
        })}
      ></div>
    </div>`;
  }

  static override styles = [
    base,
    fields,
    css`
      :host {
        display: flex;
        /* What does not fit can be scrolled to, also above. */
        align-items: safe end;
        gap: 20px;
        padding: 12px 16px;
        overflow: auto;
        background: var(--ia-page);
      }
      :host([backdrop='light']) {
        --ground: #fff;
      }
      :host([backdrop='dark']) {
        --ground: #000;
      }
      :host([backdrop='page']) {
        --ground: var(--ia-page);
      }
      figure {
        flex: none;
        display: grid;
        gap: 6px;
      }
      .box {
        overflow: hidden;
        background: var(
          --ground,
          repeating-conic-gradient(var(--ia-square) 0 25%, transparent 0 50%) 50% / 16px 16px
        );
      }
      .image {
        transform-origin: 0 0;
        border-style: solid;
        border-color: transparent;
      }
      /* Drawn in its own pixels, and then made smaller: else tiles would show seams that are not there. */
      .even {
        will-change: transform;
      }
      .pixels {
        image-rendering: pixelated;
      }
      figcaption {
        font-size: 11px;
        line-height: 24px;
        white-space: nowrap;
      }
      figcaption span {
        color: var(--ia-dim);
        font-variant-numeric: tabular-nums;
      }
      .own {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      .own input {
        width: 60px;
        min-height: 24px;
        padding: 1px 4px;
        text-align: end;
      }
      @media (max-width: 699px) {
        :host {
          flex-wrap: wrap;
          gap: 8px;
          padding: 10px 14px 4px;
        }
        .box {
          zoom: 0.6;
        }
        .own input {
          width: 46px;
        }
      }
    `,
  ];
}

/** Screen pixels a pixel of the image: one for all three, so that corners can be held against each other. */
function scaleOf({ width, height }: PixelSize, { slices }: SliceSettings): number {
  const corners = Math.max(slices.left + slices.right, slices.top + slices.bottom);
  const longest = Math.max(width, height);
  const enlarged = longest < small ? Math.min(mostEnlarged, Math.floor(small / longest)) : 1;
  const fits = corners > 0 ? mostCorners / corners : enlarged;
  const scale = Math.min(enlarged, fits);
  return scale > 1 ? Math.floor(scale) : scale;
}
