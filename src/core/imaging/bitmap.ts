import { type Orientation, swapsSides } from './orientation';

/** RGBA, 8 bits a channel, straight (not premultiplied) alpha, rows from the top. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

export interface Rgb {
  r: number;
  g: number;
  b: number;
}

export const white: Rgb = { r: 255, g: 255, b: 255 };

export function createBitmap(width: number, height: number): Bitmap {
  return { width, height, data: new Uint8ClampedArray(width * height * 4) };
}

export function copyOf({ width, height, data }: Bitmap): Bitmap {
  return { width, height, data: data.slice() };
}

/** One 32-bit value a pixel; for moving pixels without looking into them. */
function words(bitmap: Bitmap): Uint32Array {
  const { data } = bitmap;
  return new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
}

export function hasTransparency(bitmap: Bitmap): boolean {
  const { data } = bitmap;
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return true;
  return false;
}

/** Turns stored pixels as an EXIF orientation says. Gives the same bitmap back when upright. */
export function orient(bitmap: Bitmap, orientation: Orientation): Bitmap {
  if (orientation === 1) return bitmap;
  const { width, height } = bitmap;
  const turned = swapsSides(orientation);
  const out = turned ? createBitmap(height, width) : createBitmap(width, height);
  const from = words(bitmap);
  const to = words(out);
  const [origin, stepX, stepY] = walk(orientation, width, height);
  let target = 0;
  for (let y = 0; y < out.height; y++) {
    let source = origin + y * stepY;
    for (let x = 0; x < out.width; x++, source += stepX) to[target++] = from[source] ?? 0;
  }
  return out;
}

/** Where the top left pixel as shown is stored, and how far the next one to the right and below are. */
function walk(orientation: Exclude<Orientation, 1>, w: number, h: number): [number, number, number] {
  switch (orientation) {
    case 2:
      return [w - 1, -1, w];
    case 3:
      return [w * h - 1, -1, -w];
    case 4:
      return [w * (h - 1), 1, -w];
    case 5:
      return [0, w, 1];
    case 6:
      return [w * (h - 1), -w, 1];
    case 7:
      return [w * h - 1, -w, -1];
    case 8:
      return [w - 1, w, -1];
  }
}

/** Lays transparent pixels on a colour. Changes the bitmap. */
export function flatten(bitmap: Bitmap, matte: Rgb): void {
  const { data } = bitmap;
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3] ?? 255;
    if (alpha === 255) continue;
    const rest = 255 - alpha;
    data[i] = ((data[i] ?? 0) * alpha + matte.r * rest) / 255;
    data[i + 1] = ((data[i + 1] ?? 0) * alpha + matte.g * rest) / 255;
    data[i + 2] = ((data[i + 2] ?? 0) * alpha + matte.b * rest) / 255;
    data[i + 3] = 255;
  }
}

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The rectangle must lie inside the bitmap. */
export function crop(bitmap: Bitmap, rect: Rect): Bitmap {
  if (rect.width === bitmap.width && rect.height === bitmap.height) return bitmap;
  const out = createBitmap(rect.width, rect.height);
  const from = words(bitmap);
  const to = words(out);
  for (let y = 0; y < rect.height; y++) {
    const start = (rect.y + y) * bitmap.width + rect.x;
    to.set(from.subarray(start, start + rect.width), y * rect.width);
  }
  return out;
}

/** Draws `source` over `target` at a place; parts outside are left out. */
export function drawOver(target: Bitmap, source: Bitmap, atX: number, atY: number): void {
  const to = target.data;
  const from = source.data;
  for (let y = Math.max(0, -atY); y < Math.min(source.height, target.height - atY); y++) {
    for (let x = Math.max(0, -atX); x < Math.min(source.width, target.width - atX); x++) {
      const s = (y * source.width + x) * 4;
      blend(
        to,
        ((y + atY) * target.width + x + atX) * 4,
        from[s] ?? 0,
        from[s + 1] ?? 0,
        from[s + 2] ?? 0,
        (from[s + 3] ?? 0) / 255,
      );
    }
  }
}

/** Source-over of one pixel on straight alpha; `alpha` is 0–1. */
export function blend(
  data: Uint8ClampedArray,
  at: number,
  r: number,
  g: number,
  b: number,
  alpha: number,
): void {
  if (alpha <= 0) return;
  const under = (data[at + 3] ?? 0) / 255;
  const out = alpha + under * (1 - alpha);
  const keep = (under * (1 - alpha)) / out;
  const take = alpha / out;
  data[at] = r * take + (data[at] ?? 0) * keep;
  data[at + 1] = g * take + (data[at + 1] ?? 0) * keep;
  data[at + 2] = b * take + (data[at + 2] ?? 0) * keep;
  data[at + 3] = out * 255;
}

/** `#rgb` or `#rrggbb`, with or without the sign. */
export function parseHex(text: string): Rgb | undefined {
  const match = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text);
  const digits = match?.[1];
  if (!digits) return undefined;
  const full = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  const value = Number.parseInt(full, 16);
  return { r: value >> 16, g: (value >> 8) & 255, b: value & 255 };
}
