import { expectedPixels } from '../compose/derive';
import { estimateCost } from '../cost/cost';
import { makesDrawings, type ModelInfo, type PixelSize } from '../model/modelInfo';
import type { RunSettings } from '../model/run';
import { adaptSettings, nearestRatio } from '../run/adapt';
import { askedSize } from './askedSize';
import type { ImageReference } from './reference';

/** How the image for a missing file is asked for, and what it will be. */
export interface MissingImageAsk {
  settings: RunSettings;
  /** What the file should measure: what the code says, or the usual for such a name. */
  asked: PixelSize;
  /** The file is cut and scaled to `asked`; else it keeps what the model makes. */
  fit: boolean;
  /** What the model makes; absent: not known before. */
  made?: PixelSize;
  /** US dollars; absent: not known. */
  estimateUsd?: number;
}

/**
 * A size that the code states is met to the pixel. A usual size only decides the shape, so that no dearer tier is
 * chosen for a guess.
 */
export function missingImageAsk(
  reference: Pick<ImageReference, 'path' | 'width' | 'height' | 'density'>,
  model: ModelInfo,
  promptLength: number,
): MissingImageAsk {
  const { exact, width, height } = askedSize(reference);
  const asked = { width, height };
  const { exactSize, aspectRatios } = model.capabilities;
  const ratio = nearestRatio(asked.width / asked.height, aspectRatios);
  const byRatio: RunSettings = ratio === undefined ? {} : { aspectRatio: ratio };
  const settings: RunSettings = exact || exactSize ? asked : byRatio;
  const adapted = adaptSettings(model, settings).settings;
  const estimateUsd = estimateCost(model, { settings: adapted, inputImages: 0, characters: promptLength });
  const made = expectedPixels(model, settings);
  return {
    settings,
    asked,
    // A drawing fits any size.
    fit: exact && !makesDrawings(model),
    ...(made === undefined ? {} : { made }),
    ...(estimateUsd === undefined ? {} : { estimateUsd }),
  };
}
