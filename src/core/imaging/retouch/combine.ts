import { type Bitmap, createBitmap, drawOver } from '../bitmap';
import { checkPixels, type RetouchTools } from './tools';

/** The longer edge of what comes of it: enough for any page, and photographs side by side stay quick and small. */
export const maxCombinedEdge = 4096;

interface Size {
  width: number;
  height: number;
}

export interface CombinedLayout extends Size {
  /** Where each image goes and how large it is there. */
  places: readonly (Size & { x: number; y: number })[];
  /** The images were made smaller than they had to be for each other, because of `maxCombinedEdge`. */
  capped: boolean;
}

/**
 * A row has the height of its lowest image, a column the width of its narrowest, a grid cells of both with the images
 * whole inside: nothing is scaled up.
 */
export function layOut(
  images: readonly Size[],
  layout: 'row' | 'column' | 'grid',
  gap: number,
): CombinedLayout {
  const columns =
    layout === 'row' ? images.length : layout === 'column' ? 1 : Math.ceil(Math.sqrt(images.length));
  const rows = Math.ceil(images.length / columns);
  const cell = {
    width: Math.min(...images.map(image => image.width)),
    height: Math.min(...images.map(image => image.height)),
  };
  const fitted = images.map(({ width, height }) => {
    const [byWidth, byHeight] = [cell.width / width, cell.height / height];
    const scale = layout === 'row' ? byHeight : layout === 'column' ? byWidth : Math.min(byHeight, byWidth);
    return { width: width * scale, height: height * scale };
  });
  const sum = (sides: readonly number[]) => sides.reduce((total, side) => total + side, 0);
  const gaps = { width: gap * (columns - 1), height: gap * (rows - 1) };
  const full = {
    width: layout === 'row' ? sum(fitted.map(size => size.width)) : columns * cell.width,
    height: layout === 'column' ? sum(fitted.map(size => size.height)) : rows * cell.height,
  };
  const scale = Math.min(1, shareFor(full.width, gaps.width), shareFor(full.height, gaps.height));
  // Rounded down where there is a cap, so that rounding cannot cross it.
  const whole = (side: number) => Math.max(1, scale < 1 ? Math.floor(side * scale) : Math.round(side));
  const sizes = fitted.map(size => ({ width: whole(size.width), height: whole(size.height) }));
  const inCell = { width: whole(cell.width), height: whole(cell.height) };
  let [x, y] = [0, 0];
  const places = sizes.map((size, i) => {
    if (layout === 'grid') {
      x = (i % columns) * (inCell.width + gap) + Math.floor((inCell.width - size.width) / 2);
      y = Math.floor(i / columns) * (inCell.height + gap) + Math.floor((inCell.height - size.height) / 2);
    }
    const place = { x, y, ...size };
    if (layout === 'row') x += size.width + gap;
    if (layout === 'column') y += size.height + gap;
    return place;
  });
  return {
    width: gaps.width + (layout === 'row' ? sum(sizes.map(size => size.width)) : columns * inCell.width),
    height: gaps.height + (layout === 'column' ? sum(sizes.map(size => size.height)) : rows * inCell.height),
    places,
    capped: scale < 1,
  };
}

/** What is left free is transparent. */
export async function combine(
  images: readonly Bitmap[],
  layout: 'row' | 'column' | 'grid',
  gap: number,
  tools: RetouchTools,
): Promise<Bitmap> {
  const { width, height, places } = layOut(images, layout, gap);
  checkPixels(width, height, tools.maxPixels);
  const out = createBitmap(width, height);
  for (const [i, image] of images.entries()) {
    const place = places[i] as CombinedLayout['places'][number];
    drawOver(out, await tools.resize(image, place.width, place.height), place.x, place.y);
  }
  return out;
}

/** Gaps keep their size as they were asked for; where they alone are too wide, the images cannot help it. */
function shareFor(images: number, gaps: number): number {
  return gaps >= maxCombinedEdge ? 1 : (maxCombinedEdge - gaps) / images;
}
