import type { Bitmap } from '../bitmap';
import { background } from './trimap';

/** Standard deviation of noise of 1 that was cut off at its mean, as at 0 and at 255. */
const cutOff = 0.583;
/** Pairs that are looked at, at most. */
const samples = 100_000;

/**
 * The RGB distance of two pixels of a trimap's background that ought to be the same: by neighbours, so that a background
 * that changes slowly counts as quiet. 0 where there is no background to tell it by.
 */
export function noiseOf({ width, height, data }: Bitmap, map: Uint8Array): number {
  const every = Math.max(1, Math.floor((width * height) / samples));
  const [sums, squares] = [
    [0, 0, 0],
    [0, 0, 0],
  ] as [number[], number[]];
  let count = 0;
  for (let i = 0; i + 1 < map.length; i += every) {
    if (map[i] !== background || map[i + 1] !== background || i % width === width - 1) continue;
    // What is transparent already has no noise.
    if (data[i * 4 + 3] === 0 || data[i * 4 + 7] === 0) continue;
    count++;
    for (let c = 0; c < 3; c++) {
      const value = data[i * 4 + c] as number;
      const apart = value - (data[i * 4 + 4 + c] as number);
      sums[c] = (sums[c] as number) + value;
      squares[c] = (squares[c] as number) + apart * apart;
    }
  }
  if (count === 0) return 0;
  let total = 0;
  for (let c = 0; c < 3; c++) {
    const mean = (sums[c] as number) / count;
    const deviation = Math.sqrt((squares[c] as number) / count / 2);
    const cut = Math.min(mean, 255 - mean) < deviation;
    total += 2 * (cut ? deviation / cutOff : deviation) ** 2;
  }
  return Math.sqrt(total);
}
