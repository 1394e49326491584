import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { PixelSize } from '../../core/model/modelInfo';
import { cssVars } from '../cssVars';
import { icon } from '../icons';
import { base } from '../styles/base';
import { boxOf, clampView, fitScale, type View, zoomAt } from '../viewport';
import { stageStyles } from './stage.styles';
import { sliderStyles } from './slider.styles';
import type { Place, StageImage } from './stageImage';
import { type Tiling, tiledSize } from './tiles';
import './tiles';

/** A part of the image with a line around it, in its pixels. */
export interface StageMark extends PixelSize {
  x: number;
  y: number;
  label: string;
}

/** Drawn over the image: shares of its width and height, around the middle. */
export interface StageZone extends PixelSize {
  shape: 'circle' | 'rect' | 'rounded';
  title: string;
}

export type Backdrop = 'checker' | 'light' | 'dark' | 'page';

const zoomStep = 1.25;
const panStep = 80;
/** Screen pixels that a mark needs for its label to be read. */
const labelWidth = 44;

/** One image, zoomed and moved, and if wanted another one under a slider. Fires `zoom` with the scale. */
@customElement('ia-stage')
export class IaStage extends LitElement {
  static override styles = [base, sliderStyles, stageStyles];

  @property({ attribute: false }) image!: StageImage;
  @property({ attribute: false }) beforeImage: StageImage | undefined;
  @property({ attribute: false }) marks: readonly StageMark[] = [];
  /** What lies over the image, for the rectangle that the image has in the window. */
  @property({ attribute: false }) over: ((place: Place) => TemplateResult) | undefined;
  @property({ attribute: false }) zones: readonly StageZone[] = [];
  /** Anything but `off`: as a tile, and nothing over it. */
  @property() tiling: Tiling = 'off';
  @property({ reflect: true }) backdrop: Backdrop = 'checker';
  /** An image with few pixels is fitted by making them larger. */
  @property({ type: Boolean }) enlarged = false;
  @state() private room: PixelSize = { width: 0, height: 0 };
  @state() private view: View = { scale: 1, x: 0, y: 0 };
  /** Percent of the visible picture that shows the image before. */
  @state() private split = 50;
  @query('.window') private window!: HTMLElement;
  private fitted = true;
  private observer: ResizeObserver | undefined;

