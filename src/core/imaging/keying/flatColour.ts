import type { Bitmap, Rgb } from '../bitmap';
import { distanceFrom } from './oklab';

/** What lies behind the subject, told by the outermost pixels. */
export type Background =
  /** `noise`: how far its own pixels stray from it, in units of OKLab × 100. `share`: of the border, 0–1. */
  | { kind: 'flat'; colour: Rgb; noise: number; share: number }
  /** The border is transparent already. */
  | { kind: 'transparent' }
  /** It changes smoothly from `from` to `to`, so no one colour is the background's. */
  | { kind: 'gradient'; from: Rgb; to: Rgb }
  | { kind: 'busy' };

/** How much of the border must be of one colour, or transparent. */
const enough = 0.6;
/** A subject may touch the edges nearly everywhere when it was told which colour to look for. */
const enoughOfHint = 0.02;
/** Distance (OKLab × 100) within which border pixels count as the same colour: JPEG noise of quality 30 stays below. */
const near = 8;
/** Between neighbours on the border: more is a step, not a gradient. */
const smoothStep = 2.5;
/** Between parts of the border: more is a gradient, not noise. */
const drift = 5;

/**
 * Finds the flat colour behind a subject. `hint`: the colour as somebody named it; the one found is what the pixels near
 * it really are. Robust against JPEG noise and a subject that touches the edges.
 */
export function findBackground(bitmap: Bitmap, hint?: Rgb): Background {
  const border = borderPixels(bitmap);
  const { data } = bitmap;
  const clear = border.filter(at => data[at + 3] === 0).length;
  if (hint === undefined && clear > border.length * enough) return { kind: 'transparent' };
  const centre = settle(bitmap, border, hint ?? commonColour(bitmap, border), hint ? near * 2 : near);
  const distance = distanceFrom(centre);
  const distances = border.map(at =>
    distance(data[at] as number, data[at + 1] as number, data[at + 2] as number),
  );
  const own = distances.filter(value => value < near).sort((a, b) => a - b);
  const share = own.length / Math.max(1, border.length);
  const ends = driftOf(bitmap, border, distances);
  if (hint === undefined) {
    if (share >= enough && ends) return { kind: 'gradient', ...ends };
    if (share < enough) return smoothEnds(bitmap, border) ?? { kind: 'busy' };
  }
  if (share < enoughOfHint) return { kind: 'busy' };
  return { kind: 'flat', colour: centre, noise: own[Math.floor(own.length * 0.95)] ?? 0, share };
}

/** The colour that the pixels of the whole image near `hint` really have; undefined where there are none. */
export function colourNear(bitmap: Bitmap, hint: Rgb): { colour: Rgb; noise: number } | undefined {
  const { data } = bitmap;
  // Every pixel of a small image, some 65 000 of a large one.
  const step = 4 * Math.max(1, Math.floor(data.length / 4 / 65_536));
  const all: number[] = [];
  for (let at = 0; at < data.length; at += step) all.push(at);
  const colour = settle(bitmap, all, hint, near * 2);
  const distance = distanceFrom(colour);
  const own = all
    .map(at => distance(data[at] as number, data[at + 1] as number, data[at + 2] as number))
    .filter(value => value < near)
    .sort((a, b) => a - b);
  if (own.length === 0) return undefined;
  return { colour, noise: own[own.length >> 1] ?? 0 };
}

/** Byte offsets of the outermost pixels, once around: neighbours in the list are neighbours in the image. */
function borderPixels({ width, height }: Bitmap): number[] {
  const offsets: number[] = [];
  for (let x = 0; x < width; x++) offsets.push(x * 4);
  for (let y = 1; y < height; y++) offsets.push((y * width + width - 1) * 4);
  if (height > 1) for (let x = width - 2; x >= 0; x--) offsets.push(((height - 1) * width + x) * 4);
  if (width > 1) for (let y = height - 2; y > 0; y--) offsets.push(y * width * 4);
  return offsets;
}

