import { type Bitmap, createBitmap, type Rgb } from '../bitmap';
import type { PlaceholderSpec } from '../imagingPort';
import { clamp01, vectorLength } from '../maths';
import { hashText, seededRandom } from '../random';
import { backgrounds } from './backgrounds';
import { drawLabel } from './drawLabel';
import type { Glyphs } from './glyphs';
import { layOutLabel } from './label';
import { choosePalette } from './palette';

/** Room left round the shape on a transparent ground, and how much of the picture text may take. */
const shapeMargin = 0.06;
const textRoom = { width: 0.8, height: 0.66 };
const cardRoom = { width: 0.68, height: 0.5 };

/**
 * Placeholder art: the same for the same prompt, seed, variation and size. Each variation has another style and other
 * colours. Says what it stands for and how large it is; makes no attempt to show what the prompt describes.
 */
export function drawPlaceholder(spec: PlaceholderSpec, glyphs: Glyphs): Bitmap {
  const { prompt, width, height, seed = 0, variation = 0, transparent = false } = spec;
  const hash = hashText(`${prompt.trim().toLowerCase()}|${seed}`);
  const style = backgrounds[(hash + variation) % backgrounds.length] ?? backgrounds[0];
  const palette = choosePalette(prompt, hash >>> 8, variation + (seed === 0 ? 0 : hash >>> 16));
  const bitmap = createBitmap(width, height);
  const scale = Math.min(width, height);
  const shader = style?.draw({
    width: width / scale,
    height: height / scale,
    pixel: 1 / scale,
    palette,
    random: seededRandom(hash ^ Math.imul(variation + 1, 0x9e3779b1)),
  });
  const colour: Rgb = { r: 0, g: 0, b: 0 };
  const { data } = bitmap;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      shader?.((x + 0.5) / scale, (y + 0.5) / scale, colour);
      data[at] = colour.r;
      data[at + 1] = colour.g;
      data[at + 2] = colour.b;
      data[at + 3] = 255;
    }
  }
  const shrink = transparent ? 0.86 : 1;
  const share = style?.busy ? cardRoom : textRoom;
  const room = { width: width * share.width * shrink, height: height * share.height * shrink };
  const label = layOutLabel(prompt, { width, height }, room, glyphs);
  if (label) drawLabel(bitmap, label, palette, style?.busy ?? false, glyphs);
  if (transparent) cutShape(bitmap);
  return bitmap;
}

/** Keeps a shape with round corners; the rest becomes transparent. */
function cutShape(bitmap: Bitmap): void {
  const { width, height, data } = bitmap;
  const scale = Math.min(width, height);
  const margin = Math.max(1, scale * shapeMargin);
  const radius = (scale - 2 * margin) * 0.24;
  for (let y = 0, at = 3; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const dx = Math.max(0, Math.abs(x + 0.5 - width / 2) - (width / 2 - margin - radius));
      const dy = Math.max(0, Math.abs(y + 0.5 - height / 2) - (height / 2 - margin - radius));
      data[at] = 255 * clamp01(radius - vectorLength(dx, dy) + 0.5);
    }
  }
}
