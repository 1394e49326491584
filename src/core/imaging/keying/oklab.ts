import type { Rgb } from '../bitmap';

/** OKLab times 100: lightness 0–100; a distance of about 2 is just seen. Source: B. Ottosson, "A perceptual color space" (2020). */
export type Lab = readonly [l: number, a: number, b: number];

/** sRGB's transfer curve (IEC 61966-2-1) of every 8-bit value, 0–1. */
export const linearOf: Float64Array = Float64Array.from({ length: 256 }, (_, value) => {
  const c = value / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
});

/** Channels are whole numbers of 0–255. */
export function oklab(r: number, g: number, b: number): Lab {
  const lr = linearOf[r] as number;
  const lg = linearOf[g] as number;
  const lb = linearOf[b] as number;
  const l = Math.cbrt(0.4122214708 * lr + 0.5363325363 * lg + 0.0514459929 * lb);
  const m = Math.cbrt(0.2119034982 * lr + 0.6806995451 * lg + 0.1073969566 * lb);
  const s = Math.cbrt(0.0883024619 * lr + 0.2817188376 * lg + 0.6299787005 * lb);
  return [
    100 * (0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s),
    100 * (1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s),
    100 * (0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s),
  ];
}

/** A function that tells how far a colour is from `colour`, in the units of `Lab`. Flat areas cost next to nothing. */
export function distanceFrom(colour: Rgb): (r: number, g: number, b: number) => number {
  const [l, a, b] = oklab(Math.round(colour.r), Math.round(colour.g), Math.round(colour.b));
  let last = -1;
  let known = 0;
  return (red, green, blue) => {
    const packed = (red << 16) | (green << 8) | blue;
    if (packed === last) return known;
    const lab = oklab(red, green, blue);
    last = packed;
    known = Math.sqrt((lab[0] - l) ** 2 + (lab[1] - a) ** 2 + (lab[2] - b) ** 2);
    return known;
  };
}