  override firstUpdated(): void {
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this.window);
    this.measure();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const from = changed.get('image');
    const retiled = changed.get('tiling') !== undefined;
    if (from === undefined && !retiled) return;
    // Images of one size keep their zoom and place: stepping between them compares them.
    const { width, height } = from ?? this.image;
    if (retiled || width !== this.image.width || height !== this.image.height) this.fitted = true;
    if (this.fitted) this.fit();
  }

  override focus(): void {
    this.window.focus();
  }

  get scale(): number {
    return this.view.scale;
  }

  /** Of what is shown. */
  private get size(): PixelSize {
    return tiledSize(this.image, this.tiling);
  }

  /** Larger than the window in some direction, so that arrow keys move it. */
  get movable(): boolean {
    // Before the window was measured, nothing is known to be too large for it.
    if (this.room.width === 0) return false;
    return (
      this.size.width * this.view.scale > this.room.width + 1 ||
      this.size.height * this.view.scale > this.room.height + 1
    );
  }

  zoomBy(steps: number): void {
    this.zoomTo(this.view.scale * zoomStep ** steps);
  }

  zoomTo(scale: number, at = { x: 0, y: 0 }): void {
    this.fitted = false;
    this.show(zoomAt(this.view, scale, at, this.size, this.room));
  }

  fit(): void {
    this.fitted = true;
    this.show({ scale: fitScale(this.size, this.room, this.enlarged), x: 0, y: 0 });
  }

  /** In steps; positive shows what is further right or down. */
  pan(x: number, y: number): void {
    this.move(-x * panStep, -y * panStep);
  }

  private move(x: number, y: number): void {
    this.show({ ...this.view, x: this.view.x + x, y: this.view.y + y });
  }

  private show(view: View): void {
    this.view = clampView(view, this.size, this.room);
    this.dispatchEvent(new CustomEvent('zoom', { detail: this.view.scale }));
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.window;
    if (width === 0 || height === 0) return;
    this.room = { width, height };
    if (this.fitted) this.fit();
    else this.show(this.view);
  }

  override render(): TemplateResult {
    const { image, view, room, tiling } = this;
    const before = tiling === 'off' ? this.beforeImage : undefined;
    const box = boxOf(view, this.size, room);
    const left = Math.max(0, box.x);
    const right = Math.min(room.width, box.x + box.width);
    const line = left + ((right - left) * this.split) / 100;
    const place = { left: px(box.x), top: px(box.y), width: px(box.width), height: px(box.height) };
    return html`<div
      class="window ${this.movable ? 'movable' : ''}"
      tabindex="0"
      role="group"
      aria-label=${t('Image, {0} percent. Plus and minus zoom.', Math.round(view.scale * 100))}
      @wheel=${this.onWheel}
      @pointerdown=${this.onPointerDown}
      @dblclick=${() => (this.fitted ? this.zoomTo(1) : this.fit())}
    >
      <div class="box ${view.scale >= 3 ? 'pixels' : ''}" ${cssVars(place)}>
        ${
          tiling === 'off'
            ? html`${this.renderImage(image)}${this.renderMarks()}${this.zones.map(zone => this.renderZone(zone))}<slot
                ></slot>`
            : nothing
        }
      </div>
      ${
        tiling === 'off'
          ? nothing
          : html`<ia-tiles
              .image=${image}
              .tiling=${tiling}
              .place=${{ ...box, scale: view.scale }}
              .room=${room}
            ></ia-tiles>`
      }
      ${
        before
          ? html`<div
                class="box over ${view.scale >= 3 ? 'pixels' : ''}"
                ${cssVars({ ...place, 'clip-path': `inset(0 ${px(box.x + box.width - line)} 0 0)` })}
              >
                ${this.renderImage(before)}
              </div>
              ${this.renderSlider(before.name, line)}`
          : nothing
      }
      ${this.over?.({ ...box, scale: view.scale }) ?? nothing}
    </div>`;
  }

  private renderImage(image: StageImage): TemplateResult {
    const { url, thumbnail, name } = image;
    return html`${thumbnail ? html`<img class="quick" src=${thumbnail} alt="" draggable="false" />` : nothing}<img
        src=${url}
        alt=${name}
        draggable="false"
      />`;
  }

  /** For the eye: the view around it lists what they are. */
  private renderMarks(): TemplateResult | typeof nothing {
    const { image, marks, view } = this;
    if (marks.length === 0) return nothing;
    const share = (part: number, of: number) => `${(100 * part) / of}%`;
    return html`<div class="marks" aria-hidden="true">
      ${marks.map(
        mark =>
          html`<span
            class="mark"
            ${cssVars({
              left: share(mark.x, image.width),
              top: share(mark.y, image.height),
              width: share(mark.width, image.width),
              height: share(mark.height, image.height),
            })}
            >${mark.width * view.scale >= labelWidth ? html`<b>${mark.label}</b>` : nothing}</span
          >`,
      )}
    </div>`;
  }

  private renderZone({ shape, width, height, title }: StageZone): TemplateResult {
    const size = { width: `${width * 100}%`, height: `${height * 100}%` };
    return html`<span class="zone ${shape}" role="img" aria-label=${title} ${cssVars(size)}></span>`;
  }

  private renderSlider(name: string, line: number): TemplateResult {
    return html`<span class="tag start">${t('Before: {0}', name)}</span
      ><span class="tag end">${t('After')}</span>
      <div
        class="slider"
        role="slider"
        tabindex="0"
        aria-label=${t('Before and after')}
        aria-orientation="horizontal"
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(this.split)}
        aria-valuetext=${t('{0} percent before', Math.round(this.split))}
        ${cssVars({ left: px(line) })}
        @keydown=${this.onSliderKey}
        @pointerdown=${this.onSliderDown}
      >
        <span class="knob">${icon('both', 'small')}</span>
      </div>`;
  }

  private onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const at = this.window.getBoundingClientRect();
    const step = Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) * (event.ctrlKey ? 0.012 : 0.004));
    this.zoomTo(this.view.scale * step, {
      x: event.clientX - at.left - at.width / 2,
      y: event.clientY - at.top - at.height / 2,
    });
  };

  private onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || !this.movable) return;
    this.drag(event, move => this.move(move.movementX, move.movementY));
  };

  private onSliderDown = (event: PointerEvent): void => {
    event.stopPropagation();
    (event.currentTarget as HTMLElement).focus();
    this.drag(event, move => this.splitAt(move.clientX));
  };

  private drag(event: PointerEvent, onMove: (move: PointerEvent) => void): void {
    const target = event.currentTarget as HTMLElement;
    const stop = new AbortController();
    target.setPointerCapture(event.pointerId);
    target.addEventListener('pointermove', onMove, { signal: stop.signal });
    for (const end of ['pointerup', 'pointercancel']) {
      target.addEventListener(end, () => stop.abort(), { signal: stop.signal });
    }
  }

  private splitAt(clientX: number): void {
    const box = boxOf(this.view, this.size, this.room);
    const left = Math.max(0, box.x);
    const right = Math.min(this.room.width, box.x + box.width);
    const x = clientX - this.window.getBoundingClientRect().left;
    this.split = Math.min(100, Math.max(0, ((x - left) / (right - left)) * 100));
  }

  private onSliderKey = (event: KeyboardEvent): void => {
    const to = {
      ArrowLeft: this.split - 2,
      ArrowDown: this.split - 2,
      ArrowRight: this.split + 2,
      ArrowUp: this.split + 2,
      PageDown: this.split - 10,
      PageUp: this.split + 10,
      Home: 0,
      End: 100,
    }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.split = Math.min(100, Math.max(0, to));
  };
}

function px(value: number): string {
  return `${Math.round(value * 100) / 100}px`;
}
