import type { Bitmap } from '../imaging/bitmap';
import { findBackground } from '../imaging/keying/flatColour';
import { distanceFrom } from '../imaging/keying/oklab';

/** Where there is something: 1, else 0, a byte a pixel. */
export interface ContentMask {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Fainter is what keying and soft edges leave behind, nothing that anybody draws. Alpha of 255. */
const faint = 8;

/**
 * What stands out from the ground of a sheet: what is not transparent, or not of the flat colour at its edges.
 * Undefined when the ground is neither.
 */
export function contentMask(bitmap: Bitmap): ContentMask | undefined {
  const { width, height, data } = bitmap;
  const mask = new Uint8Array(width * height);
  let clear = 0;
  for (let i = 0, at = 3; i < mask.length; i++, at += 4) {
    if ((data[at] as number) > faint) mask[i] = 1;
    else clear++;
  }
  // A few see-through pixels make no ground.
  if (clear > mask.length * 0.02) return { width, height, data: mask };
  const ground = findBackground(bitmap);
  if (ground.kind !== 'flat') return undefined;
  const distance = distanceFrom(ground.colour);
  const least = Math.max(4, ground.noise * 2 + 2);
  for (let i = 0, at = 0; i < mask.length; i++, at += 4) {
    const far = distance(data[at] as number, data[at + 1] as number, data[at + 2] as number) > least;
    mask[i] = far && (data[at + 3] as number) > faint ? 1 : 0;
  }
  // A picture of one colour is no ground with nothing on it.
  return mask.includes(1) ? { width, height, data: mask } : undefined;
}

/** How many pixels of content each column, or each row, has. */
export function projection({ width, height, data }: ContentMask, axis: 'x' | 'y'): Uint32Array {
  const sums = new Uint32Array(axis === 'x' ? width : height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const at = axis === 'x' ? x : y;
      sums[at] = (sums[at] as number) + (data[i] as number);
    }
  }
  return sums;
}
