import fc from 'fast-check';
import { type Bitmap, createBitmap } from '../../../src/core/imaging/bitmap';
import { seededRandom } from '../../../src/core/imaging/random';

/** A picture with transparent borders and holes; now and then wholly transparent or one pixel. */
export const drawing = fc
  .record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }), seed: fc.nat() })
  .map(({ width, height, seed }) => draw(width, height, seed));

export function draw(width: number, height: number, seed: number): Bitmap {
  const random = seededRandom(seed);
  const bitmap = createBitmap(width, height);
  const [left, top] = [Math.floor(random() * width), Math.floor(random() * height)];
  const [right, bottom] = [left + random() * width, top + random() * height];
  if (random() < 0.1) return bitmap;
  for (let y = top; y < Math.min(height, bottom); y++) {
    for (let x = left; x < Math.min(width, right); x++) {
      if (random() < 0.2) continue;
      const alpha = random() < 0.3 ? 1 + random() * 254 : 255;
      bitmap.data.set([random() * 256, random() * 256, random() * 256, alpha], (y * width + x) * 4);
    }
  }
  return bitmap;
}

/** Invisible pixels have no colour that anybody could see. */
export function visible(bitmap: Bitmap): number[] {
  return Array.from(bitmap.data, (value, i) => (bitmap.data[i | 3] === 0 ? 0 : value));
}
