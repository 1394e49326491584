import { ascii, u16be, u16le, u32be, u32le } from './binary';

/** EXIF orientation 1–8; 1 is upright. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export function asOrientation(value: number): Orientation {
  return value >= 1 && value <= 8 && Number.isInteger(value) ? (value as Orientation) : 1;
}

/** Orientations 5–8 swap width and height. */
export function swapsSides(orientation: number): boolean {
  return orientation >= 5;
}

/** Tag 0x0112 of the first directory. `tiff` starts at the byte order mark (after `Exif\0\0`). */
export function exifOrientation(tiff: Uint8Array): Orientation {
  const order = ascii(tiff, 0, 2);
  if (order !== 'II' && order !== 'MM') return 1;
  const u16 = order === 'II' ? u16le : u16be;
  const u32 = order === 'II' ? u32le : u32be;
  const directory = u32(tiff, 4);
  const entries = u16(tiff, directory);
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + i * 12;
    if (at + 12 > tiff.length) break;
    if (u16(tiff, at) === 0x0112) return asOrientation(u16(tiff, at + 8));
  }
  return 1;
}

/** Some writers keep the `Exif\0\0` of JPEG in other containers. */
export function stripExifPrefix(bytes: Uint8Array): Uint8Array {
  return ascii(bytes, 0, 4) === 'Exif' ? bytes.subarray(6) : bytes;
}

/**
 * HEIF and AVIF turn (`irot`, 90° steps anticlockwise) and then mirror (`imir`: 0 top to bottom, 1 left to right);
 * this is the same as one EXIF orientation. ISO/IEC 23008-12 §6.5.10, §6.5.12.
 */
export function heifOrientation(quarterTurns: number, mirror: 0 | 1 | undefined): Orientation {
  const plain = [1, 8, 3, 6] as const;
  const topToBottom = [4, 5, 2, 7] as const;
  const leftToRight = [2, 7, 4, 5] as const;
  const table = mirror === undefined ? plain : mirror === 0 ? topToBottom : leftToRight;
  return table[(quarterTurns & 3) as 0 | 1 | 2 | 3];
}
