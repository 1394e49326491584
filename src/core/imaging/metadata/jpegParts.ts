import { ascii, concat, u8, u16be } from '../binary';
import { hasManifestStore, isJumbfPart, joinJumbf } from '../jumbf';
import { exifItems, orientationOnly } from './exif';
import { behindEnd, drop, keep, type MetadataItem, type Part } from './item';
import { xmpItems } from './xmp';

const app0 = 0xe0;
const scan = 0xda;
const end = 0xd9;

/** JPEG: ITU-T T.81 Annex B; JFIF 1.02 for APP0. `undefined` when it does not end as a JPEG does. */
export function jpegParts(bytes: Uint8Array): readonly Part[] | undefined {
  const parts: Part[] = [keep(bytes.subarray(0, 2))];
  const jumbf = jumbfOf(bytes);
  for (let at = 2; at + 2 <= bytes.length;) {
    if (u8(bytes, at) !== 0xff) return undefined;
    const marker = u8(bytes, at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === end) {
      return [...parts, keep(bytes.subarray(at, at + 2)), ...behindEnd(bytes.subarray(at + 2))];
    }
    const length = isAlone(marker) ? 0 : u16be(bytes, at + 2);
    if (!isAlone(marker) && length < 2) return undefined;
    let next = at + 2 + length;
    if (next > bytes.length) return undefined;
    // The pixels follow their header without a length.
    if (marker === scan) next = endOfScan(bytes, next);
    parts.push(partOf(marker, bytes.subarray(at, next), jumbf));
    at = next;
  }
  return undefined;
}

function isAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/** At the next marker that is not a part of the pixels: no stuffed zero and no restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const marker = u8(bytes, at + 1);
    if (marker !== 0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd7)) return at;
  }
  return bytes.length;
}

function partOf(marker: number, segment: Uint8Array, jumbf: MetadataItem): Part {
  const body = segment.subarray(4);
  if (marker === 0xfe) return drop(segment, ['comment']);
  if (marker < app0 || marker > 0xef) return keep(segment);
  const name = ascii(body, 0, 29);
  if (marker === app0 && name.startsWith('JFIF\0')) return withoutThumbnail(segment);
  if (marker === app0 && name.startsWith('JFXX\0')) return drop(segment, ['preview']);
  if (marker === 0xe1 && name.startsWith('Exif\0')) return exifPart(segment, body.subarray(6));
  if (marker === 0xe1 && name === 'http://ns.adobe.com/xap/1.0/\0') return drop(segment, xmpItems(body));
  if (marker === 0xe1 && name.startsWith('http://ns.adobe.com/xmp/')) return drop(segment, ['xmp']);
  // The colours of the pixels, and how they are stored (Adobe: inverted, which transform).
  if (marker === 0xe2 && name.startsWith('ICC_PROFILE\0')) return keep(segment);
  if (marker === 0xee && name.startsWith('Adobe')) return keep(segment);
  if (marker === 0xed && name.startsWith('Photoshop 3.0\0')) return drop(segment, ['iptc']);
  if (marker === 0xeb && isJumbfPart(body)) return drop(segment, [jumbf]);
  return drop(segment, ['other']);
}

function exifPart(segment: Uint8Array, tiff: Uint8Array): Part {
  const turn = orientationOnly(tiff);
  if (!turn) return drop(segment, exifItems(tiff));
  const length = 2 + 6 + turn.length;
  const head = Uint8Array.of(0xff, 0xe1, length >> 8, length & 255, 0x45, 0x78, 0x69, 0x66, 0, 0);
  return drop(segment, exifItems(tiff), concat([head, turn]));
}

/** Marker, length and 14 bytes; three bytes a pixel of a thumbnail behind them. */
function withoutThumbnail(segment: Uint8Array): Part {
  if (segment.length <= 18) return keep(segment);
  const kept = segment.slice(0, 18);
  kept.set([0, 16], 2);
  kept.set([0, 0], 16);
  return drop(segment, ['preview'], kept);
}

/** What the JUMBF of this file is: all segments of it say the same. */
function jumbfOf(bytes: Uint8Array): MetadataItem {
  const bodies: Uint8Array[] = [];
  for (let at = 2; at + 4 <= bytes.length && u8(bytes, at) === 0xff;) {
    const marker = u8(bytes, at + 1);
    if (marker === scan || marker === end) break;
    const length = isAlone(marker) || marker === 0xff ? 0 : Math.max(2, u16be(bytes, at + 2));
    if (marker === 0xeb) bodies.push(bytes.subarray(at + 4, at + 2 + length));
    at += marker === 0xff ? 1 : 2 + length;
  }
  return bodies.length > 0 && hasManifestStore(joinJumbf(bodies)) ? 'credentials' : 'other';
}
