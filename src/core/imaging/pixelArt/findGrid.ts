import type { Bitmap } from '../bitmap';

/** A grid over a picture: `cell` pixels wide and high, the first line at `x` and `y` (0 up to `cell`). Fractions are usual. */
export interface PixelGrid {
  cellX: number;
  cellY: number;
  x: number;
  y: number;
  /** 0–1: how much of what changes in the picture changes on the lines. */
  clarity: number;
}

/** Smaller cells cannot be told from noise. */
const smallest = 1.8;
/** Cells that a side has at least. */
const fewest = 6;
/** Of chance alone, photographs stay below; the fewer cells there are, the easier chance has it. */
const clear = 0.3;
const clearOfOne = 1.7;
/** Cells of half the size fit their lines as well: the largest that comes near the best is meant. */
const nearBest = 0.8;
/** Candidates a period of the whole side. */
const fineness = 4;
/** Beyond this, finding takes long and finds no more. */
const longestProfile = 2048;

/**
 * The grid of enlarged or painted pixel art, also where a cell is no whole number of pixels, blurred or noisy. Where colours
 * change most, column by column and row by row, is laid over itself: the period that repeats is the cell.
 * Undefined: there is none. `cell`: its size, where it is known.
 */
export function findGrid(bitmap: Bitmap, cell?: number): PixelGrid | undefined {
  const across = changes(bitmap, 'x');
  const down = changes(bitmap, 'y');
  const rough = cell ?? roughCell(across, down);
  if (rough === undefined) return undefined;
  const [x, y] = [refine(across, rough, cell === undefined), refine(down, rough, cell === undefined)];
  const clarity =
    (x.strength * total(across) + y.strength * total(down)) / Math.max(1, total(across) + total(down));
  const cells = Math.min(bitmap.width, bitmap.height) / rough;
  if (cell === undefined && clarity < Math.max(clear, clearOfOne / Math.sqrt(cells))) return undefined;
  return { cellX: x.cell, cellY: y.cell, x: x.offset, y: y.offset, clarity: Math.min(1, clarity) };
}

/** How much a column differs from the one before it, at its left edge; or a row from the one above. */
function changes({ width, height, data }: Bitmap, axis: 'x' | 'y'): Float64Array {
  const [length, other] = axis === 'x' ? [width, height] : [height, width];
  const [step, across] = axis === 'x' ? [4, width * 4] : [width * 4, 4];
  const sums = new Float64Array(length);
  const skip = Math.max(1, Math.floor(other / longestProfile));
  for (let at = 1; at < length; at++) {
    let sum = 0;
    for (let line = 0; line < other; line += skip) {
      const here = line * across + at * step;
      const before = here - step;
      const [a, b] = [data[here + 3] as number, data[before + 3] as number];
      // Invisible pixels have no colour.
      let differ = Math.abs(a - b);
      for (let c = 0; c < 3; c++)
        differ += Math.abs((data[here + c] as number) * a - (data[before + c] as number) * b) / 255;
      // Noise is everywhere; edges are what counts.
      if (differ > 24) sum += differ;
    }
    sums[at] = sum;
  }
  return sums;
}

function roughCell(across: Float64Array, down: Float64Array): number | undefined {
  const shorter = Math.min(across.length, down.length);
  const longer = Math.max(across.length, down.length);
  const most = shorter / fewest;
  const weights = [total(across), total(down)] as const;
  if (weights[0] + weights[1] === 0) return undefined;
  const found: { cell: number; strength: number }[] = [];
  const step = 1 / (fineness * longer);
  for (let frequency = 1 / most; frequency <= 1 / smallest; frequency += step) {
    const cell = 1 / frequency;
    const strength =
      (repeat(across, cell).strength * weights[0] + repeat(down, cell).strength * weights[1]) /
      (weights[0] + weights[1]);
    // Above one are those that the level around them lifts.
    found.push({ cell, strength: Math.min(1, strength) });
  }
  const best = found.reduce((top, { strength }) => Math.max(top, strength), 0);
  if (best < clear) return undefined;
  // The top of the first hill that is high enough; hills before it are lower.
  let top: (typeof found)[number] | undefined;
  for (const each of found) {
    if (each.strength >= best * nearBest && (!top || each.strength > top.strength)) top = each;
    else if (top) break;
  }
  return top?.cell;
}

