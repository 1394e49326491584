import type { Bitmap, Rgb } from '../bitmap';
import { background, unknown } from './trimap';

/** Nearer than this to the key (RGB), a colour is hardly a subject's: what looks like one is noise. */
const leastContrast = 48;

/** Where each pass looks, in pixels. Each pass passes on what the one before found, so that little is looked at. */
const passes: readonly (readonly (readonly [number, number])[])[] = [square(2), ring(3), ring(6), ring(2)];

/**
 * For every unknown pixel the index of the one around, at most some ten pixels off, that lies on the same line from the
 * key and farthest from it: the one with least of the key in it. Its own where there is no purer one; this is what
 * tells the colour of strands that no pixel of the sure subject resembles. `noise`: RGB distance from the line that is
 * still on it.
 */
export function purest(
  { width, height, data }: Bitmap,
  map: Uint8Array,
  key: Rgb,
  noise: number,
): Int32Array {
  const best = Int32Array.from({ length: map.length }, (_, i) => i);
  const todo: number[] = [];
  for (let i = 0; i < map.length; i++) if (map[i] === unknown) todo.push(i);
  const slack = noise * noise;
  for (const offsets of passes) {
    for (const i of todo) {
      const at = i * 4;
      const cr = (data[at] as number) - key.r;
      const cg = (data[at + 1] as number) - key.g;
      const cb = (data[at + 2] as number) - key.b;
      const own = cr * cr + cg * cg + cb * cb;
      let longest = lengthAt(data, best[i] as number, key);
      const x = i % width;
      const y = (i - x) / width;
      for (const [dx, dy] of offsets) {
        const nx = x + dx;
        const ny = y + dy;
        if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
        const there = ny * width + nx;
        if (map[there] === background) continue;
        const from = best[there] as number;
        const f = from * 4;
        const fr = (data[f] as number) - key.r;
        const fg = (data[f + 1] as number) - key.g;
        const fb = (data[f + 2] as number) - key.b;
        const length = fr * fr + fg * fg + fb * fb;
        if (length <= longest) continue;
        const dot = cr * fr + cg * fg + cb * fb;
        if (dot <= 0 || own - (dot * dot) / length > slack) continue;
        longest = length;
        best[i] = from;
      }
    }
  }
  for (const i of todo) if (lengthAt(data, best[i] as number, key) < leastContrast ** 2) best[i] = i;
  return best;
}

function lengthAt(data: Uint8ClampedArray, i: number, key: Rgb): number {
  const r = (data[i * 4] as number) - key.r;
  const g = (data[i * 4 + 1] as number) - key.g;
  const b = (data[i * 4 + 2] as number) - key.b;
  return r * r + g * g + b * b;
}

function square(radius: number): (readonly [number, number])[] {
  const offsets: (readonly [number, number])[] = [];
  for (let y = -radius; y <= radius; y++) {
    for (let x = -radius; x <= radius; x++) if (x !== 0 || y !== 0) offsets.push([x, y]);
  }
  return offsets;
}

/** Eight places around. */
function ring(radius: number): (readonly [number, number])[] {
  return square(1).map(([x, y]) => [x * radius, y * radius] as const);
}
