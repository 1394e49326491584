import { type Bitmap, createBitmap } from './bitmap';
import { i32le, u16le, u32le, u8 } from './binary';
import { imagingError } from './imagingPort';

/**
 * Windows bitmaps as programs write them today: uncompressed, 8 bits with a palette, 24 or 32 bits.
 * Throws an `ImagingError`: `unsupported` for the rest.
 */
export function decodeBmp(bytes: Uint8Array): Bitmap {
  const headBytes = u32le(bytes, 14);
  const width = i32le(bytes, 18);
  const signedHeight = i32le(bytes, 22);
  const bits = u16le(bytes, 28);
  const compression = u32le(bytes, 30);
  // BI_BITFIELDS with 32 bits is BGRA in practice.
  const readable = headBytes >= 40 && (compression === 0 || (compression === 3 && bits === 32));
  if (!readable || ![8, 24, 32].includes(bits)) {
    throw imagingError('unsupported', 'This kind of BMP file cannot be read here. Save it as PNG first.');
  }
  const height = Math.abs(signedHeight);
  const stride = Math.ceil((width * bits) / 32) * 4;
  const start = u32le(bytes, 10);
  if (start + stride * height > bytes.length) {
    throw imagingError('corrupt', 'The BMP file is damaged: it ends before the image does.');
  }
  const palette = 14 + headBytes;
  const alpha = bits === 32 && hasAlpha(bytes.subarray(start));
  const out = createBitmap(width, height);
  for (let y = 0, to = 0; y < height; y++) {
    const row = start + (signedHeight < 0 ? y : height - 1 - y) * stride;
    for (let x = 0; x < width; x++, to += 4) {
      const from = bits === 8 ? palette + u8(bytes, row + x) * 4 : row + x * (bits / 8);
      out.data[to] = u8(bytes, from + 2);
      out.data[to + 1] = u8(bytes, from + 1);
      out.data[to + 2] = u8(bytes, from);
      out.data[to + 3] = alpha ? u8(bytes, from + 3) : 255;
    }
  }
  return out;
}

/** Many writers leave the fourth byte 0: then it is not alpha. */
function hasAlpha(pixels: Uint8Array): boolean {
  for (let i = 3; i < pixels.length; i += 4) if (pixels[i] !== 0) return true;
  return false;
}
