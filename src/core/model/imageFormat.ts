import type { ImageFormat } from './run';

const mimeTypes: Readonly<Record<ImageFormat, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  heic: 'image/heic',
  bmp: 'image/bmp',
  tiff: 'image/tiff',
  ico: 'image/x-icon',
  svg: 'image/svg+xml',
};

/** The first one is the one that is proposed and written; without the dot. */
const extensions: Readonly<Record<ImageFormat, readonly [string, ...string[]]>> = {
  png: ['png'],
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  webp: ['webp'],
  gif: ['gif'],
  avif: ['avif'],
  heic: ['heic', 'heif'],
  bmp: ['bmp', 'dib'],
  tiff: ['tiff', 'tif'],
  ico: ['ico'],
  svg: ['svg'],
};

export function mimeTypeOf(format: ImageFormat): string {
  return mimeTypes[format];
}

/** Without the dot. */
export function extensionsOf(format: ImageFormat): readonly string[] {
  return extensions[format];
}

/** Without the dot. */
export function extensionOf(format: ImageFormat): string {
  return extensions[format][0];
}

/** `extension` without the dot, any case. What a name promises; the bytes may say otherwise. */
export function formatOfExtension(extension: string): ImageFormat | undefined {
  const lower = extension.toLowerCase();
  return (Object.keys(extensions) as ImageFormat[]).find(format => extensions[format].includes(lower));
}
