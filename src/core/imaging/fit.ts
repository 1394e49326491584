import type { PixelSize } from '../model/modelInfo';
import type { Fit, Focus } from '../model/output';
import type { Rect } from './bitmap';

export const centre: Focus = { x: 0.5, y: 0.5 };

/** Take `source` of the image, scale it to `scaled`, lay it on `canvas` at `at`. All whole pixels. */
export interface FitPlan {
  source: Rect;
  scaled: PixelSize;
  canvas: PixelSize;
  at: { x: number; y: number };
}

/** A side that is not asked for follows the ratio of the image; without any the image stays as it is. */
export function boxOf(image: PixelSize, asked: Partial<PixelSize>): PixelSize {
  const { width, height } = asked;
  if (width === undefined && height === undefined) return size(image);
  const w = width ?? atLeastOne(((height ?? 1) * image.width) / image.height);
  return { width: w, height: height ?? atLeastOne((w * image.height) / image.width) };
}

export function planFit(image: PixelSize, box: PixelSize, fit: Fit, focus: Focus = centre): FitPlan {
  const whole: Rect = { x: 0, y: 0, ...size(image) };
  const exact = { scaled: size(box), canvas: size(box), at: { x: 0, y: 0 } };
  switch (fit) {
    case 'cover':
      return { source: coverWindow(image, box, focus), ...exact };
    case 'stretch':
      return { source: whole, ...exact };
    case 'contain': {
      const scaled = inside(image, box);
      return { source: whole, scaled, canvas: scaled, at: { x: 0, y: 0 } };
    }
    case 'pad': {
      const scaled = inside(image, box);
      const at = {
        x: Math.floor((box.width - scaled.width) / 2),
        y: Math.floor((box.height - scaled.height) / 2),
      };
      return { source: whole, scaled, canvas: size(box), at };
    }
  }
}

/** The same with room left free at each edge: a share of the shorter side of the box. */
export function planInset(image: PixelSize, box: PixelSize, fit: Fit, focus?: Focus, inset = 0): FitPlan {
  if (inset <= 0) return planFit(image, box, fit, focus);
  // Both edges alike, and at least a pixel of the image.
  const edge = Math.min(
    Math.round(inset * Math.min(box.width, box.height)),
    Math.floor((Math.min(box.width, box.height) - 1) / 2),
  );
  const inner = { width: box.width - 2 * edge, height: box.height - 2 * edge };
  const { source, scaled, canvas, at } = planFit(image, inner, fit, focus);
  if (fit === 'contain') {
    return {
      source,
      scaled,
      canvas: { width: canvas.width + 2 * edge, height: canvas.height + 2 * edge },
      at: { x: edge, y: edge },
    };
  }
  return { source, scaled, canvas: size(box), at: { x: at.x + edge, y: at.y + edge } };
}

/** `cover` leaves out more of the image than rounding does. */
export function isCut(image: PixelSize, box: PixelSize, fit: Fit): boolean {
  return fit === 'cover' && Math.abs(box.width / box.height / (image.width / image.height) - 1) >= 0.005;
}

/** The largest window of the box's ratio in the image, its middle as near to the focus as the edges allow. */
export function coverWindow(image: PixelSize, box: PixelSize, focus: Focus = centre): Rect {
  const scale = Math.min(image.width / box.width, image.height / box.height);
  const width = Math.min(image.width, atLeastOne(box.width * scale));
  const height = Math.min(image.height, atLeastOne(box.height * scale));
  return {
    x: place(focus.x, image.width, width),
    y: place(focus.y, image.height, height),
    width,
    height,
  };
}

function place(focus: number, whole: number, window: number): number {
  const spare = whole - window;
  return Math.min(spare, Math.max(0, Math.floor(focus * whole - window / 2)));
}

function inside(image: PixelSize, box: PixelSize): PixelSize {
  const scale = Math.min(box.width / image.width, box.height / image.height);
  return {
    width: Math.min(box.width, atLeastOne(image.width * scale)),
    height: Math.min(box.height, atLeastOne(image.height * scale)),
  };
}

function atLeastOne(side: number): number {
  return Math.max(1, Math.round(side));
}

function size({ width, height }: PixelSize): PixelSize {
  return { width, height };
}
