import { ascii, u8, u16le, u24le, u32le } from '../binary';
import type { ByteSource } from '../byteSource';
import { exifOrientation, stripExifPrefix } from '../orientation';
import { type ImageHeader, maxMetadataBytes, maxSteps } from './imageHeader';

/** WebP, simple and extended. RFC 9649. */
export async function readWebpHeader(source: ByteSource): Promise<ImageHeader | undefined> {
  const riff = await source.read(0, 30);
  if (riff.length < 30) return undefined;
  const end = 8 + u32le(riff, 4);
  const size = frameSize(riff);
  if (!size) return undefined;
  const header: ImageHeader = {
    format: 'webp',
    storedWidth: size.width,
    storedHeight: size.height,
    orientation: 1,
    animated: size.animated,
    canHoldAlpha: size.alpha,
    truncated: end > source.size,
  };
  if (ascii(riff, 12, 4) === 'VP8X') await readChunks(source, Math.min(end, source.size), header);
  return header;
}

/** Of the file's first 30 bytes. */
export function frameSize(riff: Uint8Array) {
  const kind = ascii(riff, 12, 4);
  if (kind === 'VP8X') {
    const flags = u8(riff, 20);
    return {
      width: u24le(riff, 24) + 1,
      height: u24le(riff, 27) + 1,
      animated: (flags & 0x02) !== 0,
      alpha: (flags & 0x10) !== 0,
    };
  }
  if (kind === 'VP8L') {
    if (u8(riff, 20) !== 0x2f) return undefined;
    const bits = u32le(riff, 21);
    return {
      width: (bits & 0x3fff) + 1,
      height: ((bits >>> 14) & 0x3fff) + 1,
      animated: false,
      alpha: ((bits >>> 28) & 1) === 1,
    };
  }
  if (kind !== 'VP8 ' || u24le(riff, 23) !== 0x2a019d) return undefined;
  return {
    width: u16le(riff, 26) & 0x3fff,
    height: u16le(riff, 28) & 0x3fff,
    animated: false,
    alpha: false,
  };
}

async function readChunks(source: ByteSource, end: number, header: ImageHeader): Promise<void> {
  for (let at = 12, step = 0; at + 8 <= end && step < maxSteps; step++) {
    const head = await source.read(at, 8);
    const length = u32le(head, 4);
    const body = async () => (await source.read(at + 8, Math.min(length, maxMetadataBytes))).slice();
    const type = ascii(head, 0, 4);
    if (type === 'C2PA') header.manifest = await body();
    else if (type === 'XMP ') header.metadata = await body();
    else if (type === 'EXIF') header.orientation = exifOrientation(stripExifPrefix(await body()));
    at += 8 + length + (length & 1);
  }
}
