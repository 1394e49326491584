import { t } from '@vscode/l10n';
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { SheetFrame } from '../../core/model/sprites';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import { toolButton } from './stageTools';

/** Of the canvas, CSS pixels. */
const edge = 168;
const fastest = 60;
const ghost = 0.3;

/** The frames of a sheet one after the other. Fires `duration` (milliseconds a frame) when the speed is changed. */
@customElement('ia-flipbook')
export class IaFlipbook extends LitElement {
  /** Of the sheet. */
  @property() url = '';
  @property({ attribute: false }) frames: readonly SheetFrame[] = [];
  /** Milliseconds, of frames that say nothing themselves. */
  @property({ type: Number }) duration = 100;
  @state() private at = 0;
  @state() private playing = !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  @state() private onion = false;
  @query('canvas') private canvas!: HTMLCanvasElement;
  private image: HTMLImageElement | undefined;
  private handle = 0;
  private since = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.handle = requestAnimationFrame(this.tick);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.handle);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('frames')) this.at = Math.min(this.at, Math.max(0, this.frames.length - 1));
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('url')) void this.load();
    else this.draw();
  }

  private async load(): Promise<void> {
    const { url } = this;
    const image = new Image();
    image.src = url;
    await image.decode().catch(() => undefined);
    // A newer sheet may have come meanwhile.
    if (url !== this.url || !this.isConnected || image.naturalWidth === 0) return;
    this.image = image;
    this.draw();
  }

  private tick = (now: number): void => {
    this.handle = requestAnimationFrame(this.tick);
    const frame = this.frames[this.at];
    if (!this.playing || !frame || this.frames.length < 2 || now - this.since < frame.duration) return;
    this.since = now;
    this.at = (this.at + 1) % this.frames.length;
  };

  private draw(): void {
    const { canvas, image, frames, at } = this;
    const context = canvas.getContext('2d');
    if (!context || !image) return;
    const wide = Math.max(...frames.map(frame => frame.sourceWidth), 1);
    const high = Math.max(...frames.map(frame => frame.sourceHeight), 1);
    const room = edge * devicePixelRatio;
    canvas.width = canvas.height = room;
    const fit = room / Math.max(wide, high);
    // Pixel art in halves looks wrong.
    const scale = fit >= 2 ? Math.floor(fit) : fit;
    context.imageSmoothingEnabled = scale < 1;
    const place = (frame: SheetFrame | undefined): void => {
      if (!frame) return;
      const left = (room - wide * scale) / 2 + ((wide - frame.sourceWidth) / 2) * scale;
      const top = (room - high * scale) / 2 + (high - frame.sourceHeight) * scale;
      const { x, y, width, height, offsetX, offsetY } = frame;
      const to = [left + offsetX * scale, top + offsetY * scale, width * scale, height * scale] as const;
      context.drawImage(image, x, y, width, height, ...to);
    };
    if (this.onion && frames.length > 1) {
      context.globalAlpha = ghost;
      place(frames.at(at - 1));
      context.globalAlpha = 1;
    }
    place(frames[at]);
  }

  override render(): TemplateResult {
    const { frames, at, playing } = this;
    const count = frames.length;
    const name = frames[at]?.name ?? '';
    return html`<canvas
        class="checker"
        role="img"
        aria-label=${t('Frame {0} of {1}: {2}', Math.min(count, at + 1), count, name)}
      ></canvas>
      <div class="tools" role="group" aria-label=${t('Animation')}>
        ${toolButton('left', t('Previous frame'), () => this.step(-1))}
        ${toolButton(playing ? 'pause' : 'play', playing ? t('Pause') : t('Play'), () => (this.playing = !playing))}
        ${toolButton('right', t('Next frame'), () => this.step(1))}
        ${toolButton('layers', t('Show the frame before through'), () => (this.onion = !this.onion), this.onion)}
        <label class="speed"
          ><input
            type="number"
            min="1"
            max=${fastest}
            .value=${live(String(Math.round(1000 / this.duration)))}
            @change=${this.onSpeed}
          />${t('a second')}</label
        >
      </div>
      <p class="which">${t('{0} of {1}', Math.min(count, at + 1), count)} · <span>${name}</span></p>`;
  }

  private step(by: number): void {
    const count = this.frames.length;
    this.playing = false;
    if (count > 0) this.at = (this.at + by + count) % count;
  }

  private onSpeed = (event: Event): void => {
    const asked = Math.round(Number((event.target as HTMLInputElement).value));
    const speed = Math.min(fastest, Math.max(1, asked || 1));
    this.dispatchEvent(new CustomEvent('duration', { detail: Math.round(1000 / speed) }));
  };

  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: grid;
        justify-items: center;
        gap: 4px;
        font-size: 12px;
      }
      canvas {
        width: ${edge}px;
        height: ${edge}px;
        border: 1px solid var(--ia-line);
        border-radius: var(--ia-radius);
      }
      .tools {
        display: flex;
        align-items: center;
        gap: 2px;
      }
      .speed {
        display: flex;
        align-items: center;
        gap: 4px;
        margin-inline-start: 6px;
        white-space: nowrap;
      }
      .speed input {
        width: 44px;
        min-height: 24px;
        padding: 1px 4px;
        text-align: end;
      }
      .which {
        max-width: 100%;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--ia-dim);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];
}
