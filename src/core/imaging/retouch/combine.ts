import { type Bitmap, createBitmap, drawOver } from '../bitmap';
import { checkPixels, type RetouchTools } from './tools';

/**
 * Rows take the first image's height, columns its width; a grid has cells of its size with the images whole inside.
 * What is left free is transparent.
 */
export async function combine(
  images: readonly Bitmap[],
  layout: 'row' | 'column' | 'grid',
  gap: number,
  tools: RetouchTools,
): Promise<Bitmap> {
  const first = images[0] as Bitmap;
  const columns =
    layout === 'row' ? images.length : layout === 'column' ? 1 : Math.ceil(Math.sqrt(images.length));
  const rows = Math.ceil(images.length / columns);
  const sizes = images.map(image => {
    const byHeight = first.height / image.height;
    const byWidth = first.width / image.width;
    const scale = layout === 'row' ? byHeight : layout === 'column' ? byWidth : Math.min(byHeight, byWidth);
    return {
      width: Math.max(1, Math.round(image.width * scale)),
      height: Math.max(1, Math.round(image.height * scale)),
    };
  });
  const sum = (sides: readonly number[]) =>
    sides.reduce((total, side) => total + side, 0) + gap * (sides.length - 1);
  const width =
    layout === 'row' ? sum(sizes.map(size => size.width)) : columns * first.width + gap * (columns - 1);
  const height =
    layout === 'column' ? sum(sizes.map(size => size.height)) : rows * first.height + gap * (rows - 1);
  checkPixels(width, height, tools.maxPixels);
  const out = createBitmap(width, height);
  let [x, y] = [0, 0];
  for (const [i, image] of images.entries()) {
    const size = sizes[i] as { width: number; height: number };
    const scaled = await tools.resize(image, size.width, size.height);
    if (layout === 'grid') {
      x = (i % columns) * (first.width + gap) + Math.floor((first.width - size.width) / 2);
      y = Math.floor(i / columns) * (first.height + gap) + Math.floor((first.height - size.height) / 2);
    }
    drawOver(out, scaled, x, y);
    if (layout === 'row') x += size.width + gap;
    if (layout === 'column') y += size.height + gap;
  }
  return out;
}
