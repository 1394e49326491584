import type { Layer, LayerType } from './layers';

/** A rectangle in pixels of the canvas. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Which edges a handle moves: -1 left or upper, 1 right or lower, 0 none. */
export interface Grip {
  x: -1 | 0 | 1;
  y: -1 | 0 | 1;
}

const least = 4;

/** What a layer lies in. Of a line or an arrow: what its two ends span. */
export function boxOfLayer(layer: Layer): Box {
  switch (layer.type) {
    case 'line':
    case 'arrow':
      return {
        x: Math.min(layer.x1, layer.x2),
        y: Math.min(layer.y1, layer.y2),
        width: Math.abs(layer.x2 - layer.x1),
        height: Math.abs(layer.y2 - layer.y1),
      };
    case 'step':
      return {
        x: layer.x - layer.size / 2,
        y: layer.y - layer.size / 2,
        width: layer.size,
        height: layer.size,
      };
    default:
      return { x: layer.x, y: layer.y, width: layer.width, height: layer.height };
  }
}

export function movedBy(layer: Layer, dx: number, dy: number): Layer {
  if (layer.type === 'line' || layer.type === 'arrow') {
    return {
      ...layer,
      x1: round(layer.x1 + dx),
      y1: round(layer.y1 + dy),
      x2: round(layer.x2 + dx),
      y2: round(layer.y2 + dy),
    };
  }
  return { ...layer, x: round(layer.x + dx), y: round(layer.y + dy) };
}

/** A grip drawn by so much; the opposite edge stays. Lines: -1 is their first end, 1 their second. */
export function resizedBy(layer: Layer, grip: Grip, dx: number, dy: number): Layer {
  switch (layer.type) {
    case 'line':
    case 'arrow':
      return grip.x < 0
        ? { ...layer, x1: round(layer.x1 + dx), y1: round(layer.y1 + dy) }
        : { ...layer, x2: round(layer.x2 + dx), y2: round(layer.y2 + dy) };
    case 'step': {
      const grown = Math.max(least, layer.size + 2 * Math.max(grip.x * dx, grip.y * dy));
      return { ...layer, size: round(grown) };
    }
    default: {
      const [x, width] = edge(layer.x, layer.width, grip.x, dx);
      const [y, height] = edge(layer.y, layer.height, grip.y, dy);
      return { ...layer, x, y, width, height };
    }
  }
}

function edge(start: number, length: number, side: Grip['x'], by: number): [number, number] {
  if (side === 0) return [start, length];
  const grown = Math.max(least, round(length + side * by));
  return side > 0 ? [start, grown] : [round(start + length - grown), grown];
}

/** A copy, a little aside, under an id of its own. */
export function duplicateOf(layer: Layer, layers: readonly Layer[]): Layer {
  return { ...movedBy(layer, 16, 16), id: freeId(layer.type, layers) };
}

export function freeId(type: LayerType, layers: readonly Layer[]): string {
  const taken = new Set(layers.map(({ id }) => id));
  for (let number = 1; ; number++) {
    const id = `${type}-${number}`;
    if (!taken.has(id)) return id;
  }
}

/** A new layer in the middle, as large as suits a canvas of this size; aside of one that lies there. Step numbers go on counting. */
export function newLayer(
  type: LayerType,
  canvas: { width: number; height: number },
  layers: readonly Layer[],
  words: string,
): Layer {
  const step = Math.max(8, round(Math.min(canvas.width, canvas.height) / 20));
  let layer = inTheMiddle(type, canvas, layers, words);
  while (layers.some(each => middlesAreNear(each, layer, step))) {
    const aside = movedBy(layer, step, step);
    const { x, y, width, height } = boxOfLayer(aside);
    if (x + width > canvas.width || y + height > canvas.height) break;
    layer = aside;
  }
  return layer;
}

function middlesAreNear(one: Layer, other: Layer, near: number): boolean {
  const [a, b] = [boxOfLayer(one), boxOfLayer(other)];
  const [dx, dy] = [a.x - b.x + (a.width - b.width) / 2, a.y - b.y + (a.height - b.height) / 2];
  return Math.hypot(dx, dy) < near;
}

function inTheMiddle(
  type: LayerType,
  canvas: { width: number; height: number },
  layers: readonly Layer[],
  words: string,
): Layer {
  const id = freeId(type, layers);
  const unit = Math.max(8, Math.min(canvas.width, canvas.height));
  const place = (share: number, ratio: number) => {
    // Of the smallest canvas, too, there is something to see and to take hold of.
    const width = Math.max(1, round(canvas.width * share));
    const height = Math.max(1, round(Math.min(canvas.height * 0.8, width * ratio)));
    return { x: round((canvas.width - width) / 2), y: round((canvas.height - height) / 2), width, height };
  };
  const thick = Math.max(2, round(unit / 120));
  const accent = '#e5484d';
  switch (type) {
    case 'text':
      return {
        ...{ type, id, text: words, size: round(unit / 12), minSize: Math.max(1, round(unit / 40)) },
        ...{ ...place(0.6, 0.25), weight: 700, color: '#ffffff', align: 'center', valign: 'middle' },
        plate: { color: '#111827cc', padding: round(unit / 50), radius: round(unit / 60) },
      };
    case 'box':
    case 'ellipse':
      return { type, id, ...place(0.3, 0.6), stroke: { color: accent, width: thick } };
    case 'highlight':
      return { type, id, ...place(0.3, 0.2), color: '#ffe94d' };
    case 'redact':
      return { type, id, ...place(0.3, 0.2), mode: 'solid', color: '#111111' };
    case 'line':
    case 'arrow': {
      const { x, y, width, height } = place(0.25, 0.6);
      return { type, id, x1: x, y1: y + height, x2: x + width, y2: y, color: accent, width: thick * 2 };
    }
    case 'step': {
      const count = layers.filter(layer => layer.type === 'step').length;
      const size = round(Math.max(20, unit / 12));
      const x = Math.max(0, Math.min(canvas.width - size, round(canvas.width * 0.2 + count * size * 1.3)));
      const text = String(count + 1);
      return { type, id, x, y: round(canvas.height * 0.2), size, text, color: accent, textColor: '#ffffff' };
    }
  }
}

/** Whole pixels; where the canvas is large enough nobody needs more. */
function round(value: number): number {
  return Math.round(value);
}
