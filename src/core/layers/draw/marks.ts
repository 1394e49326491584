import { assertNever } from '../../assertNever';
import type { Rect } from '../../imaging/bitmap';
import type { Layer } from '../../model/layers';
import type { FontBook } from '../text/fontFace';
import type { Shape } from './mask';
import { arrowOutline, asShape, ellipse, frame, lineOutline, rectangle } from './shapes';
import type { DrawnLayer, Mark } from './markTypes';
import { stepMarks, textMarks } from './textMarks';

export const redactColour = '#111111';

export function marksOf(layer: Layer, fonts: FontBook): DrawnLayer {
  switch (layer.type) {
    case 'text':
      return textMarks(layer, fonts);
    case 'step':
      return stepMarks(layer, fonts);
    case 'box': {
      const make = (box: Rect) => rectangle(box, (layer.radius ?? 0) - (layer.width - box.width) / 2);
      return only(outlined(layer, make));
    }
    case 'ellipse':
      return only(outlined(layer, ellipse));
    case 'line':
      return only([{ kind: 'fill', shapes: [asShape(lineOutline(layer))], color: layer.color }]);
    case 'arrow':
      return only([{ kind: 'fill', shapes: [asShape(arrowOutline(layer))], color: layer.color }]);
    case 'highlight':
      return only([{ kind: 'multiply', shapes: [asShape(rectangle(layer))], color: layer.color }]);
    case 'redact': {
      const { x, y, width, height, mode, color = redactColour } = layer;
      return only([{ kind: 'redact', area: { x, y, width, height }, mode, color }]);
    }
    default:
      return assertNever(layer);
  }
}

function only(marks: readonly Mark[]): DrawnLayer {
  return { marks, findings: [] };
}

function outlined(
  layer: Rect & { fill?: string | undefined; stroke?: { color: string; width: number } | undefined },
  make: (box: Rect) => Shape['outline'][number][],
): Mark[] {
  const { fill, stroke, ...box } = layer;
  return [
    ...(fill === undefined ? [] : [{ kind: 'fill' as const, shapes: [asShape(make(box))], color: fill }]),
    ...(stroke === undefined
      ? []
      : [{ kind: 'fill' as const, shapes: [asShape(frame(box, stroke.width, make))], color: stroke.color }]),
  ];
}
