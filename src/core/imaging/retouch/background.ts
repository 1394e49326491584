import { type Bitmap, parseHex, type Rgb } from '../bitmap';
import { imagingError } from '../imagingPort';
import { findPaintedCheckerboard } from '../keying/checkerboard';
import { flattenCheckerboard } from '../keying/flattenCheckerboard';
import { colourNear, findBackground } from '../keying/flatColour';
import { saturationOf } from '../keying/keyShare';
import { type KeyingOptions, removeKey } from '../keying/removeKey';

/** Nobody puts a subject before so vivid a colour but to cut it out: channels differ by this much of 255. */
const vivid = 170;

export interface RemoveOptions {
  /** `#rrggbb` as somebody named it; the colour nearby that the image really has is taken. */
  colour?: string;
  /** Every pixel of the colour, not only what is reached from the edges. */
  everywhere?: boolean;
  /** OKLab × 100. */
  tolerance?: number;
  /** Pixels. */
  feather?: number;
}

/**
 * Makes a flat background transparent, with soft edges whose share of background colour is taken out. Changes the bitmap.
 * A painted checkerboard
 * is one, too. Gives the colour that was behind the subject, where something was removed. Throws an `ImagingError`
 * (`unsupported`) when there is no flat background, or nothing else.
 */
export function removeBackground(bitmap: Bitmap, options: RemoveOptions = {}): Rgb | undefined {
  const { colour, everywhere = false, ...rest } = options;
  const named = colour === undefined ? undefined : parseHex(colour);
  const found = everywhere && named ? colourNear(bitmap, named) : undefined;
  if (found) return cut(bitmap, found.colour, { ...rest, noise: found.noise, contiguous: false });
  // Of a colour that is nowhere there is nothing to remove.
  if (everywhere && named) return undefined;
  const ground = findBackground(bitmap, named);
  const grid = ground.kind === 'flat' || named ? undefined : findPaintedCheckerboard(bitmap);
  if (grid) return cut(bitmap, flattenCheckerboard(bitmap, grid), { ...rest, contiguous: !everywhere });
  switch (ground.kind) {
    case 'transparent':
      return undefined;
    case 'gradient':
      throw imagingError(
        'unsupported',
        'The background changes from one color to another, so it cannot be removed on this machine.',
      );
    case 'busy':
      throw imagingError(
        'unsupported',
        named
          ? 'That color is not at the edges of the image, so there is no such background to remove.'
          : 'The background is not one flat color, so it cannot be removed on this machine.',
      );
    case 'flat':
      return cut(bitmap, ground.colour, {
        ...rest,
        noise: ground.noise,
        contiguous: !everywhere,
        translucent: saturationOf(ground.colour) >= vivid,
      });
  }
}

function cut(bitmap: Bitmap, key: Rgb, options: KeyingOptions): Rgb {
  if (removeKey(bitmap, key, options) > 0.998) {
    throw imagingError('unsupported', 'The whole image is of one color: nothing would be left of it.');
  }
  return key;
}
