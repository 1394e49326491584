import type { CutChecks } from '../../model/cutout';
import type { Bitmap, Rgb } from '../bitmap';
import { measureHalo } from './halo';
import { findHoles } from './holes';
import { chamfer } from './trimap';

/** Smaller holes are noise. Of all pixels. */
const leastHole = 0.0001;
/** Nearer to the background, in pixels of a megapixel image, a mixture is an edge. */
const edgeWidth = 6;
/** 0–255, the brightest channel: what is darker and see-through is a shadow. */
const shadow = 40;

/** `before`: the opaque image of the same size; `key`: the background's colour in it. */
export function checkCutout(cut: Bitmap, before: Bitmap, key: Rgb, page?: Rgb): CutChecks {
  const { width, height, data } = cut;
  const pixels = width * height;
  const holes = findHoles(cut, before, key).filter(
    hole => !hole.ground && hole.pixels >= Math.max(12, pixels * leastHole),
  );
  const depth = chamfer(width, height, i => (data[i * 4 + 3] as number) === 0);
  const edge = Math.max(3, edgeWidth * Math.sqrt(pixels / 1e6));
  let [clear, solid, veiled] = [0, 0, 0];
  for (let i = 0, at = 0; i < pixels; i++, at += 4) {
    const alpha = data[at + 3] as number;
    if (alpha === 0) clear++;
    else if (alpha > 230) solid++;
    else if ((depth[i] as number) > edge && brightest(data, at) > shadow) veiled++;
  }
  const { onBlack, onWhite, onPage } = measureHalo(cut, key, page);
  return {
    clear: clear / pixels,
    seeThrough: veiled / Math.max(1, veiled + solid),
    holes: holes.length,
    halo: { black: onBlack, white: onWhite, page: onPage },
  };
}

function brightest(data: Uint8ClampedArray, at: number): number {
  return Math.max(data[at] as number, data[at + 1] as number, data[at + 2] as number);
}
