import { alignedSize, commonSize } from '../core/model/commonSize';
import type { PixelSize } from '../core/model/modelInfo';
import { boxOf, fitScale, type View } from './viewport';

/** How many panes stand beside each other so that what is in them is as large as can be. @param room of all panes */
export function columnsFor(count: number, size: PixelSize, room: PixelSize): number {
  let best = { columns: 1, scale: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const scale = fitScale(size, { width: room.width / columns, height: room.height / rows }, true);
    // With as much room either way they stand side by side.
    if (scale >= best.scale) best = { columns, scale };
  }
  return best.columns;
}

/** Of what is zoomed and moved: the size that all are brought to, or with `own` pixels the largest side each way. */
export function shownSize(images: readonly PixelSize[], own: boolean): PixelSize {
  if (!own) return commonSize(images);
  return {
    width: Math.max(1, ...images.map(({ width }) => width)),
    height: Math.max(1, ...images.map(({ height }) => height)),
  };
}

/** Where an image's own pixels go: moved by `x`, `y` (CSS pixels) and scaled from their natural size. */
export interface Transform {
  x: number;
  y: number;
  scaleX: number;
  scaleY: number;
}

/**
 * For a `view` and a `room` in device pixels, `ratio` of them a CSS pixel. The edges lie on whole device pixels, so that at
 * 100 % a pixel of the image is one of the screen.
 */
export function transformOf(
  image: PixelSize,
  {
    size,
    own,
    view,
    room,
    ratio,
  }: { size: PixelSize; own: boolean; view: View; room: PixelSize; ratio: number },
): Transform {
  const aligned = own ? image : alignedSize(image, size);
  const box = boxOf(view, aligned, room);
  return {
    x: Math.round(box.x) / ratio,
    y: Math.round(box.y) / ratio,
    scaleX: box.width / image.width / ratio,
    scaleY: box.height / image.height / ratio,
  };
}
