import { kilobyte, megabyte } from '../../core/model/format';
import {
  flagBits,
  galleryFlags,
  type GalleryBytes,
  type GalleryFlag,
  type GalleryPixels,
  type GalleryUi,
} from '../../protocol/galleryViews';
import type { GalleryImage } from './image';

export interface ImageGroup {
  /** Label of the folder; null: everything, ungrouped. */
  folder: string | null;
  images: readonly GalleryImage[];
}

export interface Arranged {
  groups: readonly ImageGroup[];
  /** How many are shown, closed folders included. */
  count: number;
  /** How many of those that pass the other filters have each of these; for the chips. */
  flagCounts: Readonly<Record<GalleryFlag, number>>;
  formatCounts: ReadonlyMap<string, number>;
}

type Filter = Pick<GalleryUi, 'search' | 'folder' | 'formats' | 'bytes' | 'pixels' | 'flags'>;
type Order = Pick<GalleryUi, 'sort' | 'descending' | 'grouped'>;

/** From (included) and to (not included), in bytes. */
export const byteRanges: Readonly<Record<GalleryBytes, readonly [number, number]>> = {
  any: [-1, Infinity],
  small: [0, 20 * kilobyte],
  medium: [20 * kilobyte, 200 * kilobyte],
  large: [200 * kilobyte, megabyte],
  huge: [megabyte, Infinity],
};
/** Of the longer side, in pixels. */
export const pixelRanges: Readonly<Record<GalleryPixels, readonly [number, number]>> = {
  any: [-1, Infinity],
  icon: [1, 65],
  small: [65, 513],
  medium: [513, 1921],
  large: [1921, Infinity],
};

export function isFiltered({ search, folder, formats, bytes, pixels, flags }: Filter): boolean {
  return (
    search.trim() !== '' ||
    folder !== null ||
    formats.length > 0 ||
    bytes !== 'any' ||
    pixels !== 'any' ||
    flags.length > 0
  );
}

/** What is shown of all images, in order. Linear but for the sorting, so that it can follow each key that is typed. */
export function arrange(images: Iterable<GalleryImage>, filter: Filter, order: Order): Arranged {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  const formats = new Set(filter.formats);
  const mask = filter.flags.reduce((sum, flag) => sum + flagBits[flag], 0);
  const [fromBytes, toBytes] = byteRanges[filter.bytes];
  const [fromPixels, toPixels] = pixelRanges[filter.pixels];
  const flagCounts = Object.fromEntries(galleryFlags.map(flag => [flag, 0])) as Record<GalleryFlag, number>;
  const formatCounts = new Map<string, number>();
  const shown: GalleryImage[] = [];

  for (const image of images) {
    if (filter.folder !== null && !isInside(image.folder, filter.folder)) continue;
    if (!words.every(word => image.lower.includes(word))) continue;
    const side = Math.max(image.width, image.height);
    if (image.bytes < fromBytes || image.bytes >= toBytes) continue;
    if (side < fromPixels || side >= toPixels) continue;
    const flagged = (image.flags & mask) === mask;
    const kind = kindOf(image);
    if (flagged) formatCounts.set(kind, (formatCounts.get(kind) ?? 0) + 1);
    if (formats.size > 0 && !formats.has(kind)) continue;
    if (image.flags !== 0) {
      for (const flag of galleryFlags) if (image.flags & flagBits[flag]) flagCounts[flag]++;
    }
    if (flagged) shown.push(image);
  }
  return { groups: grouped(shown, order), count: shown.length, flagCounts, formatCounts };
}

/** By its bytes where they are known, else by its name. */
export function kindOf({ format, name }: Pick<GalleryImage, 'format' | 'name'>): string {
  if (format) return format;
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return extension === 'jpg' ? 'jpeg' : extension;
}

function isInside(folder: string, within: string): boolean {
  return within === '' || folder === within || folder.startsWith(`${within}/`);
}

function grouped(images: GalleryImage[], order: Order): ImageGroup[] {
  const compare = comparing(order);
  if (!order.grouped) return images.length === 0 ? [] : [{ folder: null, images: images.sort(compare) }];
  const folders = new Map<string, GalleryImage[]>();
  for (const image of images) {
    const group = folders.get(image.folder);
    if (group) group.push(image);
    else folders.set(image.folder, [image]);
  }
  return [...folders]
    .sort(([a], [b]) => comparePaths(a, b))
    .map(([folder, group]) => ({ folder, images: group.sort(compare) }));
}

type Compare = (a: GalleryImage, b: GalleryImage) => number;

function comparing({ sort, descending }: Order): Compare {
  const turn = descending ? -1 : 1;
  const key: Compare = {
    name: byName,
    bytes: (a: GalleryImage, b: GalleryImage) => a.bytes - b.bytes,
    pixels: (a: GalleryImage, b: GalleryImage) => a.width * a.height - b.width * b.height,
    date: (a: GalleryImage, b: GalleryImage) => a.mtimeMs - b.mtimeMs,
  }[sort];
  return (a, b) => turn * key(a, b) || byName(a, b) || a.id - b.id;
}

/** As the Explorer does it: 2 before 10. One collator, because making one takes longer than to compare. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function byName(a: GalleryImage, b: GalleryImage): number {
  return collator.compare(a.name, b.name) || comparePaths(a.folder, b.folder);
}

/** A folder before those in it. */
function comparePaths(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = collator.compare(left[at] ?? '', right[at] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length || (a < b ? -1 : a > b ? 1 : 0);
}
