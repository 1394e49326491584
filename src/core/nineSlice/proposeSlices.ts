import type { Bitmap } from '../imaging/bitmap';
import type { Slices } from '../model/slices';

/** Of 255, in the channel that differs most: what a drawing has, and what JPEG makes of it. */
const tolerances = [2, 16] as const;
/** A stretch shorter than this share of the side is chance. */
const leastShare = 1 / 16;

/**
 * Guides around the longest stretch of equal columns and of equal rows. Where there is none (a photograph, a gradient),
 * the stretch is the middle third: it looks the same wherever it is.
 */
export function proposeSlices(bitmap: Bitmap): Slices {
  const { width, height } = bitmap;
  const [left, right] = insets(bitmap, { count: width, length: height, next: 1, along: width });
  const [top, bottom] = insets(bitmap, { count: height, length: width, next: width, along: 1 });
  return { left, top, right, bottom };
}

/** `count` lines of `length` pixels; from a pixel to the one beside it in the next line `next`, on its own `along`. */
interface Lines {
  count: number;
  length: number;
  next: number;
  along: number;
}

/** Lines before and after the stretch. */
function insets(bitmap: Bitmap, lines: Lines): [number, number] {
  const { count } = lines;
  for (const tolerance of tolerances) {
    const { from, to } = longestRun(bitmap, lines, tolerance);
    if (to - from >= Math.max(2, count * leastShare)) return [from, count - to];
  }
  const third = Math.floor(count / 3);
  return [third, third];
}

/** Lines that are as the first of them is; the longest of all such runs, the first of equal ones. */
function longestRun(bitmap: Bitmap, lines: Lines, tolerance: number): { from: number; to: number } {
  let best = { from: 0, to: 0 };
  let from = 0;
  for (let line = 1; line <= lines.count; line++) {
    if (line < lines.count && alike(bitmap, lines, from, line, tolerance)) continue;
    if (line - from > best.to - best.from) best = { from, to: line };
    from = line;
  }
  return best;
}

function alike(
  { data }: Bitmap,
  { length, next, along }: Lines,
  a: number,
  b: number,
  most: number,
): boolean {
  for (let i = 0; i < length; i++) {
    const p = 4 * (i * along + a * next);
    const q = 4 * (i * along + b * next);
    const [alphaP, alphaQ] = [data[p + 3] ?? 0, data[q + 3] ?? 0];
    if (Math.abs(alphaP - alphaQ) > most) return false;
    // What nobody sees may differ.
    if (alphaP === 0 && alphaQ === 0) continue;
    for (let c = 0; c < 3; c++) if (Math.abs((data[p + c] ?? 0) - (data[q + c] ?? 0)) > most) return false;
  }
  return true;
}
