import type { Rect } from '../imaging/bitmap';
import type { PixelSize } from '../model/modelInfo';
import { type CutSettings, type FoundGrid, maxFrames } from '../model/sprites';
import { type ContentMask, projection } from './contentMask';

/** As many frames a row or column as are looked for. */
const mostParts = 32;
/** Content that may lie on the lines between frames, of the average of a line: a hair of a neighbour. */
const tolerated = 0.02;

/** How many frames a sheet seems to have across and down, by the gaps between them. */
export function proposeGrid(mask: ContentMask): { columns: number; rows: number } {
  return { columns: partsOf(projection(mask, 'x')), rows: partsOf(projection(mask, 'y')) };
}

/** The most equal parts whose borders lie in gaps and none of which is empty. */
function partsOf(sums: Uint32Array): number {
  const total = sums.reduce((sum, value) => sum + value, 0);
  if (total === 0) return 1;
  const average = total / sums.length;
  const gaps = gapsIn(sums, average * tolerated);
  for (let parts = Math.min(mostParts, gaps + 1, sums.length); parts > 1; parts--) {
    if (fits(sums, parts, average * tolerated)) return parts;
  }
  return 1;
}

/** Runs without content that have some on both sides. */
function gapsIn(sums: Uint32Array, most: number): number {
  let gaps = 0;
  let seen = false;
  let open = false;
  for (const sum of sums) {
    if (sum > most) {
      if (open) gaps++;
      [seen, open] = [true, false];
    } else if (seen) open = true;
  }
  return gaps;
}

function fits(sums: Uint32Array, parts: number, most: number): boolean {
  for (let part = 0; part < parts; part++) {
    const from = edge(sums.length, parts, part);
    const to = edge(sums.length, parts, part + 1);
    if (sums.subarray(from, to).every(sum => sum <= most)) return false;
    // Somewhere near the line there is a gap: what models draw is not on the pixel.
    if (part > 0 && !isFreeNear(sums, from, Math.max(1, Math.round((to - from) * 0.06)), most)) return false;
  }
  return true;
}

function isFreeNear(sums: Uint32Array, at: number, reach: number, most: number): boolean {
  for (let i = Math.max(0, at - reach); i <= Math.min(sums.length - 1, at + reach); i++) {
    if ((sums[i] as number) <= most) return true;
  }
  return false;
}

function edge(length: number, parts: number, part: number): number {
  return Math.round((length * part) / parts);
}

/** Cells row by row. `uneven`: the sides do not divide evenly, so cells differ by a pixel or a rest is left over. */
export interface Cells {
  cells: readonly Rect[];
  found: FoundGrid;
  uneven: boolean;
}

/** By the settings, and where they say nothing by `proposed`. Undefined when no whole cell fits; `tooMany` above `maxFrames`. */
export function gridCells(
  image: PixelSize,
  settings: Pick<CutSettings, 'columns' | 'rows' | 'frameWidth' | 'frameHeight' | 'margin' | 'spacing'>,
  proposed: { columns: number; rows: number },
): Cells | { tooMany: number } | undefined {
  const { margin, spacing } = settings;
  const across = axis(
    image.width,
    settings.frameWidth,
    settings.columns ?? proposed.columns,
    margin,
    spacing,
  );
  const down = axis(image.height, settings.frameHeight, settings.rows ?? proposed.rows, margin, spacing);
  if (!across || !down) return undefined;
  const count = across.spans.length * down.spans.length;
  // Before they are made: single pixels of a large image would fill the memory.
  if (count > maxFrames) return { tooMany: count };
  const cells = down.spans.flatMap(y =>
    across.spans.map(x => ({ x: x.at, y: y.at, width: x.length, height: y.length })),
  );
  return {
    cells,
    found: {
      columns: across.spans.length,
      rows: down.spans.length,
      frameWidth: across.spans[0]?.length ?? 0,
      frameHeight: down.spans[0]?.length ?? 0,
    },
    uneven: across.uneven || down.uneven,
  };
}

function axis(
  length: number,
  frame: number | null,
  parts: number,
  margin: number,
  spacing: number,
): { spans: { at: number; length: number }[]; uneven: boolean } | undefined {
  const room = length - 2 * margin;
  if (frame !== null) {
    const count = Math.floor((room + spacing) / (frame + spacing));
    if (count < 1) return undefined;
    const spans = Array.from({ length: count }, (_, i) => ({
      at: margin + i * (frame + spacing),
      length: frame,
    }));
    return { spans, uneven: count * (frame + spacing) - spacing !== room };
  }
  const free = room - (parts - 1) * spacing;
  if (free < parts) return undefined;
  const spans = Array.from({ length: parts }, (_, i) => {
    const [from, to] = [edge(free, parts, i), edge(free, parts, i + 1)];
    return { at: margin + i * spacing + from, length: to - from };
  });
  return { spans, uneven: free % parts !== 0 };
}
