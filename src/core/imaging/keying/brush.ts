import type { Stroke } from '../../model/output';
import type { Bitmap } from '../bitmap';
import { clamp01 } from '../maths';

/** Of the radius: the rim over which a stroke fades. */
const soft = 0.25;

/**
 * Erases and restores by hand, in the order of the strokes. `before`: the image that was cut, of the same size; what is
 * restored comes back as it was there. Changes the bitmap.
 */
export function applyStrokes(cut: Bitmap, before: Bitmap, strokes: readonly Stroke[]): void {
  for (const stroke of strokes) apply(cut, before, stroke);
}

function apply({ width, height, data }: Bitmap, before: Bitmap, { mode, radius, points }: Stroke): void {
  const reach = Math.max(0.5, radius * Math.min(width, height));
  const rim = Math.max(1, reach * soft);
  const xs = points.filter((_, i) => i % 2 === 0).map(x => x * width);
  const ys = points.filter((_, i) => i % 2 === 1).map(y => y * height);
  const left = Math.max(0, Math.floor(Math.min(...xs) - reach));
  const right = Math.min(width - 1, Math.ceil(Math.max(...xs) + reach));
  const top = Math.max(0, Math.floor(Math.min(...ys) - reach));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(...ys) + reach));
  if (right < left || bottom < top) return;
  const across = right - left + 1;
  // Of the whole stroke before any of it counts: where it crosses itself it is no stronger.
  const cover = new Float32Array(across * (bottom - top + 1));
  for (let i = 0; i < ys.length; i++) {
    const [bx, by] = [xs[i] as number, ys[i] as number];
    const [ax, ay] = i === 0 ? [bx, by] : [xs[i - 1] as number, ys[i - 1] as number];
    const firstY = Math.max(top, Math.floor(Math.min(ay, by) - reach));
    const lastY = Math.min(bottom, Math.ceil(Math.max(ay, by) + reach));
    const firstX = Math.max(left, Math.floor(Math.min(ax, bx) - reach));
    const lastX = Math.min(right, Math.ceil(Math.max(ax, bx) + reach));
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    for (let y = firstY; y <= lastY; y++) {
      for (let x = firstX; x <= lastX; x++) {
        const [px, py] = [x + 0.5 - ax, y + 0.5 - ay];
        const along = length === 0 ? 0 : clamp01((px * (bx - ax) + py * (by - ay)) / length);
        const distance = Math.hypot(px - along * (bx - ax), py - along * (by - ay));
        const value = clamp01((reach - distance) / rim);
        const at = (y - top) * across + x - left;
        if (value > (cover[at] as number)) cover[at] = value;
      }
    }
  }
  for (let y = top, i = 0; y <= bottom; y++) {
    for (let x = left; x <= right; x++, i++) {
      const value = cover[i] as number;
      if (value === 0) continue;
      const at = (y * width + x) * 4;
      if (mode === 'erase') data[at + 3] = (data[at + 3] as number) * (1 - value);
      else restore(data, before.data, at, value);
    }
  }
}

/** Mixes what was there over what is there, by premultiplied colours. */
function restore(data: Uint8ClampedArray, before: Uint8ClampedArray, at: number, value: number): void {
  const own = (data[at + 3] as number) * (1 - value);
  const back = (before[at + 3] as number) * value;
  const alpha = own + back;
  if (alpha === 0) return;
  for (let c = at; c < at + 3; c++) {
    data[c] = ((data[c] as number) * own + (before[c] as number) * back) / alpha;
  }
  data[at + 3] = alpha;
}
