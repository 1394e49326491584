import type { Bitmap, Rgb } from '../bitmap';
import { distanceFrom } from './oklab';

export interface Hole {
  /** One of its pixels. */
  x: number;
  y: number;
  /** How many it has. */
  pixels: number;
  /** It was the key before: the ground seen through the subject, as through a handle. Else the subject was eaten. */
  ground: boolean;
}

/** Below it a pixel counts as missing, 0–255. */
const missing = 128;

/**
 * The places inside the subject where it is missing: what is mostly transparent and not reached from the edges. `before`
 * is the opaque image, of the same size; `tolerance` (OKLab × 100) how far the key's own pixels stray from it.
 */
export function findHoles(cut: Bitmap, before: Bitmap, key: Rgb, tolerance = 6): Hole[] {
  const { width, height, data } = cut;
  const seen = new Uint8Array(width * height);
  const distance = distanceFrom(key);
  const stack: number[] = [];
  const visit = (i: number) => {
    if (seen[i] === 1 || (data[i * 4 + 3] as number) >= missing) return;
    seen[i] = 1;
    stack.push(i);
  };
  /** Everything connected to what is on the stack. */
  const fill = () => {
    let [pixels, far] = [0, 0];
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      pixels++;
      const [r, g, b] = before.data.subarray(i * 4, i * 4 + 3) as unknown as [number, number, number];
      if (distance(r, g, b) > tolerance) far++;
      const x = i % width;
      if (x > 0) visit(i - 1);
      if (x < width - 1) visit(i + 1);
      if (i >= width) visit(i - width);
      if (i < width * (height - 1)) visit(i + width);
    }
    return { pixels, far };
  };
  for (let x = 0; x < width; x++) {
    visit(x);
    visit((height - 1) * width + x);
  }
  for (let y = 0; y < height; y++) {
    visit(y * width);
    visit(y * width + width - 1);
  }
  fill();
  const holes: Hole[] = [];
  for (let i = 0; i < seen.length; i++) {
    visit(i);
    if (stack.length === 0) continue;
    const { pixels, far } = fill();
    // Its own soft edge is a mixture; a true opening is the key for the most part.
    holes.push({ x: i % width, y: Math.floor(i / width), pixels, ground: far <= pixels / 2 });
  }
  return holes;
}
