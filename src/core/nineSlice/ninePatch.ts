import { type Bitmap, createBitmap } from '../imaging/bitmap';
import type { Slices } from '../model/slices';

const black = [0, 0, 0, 255] as const;

/**
 * Android's `.9.png`: the image with one pixel more on every side, transparent but for black marks. Those at the top and
 * the left say what is stretched; those at the bottom and the right where content goes, which is the same here. As aapt2
 * reads it (frameworks/base/tools/aapt2/compile/NinePatch.cpp): corners neutral, one mark a side for content, nothing but
 * opaque black in it.
 */
export function ninePatch(bitmap: Bitmap, { left, top, right, bottom }: Slices): Bitmap {
  const { width, height } = bitmap;
  const out = createBitmap(width + 2, height + 2);
  for (let y = 0; y < height; y++) {
    out.data.set(bitmap.data.subarray(4 * y * width, 4 * (y + 1) * width), 4 * ((y + 1) * out.width + 1));
  }
  const mark = (x: number, y: number) => out.data.set(black, 4 * (y * out.width + x));
  for (let x = left; x < width - right; x++) {
    mark(x + 1, 0);
    mark(x + 1, height + 1);
  }
  for (let y = top; y < height - bottom; y++) {
    mark(0, y + 1);
    mark(width + 1, y + 1);
  }
  return out;
}
