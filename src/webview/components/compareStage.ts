import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PixelSize } from '../../core/model/modelInfo';
import type { CompareMode } from '../../protocol/compareViews';
import { columnsFor, shownSize, transformOf } from '../compareLayout';
import { cssVars } from '../cssVars';
import { icon } from '../icons';
import { base } from '../styles/base';
import { clampView, fitScale, type View, zoomAt } from '../viewport';
import { compareStageStyles } from './compareStage.styles';
import { sliderStyles } from './slider.styles';
import type { StageImage } from './stageImage';

/** One of the images that are compared, in its place. */
export interface ComparePane {
  id: string;
  /** A, B, C … */
  letter: string;
  name: string;
  /** Absent: `problem` says why. */
  image?: StageImage & { hasAlpha: boolean };
  problem?: string;
}

const zoomStep = 1.25;
const panStep = 80;
/** From here on pixels are seen one by one. */
const pixelsFrom = 2;

/**
 * Images side by side or over each other, zoomed and moved together. What moves is written straight into the transforms of
 * layers, once a frame: nothing is drawn or laid out anew. Scales count device pixels. Fires `zoom` with the scale, `active`
 * with the place of the image that has the focus, `broken` with the id of one that could not be loaded, `split` and `slid`.
 */
@customElement('ia-compare-stage')
export class IaCompareStage extends LitElement {
  static override styles = [base, sliderStyles, compareStageStyles];

