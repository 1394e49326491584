import type { PixelSize } from './modelInfo';

/** Ratios that differ by less are the same shape, rounded to whole pixels by somebody. */
const sameShape = 0.01;

/** The size that images are compared in: that of the one with the most pixels. */
export function commonSize(sizes: readonly PixelSize[]): PixelSize {
  const [first = { width: 1, height: 1 }, ...others] = sizes;
  const { width, height } = others.reduce(
    (most, each) => (each.width * each.height > most.width * most.height ? each : most),
    first,
  );
  return { width, height };
}

/** What an image is scaled to so that it lies over the others: all of `common` where it has its shape, else as much as fits. */
export function alignedSize({ width, height }: PixelSize, common: PixelSize): PixelSize {
  const ratio = (width * common.height) / (height * common.width);
  if (Math.abs(ratio - 1) < sameShape) return common;
  const scale = Math.min(common.width / width, common.height / height);
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
