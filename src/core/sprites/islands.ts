import type { Rect } from '../imaging/bitmap';
import type { ContentMask } from './contentMask';

/** A connected piece of content. */
export interface Island extends Rect {
  /** Pixels of it. */
  area: number;
}

/** More pieces than this are noise, not frames. */
const mostPieces = 20_000;
/** Of the middle one's area: smaller is a speck. */
const speck = 0.02;

/**
 * Pieces of content in reading order: connected over corners, those nearer than `gap` pixels taken together, specks left
 * out (`specks`: how many). Undefined when there are too many to be frames.
 */
export function findIslands(
  mask: ContentMask,
  gap: number | null,
): { islands: readonly Island[]; specks: number; gap: number } | undefined {
  const near = gap ?? Math.max(1, Math.round(Math.min(mask.width, mask.height) * 0.01));
  const pieces = connected(mask);
  if (pieces.length > mostPieces) return undefined;
  const joined = join(pieces, near);
  const areas = joined.map(({ area }) => area).sort((a, b) => b - a);
  // Of the larger half: many specks must not make themselves the measure.
  const usual = areas[areas.length >> 2] ?? 0;
  const islands = joined.filter(({ area }) => area >= usual * speck);
  return { islands: inReadingOrder(islands), specks: joined.length - islands.length, gap: near };
}

/** By runs of a row, so that a large sheet needs no label a pixel. */
function connected({ width, height, data }: ContentMask): Island[] {
  const parent: number[] = [];
  const boxes: Island[] = [];
  const root = (of: number): number => {
    let at = of;
    while (parent[at] !== at) at = parent[at] = parent[parent[at] as number] as number;
    return at;
  };
  let above: { from: number; to: number; id: number }[] = [];
  for (let y = 0; y < height; y++) {
    const row: typeof above = [];
    let first = 0;
    for (let x = 0; x < width;) {
      if (data[y * width + x] === 0) {
        x++;
        continue;
      }
      const from = x;
      while (x < width && data[y * width + x] !== 0) x++;
      const id = parent.length;
      parent.push(id);
      boxes.push({ x: from, y, width: x - from, height: 1, area: x - from });
      // Corners touch, too.
      while (first < above.length && (above[first]?.to ?? 0) < from) first++;
      for (let i = first; i < above.length && (above[i]?.from ?? 0) <= x; i++) {
        const [a, b] = [root(above[i]?.id ?? id), root(id)];
        if (a === b) continue;
        parent[b] = a;
        absorb(boxes[a] as Island, boxes[b] as Island);
      }
      row.push({ from, to: x, id });
    }
    above = row;
  }
  return boxes.filter((_, id) => parent[id] === id);
}

/** Until no two are nearer than `gap`. */
function join(pieces: readonly Island[], gap: number): Island[] {
  let all = pieces.map(piece => ({ ...piece }));
  for (;;) {
    const sorted = all.sort((a, b) => a.x - b.x);
    const gone = new Set<number>();
    for (let i = 0; i < sorted.length; i++) {
      const a = sorted[i] as Island;
      if (gone.has(i)) continue;
      for (let j = i + 1; j < sorted.length; j++) {
        const b = sorted[j] as Island;
        if (b.x > a.x + a.width + gap) break;
        if (gone.has(j) || b.y > a.y + a.height + gap || a.y > b.y + b.height + gap) continue;
        absorb(a, b);
        gone.add(j);
      }
    }
    all = sorted.filter((_, i) => !gone.has(i));
    if (gone.size === 0) return all;
  }
}

function absorb(into: Island, other: Island): void {
  const right = Math.max(into.x + into.width, other.x + other.width);
  const bottom = Math.max(into.y + into.height, other.y + other.height);
  into.x = Math.min(into.x, other.x);
  into.y = Math.min(into.y, other.y);
  into.width = right - into.x;
  into.height = bottom - into.y;
  into.area += other.area;
}

/** Rows from the top, each from the left; a row is what lies beside its first piece. */
function inReadingOrder(islands: readonly Island[]): Island[] {
  const waiting = [...islands].sort((a, b) => a.y - b.y || a.x - b.x);
  const out: Island[] = [];
  while (waiting.length > 0) {
    let [top, bottom] = [waiting[0]?.y ?? 0, (waiting[0]?.y ?? 0) + (waiting[0]?.height ?? 0)];
    const row: Island[] = [];
    for (let i = 0; i < waiting.length;) {
      const island = waiting[i] as Island;
      const middle = island.y + island.height / 2;
      if (middle >= top && middle < bottom) {
        // A tall piece that begins the row must not take in the next one.
        if (row.length === 0) [top, bottom] = [island.y, island.y + island.height];
        row.push(island);
        waiting.splice(i, 1);
      } else i++;
    }
    out.push(...row.sort((a, b) => a.x - b.x));
  }
  return out;
}
