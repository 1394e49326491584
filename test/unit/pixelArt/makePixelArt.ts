import { type Bitmap, createBitmap } from '../../../src/core/imaging/bitmap';
import { seededRandom } from '../../../src/core/imaging/random';

/** A drawing in a few colours: patches and single pixels, as pixel art has, a part of it transparent. */
export function drawing(width: number, height: number, seed: number, colours = 6): Bitmap {
  const random = seededRandom(seed);
  const palette = Array.from({ length: colours }, (_, i) => [
    Math.floor(random() * 256),
    Math.floor(random() * 256),
    Math.floor((255 * i) / colours),
  ]);
  const bitmap = createBitmap(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const same = random() < 0.45 && x > 0;
      const at = (y * width + x) * 4;
      if (same) bitmap.data.copyWithin(at, at - 4, at);
      else if (random() < 0.2) continue;
      else bitmap.data.set([...palette[Math.floor(random() * colours)]!, 255], at);
    }
  }
  return bitmap;
}

/** As an image program enlarges without smoothing, by any factor. */
export function blowUp(small: Bitmap, factor: number): Bitmap {
  const [width, height] = [Math.round(small.width * factor), Math.round(small.height * factor)];
  const out = createBitmap(width, height);
  // Whole pixels: a slice for each of a million takes longer than what is tested.
  const from = new Uint32Array(small.data.buffer, small.data.byteOffset, small.width * small.height);
  const to = new Uint32Array(out.data.buffer, out.data.byteOffset, width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * small.height) / height) * small.width;
    for (let x = 0; x < width; x++) {
      to[y * width + x] = from[row + Math.floor(((x + 0.5) * small.width) / width)] ?? 0;
    }
  }
  return out;
}

/** A soft focus of a pixel or so, opaque pictures only. */
export function blur(bitmap: Bitmap, times: number): Bitmap {
  let from = bitmap;
  for (let round = 0; round < times; round++) {
    const out = createBitmap(from.width, from.height);
    for (let y = 0; y < from.height; y++) {
      for (let x = 0; x < from.width; x++) {
        for (let c = 0; c < 4; c++) {
          let [sum, weight] = [0, 0];
          for (const [dx, dy, w] of [
            [0, 0, 4],
            [1, 0, 1],
            [-1, 0, 1],
            [0, 1, 1],
            [0, -1, 1],
          ] as const) {
            const [u, v] = [x + dx, y + dy];
            if (u < 0 || v < 0 || u >= from.width || v >= from.height) continue;
            sum += (from.data[(v * from.width + u) * 4 + c] as number) * w;
            weight += w;
          }
          out.data[(y * from.width + x) * 4 + c] = sum / weight;
        }
      }
    }
    from = out;
  }
  return from;
}

export function grain(bitmap: Bitmap, amount: number, seed: number): Bitmap {
  const random = seededRandom(seed);
  const data = bitmap.data.slice();
  for (let i = 0; i < data.length; i++)
    if (i % 4 !== 3) data[i] = (data[i] as number) + (random() - 0.5) * 2 * amount;
  return { ...bitmap, data };
}

export function opaque(bitmap: Bitmap): Bitmap {
  const data = bitmap.data.slice();
  for (let i = 3; i < data.length; i += 4) data[i] = 255;
  return { ...bitmap, data };
}

/** Largest difference of a channel; Infinity where the sizes differ. */
export function difference(a: Bitmap, b: Bitmap): number {
  if (a.width !== b.width || a.height !== b.height) return Infinity;
  let most = 0;
  for (let i = 0; i < a.data.length; i++)
    most = Math.max(most, Math.abs((a.data[i] as number) - (b.data[i] as number)));
  return most;
}