/**
 * The cell near `rough` that repeats most clearly. `guessed`: the rough size is not told, and where the other side has few cells
 * it is so wide of the mark that a cell more or less fits in here.
 */
function refine(
  profile: Float64Array,
  rough: number,
  guessed: boolean,
): { cell: number; offset: number; strength: number } {
  let best = { cell: rough, ...repeat(profile, rough) };
  let span = Math.min(0.08, rough / profile.length);
  for (let round = 0; round < 5; round++) {
    const middle = best.cell;
    for (let i = -6; i <= 6; i++) {
      const cell = middle / (1 + (span * i) / 6);
      const found = repeat(profile, cell);
      if (found.strength > best.strength) best = { cell, ...found };
    }
    span /= 4;
  }
  // A whole drawing that was enlarged has whole cells only: then it is known exactly.
  const count = Math.max(1, Math.round(profile.length / best.cell));
  const { strength } = best;
  for (const [cells, least] of guessed ? nearby(count) : nearby(count).slice(0, 1)) {
    const cell = profile.length / cells;
    const exact = repeat(profile, cell);
    const atEdge = Math.min(exact.offset, cell - exact.offset) < 0.5;
    if (atEdge && exact.strength >= strength * least && (cells === count || exact.strength > best.strength))
      best = { cell, offset: 0, strength: exact.strength };
  }
  return best;
}

/** Counts of cells with how much more clearly they have to repeat. */
function nearby(count: number): (readonly [cells: number, least: number])[] {
  return [
    [count, 0.97],
    ...[count - 1, count + 1, count + 2].filter(cells => cells > 1).map(cells => [cells, 1.5] as const),
  ];
}

/**
 * How strongly a profile repeats with a period (0–1), and where its first line is: the Fourier coefficient of that one
 * frequency. What changes over longer stretches, as where a figure stands in the middle, is taken out first.
 */
function repeat(profile: Float64Array, period: number): { strength: number; offset: number } {
  const { length } = profile;
  const reach = Math.max(1, Math.round(period / 2));
  const sums = prefixOf(profile);
  const turn = (2 * Math.PI) / period;
  // The next angle from the last one, without lists: this is done millions of times.
  const stepCos = Math.cos(turn);
  const stepSin = Math.sin(turn);
  let cos = 1;
  let sin = 0;
  let real = 0;
  let imaginary = 0;
  for (let at = 0; at < length; at++) {
    const low = at < reach ? 0 : at - reach;
    const high = at + reach > length ? length : at + reach;
    const level = ((sums[high] as number) - (sums[low] as number)) / (high - low);
    const value = (profile[at] as number) - level;
    real += value * cos;
    imaginary += value * sin;
    const next = cos * stepCos - sin * stepSin;
    sin = sin * stepCos + cos * stepSin;
    cos = next;
  }
  const weight = sums[length] as number;
  if (weight === 0) return { strength: 0, offset: 0 };
  const phase = Math.atan2(imaginary, real) / turn;
  return { strength: Math.hypot(real, imaginary) / weight, offset: ((phase % period) + period) % period };
}

const prefixes = new WeakMap<Float64Array, Float64Array>();

function prefixOf(profile: Float64Array): Float64Array {
  const known = prefixes.get(profile);
  if (known) return known;
  const sums = new Float64Array(profile.length + 1);
  for (let i = 0; i < profile.length; i++) sums[i + 1] = (sums[i] as number) + (profile[i] as number);
  prefixes.set(profile, sums);
  return sums;
}

function total(profile: Float64Array): number {
  return prefixOf(profile)[profile.length] as number;
}
