import { type Bitmap, createBitmap, drawOver, flatten, parseHex } from '../../core/imaging/bitmap';
import type { ImageLimits } from '../../core/imaging/facts';
import { boxOf } from '../../core/imaging/fit';
import { type Converted, type ConvertOptions, imagingError } from '../../core/imaging/imagingPort';
import { pixelDrawing } from '../../core/imaging/pixelArt/finish';
import { enlarge } from '../../core/imaging/pixelArt/scale';
import type { PixelArt } from '../../core/model/pixelArt';
import { reduceColours } from './palette';

/**
 * The drawing enlarged by a whole factor: the one that is asked for, as large as the box takes, or about as large as the
 * picture was. In a box it stands in the middle, with bars around it unless `fit` is `contain`.
 */
export function drawPixels(
  bitmap: Bitmap,
  pixelArt: PixelArt,
  options: ConvertOptions,
  limits: ImageLimits,
): { fitted: Bitmap } & Pick<Converted, 'drawing'> {
  const { width, height, fit = 'cover', bars, matte, format } = options;
  const { bitmap: small, cell } = pixelDrawing(bitmap, pixelArt, reduceColours);
  const asked = { ...(width !== undefined && { width }), ...(height !== undefined && { height }) };
  const box = width === undefined && height === undefined ? undefined : boxOf(small, asked);
  const most = box ? Math.floor(Math.min(box.width / small.width, box.height / small.height)) : Infinity;
  const times = pixelArt.scale ?? (box ? most : Math.max(1, Math.round(cell)));
  if (times > most || times < 1) {
    throw imagingError(
      'unsupported',
      `The drawing has ${small.width} × ${small.height} pixels; enlarged by a whole number it does not fit into the asked size.`,
    );
  }
  const size = box && fit !== 'contain' ? box : { width: small.width * times, height: small.height * times };
  if (size.width * size.height > limits.maxPixels) {
    throw imagingError('too-large', `${size.width} × ${size.height} pixels are too many.`);
  }
  const drawing = { width: small.width, height: small.height, cell };
  const large = enlarge(small, times);
  if (large.width === size.width && large.height === size.height) return { fitted: large, drawing };
  const canvas = createBitmap(size.width, size.height);
  const colour = parseHex(bars ?? (format === 'jpeg' ? (matte ?? '') : ''));
  if (colour) flatten(canvas, colour);
  drawOver(canvas, large, (size.width - large.width) >> 1, (size.height - large.height) >> 1);
  return { fitted: canvas, drawing };
}
