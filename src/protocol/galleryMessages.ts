import * as z from 'zod/mini';
import type {
  GalleryDetails,
  GalleryFacts,
  GalleryFinding,
  GalleryFolder,
  GalleryInitial,
  GalleryProgress,
  NamedImage,
} from './galleryViews';

const nothing = z.object({});
const id = z.int().check(z.nonnegative());
/** More than anybody has in one workspace; keeps a broken page from filling the memory. */
const ids = z.array(id).check(z.maxLength(200_000));

export const galleryActions = [
  'edit',
  'combine',
  'optimise',
  'convert',
  'rename',
  'delete',
  'open',
  'reveal',
  'copy-path',
  'copy-markdown',
] as const;
export type GalleryAction = (typeof galleryActions)[number];

/** Sides of thumbnails that there are, in pixels. */
export const thumbnailEdges = [320, 640] as const;
export type ThumbnailEdge = (typeof thumbnailEdges)[number];

/** What the gallery's page may ask of the host. Images are named by number: no path comes from it. */
export const gallerySchemas = {
  ready: nothing,
  /** What is in sight, in the order in which thumbnails are wanted; takes the place of what was asked for before. */
  look: z.object({
    ids: z.array(id).check(z.maxLength(3000)),
    edge: z.union([z.literal(320), z.literal(640)]),
  }),
  details: z.object({ id }),
  /** A large thumbnail. */
  preview: z.object({ id }),
  /** The place that names the image, by its index in `GalleryDetails.uses`. */
  openUse: z.object({ id, use: id }),
  act: z.object({ action: z.enum(galleryActions), ids }),
  /** What a context menu that is about to open is about. */
  target: z.object({ ids }),
  /** Choices of the user, to be given back by the next `ready`. */
  remember: z.object({ ui: z.unknown() }),
  problems: nothing,
  /** Of the newest `problems`. */
  openProblem: z.object({ index: id }),
  /** Read the workspace again, after that has failed. */
  retry: nothing,
  openFolder: nothing,
  generate: nothing,
  manageTrust: nothing,
} as const;

type HostParams = { [K in keyof typeof gallerySchemas]: z.infer<(typeof gallerySchemas)[K]> };

interface HostResults {
  ready: GalleryInitial;
  /** `null`: it is not there any more. */
  details: GalleryDetails | null;
  /** Webview URI; `null`: there is none. */
  preview: string | null;
  /** `null`: the workspace was not read yet. */
  problems: readonly GalleryFinding[] | null;
}

export type GalleryHostMethods = {
  [K in keyof HostParams]: (params: HostParams[K]) => K extends keyof HostResults ? HostResults[K] : void;
};

/** What the host tells the gallery. */
export type GalleryWebviewMethods = {
  /** New images. `first`: all before it is forgotten. */
  images: (params: {
    first?: true;
    folders: readonly GalleryFolder[];
    images: readonly NamedImage[];
  }) => void;
  facts: (params: { facts: readonly GalleryFacts[] }) => void;
  removed: (params: { ids: readonly number[] }) => void;
  progress: (progress: GalleryProgress) => void;
  /** Webview URIs of thumbnails, or why there is none. */
  thumbnails: (params: {
    made: readonly (readonly [id: number, uri: string])[];
    failed: readonly (readonly [id: number, reason: string])[];
  }) => void;
  /** Show the images of this folder (its label), and forget other filters. */
  show: (params: { folder: string }) => void;
  /** What is known of uses and problems has changed: ask again for what is shown of them. */
  changed: (params: object) => void;
  restricted: (params: { reason?: string }) => void;
};

export function parseGalleryParams(method: string, params: unknown): unknown {
  if (!Object.hasOwn(gallerySchemas, method)) throw new Error(`Unknown method: ${method}`);
  return z.parse(gallerySchemas[method as keyof typeof gallerySchemas], params);
}
