import type { Bitmap } from './bitmap';

/** Leaves the largest ellipse in the middle, its edge as soft as a pixel; what is outside becomes transparent black. Changes the bitmap. */
export function cutCircle({ width, height, data }: Bitmap): void {
  const [across, down] = [width / 2, height / 2];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const distance = Math.hypot((x + 0.5 - across) / across, (y + 0.5 - down) / down);
      // How much of the pixel is inside, as if the edge were straight there.
      const inside = (1 - distance) * Math.min(across, down) + 0.5;
      if (inside >= 1) continue;
      const at = (y * width + x) * 4;
      if (inside <= 0) data.fill(0, at, at + 4);
      else data[at + 3] = (data[at + 3] ?? 0) * inside;
    }
  }
}
