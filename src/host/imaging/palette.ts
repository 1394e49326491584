import * as upng from 'upng-js';
import type { Bitmap } from '../../core/imaging/bitmap';

/**
 * The image in at most `colours` (2–256) colours, transparency included: each pixel has the nearest of them. Invisible
 * pixels lose their colour, which nobody sees.
 */
export function reduceColours({ width, height, data }: Bitmap, colours: number): Bitmap {
  const { bufs } = upng.quantize([data.slice().buffer], colours);
  return { width, height, data: new Uint8ClampedArray(bufs[0] as ArrayBuffer) };
}
