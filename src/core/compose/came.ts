import type { ModelInfo, PixelSize } from '../model/modelInfo';
import type { RunSettings } from '../model/run';
import { adaptSettings } from '../run/adapt';
import { ratioValue } from './choices';
import { expectedPixels } from './derive';

/** How an image differs from what its model was asked for. */
export type SizeDifference =
  { kind: 'ratio'; asked: string; came: PixelSize } | { kind: 'pixels'; asked: PixelSize; came: PixelSize };

const tolerance = 0.03;

/** `asked` is what was asked of all models; a difference of three percent or less is none. */
export function sizeDifference(
  model: ModelInfo,
  asked: RunSettings,
  came: PixelSize,
): SizeDifference | undefined {
  const { aspectRatio } = adaptSettings(model, asked).settings;
  const pixels = expectedPixels(model, asked);
  // Without a ratio of its own the request leaves it to the model; NaN differs from nothing.
  const ratio = pixels ? pixels.width / pixels.height : aspectRatio ? ratioValue(aspectRatio) : NaN;
  if (differs(came.width / came.height, ratio)) {
    if (aspectRatio !== undefined) return { kind: 'ratio', asked: aspectRatio, came };
    if (pixels) return { kind: 'pixels', asked: pixels, came };
  }
  return pixels && differs(came.width, pixels.width) ? { kind: 'pixels', asked: pixels, came } : undefined;
}

function differs(value: number, wanted: number): boolean {
  return Math.abs(value / wanted - 1) > tolerance;
}
