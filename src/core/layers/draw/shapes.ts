import type { Rect } from '../../imaging/bitmap';
import type { Outline, OutlineStep } from '../../imaging/vector/outline';
import type { Shape } from './mask';

/** Outlines in pixels of the canvas. */
export function asShape(outline: Outline): Shape {
  return { outline, scale: 1, x: 0, y: 0 };
}

/** Length of the handles of a quarter circle of radius 1. */
const kappa = 0.5522847498;

/** Clockwise; `radius` is cut to half of the shorter side. */
export function rectangle({ x, y, width, height }: Rect, radius = 0): OutlineStep[] {
  const r = Math.max(0, Math.min(radius, width / 2, height / 2));
  if (r === 0) {
    return polygon([
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ]);
  }
  return rounded({ x, y, width, height }, r, r);
}

export function ellipse(box: Rect): OutlineStep[] {
  return rounded(box, box.width / 2, box.height / 2);
}

function rounded({ x, y, width, height }: Rect, rx: number, ry: number): OutlineStep[] {
  const [right, bottom] = [x + width, y + height];
  const [kx, ky] = [rx * (1 - kappa), ry * (1 - kappa)];
  return [
    { type: 'M', x: x + rx, y },
    { type: 'L', x: right - rx, y },
    { type: 'C', x1: right - kx, y1: y, x2: right, y2: y + ky, x: right, y: y + ry },
    { type: 'L', x: right, y: bottom - ry },
    { type: 'C', x1: right, y1: bottom - ky, x2: right - kx, y2: bottom, x: right - rx, y: bottom },
    { type: 'L', x: x + rx, y: bottom },
    { type: 'C', x1: x + kx, y1: bottom, x2: x, y2: bottom - ky, x, y: bottom - ry },
    { type: 'L', x, y: y + ry },
    { type: 'C', x1: x, y1: y + ky, x2: x + kx, y2: y, x: x + rx, y },
    { type: 'Z' },
  ];
}

/** A frame of `width` inside the edge: filled, so that its corners are exact. */
export function frame(box: Rect, width: number, make: (box: Rect) => OutlineStep[]): OutlineStep[] {
  const inner = { ...box, x: box.x + width, y: box.y + width };
  const size = { width: box.width - 2 * width, height: box.height - 2 * width };
  if (size.width <= 0 || size.height <= 0) return make(box);
  return [...make(box), ...reversed(make({ ...inner, ...size }))];
}

/** The same way round backwards, which makes it a hole. */
function reversed(steps: readonly OutlineStep[]): OutlineStep[] {
  const drawn = steps.filter(step => step.type !== 'Z');
  const ends = drawn.map(step => ({ x: step.x, y: step.y }));
  const last = ends.at(-1);
  if (!last) return [];
  const out: OutlineStep[] = [{ type: 'M', ...last }];
  for (let i = drawn.length - 1; i > 0; i--) {
    const step = drawn[i];
    const to = ends[i - 1];
    if (!step || !to) continue;
    if (step.type === 'C') out.push({ type: 'C', x1: step.x2, y1: step.y2, x2: step.x1, y2: step.y1, ...to });
    else if (step.type === 'Q') out.push({ type: 'Q', x1: step.x1, y1: step.y1, ...to });
    else out.push({ type: 'L', ...to });
  }
  return [...out, { type: 'Z' }];
}

interface Stretch {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  width: number;
}

/** With round ends. */
export function lineOutline({ x1, y1, x2, y2, width }: Stretch): OutlineStep[] {
  const r = width / 2;
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [ux, uy] = length === 0 ? [1, 0] : [(x2 - x1) / length, (y2 - y1) / length];
  const at = (along: number, across: number) => ({
    x: x1 + ux * along - uy * across,
    y: y1 + uy * along + ux * across,
  });
  const k = r * kappa;
  const curve = (a: [number, number], b: [number, number], end: [number, number]): OutlineStep => {
    const [first, second] = [at(...a), at(...b)];
    return { type: 'C', x1: first.x, y1: first.y, x2: second.x, y2: second.y, ...at(...end) };
  };
  return [
    { type: 'M', ...at(0, -r) },
    { type: 'L', ...at(length, -r) },
    curve([length + k, -r], [length + r, -k], [length + r, 0]),
    curve([length + r, k], [length + k, r], [length, r]),
    { type: 'L', ...at(0, r) },
    curve([-k, r], [-r, k], [-r, 0]),
    curve([-r, -k], [-k, -r], [0, -r]),
    { type: 'Z' },
  ];
}

/** From the first point to its tip at the second. */
export function arrowOutline({ x1, y1, x2, y2, width }: Stretch): OutlineStep[] {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [ux, uy] = length === 0 ? [1, 0] : [(x2 - x1) / length, (y2 - y1) / length];
  const head = Math.min(Math.max(length, width), width * 4);
  const half = head * 0.48;
  const neck = Math.max(0, length - head * 0.86);
  const barb = length - head;
  const r = width / 2;
  return polygon(
    (
      [
        [0, -r],
        [neck, -r],
        [barb, -half],
        [length, 0],
        [barb, half],
        [neck, r],
        [0, r],
      ] as const
    ).map(([along, across]) => [x1 + ux * along - uy * across, y1 + uy * along + ux * across]),
  );
}

function polygon(points: readonly (readonly [number, number])[]): OutlineStep[] {
  return [...points.map(([x, y], i): OutlineStep => ({ type: i === 0 ? 'M' : 'L', x, y })), { type: 'Z' }];
}
