import { parseHex, type Bitmap } from './bitmap';
import type { ConvertOptions } from './imagingPort';

/** Takes the colour out of a bitmap, or everything but its shape. Changes it; alpha stays. */
export function applyTone({ data }: Bitmap, tone: NonNullable<ConvertOptions['tone']>): void {
  if (tone === 'gray') {
    for (let i = 0; i < data.length; i += 4) {
      // Rec. 709 on encoded values, as CSS `grayscale()` does it.
      const luma = 0.2126 * (data[i] ?? 0) + 0.7152 * (data[i + 1] ?? 0) + 0.0722 * (data[i + 2] ?? 0);
      data.fill(Math.round(luma), i, i + 3);
    }
    return;
  }
  const { r, g, b } = parseHex(tone.silhouette) ?? { r: 0, g: 0, b: 0 };
  for (let i = 0; i < data.length; i += 4) {
    data[i] = r;
    data[i + 1] = g;
    data[i + 2] = b;
  }
}
