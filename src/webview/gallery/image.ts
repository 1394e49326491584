import type { ImageFormat } from '../../core/model/run';
import type { ThumbnailEdge } from '../../protocol/galleryMessages';
import { flagBits, type GalleryFacts, type GalleryFlag } from '../../protocol/galleryViews';

/** An image as the page knows it. Changed in place: there may be tens of thousands. */
export interface GalleryImage {
  readonly id: number;
  readonly folder: string;
  readonly name: string;
  /** Path in lower case, for the search. */
  readonly lower: string;
  /** -1: not known yet. */
  bytes: number;
  mtimeMs: number;
  /** `null`: it cannot be read; `undefined`: not known yet. */
  format: ImageFormat | null | undefined;
  /** 0: not known. */
  width: number;
  height: number;
  /** -1: not known yet. */
  uses: number;
  flags: number;
  thumbnail: string | undefined;
  /** Side of the thumbnail that is there. */
  edge: number;
  /** Why there is no thumbnail. */
  failed: string | undefined;
}

export function newImage(id: number, folder: string, name: string): GalleryImage {
  return {
    id,
    folder,
    name,
    lower: pathOf({ folder, name }).toLowerCase(),
    bytes: -1,
    mtimeMs: 0,
    format: undefined,
    width: 0,
    height: 0,
    uses: -1,
    flags: 0,
    thumbnail: undefined,
    edge: 0,
    failed: undefined,
  };
}

export function pathOf({ folder, name }: Pick<GalleryImage, 'folder' | 'name'>): string {
  return folder === '' ? name : `${folder}/${name}`;
}

export function hasFlag(image: Pick<GalleryImage, 'flags'>, flag: GalleryFlag): boolean {
  return (image.flags & flagBits[flag]) !== 0;
}

/** A file with other bytes gets another thumbnail. */
export function takeFacts(image: GalleryImage, facts: GalleryFacts): void {
  const [, bytes, mtimeMs, format, width, height, uses, flags] = facts;
  const known = image.bytes >= 0;
  if (known && (image.bytes !== bytes || image.mtimeMs !== mtimeMs)) {
    // The picture of before stays in sight until there is the new one.
    image.edge = 0;
    image.failed = undefined;
  }
  Object.assign(image, { bytes, mtimeMs, format, width, height, uses, flags });
}

/** Which thumbnail suits a picture of this side on this screen. */
export function edgeFor(cell: number, density: number): ThumbnailEdge {
  return cell * density > 256 ? 640 : 320;
}

/** By its format alone: a checkerboard behind an opaque picture is not seen. */
export function mayBeTransparent({ format }: Pick<GalleryImage, 'format'>): boolean {
  return format !== 'jpeg' && format !== 'bmp';
}
