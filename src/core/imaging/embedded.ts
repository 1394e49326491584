import { ascii, u8, u16be, u32be, u32le } from './binary';
import type { ByteSource } from './byteSource';
import { maxSteps } from './header/imageHeader';

export type MetadataKind = 'EXIF' | 'XMP' | 'IPTC';

/** What is in a file beside its pixels. */
export interface Embedded {
  /** In the order EXIF, XMP, IPTC. */
  metadata: readonly MetadataKind[];
  colorProfile: boolean;
}

type Block = MetadataKind | 'ICC' | undefined;

/** Blocks of a JPEG, PNG or WebP by their names; of other kinds nothing is said. Reads no pixels, rejects when a read does. */
export async function readEmbedded(source: ByteSource): Promise<Embedded> {
  const head = await source.read(0, 12);
  const blocks = new Set<Block>();
  if (u16be(head, 0) === 0xffd8) await readJpeg(source, blocks);
  else if (ascii(head, 1, 3) === 'PNG') await readPng(source, blocks);
  else if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 4) === 'WEBP') await readWebp(source, blocks);
  return {
    metadata: (['EXIF', 'XMP', 'IPTC'] as const).filter(kind => blocks.has(kind)),
    colorProfile: blocks.has('ICC'),
  };
}

/** ITU-T T.81 Annex B; the names are those of EXIF 2.3, XMP part 3, Photoshop and ICC.1 Annex B. */
async function readJpeg(source: ByteSource, blocks: Set<Block>): Promise<void> {
  for (let at = 2, step = 0; step < maxSteps; step++) {
    const head = await source.read(at, 36);
    const marker = u8(head, 1);
    if (head.length < 4 || u8(head, 0) !== 0xff || marker === 0xda || marker === 0xd9) return;
    if (marker === 0xff) {
      at += 1;
    } else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
    } else {
      blocks.add(segmentOf(marker, ascii(head, 4, 32)));
      at += 2 + Math.max(2, u16be(head, 2));
    }
  }
}

function segmentOf(marker: number, name: string): Block {
  if (marker === 0xe1 && name.startsWith('Exif\0')) return 'EXIF';
  if (marker === 0xe1 && name.startsWith('http://ns.adobe.com/')) return 'XMP';
  if (marker === 0xe2 && name.startsWith('ICC_PROFILE\0')) return 'ICC';
  return marker === 0xed && name.startsWith('Photoshop 3.0\0') ? 'IPTC' : undefined;
}

/** https://www.w3.org/TR/png-3/ */
async function readPng(source: ByteSource, blocks: Set<Block>): Promise<void> {
  for (let at = 8, step = 0; step < maxSteps; step++) {
    const head = await source.read(at, 26);
    const type = ascii(head, 4, 4);
    if (head.length < 12 || type === 'IEND') return;
    if (type === 'eXIf') blocks.add('EXIF');
    else if (type === 'iCCP') blocks.add('ICC');
    else if (type === 'iTXt' && ascii(head, 8, 18) === 'XML:com.adobe.xmp\0') blocks.add('XMP');
    at += 12 + u32be(head, 0);
  }
}

/** RFC 9649. */
async function readWebp(source: ByteSource, blocks: Set<Block>): Promise<void> {
  for (let at = 12, step = 0; step < maxSteps; step++) {
    const head = await source.read(at, 8);
    if (head.length < 8) return;
    const type = ascii(head, 0, 4);
    if (type === 'EXIF') blocks.add('EXIF');
    else if (type === 'XMP ') blocks.add('XMP');
    else if (type === 'ICCP') blocks.add('ICC');
    const length = u32le(head, 4);
    at += 8 + length + (length & 1);
  }
}
