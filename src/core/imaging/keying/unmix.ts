import type { Bitmap, Rgb } from '../bitmap';
import { clamp01 } from '../maths';
import type { KeyShare } from './keyShare';
import { nearestSubject } from './nearestSubject';
import { purest } from './purest';
import { reachOf } from './reachOf';
import { background, subject, unknown } from './trimap';

/** Distances in RGB, 0–441. */
export interface Noise {
  /** Of a pixel from the colours it is mixed of. */
  ofPixel: number;
  /** Of the subject's colour from the one next to it. */
  ofSubject: number;
}

/**
 * Works out the unknown pixels of a trimap. A mixture lies on the line from the key to the subject's colour there, as far
 * along it as the subject covers the pixel: C = αF + (1 − α)K, in sRGB, as browsers and image models mix. F comes from the
 * nearest sure subject where that explains the pixel, else from the purest pixel around on the same line (hair), and is
 * bounded by what the key's hue says (glass, shadows). Then F is solved for exactly, as far as noise allows, so that
 * nothing of the key is left in it. Changes the bitmap; what is background becomes 0, 0, 0, 0.
 */
export function unmix(bitmap: Bitmap, map: Uint8Array, key: Rgb, share: KeyShare, noise: Noise): void {
  const { width, height, data } = bitmap;
  const near = nearestSubject(map, width, height);
  const pure = purest(bitmap, map, key, noise.ofPixel);
  const reach = reachOf(bitmap, map, key);
  const before = data.slice();
  const trusted = noise.ofSubject ** 2;
  const slack = noise.ofPixel ** 2;
  const f = [0, 0, 0] as [number, number, number];
  for (let i = 0, at = 0; i < map.length; i++, at += 4) {
    if (map[i] === background) {
      data.fill(0, at, at + 4);
      continue;
    }
    if (map[i] !== unknown) continue;
    const [r, g, b] = [before[at] as number, before[at + 1] as number, before[at + 2] as number];
    const [cr, cg, cb] = [r - key.r, g - key.g, b - key.b];
    // Less than this is noise of the background.
    if (cr * cr + cg * cg + cb * cb < slack) {
      data.fill(0, at, at + 4);
      continue;
    }
    const known = chooseSubject(
      before,
      map,
      width,
      height,
      i,
      near[i] as number,
      pure[i] as number,
      key,
      slack,
      f,
    );
    if (!known) extend(f, key, reach(cr, cg, cb));
    const [fr, fg, fb] = [f[0] - key.r, f[1] - key.g, f[2] - key.b];
    const length = fr * fr + fg * fg + fb * fb;
    const projected = (cr * fr + cg * fg + cb * fb) / (length || 1);
    const alpha = clamp01(Math.max(1 - share.most(r, g, b), Math.min(projected, 1 - share.least(r, g, b))));
    if (alpha > 0.985) continue;
    // How much of the exact solution is signal: its noise grows with 1 / α, the estimate's does not.
    const exact = (alpha * alpha * trusted) / (alpha * alpha * trusted + slack / 4);
    const limited = projected > alpha + 0.02;
    const trust = limited ? 1 : exact;
    data[at] = mixed(f[0], key.r + cr / alpha, trust);
    data[at + 1] = mixed(f[1], key.g + cg / alpha, trust);
    data[at + 2] = mixed(f[2], key.b + cb / alpha, trust);
    data[at + 3] = (before[at + 3] as number) * alpha;
  }
}

function mixed(estimate: number, solved: number, trust: number): number {
  return estimate + (Math.min(255, Math.max(0, solved)) - estimate) * trust;
}

/** Writes the colour that the subject has most likely in pixel `i` into `f`. False: only told by mixtures. */
function chooseSubject(
  data: Uint8ClampedArray,
  map: Uint8Array,
  width: number,
  height: number,
  i: number,
  near: number,
  pure: number,
  key: Rgb,
  slack: number,
  f: [number, number, number],
): boolean {
  if (near >= 0) {
    meanAround(data, map, width, height, near, f);
    const away = offLine(data, i * 4, f, key);
    if (away <= slack * 4) return true;
  }
  f[0] = data[pure * 4] as number;
  f[1] = data[pure * 4 + 1] as number;
  f[2] = data[pure * 4 + 2] as number;
  return map[pure] === subject;
}

/** Moves `f` away from the key until it is `length` from it. */
function extend(f: [number, number, number], key: Rgb, length: number): void {
  const [r, g, b] = [f[0] - key.r, f[1] - key.g, f[2] - key.b];
  const scale = length / (Math.sqrt(r * r + g * g + b * b) || 1);
  if (scale <= 1) return;
  f[0] = key.r + r * scale;
  f[1] = key.g + g * scale;
  f[2] = key.b + b * scale;
}

/** Squared distance of a pixel from the line through key and `f`. */
function offLine(
  data: Uint8ClampedArray,
  at: number,
  f: readonly [number, number, number],
  key: Rgb,
): number {
  const [cr, cg, cb] = [
    (data[at] as number) - key.r,
    (data[at + 1] as number) - key.g,
    (data[at + 2] as number) - key.b,
  ];
  const [fr, fg, fb] = [f[0] - key.r, f[1] - key.g, f[2] - key.b];
  const dot = cr * fr + cg * fg + cb * fb;
  const length = fr * fr + fg * fg + fb * fb || 1;
  return cr * cr + cg * cg + cb * cb - (dot > 0 ? (dot * dot) / length : 0);
}

/** The mean of a pixel and its neighbours that are subject too: texture and noise count less. */
function meanAround(
  data: Uint8ClampedArray,
  map: Uint8Array,
  width: number,
  height: number,
  i: number,
  f: [number, number, number],
): void {
  const x = i % width;
  const y = (i - x) / width;
  let [count, r, g, b] = [0, 0, 0, 0];
  for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
    for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
      const n = ny * width + nx;
      if (map[n] !== subject) continue;
      count++;
      r += data[n * 4] as number;
      g += data[n * 4 + 1] as number;
      b += data[n * 4 + 2] as number;
    }
  }
  f[0] = r / count;
  f[1] = g / count;
  f[2] = b / count;
}
