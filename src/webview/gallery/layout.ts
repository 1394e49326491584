import type { ImageGroup } from './arrange';
import type { GalleryImage } from './image';

/** In CSS pixels. */
export interface Measures {
  /** Of the room for pictures. */
  width: number;
  /** The least that a picture is wide. */
  cell: number;
  /** Below the picture: its name and what is said of it. */
  caption: number;
  gap: number;
  heading: number;
}

export interface PlacedGroup extends ImageGroup {
  top: number;
  height: number;
  /** 0: there is no heading. */
  heading: number;
  collapsed: boolean;
  /** Rows of pictures that are shown. */
  rows: number;
  /** How many lines (headings and rows) and pictures are before it. */
  firstLine: number;
  firstImage: number;
}

/** Where everything is, without a look at single images: lines have one height, so that arithmetic finds them. */
export interface Layout {
  columns: number;
  /** Of a row, gap included. */
  rowHeight: number;
  height: number;
  lines: number;
  groups: readonly PlacedGroup[];
  /** Pictures in open groups, in order. */
  order: readonly GalleryImage[];
  /** Image id → its place in `order`. */
  places: ReadonlyMap<number, number>;
}

/** What the keys are at: an image, or the heading of a folder. */
export type Spot = { image: number } | { folder: string };

export function lay(groups: readonly ImageGroup[], collapsed: ReadonlySet<string>, of: Measures): Layout {
  const columns = Math.max(1, Math.floor((of.width + of.gap) / (of.cell + of.gap)));
  // Pictures are as high as they are wide, at most: what the columns leave over goes to their width.
  const rowHeight = of.cell + of.caption + of.gap;
  const placed: PlacedGroup[] = [];
  const order: GalleryImage[] = [];
  let top = 0;
  let lines = 0;
  for (const group of groups) {
    const heading = group.folder === null ? 0 : of.heading;
    const closed = group.folder !== null && collapsed.has(group.folder);
    const rows = closed ? 0 : Math.ceil(group.images.length / columns);
    const height = heading + rows * rowHeight + (rows > 0 ? of.gap : 0);
    placed.push({
      ...group,
      ...{ top, height, heading, collapsed: closed, rows },
      firstLine: lines,
      firstImage: order.length,
    });
    top += height;
    lines += rows + (heading > 0 ? 1 : 0);
    if (!closed) for (const image of group.images) order.push(image);
  }
  const places = new Map(order.map((image, at) => [image.id, at]));
  return { columns, rowHeight, height: top, lines, groups: placed, order, places };
}

/** Groups, and their rows from–to, that lie between two heights. */
export interface Seen {
  group: PlacedGroup;
  from: number;
  /** Not included. */
  to: number;
}

export function seenBetween(layout: Layout, top: number, bottom: number): Seen[] {
  const seen: Seen[] = [];
  for (let at = firstBelow(layout.groups, top); at < layout.groups.length; at++) {
    const group = layout.groups[at] as PlacedGroup;
    if (group.top >= bottom) break;
    const start = group.top + group.heading;
    const row = (y: number) => Math.min(group.rows, Math.max(0, Math.floor((y - start) / layout.rowHeight)));
    seen.push({ group, from: row(top), to: Math.min(group.rows, row(bottom) + 1) });
  }
  return seen;
}

