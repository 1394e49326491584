/** The end of a search: the best that fits, or the smallest there was. */
export type Budgeted<T> = { fits: true; best: T } | { fits: false; smallest: T };

interface Sized {
  bytes: Uint8Array;
}

export interface BudgetSearch {
  lowest: number;
  highest: number;
  maxBytes: number;
  /** About how many bytes a step gives, without making all of them; worth it where the whole takes long. */
  estimate?: ((step: number) => Promise<number>) | undefined;
}

/** A result of this share of the budget is good enough: the next step would be hardly seen. */
const goodShare = 0.96;
/** What is aimed at: within `goodShare` and the budget, though a guess is a little off. */
const aim = 0.985;
/** By which part the bytes of a photograph grow with a step of quality, in the middle range of every format. */
const usualGrowth = 0.03;
/** How far an estimate may be off before it is held against a true size. */
const trust = 1.3;

/**
 * The highest whole step between `lowest` and `highest` whose bytes stay within `maxBytes`, or one that uses 96 % of them.
 * Bytes grow with the step, near enough; what is given back was really made and measured. Each next step is guessed from
 * the sizes so far; where two guesses did not halve what is left, the middle is taken.
 */
export async function highestWithin<T extends Sized>(
  make: (step: number) => Promise<T>,
  { lowest, highest, maxBytes, estimate }: BudgetSearch,
): Promise<Budgeted<T>> {
  const target = Math.log(maxBytes * aim);
  const guess = estimate ? fromEstimates(estimate, target) : fromSizes(target);
  let best: T | undefined;
  let smallest: T | undefined;
  // The highest that fits and the lowest that does not, as far as they were made.
  let low: Measured = { step: lowest - 1 };
  let high: Measured = { step: highest + 1 };
  let [before, last] = [Infinity, Infinity];
  const hopeless = estimate !== undefined && (await estimate(highest)) > maxBytes * trust;
  let step = hopeless ? between(low, high, await guess(low, high)) : highest;
  for (;;) {
    const made = await make(step);
    const size = made.bytes.length;
    if (size <= maxBytes) {
      best = made;
      low = { step, size };
      if (step === highest || size >= maxBytes * goodShare) break;
    } else {
      if (!smallest || size < smallest.bytes.length) smallest = made;
      high = { step, size };
    }
    const left = high.step - low.step;
    if (left <= 1) break;
    step = between(low, high, left * 2 > before ? NaN : await guess(low, high));
    [before, last] = [last, left];
  }
  return best ? { fits: true, best } : { fits: false, smallest: smallest as T };
}

/** `size` in bytes; none of an end that was not made. */
interface Measured {
  step: number;
  size?: number;
}

type Guess = (low: Measured, high: Measured) => number | Promise<number>;

/** The whole step that is wanted, the middle where that is no number; neither of the ends. */
function between(low: Measured, high: Measured, wanted: number): number {
  const step = Math.floor(Number.isNaN(wanted) ? (low.step + high.step) / 2 : wanted);
  return Math.min(high.step - 1, Math.max(low.step + 1, step));
}

/** Between two sizes, and below the only one there is, bytes grow by the same factor each step. */
function fromSizes(target: number): Guess {
  let above: Measured | undefined;
  return (low, high) => {
    const growth = growthBetween(low, high) ?? growthBetween(high, above) ?? usualGrowth;
    above = high;
    return high.step - (Math.log(high.size ?? 1) - target) / growth;
  };
}

function growthBetween(low: Measured, high: Measured | undefined): number | undefined {
  if (low.size === undefined || high?.size === undefined || low.step === high.step) return undefined;
  const growth = Math.log(high.size / low.size) / (high.step - low.step);
  return growth > 0 ? growth : undefined;
}

/** The highest step whose estimate, held against the last true size, comes to the target. */
function fromEstimates(estimate: (step: number) => Promise<number>, target: number): Guess {
  const known = new Map<number, number>();
  const at = async (step: number): Promise<number> => {
    const size = known.get(step) ?? (await estimate(step));
    known.set(step, size);
    return Math.log(size);
  };
  return async (low, high) => {
    const { step, size } = low.size === undefined ? high : low;
    const off = size === undefined ? 0 : Math.log(size) - (await at(step));
    let [from, to] = [low.step, high.step];
    while (to - from > 1) {
      const middle = (from + to) >> 1;
      if ((await at(middle)) + off <= target) from = middle;
      else to = middle;
    }
    return from;
  };
}

/** The first of `steps` within `maxBytes`; they go from the best to the smallest. */
export async function firstWithin<S, T extends Sized>(
  make: (step: S) => Promise<T>,
  steps: readonly [S, ...S[]],
  maxBytes: number,
): Promise<Budgeted<T>> {
  let smallest: T | undefined;
  for (const step of steps) {
    const made = await make(step);
    if (made.bytes.length <= maxBytes) return { fits: true, best: made };
    if (!smallest || made.bytes.length < smallest.bytes.length) smallest = made;
  }
  return { fits: false, smallest: smallest as T };
}
