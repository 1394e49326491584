import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PixelSize } from '../../core/model/modelInfo';
import { maxStrokePoints, type Stroke } from '../../core/model/output';
import { base } from '../styles/base';

interface Point {
  x: number;
  y: number;
}

/** Of the radius: points that are closer to the one before change nothing that is seen. */
const spacing = 0.15;
/** Of the radius, for an arrow key; a tenth of that with Shift. */
const keyStep = 0.5;

/** Lies over an image and is painted on. Fires `stroke` with each `Stroke`. `[` and `]` are its owner's. */
@customElement('ia-brush')
export class IaBrush extends LitElement {
  @property({ attribute: false }) size!: PixelSize;
  @property() mode: Stroke['mode'] = 'erase';
  /** Of the image's shorter side. */
  @property({ type: Number }) radius = 0.05;
  /** Painted, and not in the picture below yet. */
  @property({ attribute: false }) waiting: readonly Stroke[] = [];
  @state() private cursor: Point | undefined;
  @state() private points: readonly number[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.tabIndex = 0;
    this.setAttribute('role', 'application');
    this.addEventListener('pointerdown', this.onDown);
    this.addEventListener('pointermove', this.onMove);
    this.addEventListener('pointerup', this.onUp);
    this.addEventListener('pointercancel', this.onUp);
    this.addEventListener('pointerleave', this.onLeave);
    this.addEventListener('keydown', this.onKey);
    this.addEventListener('focus', this.onFocus);
    this.addEventListener('dblclick', stop);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('mode')) {
      this.setAttribute(
        'aria-label',
        this.mode === 'erase'
          ? t('Eraser: arrow keys move it, Space erases, [ and ] change its size')
          : t('Restore brush: arrow keys move it, Space brings back, [ and ] change its size'),
      );
    }
  }

  override render(): TemplateResult {
    const { width, height } = this.size;
    const { cursor } = this;
    const drawn = this.points.length > 0 ? [...this.waiting, this.stroke] : this.waiting;
    return html`<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
        ${drawn.map(stroke => this.renderStroke(stroke))}
        ${
          cursor
            ? svg`<g class="cursor">
                <circle class="outer" cx=${cursor.x * width} cy=${cursor.y * height} r=${this.pixels(this.radius)} />
                <circle class="inner" cx=${cursor.x * width} cy=${cursor.y * height} r=${this.pixels(this.radius)} />
              </g>`
            : nothing
        }
      </svg>
      <span class="hidden-text" role="status"
        >${cursor ? t('{0} %, {1} %', Math.round(cursor.x * 100), Math.round(cursor.y * 100)) : nothing}</span
      >`;
  }

  private get stroke(): Stroke {
    return { mode: this.mode, radius: this.radius, points: this.points };
  }

  private pixels(radius: number): number {
    return radius * Math.min(this.size.width, this.size.height);
  }

  private renderStroke({ mode, radius, points }: Stroke): TemplateResult {
    const { width, height } = this.size;
    const places = Array.from(
      { length: points.length / 2 },
      (_, i) => `${(points[i * 2] ?? 0) * width},${(points[i * 2 + 1] ?? 0) * height}`,
    );
    // A line to itself is a dot, with round ends.
    const line = places.length === 1 ? [...places, ...places] : places;
    return svg`<polyline class=${mode} points=${line.join(' ')} stroke-width=${2 * this.pixels(radius)} />`;
  }

  private placeOf(event: PointerEvent): Point {
    const { left, top, width, height } = this.getBoundingClientRect();
    const near = (value: number): number => Math.min(2, Math.max(-1, Math.round(value * 1e5) / 1e5));
    return { x: near((event.clientX - left) / width), y: near((event.clientY - top) / height) };
  }

  private onDown = (event: PointerEvent): void => {
    // The stage below would be moved.
    event.stopPropagation();
    if (event.button !== 0) return;
    this.focus();
    this.setPointerCapture(event.pointerId);
    this.cursor = this.placeOf(event);
    this.points = [this.cursor.x, this.cursor.y];
  };

  private onMove = (event: PointerEvent): void => {
    this.cursor = this.placeOf(event);
    if (this.points.length > 0) this.add(this.cursor);
  };

  private add({ x, y }: Point): void {
    const [lastX = x, lastY = y] = this.points.slice(-2);
    const far = Math.hypot((x - lastX) * this.size.width, (y - lastY) * this.size.height);
    if (far < Math.max(1, this.pixels(this.radius) * spacing)) return;
    this.points = [...this.points, x, y];
    if (this.points.length < 2 * maxStrokePoints) return;
    // It goes on as another one.
    this.finish();
    this.points = [x, y];
  }

  private onUp = (): void => {
    this.finish();
  };

  private onLeave = (): void => {
    if (this.points.length === 0 && !this.matches(':focus')) this.cursor = undefined;
  };

  private onFocus = (): void => {
    this.cursor ??= { x: 0.5, y: 0.5 };
  };

  private finish(): void {
    if (this.points.length === 0) return;
    const { stroke } = this;
    this.points = [];
    this.dispatchEvent(new CustomEvent('stroke', { detail: stroke }));
  }

  private onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = this.pixels(this.radius) * keyStep * (event.shiftKey ? 0.1 : 1);
    const [across, down] = [step / this.size.width, step / this.size.height];
    const by = {
      ArrowLeft: { x: -across, y: 0 },
      ArrowRight: { x: across, y: 0 },
      ArrowUp: { x: 0, y: -down },
      ArrowDown: { x: 0, y: down },
    }[event.key];
    const { x, y } = this.cursor ?? { x: 0.5, y: 0.5 };
    if (by) this.cursor = { x: inside(x + by.x), y: inside(y + by.y) };
    else if (event.key === ' ') {
      this.points = [x, y];
      this.finish();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  static override styles = [
    base,
    css`
      :host {
        position: absolute;
        inset: 0;
        cursor: none;
        touch-action: none;
        outline-offset: 1px;
      }
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        overflow: visible;
      }
      polyline {
        fill: none;
        stroke-linecap: round;
        stroke-linejoin: round;
        opacity: 0.55;
      }
      .erase {
        stroke: var(--vscode-charts-red, #e51400);
      }
      .restore {
        stroke: var(--vscode-charts-green, #388a34);
      }
      /* Seen on any picture: black around white. */
      circle {
        fill: none;
        vector-effect: non-scaling-stroke;
      }
      .outer {
        stroke: #000;
        stroke-width: 3px;
      }
      .inner {
        stroke: #fff;
        stroke-width: 1px;
      }
    `,
  ];
}

function inside(value: number): number {
  return Math.min(1, Math.max(0, Math.round(value * 1e5) / 1e5));
}

function stop(event: Event): void {
  event.stopPropagation();
}
