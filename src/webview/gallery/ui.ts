import {
  galleryBytes,
  galleryFlags,
  galleryPixels,
  gallerySorts,
  type GalleryUi,
} from '../../protocol/galleryViews';

export const smallestCell = 72;
export const largestCell = 320;
const maxText = 1000;
const maxList = 2000;

export const initialGalleryUi: GalleryUi = {
  v: 1,
  chosen: 0,
  search: '',
  folder: null,
  formats: [],
  bytes: 'any',
  pixels: 'any',
  flags: [],
  sort: 'name',
  descending: false,
  grouped: true,
  cell: 144,
  collapsed: [],
  details: true,
  tab: 'images',
};

export const noFilter = {
  search: '',
  folder: null,
  formats: [],
  bytes: 'any',
  pixels: 'any',
  flags: [],
} as const;

/** Whatever an older version or a broken state left: the parts that make sense, else the defaults. */
export function readGalleryUi(value: unknown): GalleryUi {
  if (typeof value !== 'object' || value === null || !('v' in value) || value.v !== 1)
    return initialGalleryUi;
  const from = value as Partial<Record<keyof GalleryUi, unknown>>;
  const first = initialGalleryUi;
  return {
    v: 1,
    chosen: typeof from.chosen === 'number' ? from.chosen : first.chosen,
    search: isText(from.search) ? from.search : first.search,
    folder: isText(from.folder) ? from.folder : null,
    formats: texts(from.formats),
    bytes: oneOf(galleryBytes, from.bytes) ?? first.bytes,
    pixels: oneOf(galleryPixels, from.pixels) ?? first.pixels,
    flags: texts(from.flags).flatMap(flag => oneOf(galleryFlags, flag) ?? []),
    sort: oneOf(gallerySorts, from.sort) ?? first.sort,
    descending: from.descending === true,
    grouped: from.grouped !== false,
    cell: typeof from.cell === 'number' ? clampCell(from.cell) : first.cell,
    collapsed: texts(from.collapsed),
    details: from.details !== false,
    tab: from.tab === 'problems' ? 'problems' : 'images',
  };
}

/**
 * `kept`: by the tab. VS Code writes that down every minute only, and brings an older one back when the window is
 * reloaded; `remembered` by the host is older as long as the page waits for hands to rest.
 */
export function uiToBegin(kept: GalleryUi | undefined, remembered: unknown): GalleryUi {
  const told = readGalleryUi(remembered);
  return kept && kept.chosen >= told.chosen ? kept : told;
}

export function clampCell(cell: number): number {
  return Math.round(Math.min(largestCell, Math.max(smallestCell, cell)));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxText;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(isText).slice(-maxList) : [];
}

function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find(each => each === value);
}
