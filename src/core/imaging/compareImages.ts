import type { PixelSize } from '../model/modelInfo';
import { type Bitmap, createBitmap, drawOver } from './bitmap';

/** How far two bitmaps of one size are apart. */
export interface PixelDifference {
  /** Pixels that differ by more than the tolerance. */
  changed: number;
  /** Of the pixel that differs most, 0–255. */
  most: number;
  /** The first bitmap, gray and dark, with the changed pixels in the colours of heat over it; opaque. */
  heat: Bitmap;
}

/** Whatever is beside it, an unchanged picture is to be told from a changed one in it. */
const groundFrom = 24;
const groundShare = 0.3;
/** From just changed to as different as can be: all are lighter than the ground. */
const heatStops = [
  [150, 40, 190],
  [225, 50, 80],
  [255, 140, 20],
  [255, 240, 120],
] as const;
/** Three values for each distance. */
const heatColours = Uint8ClampedArray.from(
  Array.from({ length: 256 }, (_, apart) => heatColour(apart / 255)).flat(),
);

/**
 * A pixel is as far from another as the channel that differs most, of red, green, blue (as they are seen: times alpha) and
 * alpha, 0–255; it changed when that is more than `tolerance`. What is invisible in both is equal.
 */
export function compareBitmaps(a: Bitmap, b: Bitmap, tolerance: number): PixelDifference {
  const { width, height, data: one } = a;
  const { data: other } = b;
  const heat = createBitmap(width, height);
  const { data: out } = heat;
  let changed = 0;
  let most = 0;
  for (let at = 0; at < one.length; at += 4) {
    const apart = apartAt(one, other, at);
    if (apart > most) most = apart;
    if (apart > tolerance) {
      changed++;
      const hot = 3 * Math.round(apart);
      out[at] = heatColours[hot] as number;
      out[at + 1] = heatColours[hot + 1] as number;
      out[at + 2] = heatColours[hot + 2] as number;
    } else {
      out[at] = out[at + 1] = out[at + 2] = groundFrom + groundShare * luma(one, at);
    }
    out[at + 3] = 255;
  }
  return { changed, most, heat };
}

function apartAt(one: Uint8ClampedArray, other: Uint8ClampedArray, at: number): number {
  const [alpha, beta] = [one[at + 3] as number, other[at + 3] as number];
  let apart = Math.abs(alpha - beta);
  for (let channel = at; channel < at + 3; channel++) {
    const step = Math.abs((one[channel] as number) * alpha - (other[channel] as number) * beta) / 255;
    if (step > apart) apart = step;
  }
  return apart;
}

/** Rec. 601, of what is seen of it. */
function luma(data: Uint8ClampedArray, at: number): number {
  const [red, green, blue] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
  return ((red * 0.299 + green * 0.587 + blue * 0.114) * (data[at + 3] as number)) / 255;
}

function heatColour(share: number): readonly [number, number, number] {
  const place = share * (heatStops.length - 1);
  const below = Math.min(Math.floor(place), heatStops.length - 2);
  const [from, to] = [heatStops[below] ?? heatStops[0], heatStops[below + 1] ?? heatStops[0]];
  const mix = (channel: 0 | 1 | 2) =>
    Math.round(from[channel] + (to[channel] - from[channel]) * (place - below));
  return [mix(0), mix(1), mix(2)];
}

/** In the middle of `common`, with nothing around it. */
export function centred(bitmap: Bitmap, common: PixelSize): Bitmap {
  if (bitmap.width === common.width && bitmap.height === common.height) return bitmap;
  const canvas = createBitmap(common.width, common.height);
  const [x, y] = [common.width - bitmap.width, common.height - bitmap.height].map(room =>
    Math.floor(room / 2),
  );
  drawOver(canvas, bitmap, x ?? 0, y ?? 0);
  return canvas;
}
