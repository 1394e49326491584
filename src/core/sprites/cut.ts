import { type Bitmap, createBitmap, crop, type Rect } from '../imaging/bitmap';
import { imagingError } from '../imaging/imagingPort';
import type { PixelSize } from '../model/modelInfo';
import { type CutSettings, type FoundGrid, maxFrames, type Pivot } from '../model/sprites';
import { contentMask } from './contentMask';
import { gridCells, proposeGrid } from './grid';
import { findIslands } from './islands';
import { draw } from './sheet';
import { boundsOf } from './trim';

/** The pieces of a sheet, and what is worth a word about them. */
export interface Pieces {
  /** In reading order, without the empty ones. */
  cells: readonly Rect[];
  /** Of a grid. */
  found?: FoundGrid;
  /** The gap that islands were joined over. */
  gap?: number;
  /** Cells with nothing in them. */
  empty: number;
  specks: number;
  uneven: boolean;
  /** The ground is neither transparent nor flat, so that nothing could be proposed. */
  noGround: boolean;
}

/** Where the frames of a sheet are. Throws an `ImagingError` (`unsupported`) when there are none to be found. */
export function findPieces(bitmap: Bitmap, settings: CutSettings): Pieces {
  const mask = contentMask(bitmap);
  if (settings.by === 'islands') {
    if (!mask) {
      throw imagingError(
        'unsupported',
        'The frames cannot be told from the background: it is neither transparent nor of one color. Cut by a grid.',
      );
    }
    const found = findIslands(mask, settings.gap);
    if (!found || found.islands.length > maxFrames) {
      throw imagingError(
        'unsupported',
        'There are too many separate pieces to be frames. Cut by a grid, or widen the gap.',
      );
    }
    if (found.islands.length === 0) throw nothing();
    const { islands, specks, gap } = found;
    return { cells: islands, gap, specks, empty: 0, uneven: false, noGround: false };
  }
  const proposed = mask ? proposeGrid(mask) : { columns: 1, rows: 1 };
  const grid = gridCells(bitmap, settings, proposed);
  if (!grid) throw imagingError('unsupported', 'No whole frame of that size fits into the image.');
  if ('tooMany' in grid) {
    throw imagingError('unsupported', `That would be ${grid.tooMany} frames; at most ${maxFrames} are cut.`);
  }
  const isEmpty = ({ x, y, width, height }: Rect): boolean => {
    if (!mask) return false;
    for (let row = y; row < y + height; row++) {
      const start = row * mask.width + x;
      if (mask.data.subarray(start, start + width).includes(1)) return false;
    }
    return true;
  };
  const cells = grid.cells.filter(cell => !isEmpty(cell));
  if (cells.length === 0) throw nothing();
  return {
    cells,
    found: grid.found,
    empty: grid.cells.length - cells.length,
    specks: 0,
    uneven: grid.uneven,
    noGround: !mask,
  };
}

/**
 * The frames' pixels. With `align` all have one size: their content in the middle of it, or, for `feet`, on its ground
 * with the balance point in the middle, which an arm that reaches out moves less than its edges.
 */
export function cutPieces(bitmap: Bitmap, cells: readonly Rect[], align: CutSettings['align']): Bitmap[] {
  const whole = cells.map(cell => crop(bitmap, cell));
  if (align === 'none') return whole;
  const parts = whole.map(each => crop(each, boundsOf(each) ?? { x: 0, y: 0, width: 1, height: 1 }));
  const anchors = parts.map(part => anchorOf(part, align));
  const most = (reach: (part: PixelSize, anchor: { x: number; y: number }) => number): number =>
    parts.reduce((far, part, i) => Math.max(far, reach(part, anchors[i] ?? { x: 0, y: 0 })), 0);
  const left = most((_, anchor) => anchor.x);
  const above = most((_, anchor) => anchor.y);
  const width = left + most((part, anchor) => part.width - anchor.x);
  const height = above + most((part, anchor) => part.height - anchor.y);
  return parts.map((part, i) => {
    const anchor = anchors[i] ?? { x: 0, y: 0 };
    const frame = createBitmap(width, height);
    const from = { x: anchor.x - left, y: anchor.y - above };
    draw(frame, part, from, { x: 0, y: 0, width, height });
    return frame;
  });
}

function anchorOf(part: Bitmap, align: Pivot): { x: number; y: number } {
  if (align === 'center') return { x: part.width >> 1, y: part.height >> 1 };
  let [mass, moment] = [0, 0];
  for (let y = 0, at = 3; y < part.height; y++) {
    for (let x = 0; x < part.width; x++, at += 4) {
      const alpha = part.data[at] as number;
      mass += alpha;
      moment += alpha * (x + 0.5);
    }
  }
  return { x: mass === 0 ? 0 : Math.round(moment / mass), y: part.height };
}

function nothing(): Error {
  return imagingError('unsupported', 'There is nothing on this sheet: it is empty.');
}
