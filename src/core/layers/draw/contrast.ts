import type { Bitmap } from '../../imaging/bitmap';
import { contrast, luminance } from '../../imaging/placeholder/colour';
import type { Ink } from './colour';
import type { Mask } from './mask';

/** Pixels round the letters that are looked at, too. */
const ring = 2;
/** A speck does not make text unreadable: so much of what is behind may be worse than the ratio that is said. */
const worst = 0.05;
const bins = 400;

/** WCAG 2.2, 1.4.3: 24 px, or 18.66 px in bold, is large text. At 100 %. */
export function neededContrast(size: number, weight: number): number {
  return size >= 24 || (size >= 18.66 && weight >= 700) ? 3 : 4.5;
}

/** Of letters in `ink` to what is behind and round them; undefined where that is transparent. */
export function contrastBehind(bitmap: Bitmap, mask: Mask, ink: Ink): number | undefined {
  const histogram = new Uint32Array(bins + 1);
  let count = 0;
  let clear = 0;
  const near = grown(mask);
  for (let y = 0; y < mask.height; y++) {
    for (let x = 0; x < mask.width; x++) {
      if (!near[y * mask.width + x]) continue;
      const [px, py] = [x + mask.x, y + mask.y];
      if (px < 0 || py < 0 || px >= bitmap.width || py >= bitmap.height) continue;
      const at = (py * bitmap.width + px) * 4;
      const [r, g, b, a] = [0, 1, 2, 3].map(channel => bitmap.data[at + channel] ?? 0) as Quad;
      if (a < 128) {
        clear++;
        continue;
      }
      const mixed = {
        r: r + (ink.r - r) * ink.alpha,
        g: g + (ink.g - g) * ink.alpha,
        b: b + (ink.b - b) * ink.alpha,
      };
      const ratio = contrast(luminance(mixed), luminance({ r, g, b }));
      const bin = Math.min(bins, Math.floor((ratio - 1) * (bins / 20)));
      histogram[bin] = (histogram[bin] ?? 0) + 1;
      count++;
    }
  }
  if (count === 0 || clear > count) return undefined;
  let seen = 0;
  for (let bin = 0; bin <= bins; bin++) {
    seen += histogram[bin] ?? 0;
    if (seen > count * worst) return Math.round((1 + bin / (bins / 20)) * 100) / 100;
  }
  return 21;
}

type Quad = [number, number, number, number];

/** 1 on the letters and up to `ring` pixels beside them. */
function grown({ width, height, data }: Mask): Uint8Array {
  const near = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((data[y * width + x] ?? 0) < 0.5) continue;
      for (let dy = Math.max(0, y - ring); dy <= Math.min(height - 1, y + ring); dy++) {
        near.fill(1, dy * width + Math.max(0, x - ring), dy * width + Math.min(width, x + ring + 1));
      }
    }
  }
  return near;
}
