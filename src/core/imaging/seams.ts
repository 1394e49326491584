import type { Bitmap } from './bitmap';

/** How two edges meet that lie side by side when an image is repeated. */
export interface Seam {
  /** Somewhere along it the step is plainly larger than any between neighbours inside. */
  shows: boolean;
  /** Mean step across the edges where it is worst, 0–255. */
  step: number;
  /** Usual step between neighbouring lines inside, over there, 0–255. */
  usual: number;
}

export interface Seams {
  /** The right edge against the left one. */
  sides: Seam;
  /** The bottom edge against the top one. */
  ends: Seam;
}

/** An edge is looked at in pieces: ground may show a seam where sky does not. */
const pieces = 8;
/** A piece has at least so many pixels: of fewer, chance alone makes steps of any size. */
const leastPiece = 8;
/** Of the steps inside, so many may be larger than what counts as the largest: a lone line is no texture. */
const outliers = 0.02;
/** A step that is so much above the largest inside is seen. */
const factor = 1.2;
/** Of 255: no eye sees less. */
const floor = 3;

/**
 * Whether an image shows where it is repeated. Steps are the mean difference of RGBA, premultiplied, 0–255, between
 * neighbouring columns (rows): the one across the wrapped edges is held against those inside, piece by piece.
 */
export function measureSeams(bitmap: Bitmap): Seams {
  const { width, height } = bitmap;
  return {
    sides: measure(bitmap, { count: width, length: height, next: 1, along: width }),
    ends: measure(bitmap, { count: height, length: width, next: width, along: 1 }),
  };
}

/** `count` lines of `length` pixels; from a pixel to the one beside it in the next line `next`, on its own `along`. */
interface Lines {
  count: number;
  length: number;
  next: number;
  along: number;
}

function measure(bitmap: Bitmap, { count, length, next, along }: Lines): Seam {
  let worst: Seam = { shows: false, step: 0, usual: 0 };
  if (count < 2) return worst;
  const parts = Math.max(1, Math.min(pieces, Math.floor(length / leastPiece)));
  const steps = new Float64Array(count);
  for (let part = 0; part < parts; part++) {
    const from = Math.floor((part * length) / parts);
    const to = Math.floor(((part + 1) * length) / parts);
    steps.fill(0);
    addSteps(bitmap, steps, { from, to, next, along });
    const across = (steps[count - 1] ?? 0) / (to - from);
    const inside = steps.subarray(0, count - 1).sort();
    const at = (share: number) => (inside[Math.floor((inside.length - 1) * share)] ?? 0) / (to - from);
    const seam = {
      shows: across > factor * at(1 - outliers) + floor,
      step: across,
      usual: at(0.5),
    };
    const worse = seam.shows === worst.shows ? excess(seam) > excess(worst) : seam.shows;
    if (worse || part === 0) worst = seam;
  }
  return worst;
}

function excess({ step, usual }: Seam): number {
  return step - usual;
}

/** To each line the sum of its steps to the next one; the last one's is across the edges. */
function addSteps(
  { data }: Bitmap,
  steps: Float64Array,
  { from, to, next, along }: { from: number; to: number; next: number; along: number },
): void {
  const count = steps.length;
  for (let i = from; i < to; i++) {
    for (let line = 0; line < count; line++) {
      const a = 4 * (i * along + line * next);
      const b = line === count - 1 ? 4 * i * along : a + 4 * next;
      steps[line] = (steps[line] ?? 0) + step(data, a, b);
    }
  }
}

function step(data: Uint8ClampedArray, a: number, b: number): number {
  const [alphaA, alphaB] = [data[a + 3] ?? 0, data[b + 3] ?? 0];
  const [shareA, shareB] = [alphaA / 255, alphaB / 255];
  let sum = Math.abs(alphaA - alphaB);
  for (let c = 0; c < 3; c++) sum += Math.abs((data[a + c] ?? 0) * shareA - (data[b + c] ?? 0) * shareB);
  // Opaque pixels differ in colour alone, which is all of what is seen.
  return sum / (alphaA === 255 && alphaB === 255 ? 3 : 4);
}
