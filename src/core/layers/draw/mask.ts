import type { Bitmap, Rect } from '../../imaging/bitmap';
import { blend } from '../../imaging/bitmap';
import { createCoverage } from '../../imaging/vector/coverage';
import { eachPiece, type Outline } from '../../imaging/vector/outline';
import type { Ink } from './colour';

/** An outline at a place: `scale` pixels for each of its units. */
export interface Shape {
  outline: Outline;
  scale: number;
  x: number;
  y: number;
}

/** How much of each pixel is covered, 0–1. */
export interface Mask extends Rect {
  data: Float32Array;
}

/** Of all pieces, in pixels; undefined when there is nothing. */
export function boundsOf(shapes: readonly Shape[]): Rect | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { outline, ...at } of shapes) {
    eachPiece(outline, at, (x0, y0, x1, y1) => {
      left = Math.min(left, x0, x1);
      right = Math.max(right, x0, x1);
      top = Math.min(top, y0, y1);
      bottom = Math.max(bottom, y0, y1);
    });
  }
  return left > right ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}

/** The part of `bounds`, grown by `margin`, that lies in `clip`, in whole pixels. */
export function clipped(bounds: Rect, margin: number, clip: Rect): Rect | undefined {
  const x = Math.max(clip.x, Math.floor(bounds.x - margin));
  const y = Math.max(clip.y, Math.floor(bounds.y - margin));
  const right = Math.min(clip.x + clip.width, Math.ceil(bounds.x + bounds.width + margin));
  const bottom = Math.min(clip.y + clip.height, Math.ceil(bounds.y + bounds.height + margin));
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : undefined;
}

/** Filled, within `clip` (whole pixels). */
export function fillMask(shapes: readonly Shape[], clip: Rect): Mask | undefined {
  const bounds = boundsOf(shapes);
  const area = bounds && clipped(bounds, 1, clip);
  if (!area) return undefined;
  // What reaches over the right edge is closed in the last column, which is not used.
  const coverage = createCoverage(area.width + 1, area.height);
  for (const { outline, scale, x, y } of shapes) coverage.add(outline, scale, x - area.x, y - area.y);
  const data = new Float32Array(area.width * area.height);
  coverage.each((x, y, amount) => {
    if (x < area.width) data[y * area.width + x] = amount;
  });
  return { ...area, data };
}

/** A line of `width` along every contour, with round corners: the distance of each pixel to the nearest piece. */
export function strokeMask(shapes: readonly Shape[], width: number, clip: Rect): Mask | undefined {
  const radius = width / 2;
  const bounds = boundsOf(shapes);
  const area = bounds && clipped(bounds, radius + 1, clip);
  if (!area) return undefined;
  const reach = radius + 1;
  const nearest = new Float32Array(area.width * area.height).fill(reach * reach);
  for (const { outline, ...at } of shapes) {
    eachPiece(outline, { scale: at.scale, x: at.x - area.x, y: at.y - area.y }, (x0, y0, x1, y1) => {
      const [dx, dy] = [x1 - x0, y1 - y0];
      const long = dx * dx + dy * dy;
      const fromX = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
      const toX = Math.min(area.width - 1, Math.ceil(Math.max(x0, x1) + reach));
      const fromY = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
      const toY = Math.min(area.height - 1, Math.ceil(Math.max(y0, y1) + reach));
      for (let y = fromY; y <= toY; y++) {
        for (let x = fromX; x <= toX; x++) {
          const [px, py] = [x + 0.5 - x0, y + 0.5 - y0];
          const t = long === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / long));
          const [ex, ey] = [px - t * dx, py - t * dy];
          const distance = ex * ex + ey * ey;
          const i = y * area.width + x;
          if (distance < (nearest[i] ?? 0)) nearest[i] = distance;
        }
      }
    });
  }
  const data = nearest.map(distance => Math.max(0, Math.min(1, radius + 0.5 - Math.sqrt(distance))));
  return { ...area, data };
}

/** Gaussian, as CSS `text-shadow` blurs: `blur` is twice the standard deviation. */
export function blurred(mask: Mask, blur: number): Mask {
  const sigma = blur / 2;
  if (sigma < 0.05) return mask;
  const reach = Math.ceil(sigma * 3);
  const kernel = Array.from({ length: reach + 1 }, (_, i) => Math.exp((-i * i) / (2 * sigma * sigma)));
  const sum = kernel.reduce((all, weight, i) => all + (i === 0 ? weight : 2 * weight), 0);
  const weights = Float32Array.from(kernel, weight => weight / sum);
  const { width, height, data } = mask;
  const across = spread(data, height, width, width, 1, weights);
  const wide = width + 2 * reach;
  const down = spread(across, wide, height, 1, wide, weights);
  return { x: mask.x - reach, y: mask.y - reach, width: wide, height: height + 2 * reach, data: down };
}

/** One direction: each of `rows` lines of `count` values grows by the reach of the weights at both ends. */
function spread(
  from: Float32Array,
  rows: number,
  count: number,
  rowStep: number,
  step: number,
  weights: Float32Array,
): Float32Array {
  const reach = weights.length - 1;
  const grown = count + 2 * reach;
  const to = new Float32Array(rows * grown);
  const toRow = step === 1 ? grown : 1;
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < count; i++) {
      const value = from[row * rowStep + i * step] ?? 0;
      if (value === 0) continue;
      for (let k = -reach; k <= reach; k++) {
        const at = row * toRow + (i + reach + k) * step;
        to[at] = (to[at] ?? 0) + value * (weights[Math.abs(k)] ?? 0);
      }
    }
  }
  return to;
}

/** Lays colour on what the mask covers. `multiply` darkens, as a marker pen does. */
export function paint(bitmap: Bitmap, mask: Mask, ink: Ink, multiply = false): void {
  const { data, width, height } = bitmap;
  for (let y = Math.max(0, -mask.y); y < mask.height && y + mask.y < height; y++) {
    for (let x = Math.max(0, -mask.x); x < mask.width && x + mask.x < width; x++) {
      const amount = (mask.data[y * mask.width + x] ?? 0) * ink.alpha;
      if (amount <= 0) continue;
      const at = ((y + mask.y) * width + x + mask.x) * 4;
      if (!multiply) {
        blend(data, at, ink.r, ink.g, ink.b, amount);
        continue;
      }
      // The part of the colour that meets nothing below keeps itself (W3C Compositing, "multiply").
      const under = (data[at + 3] ?? 0) / 255;
      const mixed = (channel: number, behind: number) =>
        channel * (1 - under) + ((channel * behind) / 255) * under;
      blend(
        data,
        at,
        mixed(ink.r, data[at] ?? 0),
        mixed(ink.g, data[at + 1] ?? 0),
        mixed(ink.b, data[at + 2] ?? 0),
        amount,
      );
    }
  }
}