/** The first group that ends below `y`; found by halving, there may be thousands. */
function firstBelow(groups: readonly PlacedGroup[], y: number): number {
  let [low, high] = [0, groups.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const group = groups[middle] as PlacedGroup;
    if (group.top + group.height <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function rowOf(group: PlacedGroup, layout: Layout, row: number): readonly GalleryImage[] {
  return group.images.slice(row * layout.columns, (row + 1) * layout.columns);
}

/** Where a spot is; undefined: it is not shown. */
export function placeOf(
  layout: Layout,
  spot: Spot,
): { group: PlacedGroup; row: number; column: number; top: number; bottom: number } | undefined {
  if ('folder' in spot) {
    const group = layout.groups.find(each => each.folder === spot.folder);
    return group && { group, row: -1, column: 0, top: group.top, bottom: group.top + group.heading };
  }
  const at = layout.places.get(spot.image);
  if (at === undefined) return undefined;
  const group = groupAt(layout, at);
  const row = Math.floor((at - group.firstImage) / layout.columns);
  const top = group.top + group.heading + row * layout.rowHeight;
  return {
    group,
    row,
    column: (at - group.firstImage) % layout.columns,
    top,
    bottom: top + layout.rowHeight,
  };
}

function groupAt({ groups }: Layout, at: number): PlacedGroup {
  let [low, high] = [0, groups.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((groups[middle] as PlacedGroup).firstImage <= at) low = middle;
    else high = middle - 1;
  }
  // Of several that begin there, all but the last are closed and have no pictures.
  return groups[low] as PlacedGroup;
}

export type MoveKey =
  'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End' | 'PageUp' | 'PageDown';

/** The spot that a key leads to. `page`: lines that fit into the window. Stays where nothing is in that direction. */
export function move(layout: Layout, from: Spot, key: MoveKey, page: number): Spot {
  const { order } = layout;
  const here = placeOf(layout, from);
  if (!here) return firstSpot(layout) ?? from;
  const at = 'image' in from ? (layout.places.get(from.image) ?? 0) : undefined;
  const image = (index: number): Spot => {
    const found = order[Math.min(order.length - 1, Math.max(0, index))];
    return found ? { image: found.id } : from;
  };
  switch (key) {
    case 'ArrowLeft':
      return at === undefined ? from : image(at - 1);
    case 'ArrowRight':
      return at === undefined ? image(here.group.firstImage) : image(at + 1);
    case 'Home':
      return image(0);
    case 'End':
      return image(order.length - 1);
    case 'ArrowUp':
    case 'ArrowDown':
    case 'PageUp':
    case 'PageDown': {
      const down = key === 'ArrowDown' || key === 'PageDown';
      const steps = key.startsWith('Page') ? Math.max(1, page) : 1;
      return line(layout, here.group.firstLine + lineIn(here) + (down ? steps : -steps), here.column) ?? from;
    }
  }
}

function lineIn({ group, row }: { group: PlacedGroup; row: number }): number {
  return row + (group.heading > 0 ? 1 : 0);
}

/** From 1, as `aria-rowindex` counts. */
export function lineNumber(group: PlacedGroup, row: number): number {
  return group.firstLine + lineIn({ group, row }) + 1;
}

function line(layout: Layout, wanted: number, column: number): Spot | undefined {
  const at = Math.min(layout.lines - 1, Math.max(0, wanted));
  let group: PlacedGroup | undefined;
  for (const each of layout.groups) {
    if (each.firstLine > at) break;
    group = each;
  }
  if (!group) return undefined;
  const row = at - group.firstLine - (group.heading > 0 ? 1 : 0);
  if (row < 0) return group.folder === null ? undefined : { folder: group.folder };
  const images = rowOf(group, layout, row);
  const image = images[Math.min(column, images.length - 1)];
  return image && { image: image.id };
}

export function firstSpot({ order, groups }: Layout): Spot | undefined {
  const [first] = order;
  if (first) return { image: first.id };
  const folder = groups[0]?.folder;
  return folder === undefined || folder === null ? undefined : { folder };
}

/** More are never in sight. */
const maxWanted = 3000;

/** Images between these heights that have no thumbnail of this size yet, those of the first range first. */
export function withoutThumbnail(
  layout: Layout,
  ranges: readonly (readonly [top: number, bottom: number])[],
  edge: number,
): number[] {
  const wanted = new Set<number>();
  for (const [top, bottom] of ranges) {
    for (const { group, from, to } of seenBetween(layout, top, bottom)) {
      for (let row = from; row < to; row++) {
        for (const image of rowOf(group, layout, row))
          if (image.edge < edge && image.failed === undefined) wanted.add(image.id);
      }
    }
  }
  return [...wanted].slice(0, maxWanted);
}
