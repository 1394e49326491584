import { type Bitmap, createBitmap } from '../bitmap';
import type { PixelArt } from '../../model/pixelArt';
import type { PixelGrid } from './findGrid';

/** Of a cell, on each side: blurred edges belong to the neighbour as well. */
const rim = 0.22;

/** One pixel a cell. A cell that the edge cuts counts when at least half of it is there. */
export function snap(bitmap: Bitmap, grid: PixelGrid, sample: PixelArt['sample']): Bitmap {
  const columns = spansOf(bitmap.width, grid.cellX, grid.x);
  const rows = spansOf(bitmap.height, grid.cellY, grid.y);
  const out = createBitmap(columns.length, rows.length);
  const pick = sample === 'median' ? medianOf : dominantOf;
  rows.forEach((row, y) => {
    columns.forEach((column, x) => {
      const offsets: number[] = [];
      for (let v = row.from; v < row.to; v++) {
        for (let u = column.from; u < column.to; u++) offsets.push((v * bitmap.width + u) * 4);
      }
      out.data.set(pick(bitmap.data, offsets), (y * out.width + x) * 4);
    });
  });
  return out;
}

/** The inner pixels of each cell along a side; `to` is behind the last one. */
function spansOf(length: number, cell: number, first: number): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  const start = first >= cell / 2 ? first - cell : first;
  for (let line = start; line + cell / 2 <= length + 1e-6; line += cell) {
    const left = Math.max(0, line);
    const right = Math.min(length, line + cell);
    const inset = (right - left) * rim;
    const from = Math.min(length - 1, Math.max(0, Math.ceil(left + inset - 0.5)));
    const to = Math.min(length, Math.floor(right - inset + 0.5));
    // At least the pixel in the middle.
    const middle = Math.min(length - 1, Math.floor((left + right) / 2));
    spans.push(to > from ? { from, to } : { from: middle, to: middle + 1 });
  }
  return spans;
}

type Rgba = readonly [number, number, number, number];
const nothing: Rgba = [0, 0, 0, 0];

function medianOf(data: Uint8ClampedArray, offsets: readonly number[]): Rgba {
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  const alpha = middle(offsets.map(at => data[at + 3] as number));
  if (alpha === 0) return nothing;
  // What is see-through has no colour to count.
  const seen = offsets.filter(at => (data[at + 3] as number) >= alpha / 2);
  const channel = (c: number): number => middle(seen.map(at => data[at + c] as number));
  return [channel(0), channel(1), channel(2), alpha];
}

/** The mean of the colours that prevail, in steps of 16. */
function dominantOf(data: Uint8ClampedArray, offsets: readonly number[]): Rgba {
  const bins = new Map<number, { count: number; sums: [number, number, number, number] }>();
  for (const at of offsets) {
    const [r, g, b, a] = [data[at], data[at + 1], data[at + 2], data[at + 3]] as [
      number,
      number,
      number,
      number,
    ];
    const key = a < 16 ? -1 : ((r >> 4) << 12) | ((g >> 4) << 8) | ((b >> 4) << 4) | (a >> 4);
    const { count, sums } = bins.get(key) ?? { count: 0, sums: [0, 0, 0, 0] };
    bins.set(key, { count: count + 1, sums: [sums[0] + r, sums[1] + g, sums[2] + b, sums[3] + a] });
  }
  let [most, key]: [{ count: number; sums: Rgba } | undefined, number] = [undefined, -1];
  for (const [each, bin] of bins) if (!most || bin.count > most.count) [most, key] = [bin, each];
  if (!most || key === -1) return nothing;
  const { count, sums } = most;
  return [sums[0] / count, sums[1] / count, sums[2] / count, sums[3] / count];
}
