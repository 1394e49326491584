import { type Bitmap, createBitmap } from '../bitmap';

/** Colour times alpha, so that transparent pixels do not bleed their hidden colour. Changes the bitmap. */
export function premultiply({ data }: Bitmap): void {
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3] as number;
    if (alpha === 255) continue;
    data[i] = ((data[i] as number) * alpha) / 255;
    data[i + 1] = ((data[i + 1] as number) * alpha) / 255;
    data[i + 2] = ((data[i + 2] as number) * alpha) / 255;
  }
}

export function unpremultiply({ data }: Bitmap): void {
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3] as number;
    if (alpha === 255 || alpha === 0) continue;
    data[i] = ((data[i] as number) * 255) / alpha;
    data[i + 1] = ((data[i + 1] as number) * 255) / alpha;
    data[i + 2] = ((data[i + 2] as number) * 255) / alpha;
  }
}

/** Gaussian by three box blurs (SVG 1.1 §15.17). `sigma` in pixels. */
export function blur(bitmap: Bitmap, sigma: number): Bitmap {
  if (sigma <= 0) return bitmap;
  premultiply(bitmap);
  let from = bitmap;
  let to = createBitmap(bitmap.width, bitmap.height);
  // Wider than the image makes no difference.
  const longest = Math.max(bitmap.width, bitmap.height);
  for (const size of boxSizes(Math.min(sigma, longest))) {
    const radius = (size - 1) / 2;
    if (radius < 1) continue;
    boxBlur(from.data, to.data, bitmap.height, bitmap.width, bitmap.width * 4, 4, radius);
    [from, to] = [to, from];
    boxBlur(from.data, to.data, bitmap.width, bitmap.height, 4, bitmap.width * 4, radius);
    [from, to] = [to, from];
  }
  unpremultiply(from);
  return from;
}

/** Three odd sizes whose blurs together have this deviation. */
function boxSizes(sigma: number): number[] {
  const ideal = Math.sqrt((12 * sigma * sigma) / 3 + 1);
  let lower = Math.floor(ideal);
  if (lower % 2 === 0) lower -= 1;
  const count = Math.round((12 * sigma * sigma - 3 * lower * lower - 12 * lower - 9) / (-4 * lower - 4));
  return [0, 1, 2].map(i => (i < count ? lower : lower + 2));
}

/** Along lines of `length` pixels that are `step` bytes apart; edges repeat. */
function boxBlur(
  from: Uint8ClampedArray,
  to: Uint8ClampedArray,
  lines: number,
  length: number,
  lineStep: number,
  step: number,
  radius: number,
): void {
  const share = 1 / (radius * 2 + 1);
  for (let line = 0; line < lines; line++) {
    for (let channel = 0; channel < 4; channel++) {
      const start = line * lineStep + channel;
      const end = start + (length - 1) * step;
      const first = from[start] as number;
      const last = from[end] as number;
      let sum = first * (radius + 1);
      for (let i = 1; i <= radius; i++) sum += from[Math.min(start + i * step, end)] as number;
      for (let at = start, i = 0; at <= end; at += step, i++) {
        to[at] = sum * share;
        const enter = i + radius + 1 < length ? (from[at + (radius + 1) * step] as number) : last;
        const leave = i - radius > 0 ? (from[at - radius * step] as number) : first;
        sum += enter - leave;
      }
    }
  }
}

/** Unsharp mask with a radius that suits the size. */
export function sharpen(bitmap: Bitmap, percent: number): Bitmap {
  const soft = blur(
    { ...bitmap, data: bitmap.data.slice() },
    Math.max(0.8, Math.min(bitmap.width, bitmap.height) / 1200),
  );
  const amount = percent / 100;
  const { data } = bitmap;
  for (let i = 0; i < data.length; i++) {
    if (i % 4 === 3) continue;
    const value = data[i] as number;
    data[i] = value + (value - (soft.data[i] as number)) * amount;
  }
  return bitmap;
}

/** Every block takes its mean colour. */
export function pixelate(bitmap: Bitmap, size: number): Bitmap {
  premultiply(bitmap);
  const { width, height, data } = bitmap;
  const block = Math.max(1, Math.round(size));
  for (let top = 0; top < height; top += block) {
    for (let left = 0; left < width; left += block) {
      const right = Math.min(width, left + block);
      const bottom = Math.min(height, top + block);
      const sums = [0, 0, 0, 0];
      for (let y = top; y < bottom; y++) {
        for (let at = (y * width + left) * 4; at < (y * width + right) * 4; at++) {
          sums[at & 3] = (sums[at & 3] as number) + (data[at] as number);
        }
      }
      const count = (right - left) * (bottom - top);
      for (let y = top; y < bottom; y++) {
        for (let at = (y * width + left) * 4; at < (y * width + right) * 4; at++) {
          data[at] = (sums[at & 3] as number) / count;
        }
      }
    }
  }
  unpremultiply(bitmap);
  return bitmap;
}
