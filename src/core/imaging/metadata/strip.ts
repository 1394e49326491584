import type { ImageFormat } from '../../model/run';
import { concat } from '../binary';
import { countItems, type MetadataFound, type Part } from './item';
import { jpegParts } from './jpegParts';
import { pngParts } from './pngParts';
import { finishWebp, webpParts } from './webpParts';

/** Formats whose metadata is known here, and can be left out without touching a pixel. */
export type StrippableFormat = Extract<ImageFormat, 'png' | 'jpeg' | 'webp'>;

export function isStrippable(format: ImageFormat): format is StrippableFormat {
  return format === 'png' || format === 'jpeg' || format === 'webp';
}

/**
 * The file without what is not the picture. Pixels, colour profile, resolution and animation stay byte for byte, and so
 * does which way up it is. `undefined` when the file is damaged.
 */
export function stripMetadata(
  bytes: Uint8Array,
  format: StrippableFormat,
): { bytes: Uint8Array; left: MetadataFound } | undefined {
  const parts = partsOf(bytes, format);
  if (!parts) return undefined;
  const whole = concat(parts.map(({ kept }) => kept));
  return { bytes: format === 'webp' ? finishWebp(whole) : whole, left: leftOf(parts) };
}

/** What is in the file beside the picture: nothing of it is in what is made of its pixels. */
export function findMetadata(bytes: Uint8Array, format: ImageFormat): MetadataFound {
  return isStrippable(format) ? leftOf(partsOf(bytes, format) ?? []) : [];
}

/** The PNG without its Content Credentials, which vouch for other bytes than it is about to have. */
export function withoutPngCredentials(png: Uint8Array): Uint8Array {
  const parts = pngParts(png) ?? [];
  const gone = (part: Part): boolean => part.left.includes('credentials');
  return parts.some(gone) ? concat(parts.filter(part => !gone(part)).map(({ whole }) => whole)) : png;
}

function partsOf(bytes: Uint8Array, format: StrippableFormat): readonly Part[] | undefined {
  switch (format) {
    case 'png':
      return pngParts(bytes);
    case 'jpeg':
      return jpegParts(bytes);
    case 'webp':
      return webpParts(bytes);
  }
}

function leftOf(parts: readonly Part[]): MetadataFound {
  return countItems(parts.flatMap(({ left }) => left));
}
