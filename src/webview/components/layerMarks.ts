import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { boxOfLayer, type Grip, movedBy, resizedBy } from '../../core/model/layerEdit';
import type { Layer } from '../../core/model/layers';
import { cssVars } from '../cssVars';
import { layerName } from '../layerNames';
import type { Place } from './stageImage';

const grips: readonly Grip[] = [-1, 0, 1].flatMap(y =>
  [-1, 0, 1].flatMap(x => (x === 0 && y === 0 ? [] : [{ x, y } as Grip])),
);
const ends: readonly Grip[] = [
  { x: -1, y: 0 },
  { x: 1, y: 0 },
];
/** Pixels of the canvas that an arrow key moves. */
const step = 1;
const largeStep = 10;

/**
 * Outlines of the layers over the picture: chosen, moved and resized by pointer and keyboard. Fires `pick` (an id),
 * `shape` (a layer while and after it moves; `done` when the hands rest) and `remove`.
 */
@customElement('ia-layer-marks')
export class IaLayerMarks extends LitElement {
  static override styles = css`
    :host {
      position: absolute;
      inset: 0;
      overflow: hidden;
      pointer-events: none;
    }
    button {
      position: absolute;
      padding: 0;
      margin: 0;
      border: 0;
      background: none;
      pointer-events: auto;
      cursor: move;
      touch-action: none;
    }
    button:hover {
      outline: 1px dashed var(--ia-focus);
    }
    button.chosen {
      outline: 1px solid var(--vscode-foreground);
      box-shadow: 0 0 0 2px var(--ia-page);
    }
    button:focus-visible {
      outline: 2px solid var(--ia-focus);
    }
    .grip {
      position: absolute;
      width: 11px;
      height: 11px;
      margin: -6px 0 0 -6px;
      box-sizing: border-box;
      border: 1px solid var(--ia-page);
      border-radius: 2px;
      background: var(--vscode-foreground);
      pointer-events: auto;
      touch-action: none;
    }
    .nwse {
      cursor: nwse-resize;
    }
    .nesw {
      cursor: nesw-resize;
    }
    .ns {
      cursor: ns-resize;
    }
    .ew {
      cursor: ew-resize;
    }
    .safe {
      position: absolute;
      box-sizing: border-box;
      border: 1px dashed #fff;
      outline: 1px dashed #000;
      opacity: 0.5;
    }
  `;

  @property({ attribute: false }) layers: readonly Layer[] = [];
  @property({ attribute: false }) place!: Place;
  @property() chosen = '';
  @property({ attribute: false }) safeArea: number | undefined;
  @state() private moving: Layer | undefined;

  override render(): TemplateResult {
    const shown = this.layers
      .filter(layer => layer.hidden !== true)
      .map(layer => (layer.id === this.moving?.id ? this.moving : layer));
    const chosen = shown.find(({ id }) => id === this.chosen);
    const { safeArea, place } = this;
    const inset = (safeArea ?? 0) * place.scale;
    return html`${
      safeArea === undefined || safeArea === 0
        ? nothing
        : html`<div
            class="safe"
            ${cssVars({
              left: px(place.x + inset),
              top: px(place.y + inset),
              width: px(place.width - 2 * inset),
              height: px(place.height - 2 * inset),
            })}
          ></div>`
    }
    ${repeat(
      shown,
      ({ id }) => id,
      layer => this.renderLayer(layer),
    )}
    ${chosen ? this.renderGrips(chosen) : nothing}`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.chosen')?.focus();
  }

  private renderLayer(layer: Layer): TemplateResult {
    const { x, y, width, height } = boxOfLayer(layer);
    const { place } = this;
    // Thin ones can be caught, too.
    const [w, h] = [Math.max(12, width * place.scale), Math.max(12, height * place.scale)];
    return html`<button
      class=${layer.id === this.chosen ? 'chosen' : ''}
      aria-label=${t('{0}, layer. Arrow keys move it.', layerName(layer))}
      aria-pressed=${layer.id === this.chosen}
      ${cssVars({
        left: px(place.x + (x + width / 2) * place.scale - w / 2),
        top: px(place.y + (y + height / 2) * place.scale - h / 2),
        width: px(w),
        height: px(h),
      })}
      @focus=${() => this.fire('pick', layer.id)}
      @pointerdown=${(event: PointerEvent) => this.drag(event, layer, (dx, dy) => movedBy(layer, dx, dy))}
      @keydown=${(event: KeyboardEvent) => this.onKey(event, layer)}
    ></button>`;
  }

  private renderGrips(layer: Layer): TemplateResult[] {
    const line = layer.type === 'line' || layer.type === 'arrow';
    const box = boxOfLayer(layer);
    return (line ? ends : grips).map(grip => {
      const at = line
        ? grip.x < 0
          ? { x: layer.x1, y: layer.y1 }
          : { x: layer.x2, y: layer.y2 }
        : { x: box.x + (box.width * (grip.x + 1)) / 2, y: box.y + (box.height * (grip.y + 1)) / 2 };
      const cursor = grip.x === 0 ? 'ns' : grip.y === 0 ? 'ew' : grip.x === grip.y ? 'nwse' : 'nesw';
      const { place } = this;
      return html`<span
        class="grip ${line ? 'nwse' : cursor}"
        ${cssVars({ left: px(place.x + at.x * place.scale), top: px(place.y + at.y * place.scale) })}
        @pointerdown=${(event: PointerEvent) =>
          this.drag(event, layer, (dx, dy) => resizedBy(layer, grip, dx, dy))}
      ></span>`;
    });
  }

  private drag(event: PointerEvent, layer: Layer, change: (dx: number, dy: number) => Layer): void {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.fire('pick', layer.id);
    const target = event.currentTarget as HTMLElement;
    if (target instanceof HTMLButtonElement) target.focus();
    const { clientX, clientY } = event;
    const stop = new AbortController();
    const { signal } = stop;
    target.setPointerCapture(event.pointerId);
    target.addEventListener(
      'pointermove',
      move => {
        const { scale } = this.place;
        this.moving = change((move.clientX - clientX) / scale, (move.clientY - clientY) / scale);
      },
      { signal },
    );
    const end = (): void => {
      stop.abort();
      if (this.moving) this.fire('shape', this.moving);
      this.moving = undefined;
    };
    target.addEventListener('pointerup', end, { signal });
    target.addEventListener('pointercancel', end, { signal });
  }

  private onKey(event: KeyboardEvent, layer: Layer): void {
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      event.stopPropagation();
      this.fire('remove', layer.id);
      return;
    }
    const by = event.shiftKey ? largeStep : step;
    const way = {
      ArrowLeft: [-by, 0],
      ArrowRight: [by, 0],
      ArrowUp: [0, -by],
      ArrowDown: [0, by],
    }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const [dx = 0, dy = 0] = way;
    this.fire('shape', event.altKey ? resizedBy(layer, { x: 1, y: 1 }, dx, dy) : movedBy(layer, dx, dy));
  }

  private fire(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function px(value: number): string {
  return `${Math.round(value * 100) / 100}px`;
}
