import type { Bitmap, Rgb } from '../bitmap';
import type { Checkerboard } from './checkerboard';

/** RGB distance from the line between the grid's two colours that is still its noise. */
const onLine = 22;
/** Beyond either colour: sharpened borders of squares. */
const beyond = 0.25;
/** Pixels that a subject's edge mixes into the grid. */
const edge = 2;

/**
 * Makes a painted checkerboard one flat colour, its first one, as far as it is reached from the edges of the image, so that
 * it can be removed like any flat background. The subject's edges are moved along with the square they are mixed with.
 * Changes the bitmap.
 */
export function flattenCheckerboard(bitmap: Bitmap, { a, b }: Checkerboard): Rgb {
  const { width, height, data } = bitmap;
  const before = data.slice();
  const isGrid = gridTest(before, a, b);
  const reached = new Uint8Array(width * height);
  const stack: number[] = [];
  const visit = (i: number) => {
    if (reached[i] === 1 || !isGrid(i * 4)) return;
    reached[i] = 1;
    stack.push(i);
  };
  for (let x = 0; x < width; x++) {
    visit(x);
    visit((height - 1) * width + x);
  }
  for (let y = 0; y < height; y++) {
    visit(y * width);
    visit(y * width + width - 1);
  }
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    data[i * 4] = a.r;
    data[i * 4 + 1] = a.g;
    data[i * 4 + 2] = a.b;
    const x = i % width;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i < width * (height - 1)) visit(i + width);
  }
  moveEdges(bitmap, before, reached, a);
  return a;
}

/** Whether the pixel at a byte offset has a colour of the grid, or one between its two. */
function gridTest(data: Uint8ClampedArray, a: Rgb, b: Rgb): (at: number) => boolean {
  const [dr, dg, db] = [b.r - a.r, b.g - a.g, b.b - a.b];
  const length = dr * dr + dg * dg + db * db || 1;
  return at => {
    const [r, g, blue] = [
      (data[at] as number) - a.r,
      (data[at + 1] as number) - a.g,
      (data[at + 2] as number) - a.b,
    ];
    const along = (r * dr + g * dg + blue * db) / length;
    if (along < -beyond || along > 1 + beyond) return false;
    const off = (r - dr * along) ** 2 + (g - dg * along) ** 2 + (blue - db * along) ** 2;
    return off < onLine * onLine;
  };
}

/** What of a mixture was a square becomes the flat colour: C + (1 − α)(a − K), α by the way from K to the subject's colour. */
function moveEdges(
  { width, height, data }: Bitmap,
  before: Uint8ClampedArray,
  reached: Uint8Array,
  a: Rgb,
): void {
  const flat = [a.r, a.g, a.b];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (reached[i] === 1) continue;
      const step = towardsGrid(reached, width, height, x, y);
      if (!step) continue;
      const [gx, gy] = step;
      const ground = clampAt(width, height, x + gx, y + gy) * 4;
      const inner = clampAt(width, height, x - Math.sign(gx) * 3, y - Math.sign(gy) * 3) * 4;
      let [way, gone] = [0, 0];
      for (let c = 0; c < 3; c++) {
        const whole = (before[inner + c] as number) - (before[ground + c] as number);
        way += whole * whole;
        gone += whole * ((before[i * 4 + c] as number) - (before[ground + c] as number));
      }
      const alpha = way === 0 ? 1 : Math.min(1, Math.max(0, gone / way));
      for (let c = 0; c < 3; c++) {
        const own = before[i * 4 + c] as number;
        data[i * 4 + c] = own + (1 - alpha) * ((flat[c] as number) - (before[ground + c] as number));
      }
    }
  }
}

function towardsGrid(
  reached: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
): readonly [number, number] | undefined {
  for (let far = 1; far <= edge; far++) {
    for (const [dx, dy] of [
      [far, 0],
      [-far, 0],
      [0, far],
      [0, -far],
      [far, far],
      [-far, far],
      [far, -far],
      [-far, -far],
    ] as const) {
      const [nx, ny] = [x + dx, y + dy];
      if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
      if (reached[ny * width + nx] === 1) return [dx, dy];
    }
  }
  return undefined;
}

function clampAt(width: number, height: number, x: number, y: number): number {
  return Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x));
}
