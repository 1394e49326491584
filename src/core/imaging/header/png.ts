import { ascii, concat, indexOf, u8, u32be } from '../binary';
import type { ByteSource } from '../byteSource';
import { exifOrientation, stripExifPrefix } from '../orientation';
import type { Orientation } from '../orientation';
import { type ImageHeader, maxMetadataBytes, maxSteps } from './imageHeader';

const iend = [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];

/** Data chunks walked one by one; beyond it the end of the file is looked at instead (encoders write 8 KB pieces). */
const maxDataSteps = 64;
const tailBytes = 64 * 1024;

/** PNG and APNG. https://www.w3.org/TR/png-3/ */
export async function readPngHeader(source: ByteSource): Promise<ImageHeader | undefined> {
  const head = await source.read(0, 33);
  if (head.length < 33 || ascii(head, 12, 4) !== 'IHDR') return undefined;
  const colourType = u8(head, 25);
  const chunks = await walkChunks(source);
  return {
    format: 'png',
    storedWidth: u32be(head, 16),
    storedHeight: u32be(head, 20),
    orientation: chunks.orientation,
    animated: chunks.animated,
    canHoldAlpha: colourType === 4 || colourType === 6 || chunks.transparentColour,
    truncated: !chunks.ended,
    ...(u8(head, 24) === 16 ? { deep: true } : {}),
    ...(chunks.manifest.length > 0 ? { manifest: concat(chunks.manifest) } : {}),
    ...(chunks.metadata.length > 0 ? { metadata: concat(chunks.metadata) } : {}),
  };
}

interface PngChunks {
  animated: boolean;
  transparentColour: boolean;
  orientation: Orientation;
  ended: boolean;
  manifest: Uint8Array[];
  metadata: Uint8Array[];
}

async function walkChunks(source: ByteSource): Promise<PngChunks> {
  const found: PngChunks = {
    animated: false,
    transparentColour: false,
    orientation: 1,
    ended: false,
    manifest: [],
    metadata: [],
  };
  let dataSteps = 0;
  let collected = 0;
  for (let at = 8, step = 0; step < maxSteps; step++) {
    const head = await source.read(at, 8);
    if (head.length < 8) return found;
    const length = u32be(head, 0);
    const type = ascii(head, 4, 4);
    const next = at + 12 + length;
    if (type === 'IEND') {
      found.ended = next <= source.size;
      return found;
    }
    if (next > source.size) return found;
    const body = async () => {
      const bytes = await source.read(at + 8, Math.min(length, maxMetadataBytes));
      collected += bytes.length;
      return bytes;
    };
    const wanted = collected < maxMetadataBytes;
    if (type === 'acTL') found.animated = true;
    else if (type === 'tRNS') found.transparentColour = true;
    else if (type === 'eXIf') found.orientation = exifOrientation(stripExifPrefix(await body()));
    else if (type === 'caBX' && wanted) found.manifest.push((await body()).slice());
    else if ((type === 'iTXt' || type === 'tEXt') && wanted) found.metadata.push((await body()).slice());
    else if ((type === 'IDAT' || type === 'fdAT') && ++dataSteps >= maxDataSteps) break;
    at = next;
  }
  const tail = await source.read(Math.max(0, source.size - tailBytes), tailBytes);
  found.ended = indexOf(tail, iend) >= 0;
  if (found.ended && collected < maxMetadataBytes) collectBehind(tail, found);
  return found;
}

/** Words behind many pieces of pixels: chunks that lie in the end of the file, by their name and a length that fits. */
function collectBehind(tail: Uint8Array, found: PngChunks): void {
  for (const [type, list] of [
    [[0x63, 0x61, 0x42, 0x58], found.manifest],
    [[0x69, 0x54, 0x58, 0x74], found.metadata],
  ] as const) {
    for (let at = indexOf(tail, type); at >= 0; at = indexOf(tail, type, at + 4)) {
      const end = at + 4 + u32be(tail, at - 4);
      if (at >= 4 && end + 12 <= tail.length) list.push(tail.slice(at + 4, end));
    }
  }
}
