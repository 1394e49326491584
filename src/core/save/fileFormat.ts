import type { EncodableFormat } from '../imaging/imagingPort';
import type { ImageFormat } from '../model/run';

/** The first one is the one that is proposed. */
const extensions: Readonly<Record<ImageFormat, readonly string[]>> = {
  png: ['png'],
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  webp: ['webp'],
  gif: ['gif'],
  avif: ['avif'],
  heic: ['heic', 'heif'],
  bmp: ['bmp', 'dib'],
  tiff: ['tif', 'tiff'],
  ico: ['ico'],
  svg: ['svg'],
};

const encodable: readonly ImageFormat[] = ['png', 'jpeg', 'webp'];

/** Without the dot. */
export function extensionsOf(format: ImageFormat): readonly string[] {
  return extensions[format];
}

/** Without the dot. */
export function extensionOf(format: ImageFormat): string {
  return extensions[format][0] ?? format;
}

/** `extension` without the dot, any case. */
export function formatOfExtension(extension: string): ImageFormat | undefined {
  const lower = extension.toLowerCase();
  return (Object.keys(extensions) as ImageFormat[]).find(format => extensions[format].includes(lower));
}

export function isEncodable(format: ImageFormat): format is EncodableFormat {
  return encodable.includes(format);
}

/** Formats to choose from when saving: the bytes' own first. */
export function formatChoices(own: ImageFormat): readonly ImageFormat[] {
  return [own, ...encodable.filter(format => format !== own)];
}

/** What has to happen to bytes of `own` for a file with this extension (without the dot). */
export type FormatPlan =
  | { kind: 'copy' }
  | { kind: 'convert'; format: EncodableFormat }
  /** No extension was typed: take the bytes' own. */
  | { kind: 'append'; extension: string }
  | { kind: 'impossible'; extension: string };

export function planFormat(extension: string, own: ImageFormat): FormatPlan {
  if (!extension) return { kind: 'append', extension: extensionOf(own) };
  const wanted = formatOfExtension(extension);
  if (wanted === own) return { kind: 'copy' };
  return wanted && isEncodable(wanted)
    ? { kind: 'convert', format: wanted }
    : { kind: 'impossible', extension };
}
