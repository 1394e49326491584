import type { Bitmap, Rgb } from '../bitmap';
import { cielab, deltaE2000 } from './deltaE2000';

export interface Halo {
  /** Mean ΔE2000 of the rim against the same rim without the key's colour in it, laid on each. 1 is just seen. */
  onBlack: number;
  onWhite: number;
  onPage: number;
  /** The largest of them is above what is seen at a glance. */
  visible: boolean;
}

/** Of an image, to be looked at. */
const enoughPixels = 400_000;
/** ΔE2000. */
const seenAtAGlance = 3;
/** How far inwards the subject's own colour is looked for, in pixels. */
const inwards = 4;

/**
 * Measures the fringe that a removed key leaves: how far the colours of the rim lean from the subject's next to them
 * towards the key. Soft parts with no opaque subject near (glass, shadows) have no rim. `page` default a mid grey.
 */
export function measureHalo(cut: Bitmap, key: Rgb, page: Rgb = { r: 128, g: 128, b: 128 }): Halo {
  const { width, height, data } = cut;
  const grounds = [{ r: 0, g: 0, b: 0 }, { r: 255, g: 255, b: 255 }, page];
  const sums = [0, 0, 0];
  let count = 0;
  // Every row of a small image; of a large one enough to tell.
  const step = Math.max(1, Math.round((width * height) / enoughPixels));
  for (let y = 0; y < height; y += step) {
    for (let x = 0, at = y * width * 4; x < width; x++, at += 4) {
      const alpha = (data[at + 3] as number) / 255;
      if (alpha < 0.02 || (alpha === 1 && !touchesClear(cut, x, y))) continue;
      const own = innerColour(cut, x, y);
      if (!own) continue;
      count++;
      const rim = { r: data[at] as number, g: data[at + 1] as number, b: data[at + 2] as number };
      const spill = leaning(rim, own, key);
      if (spill === 0) continue;
      const spilled = over(key, own, Math.abs(spill));
      for (const [i, ground] of grounds.entries()) {
        const [is, ought] = [over(spilled, ground, alpha), over(own, ground, alpha)];
        sums[i] = (sums[i] as number) + Math.sign(spill) * deltaE2000(cielab(is), cielab(ought));
      }
    }
  }
  const [onBlack = 0, onWhite = 0, onPage = 0] = sums.map(sum => Math.max(0, sum) / Math.max(1, count));
  return { onBlack, onWhite, onPage, visible: Math.max(onBlack, onWhite, onPage) > seenAtAGlance };
}

function over(top: Rgb, ground: Rgb, alpha: number): Rgb {
  const mix = (a: number, b: number) => a * alpha + b * (1 - alpha);
  return { r: mix(top.r, ground.r), g: mix(top.g, ground.g), b: mix(top.b, ground.b) };
}

/**
 * The part of the way from `own` to `key` that `rim` has gone, -1–1. Below 0 it went the other way: a subject's texture does
 * either as often, so that it cancels out, a halo does not.
 */
function leaning(rim: Rgb, own: Rgb, key: Rgb): number {
  const [kr, kg, kb] = [key.r - own.r, key.g - own.g, key.b - own.b];
  const along = (rim.r - own.r) * kr + (rim.g - own.g) * kg + (rim.b - own.b) * kb;
  return Math.max(-1, Math.min(1, along / (kr * kr + kg * kg + kb * kb || 1)));
}

function touchesClear({ width, height, data }: Bitmap, x: number, y: number): boolean {
  for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
    for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
      if ((data[(ny * width + nx) * 4 + 3] as number) < 128) return true;
    }
  }
  return false;
}

/** The mean of the nearest opaque pixels that are not rim themselves. */
function innerColour(cut: Bitmap, x: number, y: number): Rgb | undefined {
  const { width, height, data } = cut;
  for (let reach = 2; reach <= inwards; reach++) {
    let [count, r, g, b] = [0, 0, 0, 0];
    for (const [dx, dy] of ring(reach)) {
      const [nx, ny] = [x + dx, y + dy];
      if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
      const at = (ny * width + nx) * 4;
      if (data[at + 3] !== 255 || touchesClear(cut, nx, ny)) continue;
      count++;
      r += data[at] as number;
      g += data[at + 1] as number;
      b += data[at + 2] as number;
    }
    if (count > 0) return { r: r / count, g: g / count, b: b / count };
  }
  return undefined;
}

function ring(reach: number): (readonly [number, number])[] {
  const d = Math.round(reach * 0.7);
  return [
    [reach, 0],
    [-reach, 0],
    [0, reach],
    [0, -reach],
    [d, d],
    [-d, d],
    [d, -d],
    [-d, -d],
  ];
}
