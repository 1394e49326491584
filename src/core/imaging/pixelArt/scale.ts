import { type Bitmap, createBitmap } from '../bitmap';

/** Every pixel as a square of `times` by `times`. */
export function enlarge(bitmap: Bitmap, times: number): Bitmap {
  if (times === 1) return bitmap;
  const out = createBitmap(bitmap.width * times, bitmap.height * times);
  const from = new Uint32Array(bitmap.data.buffer, bitmap.data.byteOffset, bitmap.data.length / 4);
  const to = new Uint32Array(out.data.buffer);
  for (let y = 0; y < bitmap.height; y++) {
    const row = y * times * out.width;
    for (let x = 0; x < bitmap.width; x++) {
      to.fill(from[y * bitmap.width + x] as number, row + x * times, row + (x + 1) * times);
    }
    for (let copy = 1; copy < times; copy++) to.copyWithin(row + copy * out.width, row, row + out.width);
  }
  return out;
}
