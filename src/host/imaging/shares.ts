import type { IconFile, ConvertOptions, Rendering } from '../../core/imaging/imagingPort';

/** Below this, starting on another thread (and reading the image there again) costs more than it gives. Pixels. */
const worthSharing = 250_000;

interface Shared {
  rendering: Rendering;
  /** Its place among all. */
  index: number;
}

/** Divides work among threads so that each has about the same number of pixels to make, the large ones first. */
export function shares(renderings: readonly Rendering[], lanes: number): readonly (readonly Shared[])[] {
  const all = renderings.map((rendering, index) => ({ rendering, index, pixels: pixelsOf(rendering.make) }));
  const total = all.reduce((sum, { pixels }) => sum + pixels, 0);
  const count = total < worthSharing ? 1 : Math.min(lanes, all.length);
  const piles = Array.from({ length: Math.max(1, count) }, () => ({ pixels: 0, items: [] as Shared[] }));
  for (const { rendering, index, pixels } of all.sort((a, b) => b.pixels - a.pixels)) {
    const least = piles.reduce((a, b) => (b.pixels < a.pixels ? b : a));
    least.pixels += pixels;
    least.items.push({ rendering, index });
  }
  return piles.map(({ items }) => items).filter(items => items.length > 0);
}

function pixelsOf(make: ConvertOptions | IconFile): number {
  if ('container' in make) return make.sizes.reduce((sum, size) => sum + size * size, 0);
  return (make.width ?? make.height ?? 1000) * (make.height ?? make.width ?? 1000);
}
