import { ascii, concat, indexOf, u8, u16be } from '../binary';
import type { ByteSource } from '../byteSource';
import { isJumbfPart, joinJumbf } from '../jumbf';
import { exifOrientation } from '../orientation';
import type { Orientation } from '../orientation';
import { type ImageHeader, maxMetadataBytes, maxSteps } from './imageHeader';

const endOfImage = [0xff, 0xd9];

/** JPEG. ITU-T T.81 Annex B; JUMBF in APP11: ISO/IEC 19566-5 Annex D. */
export async function readJpegHeader(source: ByteSource): Promise<ImageHeader | undefined> {
  let size: { width: number; height: number; channels: number } | undefined;
  let orientation: Orientation = 1;
  const manifest: Uint8Array[] = [];
  const metadata: Uint8Array[] = [];
  let collected = 0;
  let scanAt: number | undefined;
  for (let at = 2, step = 0; step < maxSteps; step++) {
    const head = await source.read(at, 4);
    if (head.length < 4) break;
    const marker = u8(head, 1);
    // Fill bytes and standalone markers have no length.
    if (u8(head, 0) !== 0xff) break;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    if (marker === 0xd9) break;
    const length = u16be(head, 2);
    if (length < 2) break;
    if (marker === 0xda) {
      scanAt = at + 2 + length;
      break;
    }
    const read = () => source.read(at + 4, length - 2);
    if (isFrame(marker)) {
      const frame = await read();
      if (frame.length < 6) break;
      size = { width: u16be(frame, 3), height: u16be(frame, 1), channels: u8(frame, 5) };
    } else if (collected < maxMetadataBytes && isMetadata(marker)) {
      const body = (await read()).slice();
      collected += body.length;
      if (marker === 0xe1 && ascii(body, 0, 6) === 'Exif\0\0')
        orientation = exifOrientation(body.subarray(6));
      else if (marker !== 0xeb) metadata.push(body);
      else if (isJumbfPart(body)) manifest.push(body);
    }
    at += 2 + length;
  }
  if (!size) return undefined;
  return {
    format: 'jpeg',
    storedWidth: size.width,
    storedHeight: size.height,
    orientation,
    animated: false,
    canHoldAlpha: false,
    ...(size.channels === 4 ? { cmyk: true } : {}),
    truncated: scanAt === undefined || !(await hasEnd(source, scanAt)),
    ...(manifest.length > 0 ? { manifest: joinJumbf(manifest) } : {}),
    ...(metadata.length > 0 ? { metadata: concat(metadata) } : {}),
  };
}

/** SOF0–SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** APP1 (EXIF, XMP), APP11 (JUMBF), APP13 (IPTC). */
function isMetadata(marker: number): boolean {
  return marker === 0xe1 || marker === 0xeb || marker === 0xed;
}

/**
 * An EOI after the first scan. Looks at the end first; the whole file is searched only when something else was
 * appended (phones put a film behind the picture), in pieces, so that the caller's thread breathes.
 */
async function hasEnd(source: ByteSource, from: number): Promise<boolean> {
  const tail = Math.max(from, source.size - 4096);
  if (indexOf(await source.read(tail, source.size - tail), endOfImage) >= 0) return true;
  const piece = 256 * 1024;
  for (let at = from; at < tail; at += piece) {
    if (indexOf(await source.read(at, piece + 1), endOfImage) >= 0) return true;
  }
  return false;
}
