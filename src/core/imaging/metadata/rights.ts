import type { ImageFormat } from '../../model/run';
import { ascii, concat, indexOf, u8, u16be, u16le, u32be, u32le } from '../binary';
import { withWebpChunk } from '../colourProfile';
import { stripExifPrefix } from '../orientation';
import { exifItems } from './exif';
import type { MetadataItem } from './item';
import { jpegParts } from './jpegParts';
import { webpParts } from './webpParts';
import { xmpItems } from './xmp';

/** Who made an image and under which terms, so that it can go into the file that replaces it. */
export interface Rights {
  /** A TIFF structure with Artist and Copyright and nothing else. */
  exif?: Uint8Array;
  /** The packet. */
  xmp?: Uint8Array;
  /** The IPTC-IIM record as it lies in APP13, behind `Photoshop 3.0\0`. */
  iptc?: Uint8Array;
}

const exifName = 'Exif\0\0';
const xmpName = 'http://ns.adobe.com/xap/1.0/\0';
const photoshopName = 'Photoshop 3.0\0';
/** A segment of a JPEG holds 65 535 bytes with its length and its name. */
const mostBytes = 65_000;

/** Author, copyright, credit and terms in a JPEG or WebP, found by their names; `undefined` when there are none. */
export function findRights(bytes: Uint8Array, format: ImageFormat): Rights | undefined {
  const found: Rights = {};
  const take = (name: 'exif' | 'xmp' | 'iptc', block: Uint8Array | undefined): void => {
    if (block && block.length <= mostBytes) found[name] ??= block;
  };
  if (format === 'jpeg') {
    for (const { whole, left } of jpegParts(bytes) ?? []) {
      if (left.length === 0) continue;
      const body = whole.subarray(4);
      if (u8(whole, 1) === 0xe1 && startsAs(body, exifName)) take('exif', exifRights(body.subarray(6)));
      else if (startsAs(body, xmpName)) take('xmp', xmpRights(body.subarray(xmpName.length)));
      else if (startsAs(body, photoshopName)) take('iptc', iptcRights(body.subarray(photoshopName.length)));
    }
  } else if (format === 'webp') {
    for (const { whole } of webpParts(bytes) ?? []) {
      const body = whole.subarray(8, 8 + u32le(whole, 4));
      if (startsAs(whole, 'EXIF')) take('exif', exifRights(stripExifPrefix(body)));
      else if (startsAs(whole, 'XMP ')) take('xmp', xmpRights(body));
    }
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

/** What `findMetadata` finds of them. */
export function rightsItems({ exif, xmp, iptc }: Rights): readonly MetadataItem[] {
  return [
    ...(exif ? exifItems(exif) : []),
    ...(xmp ? xmpItems(xmp) : []),
    ...(iptc ? (['iptc'] as const) : []),
  ];
}

/** Puts them behind the JPEG's APP0; EXIF comes first (Exif 3.0 §4.5.4). */
export function withJpegRights(jpeg: Uint8Array, { exif, xmp, iptc }: Rights): Uint8Array {
  const at = u8(jpeg, 3) === 0xe0 ? 4 + u16be(jpeg, 4) : 2;
  return concat([
    jpeg.subarray(0, at),
    ...(exif ? [segment(0xe1, exifName, exif)] : []),
    ...(xmp ? [segment(0xe1, xmpName, xmp)] : []),
    ...(iptc ? [segment(0xed, photoshopName, iptc)] : []),
    jpeg.subarray(at),
  ]);
}

/** WebP has no place for IPTC. */
export function withWebpRights(webp: Uint8Array, { exif, xmp }: Rights): Uint8Array {
  const withExif = exif ? withWebpChunk(webp, { type: 'EXIF', body: exif, flag: 0x08, place: 'last' }) : webp;
  return xmp ? withWebpChunk(withExif, { type: 'XMP ', body: xmp, flag: 0x04, place: 'last' }) : withExif;
}

const artist = 0x013b;
const copyright = 0x8298;

/** Text (type 2) of the first directory, in a TIFF of its own. */
function exifRights(tiff: Uint8Array): Uint8Array | undefined {
  const order = ascii(tiff, 0, 2);
  if (order !== 'II' && order !== 'MM') return undefined;
  const u16 = order === 'II' ? u16le : u16be;
  const u32 = order === 'II' ? u32le : u32be;
  const directory = u32(tiff, 4);
  const texts = new Map<number, Uint8Array>();
  const count = Math.min(u16(tiff, directory), 1000);
  for (let i = 0; i < count; i++) {
    const at = directory + 2 + i * 12;
    const tag = u16(tiff, at);
    const length = u32(tiff, at + 4);
    if ((tag !== artist && tag !== copyright) || u16(tiff, at + 2) !== 2 || length === 0) continue;
    const from = length <= 4 ? at + 8 : u32(tiff, at + 8);
    const text = tiff.subarray(from, from + length);
    if (text.length === length && text.some(byte => byte !== 0 && byte !== 0x20)) texts.set(tag, text);
  }
  return texts.size > 0 ? textsOnly([...texts].sort(([a], [b]) => a - b)) : undefined;
}

/** Little endian, one directory at 8, the texts behind it. */
function textsOnly(texts: readonly (readonly [number, Uint8Array])[]): Uint8Array {
  const start = 8 + 2 + texts.length * 12 + 4;
  const even = (bytes: number): number => bytes + (bytes & 1);
  const tiff = new Uint8Array(start + texts.reduce((sum, [, text]) => sum + even(text.length), 0));
  const view = new DataView(tiff.buffer);
  tiff.set([0x49, 0x49, 42, 0, 8]);
  view.setUint16(8, texts.length, true);
  let free = start;
  texts.forEach(([tag, text], i) => {
    const at = 10 + i * 12;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, 2, true);
    view.setUint32(at + 4, text.length, true);
    if (text.length <= 4) tiff.set(text, at + 8);
    else {
      view.setUint32(at + 8, free, true);
      tiff.set(text, free);
      free += even(text.length);
    }
  });
  return tiff.subarray(0, free);
}

/** Dublin Core, XMP Rights, Photoshop's credit, IPTC, PLUS, Creative Commons; and that a model made it. */
const rightsWords =
  /\b(?:dc:(?:creator|rights)|xmpRights:|photoshop:(?:Credit|AuthorsPosition|Source)|Iptc4xmp(?:Core|Ext):|plus:|cc:license)/;
/** It describes pictures behind the first one, which are not in what is made. */
const describesOthers = /Container:Directory|hdrgm:/;

function xmpRights(packet: Uint8Array): Uint8Array | undefined {
  const text = new TextDecoder().decode(packet);
  if (!rightsWords.test(text) || describesOthers.test(text)) return undefined;
  return new TextEncoder().encode(
    text
      // The rest of it was in other segments.
      .replace(/\s*xmpNote:HasExtendedXMP="[^"]*"/, '')
      // Room for programs that change it in place: kilobytes of spaces.
      .replace(/\s{32,}(?=<\?xpacket end)/, '\n'),
  );
}

/** By-line, credit, source, copyright notice, instructions: datasets of record 2 (IPTC-IIM 4.2). */
const iptcWords = [80, 110, 115, 116, 40];

/** The record of the image resources (0x0404) alone: thumbnails and paths are others. */
function iptcRights(resources: Uint8Array): Uint8Array | undefined {
  for (let at = 0; at + 12 <= resources.length && ascii(resources, at, 4) === '8BIM';) {
    const name = (u8(resources, at + 6) + 2) & ~1;
    const length = u32be(resources, at + 6 + name);
    const next = at + 10 + name + length + (length & 1);
    if (u16be(resources, at + 4) === 0x0404) {
      const whole = resources.slice(at, next);
      const has = iptcWords.some(dataset => indexOf(whole, [0x1c, 2, dataset]) >= 0);
      return has && next - (length & 1) <= resources.length ? whole : undefined;
    }
    at = next;
  }
  return undefined;
}

function startsAs(bytes: Uint8Array, name: string): boolean {
  return ascii(bytes, 0, name.length) === name;
}

function segment(marker: number, name: string, body: Uint8Array): Uint8Array {
  const length = 2 + name.length + body.length;
  const named = Uint8Array.from(name, letter => letter.charCodeAt(0));
  return concat([Uint8Array.of(0xff, marker, length >> 8, length & 255), named, body]);
}
