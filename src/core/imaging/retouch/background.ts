import { type Bitmap, parseHex, type Rgb } from '../bitmap';
import { imagingError } from '../imagingPort';
import { vectorLength } from '../maths';

/** Distances in RGB: nearer to the background's colour, a pixel is background; nearer to a mixture, it is one. */
const same = 34;
const offLine = 28;

/** How much of the border must be of one colour before it counts as a flat background. */
const flatShare = 0.6;

/**
 * Makes a flat background transparent, from the edges inwards as far as its colour reaches, with soft edges whose share
 * of background colour is taken out. Changes the bitmap. Throws an `ImagingError` (`unsupported`) when there is no
 * flat background, or nothing else.
 */
export function removeBackground(bitmap: Bitmap, hex?: string, everywhere = false): void {
  const border = borderPixels(bitmap);
  const clear = border.filter(at => bitmap.data[at + 3] === 0).length;
  // It is transparent already.
  if (hex === undefined && clear > border.length * flatShare) return;
  const ground = (hex === undefined ? undefined : parseHex(hex)) ?? commonColour(bitmap, border);
  const matching = border.filter(at => distanceAt(bitmap, at, ground) < same).length;
  if (!everywhere && matching < border.length * (hex === undefined ? flatShare : 0.02)) {
    throw imagingError(
      'unsupported',
      hex === undefined
        ? 'The background is not one flat colour, so it cannot be removed on this machine.'
        : 'That colour is not at the edges of the image, so there is no such background to remove.',
    );
  }
  const mask = everywhere ? ofColour(bitmap, ground) : flood(bitmap, border, ground);
  const taken = mask.reduce((sum, value) => sum + value, 0);
  if (taken > mask.length * 0.998) {
    throw imagingError('unsupported', 'The whole image is of one colour: nothing would be left of it.');
  }
  soften(bitmap, mask, ground);
}

/** Byte offsets of the outermost pixels. */
function borderPixels({ width, height }: Bitmap): number[] {
  const offsets: number[] = [];
  for (let x = 0; x < width; x++) offsets.push(x * 4, ((height - 1) * width + x) * 4);
  for (let y = 1; y < height - 1; y++) offsets.push(y * width * 4, (y * width + width - 1) * 4);
  return offsets;
}

/** The mean of the most frequent colour, with neighbours in a grid of 16 steps a channel. */
function commonColour({ data }: Bitmap, offsets: readonly number[]): Rgb {
  const bins = new Map<number, { count: number; r: number; g: number; b: number }>();
  for (const at of offsets) {
    const [r, g, b] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    const key = (r >> 4) * 256 + (g >> 4) * 16 + (b >> 4);
    const bin = bins.get(key) ?? { count: 0, r: 0, g: 0, b: 0 };
    bins.set(key, { count: bin.count + 1, r: bin.r + r, g: bin.g + g, b: bin.b + b });
  }
  const best = [...bins.values()].reduce((a, b) => (b.count > a.count ? b : a), {
    count: 0,
    r: 0,
    g: 0,
    b: 0,
  });
  return { r: best.r / best.count, g: best.g / best.count, b: best.b / best.count };
}

function distanceAt({ data }: Bitmap, at: number, colour: Rgb): number {
  if (data[at + 3] === 0) return 0;
  return vectorLength(
    (data[at] as number) - colour.r,
    (data[at + 1] as number) - colour.g,
    (data[at + 2] as number) - colour.b,
  );
}

function ofColour(bitmap: Bitmap, ground: Rgb): Uint8Array {
  return Uint8Array.from({ length: bitmap.data.length / 4 }, (_, i) =>
    distanceAt(bitmap, i * 4, ground) < same ? 1 : 0,
  );
}

function flood(bitmap: Bitmap, border: readonly number[], ground: Rgb): Uint8Array {
  const { width, height } = bitmap;
  const mask = new Uint8Array(width * height);
  const stack: number[] = [];
  const visit = (i: number) => {
    if (mask[i] === 0 && distanceAt(bitmap, i * 4, ground) < same) {
      mask[i] = 1;
      stack.push(i);
    }
  };
  for (const at of border) visit(at / 4);
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    const x = i % width;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i < width * (height - 1)) visit(i + width);
  }
  return mask;
}

/**
 * Pixels within two of the background are mixtures of it and the object where they lie between both colours: they get the
 * object's share as alpha, and the background's share is taken out of their colour.
 */
function soften(bitmap: Bitmap, mask: Uint8Array, ground: Rgb): void {
  const { width, height } = bitmap;
  const data = bitmap.data;
  // Mixtures are told by their neighbours, so those must not have changed yet.
  const before = data.slice();
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const at = i * 4;
      if (mask[i] === 1) {
        data[at + 3] = 0;
        continue;
      }
      if (!isNear(mask, width, height, x, y)) continue;
      const object = objectColour(before, mask, width, height, x, y, ground);
      const share = shareOf(before, at, object, ground);
      if (share === undefined) continue;
      data[at] = object.r;
      data[at + 1] = object.g;
      data[at + 2] = object.b;
      data[at + 3] = (before[at + 3] as number) * share;
    }
  }
}

function isNear(mask: Uint8Array, width: number, height: number, x: number, y: number): boolean {
  for (let ny = Math.max(0, y - 2); ny <= Math.min(height - 1, y + 2); ny++) {
    for (let nx = Math.max(0, x - 2); nx <= Math.min(width - 1, x + 2); nx++) {
      if (mask[ny * width + nx] === 1) return true;
    }
  }
  return false;
}

/** Of the pixels around, the one that is least like the background: it has the least of it mixed in. */
function objectColour(
  data: Uint8ClampedArray,
  mask: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
  ground: Rgb,
): Rgb {
  let best = (y * width + x) * 4;
  let farthest = -1;
  for (let ny = Math.max(0, y - 3); ny <= Math.min(height - 1, y + 3); ny++) {
    for (let nx = Math.max(0, x - 3); nx <= Math.min(width - 1, x + 3); nx++) {
      const i = ny * width + nx;
      if (mask[i] === 1) continue;
      const far = vectorLength(
        (data[i * 4] as number) - ground.r,
        (data[i * 4 + 1] as number) - ground.g,
        (data[i * 4 + 2] as number) - ground.b,
      );
      if (far <= farthest) continue;
      farthest = far;
      best = i * 4;
    }
  }
  return { r: data[best] as number, g: data[best + 1] as number, b: data[best + 2] as number };
}

/** How much of the object is in a pixel, 0–1. Undefined: it is no mixture of the two, or hardly one. */
function shareOf(data: Uint8ClampedArray, at: number, object: Rgb, ground: Rgb): number | undefined {
  const [dr, dg, db] = [object.r - ground.r, object.g - ground.g, object.b - ground.b];
  const pr = (data[at] as number) - ground.r;
  const pg = (data[at + 1] as number) - ground.g;
  const pb = (data[at + 2] as number) - ground.b;
  const share = (pr * dr + pg * dg + pb * db) / (dr * dr + dg * dg + db * db || 1);
  const off = vectorLength(pr - dr * share, pg - dg * share, pb - db * share);
  return share > 0.95 || off > offLine ? undefined : Math.max(0, share);
}