/** The middle of the fullest bin in a grid of 16 steps a channel. */
function commonColour({ data }: Bitmap, offsets: readonly number[]): Rgb {
  const bins = new Map<number, { count: number; r: number; g: number; b: number }>();
  for (const at of offsets) {
    const [r, g, b] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    const key = (r >> 4) * 256 + (g >> 4) * 16 + (b >> 4);
    const bin = bins.get(key) ?? { count: 0, r: 0, g: 0, b: 0 };
    bins.set(key, { count: bin.count + 1, r: bin.r + r, g: bin.g + g, b: bin.b + b });
  }
  const best = [...bins.values()].reduce((a, b) => (b.count > a.count ? b : a));
  return { r: best.r / best.count, g: best.g / best.count, b: best.b / best.count };
}

/** Mean shift: the mean of what is near, twice, so that the edge of a bin does not cut the colour's noise in half. */
function settle({ data }: Bitmap, offsets: readonly number[], start: Rgb, radius: number): Rgb {
  let centre = start;
  for (const reach of [radius, near, near / 2]) {
    const distance = distanceFrom(centre);
    let [count, r, g, b] = [0, 0, 0, 0];
    for (const at of offsets) {
      const [red, green, blue] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
      if (data[at + 3] === 0 || distance(red, green, blue) > reach) continue;
      count++;
      r += red;
      g += green;
      b += blue;
    }
    if (count === 0) return centre;
    centre = { r: r / count, g: g / count, b: b / count };
  }
  return centre;
}

/** The two parts of the border whose background colours differ most, when they differ by more than noise does. */
function driftOf(
  bitmap: Bitmap,
  border: readonly number[],
  distances: readonly number[],
): { from: Rgb; to: Rgb } | undefined {
  const parts = 16;
  const means: Rgb[] = [];
  for (let part = 0; part < parts; part++) {
    const start = Math.floor((border.length * part) / parts);
    const end = Math.floor((border.length * (part + 1)) / parts);
    const own = border.slice(start, end).filter((_, i) => (distances[start + i] as number) < near);
    // Edges of a subject that crosses the border are mixtures; where they prevail, the part says nothing.
    if (own.length > (end - start) * 0.7) means.push(meanOf(bitmap, own));
  }
  return farthest(means, drift);
}

function smoothEnds(bitmap: Bitmap, border: readonly number[]): Background | undefined {
  const { data } = bitmap;
  let smooth = 0;
  for (let i = 0; i < border.length; i++) {
    const [a, b] = [border[i] as number, border[(i + 1) % border.length] as number];
    const step = Math.max(...[0, 1, 2].map(c => Math.abs((data[a + c] as number) - (data[b + c] as number))));
    // 2.5 units of OKLab are about 7 of 255 in the middle of the range.
    if (step <= smoothStep * 3) smooth++;
  }
  if (smooth < border.length * 0.95) return undefined;
  const parts = Array.from({ length: 16 }, (_, part) =>
    border.slice(Math.floor((border.length * part) / 16), Math.floor((border.length * (part + 1)) / 16)),
  ).filter(part => part.length > 0);
  const ends = farthest(
    parts.map(part => meanOf(bitmap, part)),
    drift,
  );
  return ends && { kind: 'gradient', ...ends };
}

function meanOf({ data }: Bitmap, offsets: readonly number[]): Rgb {
  let [r, g, b] = [0, 0, 0];
  for (const at of offsets) {
    r += data[at] as number;
    g += data[at + 1] as number;
    b += data[at + 2] as number;
  }
  return { r: r / offsets.length, g: g / offsets.length, b: b / offsets.length };
}

function farthest(colours: readonly Rgb[], least: number): { from: Rgb; to: Rgb } | undefined {
  let found: { from: Rgb; to: Rgb } | undefined;
  let most = least;
  for (const from of colours) {
    const distance = distanceFrom(from);
    for (const to of colours) {
      const far = distance(Math.round(to.r), Math.round(to.g), Math.round(to.b));
      if (far <= most) continue;
      most = far;
      found = { from, to };
    }
  }
  return found;
}
