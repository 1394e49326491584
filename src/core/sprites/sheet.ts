import { type Bitmap, createBitmap, type Rect } from '../imaging/bitmap';
import { imagingError } from '../imaging/imagingPort';
import type { PixelSize } from '../model/modelInfo';
import type { Pivot, Sheet, SheetFrame, SheetSettings } from '../model/sprites';
import { type Arrangement, arrangeGrid, pack } from './arrange';
import { boundsOf, union } from './trim';

/** An image that becomes a frame. */
export interface FrameImage {
  name: string;
  bitmap: Bitmap;
  /** Milliseconds, where the image itself says so. */
  duration?: number;
}

/** A frame as it will lie on the sheet: `part` of the whole frame, in which the image begins at `placed`. */
interface Laid {
  image: FrameImage;
  whole: PixelSize;
  placed: { x: number; y: number };
  part: Rect;
}

/**
 * Frames on one sheet. Throws an `ImagingError` (`unsupported`) when they do not fit into `maxSide`.
 * A frame that is wholly transparent keeps one pixel when it is trimmed, as TexturePacker leaves it.
 */
export function makeSheet(
  images: readonly FrameImage[],
  settings: SheetSettings,
): { sheet: Sheet; bitmap: Bitmap } {
  const laid =
    settings.layout === 'grid' ? layShared(images, settings) : images.map(image => layOwn(image, settings));
  const { extrude } = settings;
  const room = laid.map(({ part }) => ({
    width: part.width + 2 * extrude,
    height: part.height + 2 * extrude,
  }));
  const arrangement = arrange(room, settings);
  if (!arrangement) throw tooLarge(images.length, settings.maxSide);
  const bitmap = createBitmap(arrangement.width, arrangement.height);
  const frames = laid.map(({ image, whole, placed, part }, i): SheetFrame => {
    const corner = arrangement.at[i] ?? { x: 0, y: 0 };
    const at = { x: corner.x + extrude, y: corner.y + extrude };
    draw(bitmap, image.bitmap, { x: part.x - placed.x, y: part.y - placed.y }, { ...part, ...at });
    if (extrude > 0) repeatEdges(bitmap, { ...part, ...at }, extrude);
    return {
      name: image.name,
      ...at,
      width: part.width,
      height: part.height,
      offsetX: part.x,
      offsetY: part.y,
      sourceWidth: whole.width,
      sourceHeight: whole.height,
      duration: image.duration ?? settings.duration,
    };
  });
  return { sheet: { width: bitmap.width, height: bitmap.height, frames }, bitmap };
}

function arrange(room: readonly PixelSize[], settings: SheetSettings): Arrangement | undefined {
  const [first] = room;
  if (!first) throw imagingError('unsupported', 'There are no frames.');
  return settings.layout === 'grid'
    ? arrangeGrid(first, room.length, settings.columns, settings)
    : pack(room, settings);
}

function layOwn(image: FrameImage, { trim }: SheetSettings): Laid {
  const { width, height } = image.bitmap;
  const whole = { x: 0, y: 0, width, height };
  const part = trim ? (boundsOf(image.bitmap) ?? { x: 0, y: 0, width: 1, height: 1 }) : whole;
  return { image, whole, placed: { x: 0, y: 0 }, part };
}

/** All frames as large as the largest side each way, and trimmed alike, so that none of them jumps. */
function layShared(images: readonly FrameImage[], { trim, align }: SheetSettings): Laid[] {
  const whole = {
    width: Math.max(...images.map(({ bitmap }) => bitmap.width)),
    height: Math.max(...images.map(({ bitmap }) => bitmap.height)),
  };
  const places = images.map(({ bitmap }) => standIn(whole, bitmap, align));
  let part: Rect = { x: 0, y: 0, ...whole };
  if (trim) {
    let seen: Rect | undefined;
    images.forEach(({ bitmap }, i) => {
      const own = boundsOf(bitmap);
      const { x, y } = places[i] ?? { x: 0, y: 0 };
      seen = union(seen, own && { ...own, x: own.x + x, y: own.y + y });
    });
    part = seen ?? { x: 0, y: 0, width: 1, height: 1 };
  }
  return images.map((image, i) => ({ image, whole, placed: places[i] ?? { x: 0, y: 0 }, part }));
}

/** Where something smaller stands in a frame: in its middle, or on its ground. */
export function standIn(frame: PixelSize, size: PixelSize, align: Pivot): { x: number; y: number } {
  const y = frame.height - size.height;
  return {
    x: Math.floor((frame.width - size.width) / 2),
    y: align === 'feet' ? y : Math.floor(y / 2),
  };
}

/** Copies pixels, alpha included, from a place in `source` (which may be outside) into a rectangle of `target`. */
export function draw(target: Bitmap, source: Bitmap, from: { x: number; y: number }, to: Rect): void {
  const left = Math.max(0, -from.x);
  const right = Math.min(to.width, source.width - from.x);
  if (right <= left) return;
  for (let y = Math.max(0, -from.y); y < Math.min(to.height, source.height - from.y); y++) {
    const start = ((from.y + y) * source.width + from.x + left) * 4;
    const row = source.data.subarray(start, start + (right - left) * 4);
    target.data.set(row, ((to.y + y) * target.width + to.x + left) * 4);
  }
}

/** The outermost pixels once more around the rectangle; there has to be room. */
function repeatEdges({ width, data }: Bitmap, rect: Rect, by: number): void {
  const words = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    const row = y * width;
    words.fill(words[row + rect.x] ?? 0, row + rect.x - by, row + rect.x);
    const end = row + rect.x + rect.width;
    words.fill(words[end - 1] ?? 0, end, end + by);
  }
  const [from, to] = [rect.x - by, rect.x + rect.width + by];
  for (let step = 1; step <= by; step++) {
    const top = rect.y * width;
    const bottom = (rect.y + rect.height - 1) * width;
    words.copyWithin(top - step * width + from, top + from, top + to);
    words.copyWithin(bottom + step * width + from, bottom + from, bottom + to);
  }
}

function tooLarge(count: number, maxSide: number): Error {
  return imagingError(
    'unsupported',
    `${count} frames do not fit into a sheet of ${maxSide} × ${maxSide} pixels. Allow a larger one, or trim the frames.`,
  );
}
