import type { Bitmap } from '../bitmap';
import { imagingError } from '../imagingPort';

export interface RetouchTools {
  resize(bitmap: Bitmap, width: number, height: number): Promise<Bitmap>;
  /** No step makes a larger image. */
  maxPixels: number;
}

/** Throws `too-large` before memory is asked for. */
export function checkPixels(width: number, height: number, maxPixels: number): void {
  if (width * height > maxPixels) {
    const most = Math.round(maxPixels / 1e6);
    throw imagingError(
      'too-large',
      `${width} × ${height} pixels are too many; at most ${most} megapixels are made.`,
    );
  }
}
