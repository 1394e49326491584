import type { ImageFormat } from '../core/model/run';

/*
 * What the gallery shows. There may be tens of thousands of images, so what is said of each is a short tuple, and it comes
 * in batches. An image is named by a number that stays the same as long as the gallery is open in this window.
 */

/** A folder with images in it. */
export interface GalleryFolder {
  id: number;
  /** From the workspace folder, `/` between the parts; with that folder's name where there are several. Empty: the only one itself. */
  label: string;
}

export type NamedImage = readonly [id: number, folder: number, name: string];

/** What was found out about an image. Format is null for what cannot be read; sides are 0 where the bytes do not say. */
export type GalleryFacts = readonly [
  id: number,
  bytes: number,
  mtimeMs: number,
  format: ImageFormat | null,
  width: number,
  height: number,
  /** References that lead to it; -1: not known yet. */
  uses: number,
  /** Sum of `flagBits`. */
  flags: number,
];

export const galleryFlags = [
  'unused',
  'too-big',
  'duplicate',
  'no-alt',
  'generated',
  'broken',
  'wrong-extension',
] as const;
export type GalleryFlag = (typeof galleryFlags)[number];

export const flagBits = Object.fromEntries(galleryFlags.map((flag, at) => [flag, 1 << at])) as Readonly<
  Record<GalleryFlag, number>
>;

export interface GalleryProgress {
  /** `listing`: names are looked for. `reading`: facts are. */
  state: 'listing' | 'reading' | 'done' | 'failed';
  /** What was read so far, in files; only while reading. */
  read?: number;
  total?: number;
  /** Something to say about the result, one sentence: files that were left out, or why it failed. */
  note?: string;
}

/** A place that names the image. */
export interface GalleryUse {
  /** Path of the document as it is shown. */
  document: string;
  /** From 1. */
  line: number;
  /** What stands there. */
  text: string;
}

export interface GalleryProblem {
  flag: GalleryFlag;
  title: string;
  explanation: string;
}

export interface GalleryDetails {
  id: number;
  path: string;
  /** Absent as long as the workspace was not read. */
  uses?: readonly GalleryUse[];
  /** There are so many more of them. */
  moreUses: number;
  problems: readonly GalleryProblem[];
  /** Ids and paths of the files with the same bytes. */
  duplicates: readonly { id: number; path: string }[];
}

/** What the user chose, kept for the workspace. Anything may be wrong in it: see `readGalleryUi`. */
export interface GalleryUi {
  v: 1;
  /** When; milliseconds since 1970. 0: nothing was chosen. */
  chosen: number;
  search: string;
  /** Label of a folder, with all below it; null: all. */
  folder: string | null;
  formats: readonly string[];
  bytes: GalleryBytes;
  pixels: GalleryPixels;
  flags: readonly GalleryFlag[];
  sort: GallerySort;
  descending: boolean;
  grouped: boolean;
  /** CSS pixels of a picture's side. */
  cell: number;
  /** Labels of the folders that are closed. */
  collapsed: readonly string[];
  details: boolean;
  tab: 'images' | 'problems';
}

export const galleryBytes = ['any', 'small', 'medium', 'large', 'huge'] as const;
export type GalleryBytes = (typeof galleryBytes)[number];
export const galleryPixels = ['any', 'icon', 'small', 'medium', 'large'] as const;
export type GalleryPixels = (typeof galleryPixels)[number];
export const gallerySorts = ['name', 'bytes', 'pixels', 'date'] as const;
export type GallerySort = (typeof gallerySorts)[number];

export interface GalleryInitial {
  ui: unknown;
  /** Absent: English. */
  l10n?: Readonly<Record<string, string | { message: string; comment: string[] }>>;
  /** Why nothing can be changed here (untrusted workspace), or absent. */
  restricted?: string;
  /** No folder on this disk is open. */
  noFolder: boolean;
}

/** A row of the table of problems. */
export interface GalleryFinding {
  /** Stays the same until the next `problems`. */
  index: number;
  kind: string;
  /** What kind of problem that is, in words. */
  title: string;
  severity: 'error' | 'warning' | 'information' | 'hint';
  message: string;
  /** Path of the document or image, as it is shown. */
  file: string;
  /** From 1; absent: the file as a whole. */
  line?: number;
  /** The image it is about, when the gallery shows it. */
  image?: number;
}
