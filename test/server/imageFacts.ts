import { jpegSize } from './jpegSize';

/** What the first bytes of a PNG, a JPEG or a WebP say, by a reader of our own. */
export function imageSize(bytes: Buffer): { mimeType: string; width: number; height: number } | undefined {
  if (bytes.toString('latin1', 1, 4) === 'PNG')
    return { mimeType: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  if (bytes.readUInt16BE(0) === 0xffd8) return { mimeType: 'image/jpeg', ...jpegSize(bytes) };
  if (bytes.toString('latin1', 8, 12) === 'WEBP') return { mimeType: 'image/webp', width: 0, height: 0 };
  return undefined;
}

/** The PNG has an alpha channel. */
export function pngAlpha(bytes: Buffer): boolean {
  return bytes[25] === 6 || bytes[25] === 4;
}
