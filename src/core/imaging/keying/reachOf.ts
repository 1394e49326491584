import type { Bitmap, Rgb } from '../bitmap';
import { subject, unknown } from './trimap';

/** Cells along one axis of the directions, and lengths of 4 in RGB (0–441). */
const cells = 19;
const lengths = 112;
const lengthStep = 4;

/**
 * How far from the key the subject's colours lie, by direction: the whole image's answer to how pure a colour gets on one
 * line from the key, for strands too thin to be pure anywhere. The function takes a colour's offset from the key and gives
 * an RGB distance, 0 where nothing is known.
 */
export function reachOf(
  { data }: Bitmap,
  map: Uint8Array,
  key: Rgb,
): (r: number, g: number, b: number) => number {
  const counts = new Uint32Array(cells ** 3 * lengths);
  for (let i = 0, at = 0; i < map.length; i++, at += 4) {
    if (map[i] !== unknown && map[i] !== subject) continue;
    const r = (data[at] as number) - key.r;
    const g = (data[at + 1] as number) - key.g;
    const b = (data[at + 2] as number) - key.b;
    const length = Math.sqrt(r * r + g * g + b * b);
    // Nearer ones say little about their direction.
    if (length < 48) continue;
    const place = cellOf(r, g, b, length) * lengths + Math.floor(length / lengthStep);
    counts[place] = (counts[place] as number) + 1;
  }
  const reach = new Float32Array(cells ** 3);
  for (let cell = 0; cell < reach.length; cell++) reach[cell] = farEnd(counts, cell * lengths);
  return (r, g, b) => {
    const length = Math.sqrt(r * r + g * g + b * b);
    return length < 4 ? 0 : (reach[cellOf(r, g, b, length)] as number);
  };
}

function cellOf(r: number, g: number, b: number, length: number): number {
  const half = (cells - 1) / 2;
  const x = Math.round((r / length + 1) * half);
  const y = Math.round((g / length + 1) * half);
  const z = Math.round((b / length + 1) * half);
  return (x * cells + y) * cells + z;
}

/** Where the farthest hundredth of a direction's pixels begins; a few stray pixels are no evidence. */
function farEnd(counts: Uint32Array, start: number): number {
  let all = 0;
  for (let step = 0; step < lengths; step++) all += counts[start + step] as number;
  const need = Math.max(4, all * 0.02);
  let seen = 0;
  for (let step = lengths - 1; step >= 0; step--) {
    seen += counts[start + step] as number;
    if (seen >= need) return (step + 0.5) * lengthStep;
  }
  return 0;
}
