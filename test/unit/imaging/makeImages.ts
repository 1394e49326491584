import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Bitmap, createBitmap } from '../../../src/core/imaging/bitmap';
import { encodePng } from '../../../src/host/imaging/pngEncoder';
import { pngChunk } from './makeParts';

export { pngChunk, segment, withChunks, withSegments } from './makeParts';

type Rgba = readonly [number, number, number, number];

const fixtures = path.join(import.meta.dirname, '../../fixtures/images');

export function fixturePath(name: string): string {
  return path.join(fixtures, name);
}

export function fixture(name: string): Uint8Array {
  return readFileSync(fixturePath(name));
}

export function bitmapOf(width: number, height: number, at: (x: number, y: number) => Rgba): Bitmap {
  const bitmap = createBitmap(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) bitmap.data.set(at(x, y), (y * width + x) * 4);
  }
  return bitmap;
}

export function pixel(bitmap: Bitmap, x: number, y: number): number[] {
  const at = (y * bitmap.width + x) * 4;
  return [...bitmap.data.subarray(at, at + 4)];
}

export function solid(width: number, height: number, colour: Rgba): Bitmap {
  return bitmapOf(width, height, () => colour);
}

/** Bytes that do not compress away, the same each time. */
export function noise(width: number, height: number): Bitmap {
  let state = 1;
  return bitmapOf(width, height, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return [state & 255, (state >> 8) & 255, (state >> 16) & 255, 255];
  });
}

export function pngOf(bitmap: Bitmap): Uint8Array {
  return encodePng(bitmap);
}

/** A PNG whose header promises any size; its pixels are missing. */
export function pngHeader(width: number, height: number, colourType = 6): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = colourType;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', Buffer.from([0x78, 0x9c, 0x03, 0, 0, 0, 0, 1])),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}
