import { ascii, u8, u32le } from '../binary';
import { hasManifestStore } from '../jumbf';
import { stripExifPrefix } from '../orientation';
import { exifItems, orientationOnly } from './exif';
import { behindEnd, drop, keep, type Part } from './item';
import { xmpItems } from './xmp';

const picture: ReadonlySet<string> = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const exifFlag = 0x08;
const xmpFlag = 0x04;

/** WebP: RFC 9649. The first part says how long the file is and VP8X what is in it: `finishWebp` puts both right. */
export function webpParts(bytes: Uint8Array): readonly Part[] | undefined {
  const end = 8 + u32le(bytes, 4);
  if (end > bytes.length) return undefined;
  const parts: Part[] = [keep(bytes.subarray(0, 12))];
  for (let at = 12; at + 8 <= end;) {
    const length = u32le(bytes, at + 4);
    if (at + 8 + length > end) return undefined;
    const next = Math.min(end, at + 8 + length + (length & 1));
    parts.push(partOf(ascii(bytes, at, 4), bytes.subarray(at, next), length));
    at = next;
  }
  return [...parts, ...behindEnd(bytes.subarray(end))];
}

function partOf(type: string, chunk: Uint8Array, length: number): Part {
  const body = chunk.subarray(8, 8 + length);
  if (picture.has(type)) return keep(chunk);
  switch (type) {
    case 'EXIF': {
      const tiff = stripExifPrefix(body);
      const turn = orientationOnly(tiff);
      return drop(chunk, exifItems(tiff), turn && exifChunk(turn));
    }
    case 'XMP ':
      return drop(chunk, xmpItems(body));
    case 'C2PA':
      return drop(chunk, [hasManifestStore(body) ? 'credentials' : 'other']);
    default:
      return drop(chunk, ['other']);
  }
}

/** `tiff` of an even length. */
function exifChunk(tiff: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(8 + tiff.length);
  chunk.set([0x45, 0x58, 0x49, 0x46, tiff.length]);
  chunk.set(tiff, 8);
  return chunk;
}

/** Corrects the length of a file that was put together from parts, and the flags of its VP8X. Changes `webp`. */
export function finishWebp(webp: Uint8Array): Uint8Array {
  const view = new DataView(webp.buffer, webp.byteOffset, webp.length);
  view.setUint32(4, webp.length - 8, true);
  if (ascii(webp, 12, 4) === 'VP8X') {
    let flags = u8(webp, 20) & ~(exifFlag | xmpFlag);
    for (let at = 12; at + 8 <= webp.length;) {
      const length = u32le(webp, at + 4);
      if (ascii(webp, at, 4) === 'EXIF') flags |= exifFlag;
      at += 8 + length + (length & 1);
    }
    webp[20] = flags;
  }
  return webp;
}
