import { assertNever } from '../../assertNever';
import { type Bitmap, blend, createBitmap, type Rect } from '../../imaging/bitmap';
import type { Background, Finding, Layer } from '../../model/layers';
import type { FontBook } from '../text/fontFace';
import { type Ink, parseColour } from './colour';
import { contrastBehind, neededContrast } from './contrast';
import { marksOf } from './marks';
import type { Mark } from './markTypes';
import { blurred, boundsOf, clipped, fillMask, paint, strokeMask } from './mask';
import { redact } from './redact';

export interface DrawOptions {
  fonts: FontBook;
  /** Pixels along each edge that text should stay out of. */
  safeArea?: number;
}

/** Draws the layers over what is there, from the first to the last. Hidden ones are left out. */
export function drawLayers(bitmap: Bitmap, layers: readonly Layer[], options: DrawOptions): Finding[] {
  return layers.flatMap(layer => (layer.hidden === true ? [] : drawLayer(bitmap, layer, options)));
}

function drawLayer(bitmap: Bitmap, layer: Layer, { fonts, safeArea }: DrawOptions): Finding[] {
  const { marks, findings } = marksOf(layer, fonts);
  const { opacity = 1 } = layer;
  // What is to be destroyed is not half destroyed.
  const group = opacity < 1 && layer.type !== 'redact';
  const target = group ? createBitmap(bitmap.width, bitmap.height) : bitmap;
  const found = [...findings];
  for (const mark of marks) {
    const ratio = drawMark(target, mark, ink => {
      if (!group) return { behind: target, ink };
      const behind = copyOf(bitmap);
      layOver(behind, target, opacity);
      return { behind, ink: { ...ink, alpha: ink.alpha * opacity } };
    });
    if (mark.kind !== 'letters' || layer.type !== 'text') continue;
    const { text } = mark;
    if (ratio !== undefined) {
      const needed = neededContrast(text.block.size, text.weight);
      found.push({ layer: layer.id, kind: 'contrast', ratio, needed });
    }
    if (safeArea !== undefined && !isInside(text.bounds, inset(bitmap, safeArea))) {
      found.push({ layer: layer.id, kind: 'outside-safe-area' });
    }
  }
  if (group) layOver(bitmap, target, opacity);
  if (marks.length > 0 && !marks.some(mark => isSeen(mark, bitmap))) {
    found.push({ layer: layer.id, kind: 'off-canvas' });
  }
  return found;
}

/** The contrast of letters to what `seen` says they are seen on. */
function drawMark(
  bitmap: Bitmap,
  mark: Mark,
  seen: (ink: Ink) => { behind: Bitmap; ink: Ink },
): number | undefined {
  const whole = canvasOf(bitmap);
  switch (mark.kind) {
    case 'redact':
      redact(bitmap, mark.area, mark.mode, mark.color);
      return undefined;
    case 'stroke': {
      const mask = strokeMask(mark.shapes, mark.width, whole);
      if (mask) paint(bitmap, mask, parseColour(mark.color));
      return undefined;
    }
    case 'shadow': {
      // What lies outside throws its shadow in.
      const reach = Math.ceil(mark.blur * 1.5) + 1;
      const around = {
        x: -reach,
        y: -reach,
        width: whole.width + 2 * reach,
        height: whole.height + 2 * reach,
      };
      const mask = fillMask(mark.shapes, around);
      if (mask) paint(bitmap, blurred(mask, mark.blur), parseColour(mark.color));
      return undefined;
    }
    case 'fill':
    case 'multiply': {
      const mask = fillMask(mark.shapes, whole);
      if (mask) paint(bitmap, mask, parseColour(mark.color), mark.kind === 'multiply');
      return undefined;
    }
    case 'letters': {
      const mask = fillMask(mark.shapes, whole);
      if (!mask) return undefined;
      const ink = parseColour(mark.color);
      const shown = seen(ink);
      const ratio = contrastBehind(shown.behind, mask, shown.ink);
      paint(bitmap, mask, ink);
      return ratio;
    }
    default:
      return assertNever(mark);
  }
}

/** A canvas without an image. `angle` as CSS `linear-gradient` has it. */
export function drawBackground(bitmap: Bitmap, background: Background): void {
  const { data, width, height } = bitmap;
  const line = gradientLine(background, width, height);
  const [from, to] = [parseColour(line.from), parseColour(line.to)];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const along = ((x + 0.5 - line.x1) * line.dx + (y + 0.5 - line.y1) * line.dy) / line.square;
      const t = Math.max(0, Math.min(1, along));
      data[at] = from.r + (to.r - from.r) * t;
      data[at + 1] = from.g + (to.g - from.g) * t;
      data[at + 2] = from.b + (to.b - from.b) * t;
      data[at + 3] = 255 * (from.alpha + (to.alpha - from.alpha) * t);
    }
  }
}

/** Where a gradient begins and how far it goes (CSS Images 3, "linear gradients"); one colour is a gradient to itself. */
export function gradientLine(background: Background, width: number, height: number) {
  const {
    from,
    to,
    angle = 180,
  } = typeof background === 'string' ? { from: background, to: background } : background;
  const turn = (angle * Math.PI) / 180;
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
  const length = Math.abs(width * sin) + Math.abs(height * cos);
  const [dx, dy] = [sin * length, -cos * length];
  return {
    ...{ from, to, dx, dy },
    x1: width / 2 - dx / 2,
    y1: height / 2 - dy / 2,
    square: dx * dx + dy * dy || 1,
  };
}

function layOver({ data }: Bitmap, drawn: Bitmap, opacity: number): void {
  for (let at = 0; at < data.length; at += 4) {
    const [r = 0, g = 0, b = 0, a = 0] = drawn.data.subarray(at, at + 4);
    blend(data, at, r, g, b, (a / 255) * opacity);
  }
}

function copyOf({ width, height, data }: Bitmap): Bitmap {
  return { width, height, data: data.slice() };
}

function canvasOf({ width, height }: Bitmap): Rect {
  return { x: 0, y: 0, width, height };
}

function inset({ width, height }: Bitmap, by: number): Rect {
  return { x: by, y: by, width: width - 2 * by, height: height - 2 * by };
}

function isInside(inner: Rect, outer: Rect): boolean {
  const slack = 0.5;
  return (
    inner.x >= outer.x - slack &&
    inner.y >= outer.y - slack &&
    inner.x + inner.width <= outer.x + outer.width + slack &&
    inner.y + inner.height <= outer.y + outer.height + slack
  );
}

function isSeen(mark: Mark, bitmap: Bitmap): boolean {
  const bounds = mark.kind === 'redact' ? mark.area : boundsOf(mark.shapes);
  return bounds !== undefined && clipped(bounds, 0, canvasOf(bitmap)) !== undefined;
}
