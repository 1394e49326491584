import { t } from '@vscode/l10n';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { PixelSize } from '../../core/model/modelInfo';
import type { Focus } from '../../core/model/output';
import { cssVars } from '../cssVars';
import { base } from '../styles/base';

/** A part of the image, in its pixels. */
export interface Window extends PixelSize {
  x: number;
  y: number;
}

/** Of `moved`. */
export interface Moved {
  window: Window;
  /** Its middle. */
  focus: Focus;
}

const step = 0.02;

/** The image in small with the part of it that stays, to be moved. Fires `moved`. */
@customElement('ia-crop')
export class IaCrop extends LitElement {
  @property() url = '';
  @property({ attribute: false }) size: PixelSize = { width: 1, height: 1 };
  /** In pixels of the image. */
  @property({ attribute: false }) window: Window = { x: 0, y: 0, width: 1, height: 1 };
  @query('.whole') private whole!: HTMLElement;

  override render(): TemplateResult {
    const { size, window } = this;
    const share = (part: number, of: number) => `${(100 * part) / of}%`;
    return html`<div class="whole checker" ${cssVars({ '--ratio': `${size.width} / ${size.height}` })}>
      <img src=${this.url} alt="" draggable="false" />
      <button
        class="window"
        aria-label=${t(
          'Part of the picture that stays, {0} % from the left and {1} % from the top. Arrow keys move it.',
          Math.round((100 * window.x) / size.width),
          Math.round((100 * window.y) / size.height),
        )}
        ${cssVars({
          left: share(window.x, size.width),
          top: share(window.y, size.height),
          width: share(window.width, size.width),
          height: share(window.height, size.height),
        })}
        @pointerdown=${this.onDown}
        @keydown=${this.onKey}
      ></button>
    </div>`;
  }

  private onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const target = event.currentTarget as HTMLElement;
    const stop = new AbortController();
    const { width, height } = this.whole.getBoundingClientRect();
    const from = this.focusOf(this.window);
    target.setPointerCapture(event.pointerId);
    target.addEventListener(
      'pointermove',
      move =>
        this.move({
          x: from.x + (move.clientX - event.clientX) / width,
          y: from.y + (move.clientY - event.clientY) / height,
        }),
      { signal: stop.signal },
    );
    for (const end of ['pointerup', 'pointercancel']) {
      target.addEventListener(end, () => stop.abort(), { signal: stop.signal });
    }
  };

  private onKey = (event: KeyboardEvent): void => {
    const by = {
      ArrowLeft: { x: -step, y: 0 },
      ArrowRight: { x: step, y: 0 },
      ArrowUp: { x: 0, y: -step },
      ArrowDown: { x: 0, y: step },
    }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const from = this.focusOf(this.window);
    this.move({ x: from.x + by.x, y: from.y + by.y });
  };

  private focusOf({ x, y, width, height }: Window): Focus {
    return { x: (x + width / 2) / this.size.width, y: (y + height / 2) / this.size.height };
  }

  /** As far as the window stays inside. It moves at once; the picture of it follows. */
  private move(to: Focus): void {
    const { size, window } = this;
    const inside = (focus: number, whole: number, part: number): number =>
      Math.min(whole - part, Math.max(0, focus * whole - part / 2));
    this.window = {
      ...window,
      x: inside(to.x, size.width, window.width),
      y: inside(to.y, size.height, window.height),
    };
    const moved: Moved = { window: this.window, focus: this.focusOf(this.window) };
    this.dispatchEvent(new CustomEvent('moved', { detail: moved }));
  }

  static override styles = [
    base,
    css`
      .whole {
        position: relative;
        aspect-ratio: var(--ratio);
        max-width: 100%;
        max-height: 180px;
        margin: 0 auto;
        overflow: hidden;
        border-radius: var(--ia-radius);
      }
      img {
        display: block;
        width: 100%;
        height: 100%;
        opacity: 0.95;
      }
      .window {
        position: absolute;
        padding: 0;
        margin: 0;
        background: none;
        border: 1px solid #fff;
        border-radius: 0;
        outline: 1px solid #000;
        box-shadow: 0 0 0 1000px rgb(0 0 0 / 55%);
        cursor: move;
        touch-action: none;
      }
      .window:focus-visible {
        outline: 2px solid var(--ia-focus);
      }
    `,
  ];
}
