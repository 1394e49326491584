import { t } from '@vscode/l10n';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PixelSize } from '../../core/model/modelInfo';
import { crossedAlong, lengthAlong, type SliceEdge, sliceEdges, type Slices } from '../../core/model/slices';
import { cssVars } from '../cssVars';
import { base } from '../styles/base';
import type { Place } from './stageImage';

const step = 1;
const largeStep = 10;
/** Screen pixels on either side of a line that catch it. */
const reach = 6;

export function edgeName(edge: SliceEdge): string {
  return { left: t('Left'), top: t('Top'), right: t('Right'), bottom: t('Bottom') }[edge];
}

/** Four lines over the picture, moved by whole pixels by pointer and keyboard. Fires `slices` with all of them. */
@customElement('ia-slice-guides')
export class IaSliceGuides extends LitElement {
  @property({ attribute: false }) place!: Place;
  /** Of the image. */
  @property({ attribute: false }) size!: PixelSize;
  @property({ attribute: false }) slices!: Slices;

  override render(): TemplateResult {
    return html`${sliceEdges.map(edge => this.renderGuide(edge))}`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('[role=slider]')?.focus();
  }

  private renderGuide(edge: SliceEdge): TemplateResult {
    const { place, size, slices } = this;
    const upright = isUpright(edge);
    const length = lengthAlong(edge, size);
    const inset = slices[edge] * place.scale;
    const [from, to] = upright ? [place.x, place.x + place.width] : [place.y, place.y + place.height];
    const at = edge === 'left' || edge === 'top' ? from + inset : to - inset;
    return html`<div
      class="guide ${edge} ${upright ? 'upright' : 'level'} ${crossedAlong(edge, slices, size) ? 'crossing' : ''}"
      role="slider"
      tabindex="0"
      aria-label=${edgeName(edge)}
      aria-orientation=${upright ? 'horizontal' : 'vertical'}
      aria-valuemin="0"
      aria-valuemax=${length}
      aria-valuenow=${slices[edge]}
      aria-valuetext=${slices[edge] === 1 ? t('1 pixel') : t('{0} pixels', slices[edge])}
      title=${t('{0}: drag, or move with the arrow keys (with Shift by 10)', edgeName(edge))}
      ${cssVars({
        '--at': `${Math.round(at * 100) / 100}px`,
        '--start': `${upright ? place.y : place.x}px`,
        '--end': `${upright ? place.y + place.height : place.x + place.width}px`,
      })}
      @pointerdown=${(event: PointerEvent) => this.drag(event, edge)}
      @keydown=${(event: KeyboardEvent) => this.onKey(event, edge)}
      @dblclick=${(event: Event) => event.stopPropagation()}
    >
      <span class="value" aria-hidden="true">${slices[edge]}</span>
    </div>`;
  }

  private drag(event: PointerEvent, edge: SliceEdge): void {
    if (event.button !== 0) return;
    event.preventDefault();
    // Else the picture moves with it.
    event.stopPropagation();
    const target = event.currentTarget as HTMLElement;
    target.focus();
    const from = { at: isUpright(edge) ? event.clientX : event.clientY, value: this.slices[edge] };
    const inwards = edge === 'left' || edge === 'top' ? 1 : -1;
    const stop = new AbortController();
    const { signal } = stop;
    target.setPointerCapture(event.pointerId);
    target.addEventListener(
      'pointermove',
      move => {
        const moved = (isUpright(edge) ? move.clientX : move.clientY) - from.at;
        this.set(edge, from.value + (inwards * moved) / this.place.scale);
      },
      { signal },
    );
    for (const end of ['pointerup', 'pointercancel']) {
      target.addEventListener(end, () => stop.abort(), { signal });
    }
  }

  /** The arrows along its way move the line where they point to; those across make its number larger and smaller. */
  private onKey(event: KeyboardEvent, edge: SliceEdge): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = event.shiftKey ? largeStep : step;
    const value = this.slices[edge];
    const [back, on] = edge === 'left' || edge === 'top' ? [-by, by] : [by, -by];
    const arrows = isUpright(edge)
      ? { ArrowLeft: back, ArrowRight: on, ArrowUp: by, ArrowDown: -by }
      : { ArrowUp: back, ArrowDown: on, ArrowRight: by, ArrowLeft: -by };
    const length = lengthAlong(edge, this.size);
    const pages = { PageUp: largeStep, PageDown: -largeStep, Home: -length, End: length };
    const moved = ({ ...arrows, ...pages } as Readonly<Record<string, number>>)[event.key];
    if (moved === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.set(edge, value + moved);
  }

  private set(edge: SliceEdge, pixels: number): void {
    const value = Math.min(lengthAlong(edge, this.size), Math.max(0, Math.round(pixels)));
    if (value === this.slices[edge]) return;
    const detail: Slices = { ...this.slices, [edge]: value };
    this.dispatchEvent(new CustomEvent('slices', { detail }));
  }

  static override styles = [
    base,
    css`
      :host {
        position: absolute;
        inset: 0;
        /* Not "hidden": that would be scrolled to a line out of sight when it gets the focus. */
        overflow: clip;
        pointer-events: none;
        /* The one that has the focus is over the others, and not over what is said. */
        isolation: isolate;
      }
      .guide {
        position: absolute;
        pointer-events: auto;
        touch-action: none;
      }
      .upright {
        left: calc(var(--at) - ${reach}px);
        width: ${2 * reach}px;
        top: 0;
        bottom: 0;
        cursor: ew-resize;
      }
      .level {
        top: calc(var(--at) - ${reach}px);
        height: ${2 * reach}px;
        left: 0;
        right: 0;
        cursor: ns-resize;
      }
      /* Light and dark at once, so that it is seen on every picture. */
      .guide::before {
        content: '';
        position: absolute;
        inset: 0;
        margin: auto;
        background: #fff;
        outline: 1px solid #000;
        opacity: 0.9;
      }
      .upright::before {
        width: 1px;
      }
      .level::before {
        height: 1px;
      }
      .guide:is(:hover, :focus-visible)::before {
        background: var(--ia-focus);
        opacity: 1;
      }
      .crossing::before {
        background: var(--vscode-errorForeground);
      }
      .guide:focus-visible {
        outline: none;
        z-index: 1;
      }
      /* At the picture's edge, inside of the window wherever the picture is; each of a pair at an end of its own. */
      .value {
        position: absolute;
        min-width: 20px;
        padding: 0 4px;
        font-size: 11px;
        line-height: 14px;
        text-align: center;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
        color: #fff;
        background: #000;
        border: 1px solid #fff;
        border-radius: 3px;
      }
      .guide:focus-visible .value {
        outline: 2px solid var(--ia-focus);
        outline-offset: 1px;
      }
      .upright .value {
        left: 50%;
        transform: translateX(-50%);
      }
      .level .value {
        top: 50%;
        transform: translateY(-50%);
      }
      .left .value {
        top: clamp(0px, calc(var(--start) - 16px), calc(100% - 16px));
      }
      .right .value {
        top: clamp(0px, var(--end), calc(100% - 16px));
      }
      .top .value {
        left: clamp(0px, calc(var(--start) - 30px), calc(100% - 30px));
      }
      .bottom .value {
        left: clamp(0px, calc(var(--end) + 2px), calc(100% - 30px));
      }
    `,
  ];
}

/** The line stands upright and is moved to the left and the right. */
function isUpright(edge: SliceEdge): boolean {
  return edge === 'left' || edge === 'right';
}
