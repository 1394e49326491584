import type { PixelArt } from '../../model/pixelArt';
import type { Bitmap } from '../bitmap';
import { imagingError } from '../imagingPort';
import { findGrid } from './findGrid';
import { countColours, hardenAlpha, toPalette } from './palette';
import { snap } from './snap';

/** A drawing of true pixels, and how large they were in the picture. */
export interface PixelDrawing {
  bitmap: Bitmap;
  /** Mean of both sides, pixels of the picture. */
  cell: number;
}

/**
 * One pixel a cell, in the asked colours. `quantise` makes the image in at most so many colours. Throws an `ImagingError`
 * (`unsupported`) when there is no grid, or the cell is larger than the picture.
 */
export function pixelDrawing(
  bitmap: Bitmap,
  options: PixelArt,
  quantise: (bitmap: Bitmap, colours: number) => Bitmap,
): PixelDrawing {
  const { cell, sample, colours, palette, dither, hardAlpha } = options;
  if (cell !== null && cell > Math.min(bitmap.width, bitmap.height)) {
    throw imagingError('unsupported', 'The pixels of the drawing cannot be larger than the picture.');
  }
  const grid = cell === 1 ? { cellX: 1, cellY: 1, x: 0, y: 0 } : findGrid(bitmap, cell ?? undefined);
  if (!grid) {
    throw imagingError(
      'unsupported',
      'No grid of pixels was found in this picture. Say how large its pixels are.',
    );
  }
  let out = snap(bitmap, { clarity: 1, ...grid }, sample);
  if (hardAlpha) hardenAlpha(out);
  if (palette && palette.length > 0) toPalette(out, palette, dither);
  else if (colours !== null && countColours(out, colours) > colours) out = quantise(out, colours);
  return { bitmap: out, cell: (grid.cellX + grid.cellY) / 2 };
}
