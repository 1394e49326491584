import { assertNever } from '../../assertNever';
import { type Bitmap, crop, flatten, hasTransparency, orient, parseHex, white } from '../bitmap';
import { coverWindow } from '../fit';
import { imagingError } from '../imagingPort';
import { removeBackground } from './background';
import * as colour from './colourOps';
import { combine } from './combine';
import { blur, pixelate, sharpen } from './focusOps';
import {
  circle,
  cropEdges,
  cropTo,
  pad,
  pixels,
  rotatedSize,
  rotateFreely,
  roundCorners,
  trim,
} from './shapeOps';
import type { RetouchStep } from './steps';
import { checkPixels, type RetouchTools } from './tools';

/**
 * Applies the steps in order. Steps before `combine` change every image, the others the one that came of it. The bitmaps
 * given are used up. Rejects with an `ImagingError`.
 */
export async function applyRetouch(
  inputs: readonly Bitmap[],
  steps: readonly RetouchStep[],
  tools: RetouchTools,
): Promise<Bitmap> {
  let images = [...inputs];
  for (const step of steps) {
    if (step.op === 'combine') {
      if (images.length < 2)
        throw imagingError('unsupported', 'Putting images together takes at least two of them.');
      images = [await combine(images, step.layout, step.gap, tools)];
      continue;
    }
    const changed: Bitmap[] = [];
    for (const image of images) changed.push(await applyStep(image, step, tools));
    images = changed;
  }
  const [result, ...others] = images;
  if (!result) throw imagingError('unsupported', 'Local edits need at least one image.');
  if (others.length > 0) {
    throw imagingError(
      'unsupported',
      'Say how to put the images together: side by side, stacked vertically or in a grid.',
    );
  }
  return result;
}

/** "crop to 0:5", "scale to 0%". */
function positive(...values: readonly number[]): void {
  if (!values.every(value => Number.isFinite(value) && value > 0)) {
    throw imagingError('unsupported', 'Sizes and ratios must be above 0.');
  }
}

async function applyStep(
  image: Bitmap,
  step: Exclude<RetouchStep, { op: 'combine' }>,
  tools: RetouchTools,
): Promise<Bitmap> {
  const { width, height } = image;
  const shorter = Math.min(width, height);
  const resize = (w: number, h: number) => {
    const [toWidth, toHeight] = [Math.max(1, Math.round(w)), Math.max(1, Math.round(h))];
    checkPixels(toWidth, toHeight, tools.maxPixels);
    return tools.resize(image, toWidth, toHeight);
  };
  switch (step.op) {
    case 'grayscale':
      colour.grayscale(image);
      return image;
    case 'sepia':
      colour.sepia(image);
      return image;
    case 'invert':
      colour.invert(image);
      return image;
    case 'brightness':
      colour.brightness(image, step.percent);
      return image;
    case 'contrast':
      colour.contrast(image, step.percent);
      return image;
    case 'saturation':
      colour.saturation(image, step.percent);
      return image;
    case 'warmth':
      colour.warmth(image, step.percent);
      return image;
    case 'hue':
      colour.hue(image, step.degrees);
      return image;
    case 'tint':
      colour.tint(image, step.colour, step.percent);
      return image;
    case 'opacity':
      colour.opacity(image, step.percent);
      return image;
    case 'blur':
      return blur(image, step.radius ?? Math.max(1.5, shorter * 0.008) * (step.strength ?? 1));
    case 'sharpen':
      return sharpen(image, step.percent);
    case 'pixelate':
      return pixelate(image, step.size ?? Math.max(4, shorter / 40));
    case 'cropRatio':
      positive(step.width, step.height);
      return crop(image, coverWindow(image, step));
    case 'cropTo':
      positive(step.width, step.height);
      return cropTo(image, step.width, step.height);
    case 'cropEdges':
      return cropEdges(image, step.edges, step.amount);
    case 'trim':
      return trim(image);
    case 'rotate':
      return rotate(image, step.degrees, tools);
    case 'flip':
      return orient(image, step.axis === 'horizontal' ? 2 : 4);
    case 'resize': {
      const w = step.width ?? ((step.height ?? height) * width) / height;
      const h = step.height ?? ((step.width ?? width) * height) / width;
      positive(w, h);
      if (step.width === undefined || step.height === undefined) return resize(w, h);
      checkPixels(w, h, tools.maxPixels);
      return tools.resize(crop(image, coverWindow(image, { width: w, height: h })), w, h);
    }
    case 'fit': {
      positive(step.width, step.height);
      const scale = Math.min(step.width / width, step.height / height);
      return resize(width * scale, height * scale);
    }
    case 'scale':
      positive(step.percent);
      return resize((width * step.percent) / 100, (height * step.percent) / 100);
    case 'removeBackground':
      removeBackground(image, step);
      return image;
    case 'background':
      // On an opaque image the wish can only mean the background it has.
      if (!hasTransparency(image)) removeBackground(image);
      flatten(image, parseHex(step.colour) ?? white);
      return image;
    case 'roundCorners':
      roundCorners(image, step.radius ? pixels(step.radius, shorter) : shorter * 0.08);
      return image;
    case 'circle':
      return circle(image);
    case 'border': {
      const amount = step.width ?? Math.max(1, Math.round(shorter * 0.01));
      checkPixels(width + amount * 2, height + amount * 2, tools.maxPixels);
      return pad(image, amount, step.colour);
    }
    case 'pad': {
      const amount = step.amount ? pixels(step.amount, shorter) : Math.round(shorter * 0.08);
      checkPixels(width + amount * 2, height + amount * 2, tools.maxPixels);
      return pad(image, amount, step.colour);
    }
    default:
      return assertNever(step);
  }
}

function rotate(image: Bitmap, degrees: number, tools: RetouchTools): Bitmap {
  const turn = ((degrees % 360) + 360) % 360;
  if (turn === 0) return image;
  if (turn === 90) return orient(image, 6);
  if (turn === 180) return orient(image, 3);
  if (turn === 270) return orient(image, 8);
  const size = rotatedSize(image, turn);
  checkPixels(size.width, size.height, tools.maxPixels);
  return rotateFreely(image, turn);
}
