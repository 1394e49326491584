import type { Bitmap } from './bitmap';
import { concat } from './binary';
import { imagingError } from './imagingPort';

/** One picture of an icon file, square. */
export interface IconEntry {
  size: number;
  /** A PNG, for `.ico` of RGBA (color type 6), or what `dibOf` makes. */
  bytes: Uint8Array;
}

/**
 * Windows icon: directory, then the pictures. PNG pictures are read since Windows Vista and by every browser; "the image
 * must be in 32bpp ARGB format" (https://devblogs.microsoft.com/oldnewthing/?p=12473). Sizes 1–256.
 * https://learn.microsoft.com/previous-versions/ms997538(v=msdn.10)
 */
export function encodeIco(entries: readonly IconEntry[]): Uint8Array {
  const head = new DataView(new ArrayBuffer(6 + entries.length * 16));
  head.setUint16(2, 1, true);
  head.setUint16(4, entries.length, true);
  let offset = head.byteLength;
  for (const [index, { size, bytes }] of entries.entries()) {
    if (size > 256)
      throw imagingError('unsupported', `An .ico file holds at most 256 pixels a side, not ${size}.`);
    const at = 6 + index * 16;
    // 0 stands for 256.
    head.setUint8(at, size % 256);
    head.setUint8(at + 1, size % 256);
    head.setUint16(at + 4, 1, true);
    head.setUint16(at + 6, 32, true);
    head.setUint32(at + 8, bytes.length, true);
    head.setUint32(at + 12, offset, true);
    offset += bytes.length;
  }
  return concat([new Uint8Array(head.buffer), ...entries.map(({ bytes }) => bytes)]);
}

/**
 * The bitmap of an `.ico`: a BITMAPINFOHEADER of twice the height, BGRA rows from the bottom, and a mask of one bit a pixel
 * for programs that know no alpha.
 */
export function dibOf({ width, height, data }: Bitmap): Uint8Array {
  const maskStride = Math.ceil(width / 32) * 4;
  const pixels = width * height * 4;
  const out = new Uint8Array(40 + pixels + maskStride * height);
  const head = new DataView(out.buffer);
  head.setUint32(0, 40, true);
  head.setInt32(4, width, true);
  head.setInt32(8, height * 2, true);
  head.setUint16(12, 1, true);
  head.setUint16(14, 32, true);
  head.setUint32(20, out.length - 40, true);
  for (let y = 0; y < height; y++) {
    const row = height - 1 - y;
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 4;
      const to = 40 + (row * width + x) * 4;
      const alpha = data[from + 3] ?? 0;
      out[to] = data[from + 2] ?? 0;
      out[to + 1] = data[from + 1] ?? 0;
      out[to + 2] = data[from] ?? 0;
      out[to + 3] = alpha;
      const mask = 40 + pixels + row * maskStride + (x >> 3);
      if (alpha < 128) out[mask] = (out[mask] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return out;
}

/**
 * Types of the pictures that are PNG, by their pixels; those at 2× are their own type.
 * https://en.wikipedia.org/wiki/Apple_Icon_Image_format#Icon_types
 */
const icnsTypes: Readonly<Record<number, readonly string[]>> = {
  32: ['ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic13', 'ic08'],
  512: ['ic14', 'ic09'],
  1024: ['ic10'],
};

/** macOS icon; macOS takes 16 points from the 32 pixels of its 2×. Sizes 32, 64, 128, 256, 512 and 1024, as PNG. */
export function encodeIcns(entries: readonly IconEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { size, bytes } of entries) {
    const types = icnsTypes[size];
    if (!types) throw imagingError('unsupported', `An .icns file has no place for ${size} pixels.`);
    for (const type of types) parts.push(block(type, bytes));
  }
  return block('icns', concat(parts));
}

function block(type: string, body: Uint8Array): Uint8Array {
  const head = new Uint8Array(8);
  for (let i = 0; i < 4; i++) head[i] = type.charCodeAt(i);
  new DataView(head.buffer).setUint32(4, body.length + 8);
  return concat([head, body]);
}
