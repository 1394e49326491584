import { ascii, concat, u24le, u32le, u8 } from './binary';

export interface WebpFrame {
  /** A still WebP file. */
  file: Uint8Array;
  /** Where it lies on the canvas. */
  x: number;
  y: number;
}

/** The first frame of an animated WebP as a file of its own, for decoders of still images. RFC 9649 §2.7.1. */
export function firstWebpFrame(bytes: Uint8Array): WebpFrame | undefined {
  for (let at = 12; at + 24 <= bytes.length;) {
    const length = u32le(bytes, at + 4);
    if (ascii(bytes, at, 4) === 'ANMF') {
      const body = bytes.subarray(at + 8, at + 8 + length);
      return { file: stillOf(body), x: u24le(body, 0) * 2, y: u24le(body, 3) * 2 };
    }
    at += 8 + length + (length & 1);
  }
  return undefined;
}

/** The frame's sizes are stored as VP8X stores the canvas: three bytes, less one. */
function stillOf(frame: Uint8Array): Uint8Array {
  const image = frame.subarray(16);
  const head = new Uint8Array(30);
  const view = new DataView(head.buffer);
  const text = (at: number, value: string) => {
    for (let i = 0; i < value.length; i++) head[at + i] = value.charCodeAt(i);
  };
  text(0, 'RIFF');
  view.setUint32(4, 22 + image.length, true);
  text(8, 'WEBPVP8X');
  view.setUint32(16, 10, true);
  head[20] = hasAlpha(image) ? 0x10 : 0;
  head.set(frame.subarray(6, 12), 24);
  return concat([head, image]);
}

function hasAlpha(image: Uint8Array): boolean {
  const kind = ascii(image, 0, 4);
  return kind === 'ALPH' || (kind === 'VP8L' && (u8(image, 12) & 0x10) !== 0);
}
