import type { Bitmap } from '../../../src/core/imaging/bitmap';

type Range = readonly [from: number, to: number];

export interface ReadPatch {
  columns: readonly Range[];
  rows: readonly Range[];
  /** Left, top, right, bottom. */
  padding: readonly [number, number, number, number];
}

/**
 * By the rules of Android's build tool (frameworks/base/tools/aapt2/compile/NinePatch.cpp): throws what it would refuse.
 * Ranges are those of the image inside the border, the end not included.
 */
export function readNinePatch({ width, height, data }: Bitmap): ReadPatch {
  if (width < 3 || height < 3) throw new Error('image must be at least 3x3 (1x1 image with 1 pixel border)');
  const at = (x: number, y: number): string =>
    data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4).join();
  const clear = (colour: string) => colour.endsWith(',0');
  if (!clear(at(0, 0))) throw new Error('top-left corner pixel must be either opaque white or transparent');
  const ranges = (length: number, colour: (i: number) => string): Range[] => {
    const found: [number, number][] = [];
    for (let i = 1; i < length - 1; i++) {
      if (clear(colour(i))) continue;
      if (colour(i) !== '0,0,0,255') throw new Error('found an invalid color');
      const last = found.at(-1);
      if (last?.[1] === i - 1) last[1] = i;
      else found.push([i - 1, i]);
    }
    return found;
  };
  const columns = ranges(width, x => at(x, 0));
  const rows = ranges(height, y => at(0, y));
  const across = ranges(width, x => at(x, height - 1));
  const down = ranges(height, y => at(width - 1, y));
  if (across.length > 1 || down.length > 1) throw new Error('too many padding sections');
  if (columns.length === 0 && rows.length === 0) throw new Error('No marked region found along edge');
  const [left = 0, right = 0] = across[0] ?? [];
  const [top = 0, bottom = 0] = down[0] ?? [];
  return { columns, rows, padding: [left, top, width - 2 - right, height - 2 - bottom] };
}
