import { ascii, u16be, u16le, u32be, u32le } from '../binary';
import { exifOrientation } from '../orientation';
import type { MetadataItem } from './item';

/** Tags that say how the pixels are stored; nobody is told anything by them. */
const structure: ReadonlySet<number> = new Set([
  0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0112, 0x0115, 0x011a, 0x011b, 0x011c, 0x0128, 0x0213, 0x8769,
  0x8825, 0x9000, 0x9101, 0xa000, 0xa001, 0xa002, 0xa003, 0xa005,
]);

const words: ReadonlyMap<number, MetadataItem> = new Map([
  [0x010e, 'comment'],
  [0x9286, 'comment'],
  [0x010f, 'camera'],
  [0x0110, 'camera'],
  [0xa431, 'camera'],
  [0xa433, 'camera'],
  [0xa434, 'camera'],
  [0xa435, 'camera'],
  [0x0132, 'date'],
  [0x9003, 'date'],
  [0x9004, 'date'],
  [0x013b, 'author'],
  [0x8298, 'author'],
  [0xa430, 'author'],
]);

const exifDirectory = 0x8769;
const gpsDirectory = 0x8825;
/** A file has a few dozen; a hostile one says 65 535. */
const maxEntries = 1000;

/** What the EXIF of an image tells, by its tags (Exif 3.0 §4.6). `tiff` starts at the byte order mark. */
export function exifItems(tiff: Uint8Array): readonly MetadataItem[] {
  const order = ascii(tiff, 0, 2);
  if (order !== 'II' && order !== 'MM') return ['exif'];
  const u16 = order === 'II' ? u16le : u16be;
  const u32 = order === 'II' ? u32le : u32be;
  const found = new Set<MetadataItem>();
  let exifAt = 0;
  let gpsAt = 0;

  const main = u32(tiff, 4);
  const next = walk(main);
  if (exifAt !== 0) walk(exifAt);
  if (gpsAt !== 0) {
    const gps = tagsAt(gpsAt).map(({ tag }) => tag);
    if (gps.includes(2) || gps.includes(4)) found.add('position');
    else if (gps.length > 0) found.add('exif');
  }
  if (next !== 0 && tagsAt(next).length > 0) found.add('preview');
  return [...found];

  /** The offset of the directory behind it, or 0. */
  function walk(at: number): number {
    const tags = tagsAt(at);
    for (const { tag, value } of tags) {
      if (tag === exifDirectory) exifAt = value;
      else if (tag === gpsDirectory) gpsAt = value;
      else if (!structure.has(tag)) found.add(words.get(tag) ?? 'exif');
    }
    const behind = at + 2 + tags.length * 12;
    return behind + 4 <= tiff.length && tags.length > 0 ? u32(tiff, behind) : 0;
  }

  function tagsAt(at: number): { tag: number; value: number }[] {
    if (at < 8 || at + 2 > tiff.length) return [];
    const count = Math.min(u16(tiff, at), maxEntries, Math.floor((tiff.length - at - 2) / 12));
    return Array.from({ length: count }, (_, i) => {
      const entry = at + 2 + i * 12;
      return { tag: u16(tiff, entry), value: u32(tiff, entry + 8) };
    });
  }
}

/** An EXIF that says how the picture is turned and nothing else; `undefined` when it stands upright. */
export function orientationOnly(tiff: Uint8Array): Uint8Array | undefined {
  const orientation = exifOrientation(tiff);
  if (orientation === 1) return undefined;
  // Little endian, one directory at 8 with one entry: tag 0x0112, SHORT, one value; no directory behind it.
  return Uint8Array.of(
    ...[0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0],
    ...[0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0],
    ...[0, 0, 0, 0],
  );
}
