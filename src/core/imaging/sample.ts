import { type Bitmap, createBitmap, drawOver, crop } from './bitmap';

/** A whole number of the blocks of every codec. */
const side = 128;

/**
 * Squares of a picture, evenly from all over it, side by side, of about `pixels` in all: what an encoder makes of them, by
 * the share of the pixels, is near what it makes of the whole.
 */
export function sampleOf(bitmap: Bitmap, pixels: number): Bitmap {
  const scale = Math.sqrt(pixels / (bitmap.width * bitmap.height));
  const across = squares(bitmap.width, scale);
  const down = squares(bitmap.height, scale);
  const out = createBitmap(across.count * across.size, down.count * down.size);
  for (let row = 0; row < down.count; row++) {
    for (let column = 0; column < across.count; column++) {
      const from = { x: at(across, column), y: at(down, row), width: across.size, height: down.size };
      drawOver(out, crop(bitmap, from), column * across.size, row * down.size);
    }
  }
  return out;
}

interface Squares {
  count: number;
  size: number;
  length: number;
}

function squares(length: number, scale: number): Squares {
  const size = Math.min(side, length);
  const most = Math.floor(length / size);
  return { size, length, count: Math.max(1, Math.min(most, Math.round((length * scale) / size))) };
}

/** In the middle of its part of the side. */
function at({ count, size, length }: Squares, index: number): number {
  return Math.floor(((index + 0.5) * length) / count - size / 2);
}