  /** All of them; those that are not over each other are not in `pair`. */
  @property({ attribute: false }) panes: readonly ComparePane[] = [];
  /** For every mode but `side`. */
  @property({ attribute: false }) pair: readonly ComparePane[] = [];
  @property() mode: CompareMode = 'side';
  @property({ attribute: false }) heat: Omit<StageImage, 'name'> | undefined;
  /** Each in its own pixels and not scaled to the largest. */
  @property({ type: Boolean }) own = false;
  @property({ type: Number }) active = 0;
  @property({ reflect: true }) backdrop = 'checker';
  /** Percent of the second image that shines through. */
  @property({ type: Number }) opacity = 50;
  @state() private loaded: ReadonlySet<string> = new Set();
  @state() private columns = 1;
  /** Percent of a pane's width that shows the first image. */
  private split = 50;
  private view: View = { scale: 1, x: 0, y: 0 };
  /** Of one pane, device pixels. */
  private room: PixelSize = { width: 0, height: 0 };
  private fitted = true;
  private frame = 0;
  private percent = 0;
  private readonly observer = new ResizeObserver(() => this.measure());

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    cancelAnimationFrame(this.frame);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const shown = (['panes', 'pair', 'mode', 'own', 'heat'] as const).some(each => changed.has(each));
    if (shown) this.measure();
  }

  override focus(): void {
    this.renderRoot.querySelectorAll<HTMLElement>('.pane')[this.mode === 'side' ? this.active : 0]?.focus();
  }

  get scale(): number {
    return this.view.scale;
  }

  private get images(): readonly StageImage[] {
    const shown = this.mode === 'side' ? this.panes : this.pair;
    return shown.flatMap(({ image }) => image ?? []);
  }

  private get size(): PixelSize {
    return shownSize(this.images, this.own && this.mode === 'side');
  }

  zoomBy(steps: number): void {
    this.zoomTo(this.view.scale * zoomStep ** steps);
  }

  /** `at`: device pixels from the middle of a pane. */
  zoomTo(scale: number, at = { x: 0, y: 0 }): void {
    this.fitted = false;
    this.show(zoomAt(this.view, scale, at, this.size, this.room));
  }

  fit(): void {
    this.fitted = true;
    this.show({ scale: fitScale(this.size, this.room, true), x: 0, y: 0 });
  }

  /** In steps; positive shows what is further right or down. */
  pan(x: number, y: number): void {
    this.moveBy(-x * panStep * devicePixelRatio, -y * panStep * devicePixelRatio);
  }

  get isFitted(): boolean {
    return this.fitted;
  }

  private moveBy(x: number, y: number): void {
    this.show({ ...this.view, x: this.view.x + x, y: this.view.y + y });
  }

  private show(view: View): void {
    this.view = clampView(view, this.size, this.room);
    this.frame ||= requestAnimationFrame(() => this.place());
    const percent = Math.round(this.view.scale * 100);
    if (percent === this.percent) return;
    this.percent = percent;
    this.dispatchEvent(new CustomEvent('zoom', { detail: this.view.scale }));
  }

  /** Into the transforms, and nowhere else. */
  private place(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const { view, room } = this;
    const about = {
      size: this.size,
      own: this.own && this.mode === 'side',
      view,
      room,
      ratio: devicePixelRatio,
    };
    for (const picture of this.renderRoot.querySelectorAll<HTMLElement>('.picture')) {
      const size = { width: Number(picture.dataset['w']), height: Number(picture.dataset['h']) };
      const { x, y, scaleX, scaleY } = transformOf(size, about);
      picture.style.transform = `translate(${x}px, ${y}px) scale(${scaleX}, ${scaleY})`;
      picture.classList.toggle('pixels', scaleX * devicePixelRatio >= pixelsFrom);
    }
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this;
    if (width === 0 || height === 0 || this.images.length === 0) return;
    const count = this.mode === 'side' ? this.panes.length : 1;
    this.columns = columnsFor(count, this.size, { width, height });
    const ratio = devicePixelRatio;
    const rows = Math.ceil(count / this.columns);
    // A line of a pixel is between them.
    this.room = {
      width: ((width - this.columns + 1) / this.columns) * ratio,
      height: ((height - rows + 1) / rows) * ratio,
    };
    if (this.fitted) this.fit();
    else this.show(this.view);
    this.place();
  }

  override render(): TemplateResult {
    const { mode, columns } = this;
    if (mode === 'side') {
      return html`<div class="panes" ${cssVars({ '--columns': String(columns) })}>
        ${repeat(
          this.panes,
          pane => pane.id,
          (pane, index) =>
            this.renderPane(`${pane.letter}: ${pane.name}`, this.renderSide(pane, index), index),
        )}
      </div>`;
    }
    const [one, other] = this.pair;
    const label = t('{0} and {1}', one?.name ?? '', other?.name ?? '');
    return html`<div class="panes" ${cssVars({ '--columns': '1' })}>
      ${this.renderPane(label, mode === 'difference' ? this.renderHeat() : this.renderOver(), 0)}
    </div>`;
  }

  private renderPane(label: string, content: TemplateResult | typeof nothing, index: number): TemplateResult {
    const active = this.mode === 'side' && index === this.active && this.panes.length > 1;
    return html`<div
      class="pane ${active ? 'active' : ''}"
      tabindex="0"
      role="group"
      aria-label=${label}
      @focus=${() => this.activate(index)}
      @wheel=${this.onWheel}
      @pointerdown=${this.onPointerDown}
      @dblclick=${() => (this.fitted ? this.zoomTo(1) : this.fit())}
    >
      ${content}
    </div>`;
  }

  private activate(index: number): void {
    if (this.mode === 'side') this.dispatchEvent(new CustomEvent('active', { detail: index }));
  }

  private renderSide(pane: ComparePane, index: number): TemplateResult {
    return html`${this.renderPicture(pane, index)}<span class="tag start"
        ><b>${pane.letter}</b> ${pane.name}</span
      >`;
  }

  /** The second over the first. */
  private renderOver(): TemplateResult {
    const [one, other] = this.pair;
    const [below, above] = this.mode === 'slider' ? [other, one] : [one, other];
    const slider = this.mode === 'slider';
    const over = slider ? { '--split': `${this.split}%` } : { opacity: String(this.opacity / 100) };
    // Where the second is see-through, the first goes as it comes.
    const under = !slider && other?.image?.hasAlpha ? String(1 - this.opacity / 100) : '1';
    return html`<div class="over" ${cssVars({ opacity: under })}>
        ${below ? this.renderPicture(below, 0) : nothing}
      </div>
      <div class="over ${slider ? 'cut' : 'faded'}" ${cssVars(over)}>
        ${above ? this.renderPicture(above, 1) : nothing}
      </div>
      ${one ? html`<span class="tag start"><b>${one.letter}</b> ${one.name}</span>` : nothing}
      ${other ? html`<span class="tag end"><b>${other.letter}</b> ${other.name}</span>` : nothing}
      ${slider ? this.renderSlider() : nothing}`;
  }

  private renderHeat(): TemplateResult | typeof nothing {
    if (!this.heat) return nothing;
    const { url, width, height } = this.heat;
    const name = t('Heat map of what changed');
    const image = { name, url, width, height, hasAlpha: false };
    return this.renderPicture({ id: `heat ${url}`, letter: '', name, image }, 0);
  }

  private renderPicture({ id, name, image, problem }: ComparePane, index: number): TemplateResult {
    if (!image || problem !== undefined) {
      return html`<p class="gone">${icon('warning', 'warning')}<span>${problem ?? ''}</span></p>`;
    }
    const { url, thumbnail, width, height } = image;
    const quick = thumbnail !== undefined && !this.loaded.has(url);
    const size = { width: `${width}px`, height: `${height}px` };
    return html`<div class="ground ${image.hasAlpha ? 'see-through' : ''}"></div>
      ${
        quick
          ? html`<img
              class="picture"
              src=${thumbnail}
              alt=""
              draggable="false"
              data-w=${width}
              data-h=${height}
              ${cssVars(size)}
            />`
          : nothing
      }
      <img
        class="picture"
        data-place=${index}
        data-w=${width}
        data-h=${height}
        src=${url}
        alt=${name}
        draggable="false"
        decoding="async"
        ${cssVars(size)}
        @load=${() => (this.loaded = new Set([...this.loaded, url]))}
        @error=${() => this.dispatchEvent(new CustomEvent('broken', { detail: id }))}
      />`;
  }

  private renderSlider(): TemplateResult {
    return html`<div
      class="slider"
      role="slider"
      tabindex="0"
      aria-label=${t('Slider between the two')}
      aria-orientation="horizontal"
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(this.split)}
      aria-valuetext=${t('{0} percent of the first', Math.round(this.split))}
      ${cssVars({ '--split': `${this.split}%` })}
      @keydown=${this.onSliderKey}
      @pointerdown=${this.onSliderDown}
    >
      <span class="knob">${icon('both', 'small')}</span>
    </div>`;
  }

  private splitAt(percent: number): void {
    this.split = Math.min(100, Math.max(0, percent));
    for (const each of this.renderRoot.querySelectorAll<HTMLElement>('.cut, .slider')) {
      each.style.setProperty('--split', `${this.split}%`);
    }
    const slider = this.renderRoot.querySelector('.slider');
    const now = Math.round(this.split);
    slider?.setAttribute('aria-valuenow', String(now));
    slider?.setAttribute('aria-valuetext', t('{0} percent of the first', now));
  }

  private onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const at = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const step = Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) * (event.ctrlKey ? 0.012 : 0.004));
    this.zoomTo(this.view.scale * step, {
      x: (event.clientX - at.left - at.width / 2) * devicePixelRatio,
      y: (event.clientY - at.top - at.height / 2) * devicePixelRatio,
    });
  };

  private onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.drag(event, move =>
      this.moveBy(move.movementX * devicePixelRatio, move.movementY * devicePixelRatio),
    );
  };

  private onSliderDown = (event: PointerEvent): void => {
    event.stopPropagation();
    const slider = event.currentTarget as HTMLElement;
    slider.focus();
    const { left, width } = this.getBoundingClientRect();
    this.drag(event, move => this.splitAt(((move.clientX - left) / width) * 100));
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

  private onSliderKey = (event: KeyboardEvent): void => {
    const to = {
      ArrowLeft: this.split - 2,
      ArrowDown: this.split - 2,
      ArrowRight: this.split + 2,
      ArrowUp: this.split + 2,
      Home: 0,
      End: 100,
    }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.splitAt(to);
  };
}
