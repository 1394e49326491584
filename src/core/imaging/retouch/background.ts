import { type Bitmap, parseHex, type Rgb } from '../bitmap';
import { imagingError } from '../imagingPort';
import { vectorLength } from '../maths';

/** Distances in RGB: below `same` a pixel is background, above `other` it is not; between, it is an edge. */
const same = 34;
const other = 110;

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

/** Pixels within two of the background are a mixture: the nearer in colour, the more transparent. */
function soften({ width, height, data }: Bitmap, mask: Uint8Array, ground: Rgb): void {
  const near = (x: number, y: number) => {
    for (let dy = -2; dy <= 2; dy++) {
      for (let dx = -2; dx <= 2; dx++) {
        const [nx, ny] = [x + dx, y + dy];
        if (nx >= 0 && ny >= 0 && nx < width && ny < height && mask[ny * width + nx] === 1) return true;
      }
    }
    return false;
  };
  const channels = [ground.r, ground.g, ground.b];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const at = i * 4;
      if (mask[i] === 1) {
        data[at + 3] = 0;
        continue;
      }
      if (!near(x, y)) continue;
      const distance = vectorLength(
        (data[at] as number) - ground.r,
        (data[at + 1] as number) - ground.g,
        (data[at + 2] as number) - ground.b,
      );
      if (distance >= other) continue;
      const alpha = Math.max(0, (distance - same * 0.5) / (other - same * 0.5));
      channels.forEach((value, c) => {
        if (alpha > 0) data[at + c] = ((data[at + c] as number) - value * (1 - alpha)) / alpha;
      });
      data[at + 3] = (data[at + 3] as number) * alpha;
    }
  }
}
