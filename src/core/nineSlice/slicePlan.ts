import type { PixelSize } from '../model/modelInfo';
import type { Slices } from '../model/slices';

/** What a file of guides is, by its name. */
export type SliceFileKind = 'android' | 'json' | 'css';

/** Undefined: guides are not written as that. */
export function sliceFileKind(target: string): SliceFileKind | undefined {
  const [, extension = ''] = /[^\\/](\.9\.png|\.json|\.css)$/i.exec(target) ?? [];
  switch (extension.toLowerCase()) {
    case '.9.png':
      return 'android';
    case '.json':
      return 'json';
    case '.css':
      return 'css';
    default:
      return undefined;
  }
}

/** Guides as they were asked for, the others as proposed, but never over one that was asked for. */
export function withProposed(asked: Partial<Slices>, proposed: Slices, { width, height }: PixelSize): Slices {
  const [left, right] = pair(asked.left, asked.right, [proposed.left, proposed.right], width);
  const [top, bottom] = pair(asked.top, asked.bottom, [proposed.top, proposed.bottom], height);
  return { left, top, right, bottom };
}

function pair(
  first: number | undefined,
  last: number | undefined,
  [before, after]: readonly [number, number],
  length: number,
): [number, number] {
  const room = (taken: number) => Math.max(0, length - 1 - taken);
  if (first !== undefined) return [first, last ?? Math.min(after, room(first))];
  if (last !== undefined) return [Math.min(before, room(last)), last];
  return [before, after];
}
