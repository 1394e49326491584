import { MaxRectsPacker, PACKING_LOGIC } from 'maxrects-packer';
import type { PixelSize } from '../model/modelInfo';
import type { SheetSettings } from '../model/sprites';

export type Spacing = Pick<SheetSettings, 'padding' | 'border' | 'powerOfTwo' | 'maxSide'>;

/** The sheet and the top left corners of what lies on it, in the order of the sizes. */
export interface Arrangement extends PixelSize {
  at: readonly { x: number; y: number }[];
}

/** Above this, one attempt takes long enough. */
const manyFrames = 800;

/** As little area as several attempts find; undefined when it does not fit. */
export function pack(sizes: readonly PixelSize[], spacing: Spacing): Arrangement | undefined {
  const area = sizes.reduce((sum, { width, height }) => sum + width * height, 0);
  const { maxSide } = spacing;
  if (area > maxSide * maxSide) return undefined;
  const room = maxSide - 2 * spacing.border;
  // The library makes a sheet of its own for what is too large for any.
  if (sizes.some(({ width, height }) => width > room || height > room)) return undefined;
  const widest = Math.max(...sizes.map(({ width }) => width)) + 2 * spacing.border;
  const square = Math.sqrt(area);
  const widths = [1.02, 1.1, 1.25, 1.6].map(times => Math.max(widest, Math.ceil(square * times)));
  const tries = [...new Set([...(sizes.length > manyFrames ? [] : widths), maxSide])];
  let best: Arrangement | undefined;
  for (const width of tries) {
    for (const logic of [PACKING_LOGIC.MAX_EDGE, PACKING_LOGIC.MAX_AREA]) {
      const found = packInto(sizes, spacing, Math.min(width, maxSide), logic);
      if (found && (!best || found.width * found.height < best.width * best.height)) best = found;
    }
  }
  return best;
}

function packInto(
  sizes: readonly PixelSize[],
  { padding, border, powerOfTwo, maxSide }: Spacing,
  width: number,
  logic: PACKING_LOGIC,
): Arrangement | undefined {
  // The library's own border loses room at times, so the frames are moved by it afterwards.
  const packer = new MaxRectsPacker(width - 2 * border, maxSide - 2 * border, padding, {
    smart: true,
    pot: false,
    square: false,
    allowRotation: false,
    logic,
  });
  packer.addArray(
    sizes.map((size, index) => ({ ...size, index })) as unknown as Parameters<typeof packer.addArray>[0],
  );
  const [bin] = packer.bins;
  if (!bin || packer.bins.length > 1 || bin.rects.length < sizes.length) return undefined;
  const at: { x: number; y: number }[] = new Array(sizes.length);
  for (const rect of bin.rects as unknown as { x: number; y: number; index: number }[]) {
    at[rect.index] = { x: rect.x + border, y: rect.y + border };
  }
  return sized(sizes, at, border, powerOfTwo, maxSide);
}

/** Rows of equal cells. Undefined when they do not fit. */
export function arrangeGrid(
  cell: PixelSize,
  count: number,
  columns: number | null,
  spacing: Spacing,
): Arrangement | undefined {
  const { padding, border, powerOfTwo, maxSide } = spacing;
  const ideal = Math.sqrt((count * cell.height) / cell.width);
  const across = Math.min(count, columns ?? nearestEven(count, ideal));
  const at = Array.from({ length: count }, (_, i) => ({
    x: border + (i % across) * (cell.width + padding),
    y: border + Math.floor(i / across) * (cell.height + padding),
  }));
  const found = sized(new Array<PixelSize>(count).fill(cell), at, border, powerOfTwo, maxSide);
  if (found || columns !== null) return found;
  // Another shape may fit where the square one does not.
  const most = Math.floor((maxSide - 2 * border + padding) / (cell.width + padding));
  return most >= 1 && most !== across ? arrangeGrid(cell, count, Math.min(most, count), spacing) : undefined;
}

/** Near the ideal, one that leaves no cell of the last row empty, when there is one. */
function nearestEven(count: number, ideal: number): number {
  const about = Math.max(1, Math.round(ideal));
  for (let off = 0; off <= Math.ceil(about / 2); off++) {
    for (const columns of [about + off, about - off]) {
      if (columns >= 1 && count % columns === 0) return columns;
    }
  }
  return Math.max(1, Math.ceil(ideal));
}

function sized(
  sizes: readonly PixelSize[],
  at: readonly { x: number; y: number }[],
  border: number,
  powerOfTwo: boolean,
  maxSide: number,
): Arrangement | undefined {
  const reach = (part: (i: number) => number): number =>
    sizes.reduce((most, _, i) => Math.max(most, part(i)), 0);
  const side = (length: number): number => (powerOfTwo ? 2 ** Math.ceil(Math.log2(length)) : length);
  const width = side(reach(i => (at[i]?.x ?? 0) + (sizes[i]?.width ?? 0)) + border);
  const height = side(reach(i => (at[i]?.y ?? 0) + (sizes[i]?.height ?? 0)) + border);
  return width > maxSide || height > maxSide ? undefined : { width, height, at };
}
