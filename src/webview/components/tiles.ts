import { t } from '@vscode/l10n';
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { PixelSize } from '../../core/model/modelInfo';
import { base } from '../styles/base';
import type { Place, StageImage } from './stageImage';

/** `offset`: the image wrapped by half, so that its edges meet in the middle. `repeat`: three by three. */
export type Tiling = 'off' | 'offset' | 'repeat';

/** Pixels of what is shown, for an image of this size. */
export function tiledSize({ width, height }: PixelSize, tiling: Tiling): PixelSize {
  const times = tiling === 'repeat' ? 3 : 1;
  return { width: width * times, height: height * times };
}

/** Screen pixels. */
const tick = 9;
const pixelScale = 3;

/**
 * An image that goes on beyond its edges. Drawn as one pattern: elements side by side would show seams of their own at
 * fractional zoom.
 */
@customElement('ia-tiles')
export class IaTiles extends LitElement {
  @property({ attribute: false }) image!: StageImage;
  @property() tiling: Tiling = 'offset';
  /** Of the whole of it in the window. */
  @property({ attribute: false }) place!: Place;
  /** The window. */
  @property({ attribute: false }) room!: PixelSize;
  @query('canvas') private canvas!: HTMLCanvasElement;
  private picture: HTMLImageElement | undefined;
  private url = '';

  override render(): TemplateResult {
    const { name } = this.image;
    const label = this.tiling === 'repeat' ? t('{0}, repeated 3 × 3', name) : t('{0}, wrapped by half', name);
    return html`<canvas role="img" aria-label=${label}></canvas>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('image') && this.image.url !== this.url) void this.load();
    this.draw();
  }

  private async load(): Promise<void> {
    const { url } = this.image;
    this.url = url;
    const picture = new Image();
    picture.src = url;
    await picture.decode().catch(() => undefined);
    if (this.url !== url || !this.isConnected) return;
    this.picture = picture;
    this.draw();
  }

  private draw(): void {
    const { canvas, picture, place, room, image } = this;
    const density = window.devicePixelRatio;
    const [width, height] = [Math.round(room.width * density), Math.round(room.height * density)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const context = canvas.getContext('2d');
    if (!context || width === 0 || height === 0) return;
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, room.width, room.height);
    if (!picture || picture.naturalWidth === 0) return;
    const pattern = context.createPattern(picture, 'repeat');
    if (!pattern) return;
    const tile = { width: image.width * place.scale, height: image.height * place.scale };
    const half = this.tiling === 'offset' ? 0.5 : 0;
    pattern.setTransform(
      new DOMMatrix()
        .translate(place.x + tile.width * half, place.y + tile.height * half)
        .scale(tile.width / picture.naturalWidth, tile.height / picture.naturalHeight),
    );
    context.imageSmoothingEnabled = place.scale < pixelScale;
    context.imageSmoothingQuality = 'high';
    context.fillStyle = pattern;
    context.fillRect(place.x, place.y, place.width, place.height);
    this.drawTicks(context);
  }

  /** Where the edges meet, at the rim: on the picture they would hide the seam. */
  private drawTicks(context: CanvasRenderingContext2D): void {
    const { place, room } = this;
    const [left, top] = [Math.max(tick, place.x), Math.max(tick, place.y)];
    const right = Math.min(room.width - tick, place.x + place.width);
    const bottom = Math.min(room.height - tick, place.y + place.height);
    context.beginPath();
    for (const share of this.tiling === 'repeat' ? [1 / 3, 2 / 3] : [1 / 2]) {
      const [x, y] = [place.x + place.width * share, place.y + place.height * share];
      for (const [from, out] of [
        [top, -tick],
        [bottom, tick],
      ] as const) {
        context.moveTo(x, from);
        context.lineTo(x, from + out);
      }
      for (const [from, out] of [
        [left, -tick],
        [right, tick],
      ] as const) {
        context.moveTo(from, y);
        context.lineTo(from + out, y);
      }
    }
    // Two colours, because one of them is always lost on some picture.
    for (const [colour, width] of [
      ['#fff', 4],
      ['#000', 2],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.stroke();
    }
  }

  static override styles = [
    base,
    css`
      :host,
      canvas {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        pointer-events: none;
      }
    `,
  ];
}
