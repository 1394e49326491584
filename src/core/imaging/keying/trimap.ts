import type { Bitmap, Rgb } from '../bitmap';
import type { KeyShare } from './keyShare';
import { distanceFrom } from './oklab';

/** What a pixel is before the edges are worked out. */
export const background = 0;
/** A mixture, or what may be one. */
export const unknown = 1;
export const subject = 2;
/** Subject whose colour holds some of the key, so that it says nothing about its neighbours. */
export const kept = 3;

/** How far inwards of the background a pixel may still be a mixture of it, in pixels. */
const bandWidth = 3;

/** One byte a pixel, rows from the top: `background`, `unknown`, `subject` or `kept`. */
export function makeTrimap(
  bitmap: Bitmap,
  key: Rgb,
  share: KeyShare,
  { tolerance, contiguous, floor }: { tolerance: number; contiguous: boolean; floor: number },
): Uint8Array {
  const { width, height, data } = bitmap;
  const distance = distanceFrom(key);
  const map = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < map.length; i++, at += 4) {
    const [r, g, b] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    if (data[at + 3] === 0 || distance(r, g, b) <= tolerance) map[i] = background;
    else map[i] = share.least(r, g, b) > floor ? unknown : subject;
  }
  if (contiguous) keepEnclosed(map, width, height);
  widen(map, width, height);
  return map;
}

/** What the outside does not reach through background and mixtures belongs to the subject. */
function keepEnclosed(map: Uint8Array, width: number, height: number): void {
  const reached = new Uint8Array(map.length);
  const stack: number[] = [];
  // Glass may reach the edge of the image; mixtures alone, with no background beside them, are taken for it, too.
  const visit = (i: number) => {
    if (reached[i] === 1 || (map[i] as number) > unknown) return;
    reached[i] = 1;
    stack.push(i);
  };
  for (let x = 0; x < width; x++) {
    visit(x);
    visit((height - 1) * width + x);
  }
  for (let y = 0; y < height; y++) {
    visit(y * width);
    visit(y * width + width - 1);
  }
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    const x = i % width;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i < width * (height - 1)) visit(i + width);
  }
  for (let i = 0; i < map.length; i++) if (reached[i] === 0 && (map[i] as number) < subject) map[i] = kept;
}

/** The subject's pixels near background or mixtures may be mixtures, too. */
function widen(map: Uint8Array, width: number, height: number): void {
  const steps = chamfer(width, height, i => (map[i] as number) < subject);
  for (let i = 0; i < map.length; i++) {
    if ((map[i] as number) >= subject && (steps[i] as number) <= bandWidth) map[i] = unknown;
  }
}

/** Distance to the nearest pixel that `is`, in pixels (diagonals count 1.4), by two sweeps; Infinity where there is none. */
export function chamfer(width: number, height: number, is: (i: number) => boolean): Float32Array {
  const out = new Float32Array(width * height).fill(Infinity);
  for (let i = 0; i < out.length; i++) if (is(i)) out[i] = 0;
  const relax = (i: number, from: number, cost: number) => {
    const through = (out[from] as number) + cost;
    if (through < (out[i] as number)) out[i] = through;
  };
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (x > 0) relax(i, i - 1, 1);
      if (y === 0) continue;
      relax(i, i - width, 1);
      if (x > 0) relax(i, i - width - 1, 1.4);
      if (x < width - 1) relax(i, i - width + 1, 1.4);
    }
  }
  for (let y = height - 1, i = width * height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--, i--) {
      if (x < width - 1) relax(i, i + 1, 1);
      if (y === height - 1) continue;
      relax(i, i + width, 1);
      if (x > 0) relax(i, i + width - 1, 1.4);
      if (x < width - 1) relax(i, i + width + 1, 1.4);
    }
  }
  return out;
}
