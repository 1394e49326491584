/** The end of a search: the best that fits, or the smallest there was. */
export type Budgeted<T> = { fits: true; best: T } | { fits: false; smallest: T };

interface Sized {
  bytes: Uint8Array;
}

/** A result of this share of the budget is good enough: the next step would be hardly seen. */
const goodShare = 0.96;

/**
 * The highest whole step between `lowest` and `highest` whose bytes stay within `maxBytes`. Bytes grow with the step, near
 * enough; what is given back was really made and measured.
 */
export async function highestWithin<T extends Sized>(
  make: (step: number) => Promise<T>,
  { lowest, highest, maxBytes }: { lowest: number; highest: number; maxBytes: number },
): Promise<Budgeted<T>> {
  let best = await make(highest);
  if (best.bytes.length <= maxBytes) return { fits: true, best };
  let found = false;
  let low = lowest;
  let high = highest - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const made = await make(middle);
    if (made.bytes.length <= maxBytes) {
      best = made;
      found = true;
      if (made.bytes.length >= maxBytes * goodShare) break;
      low = middle + 1;
    } else {
      if (!found && made.bytes.length < best.bytes.length) best = made;
      high = middle - 1;
    }
  }
  return found ? { fits: true, best } : { fits: false, smallest: best };
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
