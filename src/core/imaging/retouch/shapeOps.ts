import { type Bitmap, createBitmap, crop, drawOver, parseHex, type Rgb, white } from '../bitmap';
import { coverWindow } from '../fit';
import { imagingError } from '../imagingPort';
import { clamp01, vectorLength } from '../maths';
import { premultiply, unpremultiply } from './focusOps';
import type { Edge, Length } from './steps';

/** Whole pixels of a length that is measured along `side`. */
export function pixels(length: Length, side: number): number {
  return Math.round(length.unit === '%' ? (side * length.value) / 100 : length.value);
}

export function cropEdges(bitmap: Bitmap, edges: readonly Edge[], amount: Length): Bitmap {
  const cut = (edge: Edge, side: number) => (edges.includes(edge) ? pixels(amount, side) : 0);
  const left = cut('left', bitmap.width);
  const top = cut('top', bitmap.height);
  const width = bitmap.width - left - cut('right', bitmap.width);
  const height = bitmap.height - top - cut('bottom', bitmap.height);
  if (width < 1 || height < 1)
    throw imagingError('unsupported', 'Cropping that much would leave nothing of the image.');
  return crop(bitmap, { x: left, y: top, width, height });
}

/** Never enlarges: a side that is already shorter stays. */
export function cropTo(bitmap: Bitmap, width: number, height: number): Bitmap {
  const w = Math.max(1, Math.min(width, bitmap.width));
  const h = Math.max(1, Math.min(height, bitmap.height));
  return crop(bitmap, {
    x: Math.floor((bitmap.width - w) / 2),
    y: Math.floor((bitmap.height - h) / 2),
    width: w,
    height: h,
  });
}

/** Uniform edges: pixels like the top left one, or transparent ones. */
export function trim(bitmap: Bitmap): Bitmap {
  const { width, height, data } = bitmap;
  const [r = 0, g = 0, b = 0, a = 0] = data;
  const same = (x: number, y: number) => {
    const at = (y * width + x) * 4;
    if (a === 0) return data[at + 3] === 0;
    const distance =
      Math.abs((data[at] as number) - r) +
      Math.abs((data[at + 1] as number) - g) +
      Math.abs((data[at + 2] as number) - b);
    return distance < 30 && Math.abs((data[at + 3] as number) - a) < 16;
  };
  const rowIs = (y: number, from: number, to: number) => {
    for (let x = from; x < to; x++) if (!same(x, y)) return false;
    return true;
  };
  let top = 0;
  while (top < height && rowIs(top, 0, width)) top++;
  // One colour throughout: there is nothing to keep, so nothing is cut.
  if (top === height) return bitmap;
  let bottom = height;
  while (rowIs(bottom - 1, 0, width)) bottom--;
  const columnIs = (x: number) => {
    for (let y = top; y < bottom; y++) if (!same(x, y)) return false;
    return true;
  };
  let left = 0;
  while (columnIs(left)) left++;
  let right = width;
  while (columnIs(right - 1)) right--;
  return crop(bitmap, { x: left, y: top, width: right - left, height: bottom - top });
}

/** The size that `rotate` gives for angles other than quarter turns: everything stays visible. */
export function rotatedSize(bitmap: { width: number; height: number }, degrees: number) {
  const cos = Math.abs(Math.cos((degrees * Math.PI) / 180));
  const sin = Math.abs(Math.sin((degrees * Math.PI) / 180));
  return {
    width: Math.max(1, Math.round(bitmap.width * cos + bitmap.height * sin)),
    height: Math.max(1, Math.round(bitmap.width * sin + bitmap.height * cos)),
  };
}

/** Clockwise by any angle; new corners are transparent. Changes the bitmap given. */
export function rotateFreely(bitmap: Bitmap, degrees: number): Bitmap {
  premultiply(bitmap);
  const size = rotatedSize(bitmap, degrees);
  const out = createBitmap(size.width, size.height);
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const { width, height, data } = bitmap;
  for (let y = 0, to = 0; y < out.height; y++) {
    for (let x = 0; x < out.width; x++, to += 4) {
      const dx = x + 0.5 - out.width / 2;
      const dy = y + 0.5 - out.height / 2;
      const fromX = dx * cos + dy * sin + width / 2 - 0.5;
      const fromY = -dx * sin + dy * cos + height / 2 - 0.5;
      if (fromX <= -1 || fromY <= -1 || fromX >= width || fromY >= height) continue;
      const left = Math.floor(fromX);
      const top = Math.floor(fromY);
      const u = fromX - left;
      const v = fromY - top;
      for (let corner = 0; corner < 4; corner++) {
        const px = left + (corner & 1);
        const py = top + (corner >> 1);
        if (px < 0 || py < 0 || px >= width || py >= height) continue;
        const share = (corner & 1 ? u : 1 - u) * (corner >> 1 ? v : 1 - v);
        const at = (py * width + px) * 4;
        for (let c = 0; c < 4; c++) sums[c] = (sums[c] as number) + (data[at + c] as number) * share;
      }
      for (let c = 0; c < 4; c++) {
        out.data[to + c] = sums[c] as number;
        sums[c] = 0;
      }
    }
  }
  unpremultiply(out);
  return out;
}

const sums = [0, 0, 0, 0];

/** `radius` in pixels. Changes alpha only. */
export function roundCorners(bitmap: Bitmap, radius: number): void {
  const { width, height, data } = bitmap;
  const r = Math.min(radius, width / 2, height / 2);
  for (let y = 0, at = 3; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const dx = Math.max(0, Math.abs(x + 0.5 - width / 2) - (width / 2 - r));
      const dy = Math.max(0, Math.abs(y + 0.5 - height / 2) - (height / 2 - r));
      if (dx > 0 && dy > 0) data[at] = (data[at] as number) * clamp01(r - vectorLength(dx, dy) + 0.5);
    }
  }
}

export function circle(bitmap: Bitmap): Bitmap {
  const square = crop(bitmap, coverWindow(bitmap, { width: 1, height: 1 }));
  roundCorners(square, square.width / 2);
  return square;
}

/** New pixels round the image; transparent without a colour. */
export function pad(bitmap: Bitmap, amount: number, hex: string | undefined): Bitmap {
  const out = createBitmap(bitmap.width + amount * 2, bitmap.height + amount * 2);
  if (hex !== undefined) paint(out, parseHex(hex) ?? white);
  drawOver(out, bitmap, amount, amount);
  return out;
}

function paint({ data }: Bitmap, { r, g, b }: Rgb): void {
  for (let i = 0; i < data.length; i += 4) {
    data[i] = r;
    data[i + 1] = g;
    data[i + 2] = b;
    data[i + 3] = 255;
  }
}
