import { askedSize } from './askedSize';
import { asPng, makingOf, type Making } from './makeable';
import type { ImageReference } from './reference';

/** A place whose image is not there. */
export interface MissingUse {
  /** URI of the document. */
  document: string;
  /** From 1. */
  line: number;
  reference: ImageReference;
}

/** One file that is not there, however often it is named. */
export interface MissingItem {
  /** URI of the file. */
  target: string;
  /** URI of the file that is made: another one where `target` cannot be. The references are changed then. */
  made: string;
  making: Making;
  /** In the order in which they were found. */
  uses: readonly MissingUse[];
  /** What is known of it from all its uses: of one the words, of one the size. */
  reference: ImageReference;
}

/** The files that could be made, each once. */
export function missingItems(
  found: readonly (MissingUse & { target: string; inside: boolean })[],
): MissingItem[] {
  const byTarget = new Map<string, MissingUse[]>();
  for (const { target, inside, ...use } of found) {
    if (!inside) continue;
    const uses = byTarget.get(target) ?? [];
    uses.push(use);
    byTarget.set(target, uses);
  }
  return [...byTarget].map(([target, uses]) => {
    const reference = together(uses.map(use => use.reference));
    const making = makingOf(reference.extension);
    return { target, made: making === 'image' ? target : asPng(target), making, uses, reference };
  });
}

/** The words of the one that says most, and the largest of the sizes that the code states. */
function together(references: readonly ImageReference[]): ImageReference {
  const words = best(references, ({ alt, title, paragraph, heading }) => {
    // The alt text describes the picture; each of the others says less of it.
    return [paragraph, heading, title, alt].reduce<number>(
      (sum, text, i) => sum + (text === undefined ? 0 : 2 ** i),
      0,
    );
  });
  const size = best(references, reference => {
    const { from, width, height } = askedSize(reference);
    return from === 'code' ? width * height : from === 'side' ? 0 : -1;
  });
  const { width, height, density } = size;
  const together: ImageReference = { ...words };
  delete together.width;
  delete together.height;
  delete together.density;
  if (width !== undefined) together.width = width;
  if (height !== undefined) together.height = height;
  if (density !== undefined) together.density = density;
  return together;
}

/** The first of those with the highest number. */
function best<T>(items: readonly T[], number: (item: T) => number): T {
  let found: { item: T; number: number } | undefined;
  for (const item of items) {
    const its = number(item);
    if (found === undefined || its > found.number) found = { item, number: its };
  }
  if (!found) throw new Error('None of none.');
  return found.item;
}
