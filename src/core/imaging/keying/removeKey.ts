import type { Bitmap, Rgb } from '../bitmap';
import { clamp01 } from '../maths';
import { keyShare } from './keyShare';
import { background, chamfer, makeTrimap } from './trimap';
import { noiseOf } from './noiseOf';
import { quieten } from './quieten';
import { unmix } from './unmix';

/** Pixels whose colours differ by this many times the noise may be the same. More smears strands of hair. */
const alike = 1.4;

export interface KeyingOptions {
  /** How far from the key (OKLab × 100, 2 is just seen) a colour is background without a trace. Default: by `noise`. */
  tolerance?: number;
  /** Only what is reached from the edges of the image; false takes the colour everywhere. Default: not `translucent`. */
  contiguous?: boolean;
  /** Pixels over which the edge fades inwards. Default 0: as soft as it is in the image. */
  feather?: number;
  /** How far the background's pixels stray from the key, in the units of `tolerance`. Default 0. */
  noise?: number;
  /**
   * Whatever holds some of the key's hue is see-through: glass, smoke, shadows. Right for a key that was chosen because
   * the subject lacks it; on another background, things of a like hue would get holes. Default false: only edges.
   */
  translucent?: boolean;
}

/** Makes the key transparent, with soft edges free of its colour. Changes the bitmap. Gives the share removed, 0–1. */
export function removeKey(bitmap: Bitmap, key: Rgb, options: KeyingOptions = {}): number {
  const { feather = 0, noise = 0, translucent = false } = options;
  const { contiguous = !translucent } = options;
  const tolerance = options.tolerance ?? Math.min(8, 1.5 + noise * 1.3);
  const share = keyShare(key, translucent, 1 + noise * 4);
  const map = makeTrimap(bitmap, key, share, { tolerance, contiguous, floor: 0.03 + noise / 100 });
  bitmap.data.set(quieten(bitmap, map, noiseOf(bitmap, map) * alike));
  // One unit of OKLab × 100 is some 3 of 255 a channel.
  const ofPixel = 3 + noise * 3;
  unmix(bitmap, map, key, share, { ofPixel, ofSubject: 16 });
  if (feather > 0) fade(bitmap, feather);
  let removed = 0;
  for (const value of map) if (value === background) removed++;
  return removed / map.length;
}

/** Inwards only: outside there is no colour of the subject that could show. */
function fade({ width, height, data }: Bitmap, feather: number): void {
  const depth = chamfer(width, height, i => data[i * 4 + 3] === 0);
  for (let i = 0; i < depth.length; i++) {
    const at = i * 4 + 3;
    data[at] = (data[at] as number) * clamp01((depth[i] as number) / (feather + 1));
  }
}
