import * as path from 'node:path';
import type { ImageFacts } from '../../core/model/run';
import { isInside } from './pathRules';
import type { SaveContext } from './saveContext';
import type { InsertionPoint, InsertionText } from './savePorts';

/** The markup for an image; `undefined` where none can be made. */
export async function makeReference(
  { reference, log }: SaveContext,
  point: InsertionPoint,
  imagePath: string,
  facts: ImageFacts,
  alt: string,
): Promise<InsertionText | undefined> {
  try {
    return await reference(point, imagePath, facts, alt);
  } catch (error) {
    // The image is worth more than its markup: it is saved without.
    log(`No reference could be made: ${String(error)}`);
    return undefined;
  }
}

/** From the workspace folder, `/` separated; from nowhere, the path itself. */
export function relativeReference({ workspace }: SaveContext, file: string): string {
  const folder = workspace.folders().find(each => isInside(each, file));
  return folder ? path.relative(folder, file).split(path.sep).join('/') : file;
}

/** Where the markup is after the edits, 1-based. An import that came with it may have moved it. */
export function lineOf(point: Pick<InsertionPoint, 'text' | 'offset'>, { edits }: InsertionText): number {
  const at = edits.findLast(
    ({ offset, length }) => offset <= point.offset && point.offset <= offset + length,
  );
  if (!at) return linesIn(point.text.slice(0, point.offset)) + 1;
  const before = edits.slice(0, edits.indexOf(at));
  const moved = before.reduce(
    (sum, { offset, length, text }) =>
      sum + linesIn(text) - linesIn(point.text.slice(offset, offset + length)),
    0,
  );
  const own = /^\s*/.exec(at.text)?.[0] ?? '';
  return linesIn(point.text.slice(0, at.offset)) + moved + linesIn(own) + 1;
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}
