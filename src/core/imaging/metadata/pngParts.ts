import { ascii, concat, u32be } from '../binary';
import { hasManifestStore } from '../jumbf';
import { stripExifPrefix } from '../orientation';
import { exifItems, orientationOnly } from './exif';
import { behindEnd, drop, keep, type Part } from './item';
import { xmpItems } from './xmp';

/** Ancillary chunks that change how the picture is shown. https://www.w3.org/TR/png-3/ */
const shown: ReadonlySet<string> = new Set([
  ...['tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'mDCV', 'cLLI', 'sBIT', 'bKGD', 'pHYs', 'hIST', 'sPLT'],
  ...['acTL', 'fcTL', 'fdAT'],
]);

/** PNG and APNG. `undefined` when it does not end as a PNG does. */
export function pngParts(bytes: Uint8Array): readonly Part[] | undefined {
  const parts: Part[] = [keep(bytes.subarray(0, 8))];
  for (let at = 8; at + 12 <= bytes.length;) {
    const next = at + 12 + u32be(bytes, at);
    if (next > bytes.length) return undefined;
    const type = ascii(bytes, at + 4, 4);
    parts.push(partOf(type, bytes.subarray(at, next)));
    if (type === 'IEND') return [...parts, ...behindEnd(bytes.subarray(next))];
    at = next;
  }
  return undefined;
}

function partOf(type: string, chunk: Uint8Array): Part {
  const body = chunk.subarray(8, -4);
  // A capital first letter: without it there is no picture.
  if (/^[A-Z]/.test(type) || shown.has(type)) return keep(chunk);
  switch (type) {
    case 'eXIf': {
      const tiff = stripExifPrefix(body);
      const turn = orientationOnly(tiff);
      return drop(chunk, exifItems(tiff), turn && pngChunk('eXIf', turn));
    }
    case 'caBX':
      return drop(chunk, [hasManifestStore(body) ? 'credentials' : 'other']);
    case 'iTXt':
      return drop(chunk, ascii(body, 0, 18) === 'XML:com.adobe.xmp\0' ? xmpItems(body) : ['comment']);
    case 'tEXt':
    case 'zTXt':
      return drop(chunk, ['comment']);
    case 'tIME':
      return drop(chunk, ['date']);
    default:
      return drop(chunk, ['other']);
  }
}

function pngChunk(type: string, body: Uint8Array): Uint8Array {
  const typed = concat([Uint8Array.from(type, letter => letter.charCodeAt(0)), body]);
  const number = (value: number) =>
    Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
  return concat([number(body.length), typed, number(crc32(typed))]);
}

/** PNG §5.5, bit by bit: for a few dozen bytes a table is not worth its while. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
