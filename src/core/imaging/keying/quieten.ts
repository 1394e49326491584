import type { Bitmap } from '../bitmap';
import { unknown } from './trimap';

/** How far neighbours are looked for, in pixels. */
const reach = 3;

/**
 * The image with less noise in the unknown pixels of a trimap: each becomes the mean of its neighbours of nearly the same
 * colour (bilateral filter), because solving for what is behind a mixture multiplies its noise. `noise`: RGB distance of
 * two pixels that ought to be the same. Gives the same data back where there is none.
 */
export function quieten({ width, height, data }: Bitmap, map: Uint8Array, noise: number): Uint8ClampedArray {
  if (noise < 0.5) return data.slice();
  const out = data.slice();
  const weights = weightsOf(noise);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (map[i] !== unknown) continue;
      const at = i * 4;
      const [r, g, b] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
      let [sum, red, green, blue] = [0, 0, 0, 0];
      for (let ny = Math.max(0, y - reach); ny <= Math.min(height - 1, y + reach); ny++) {
        for (let nx = Math.max(0, x - reach); nx <= Math.min(width - 1, x + reach); nx++) {
          const n = (ny * width + nx) * 4;
          const [nr, ng, nb] = [data[n] as number, data[n + 1] as number, data[n + 2] as number];
          const far = (nr - r) ** 2 + (ng - g) ** 2 + (nb - b) ** 2;
          const weight = weights[far];
          if (weight === undefined) continue;
          sum += weight;
          red += weight * nr;
          green += weight * ng;
          blue += weight * nb;
        }
      }
      out[at] = red / sum;
      out[at + 1] = green / sum;
      out[at + 2] = blue / sum;
    }
  }
  return out;
}

/** By squared RGB distance. */
function weightsOf(noise: number): Float32Array {
  const length = Math.ceil((noise * 2.5) ** 2) + 1;
  return Float32Array.from({ length }, (_, far) => Math.exp(-far / (2 * noise * noise)));
}
