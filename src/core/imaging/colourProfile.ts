import type { ImageFormat } from '../model/run';
import { ascii, concat, u16be, u32be, u32le, u8 } from './binary';
import { frameSize } from './header/webp';
import { maxSteps } from './header/imageHeader';

/** Profiles of screens and cameras take 0.5–10 KB; beyond this it is something else. */
export const maxProfileBytes = 1024 * 1024;

/** An ICC profile as it lies in a file. */
export interface StoredProfile {
  bytes: Uint8Array;
  /** By zlib, as PNG stores it. */
  deflated: boolean;
}

const jpegPrefix = 'ICC_PROFILE\0';
/** A segment holds 65 535 bytes with its length; the prefix is followed by the part's number and their count. */
const jpegPartBytes = 65_535 - 2 - jpegPrefix.length - 2;

/**
 * The ICC profile that a PNG, JPEG or WebP carries; undefined where there is none or it is incomplete. Sources: ICC.1
 * annex B (JPEG), PNG §11.3.2.3 (iCCP), RFC 9649 §2.7.1.4 (ICCP). Pass it to `checkProfile` before it is used.
 */
export function findProfile(bytes: Uint8Array, format: ImageFormat): StoredProfile | undefined {
  switch (format) {
    case 'jpeg':
      return stored(ofJpeg(bytes), false);
    case 'png':
      return stored(ofPng(bytes), true);
    case 'webp':
      return stored(ofWebp(bytes), false);
    default:
      return undefined;
  }
}

/** The profile when it is whole and describes RGB pixels, which is what every decoder here gives; else undefined. */
export function checkProfile(bytes: Uint8Array): Uint8Array | undefined {
  const size = u32be(bytes, 0);
  if (bytes.length < 132 || bytes.length > maxProfileBytes || size < 132 || size > bytes.length)
    return undefined;
  if (ascii(bytes, 36, 4) !== 'acsp' || ascii(bytes, 16, 4) !== 'RGB ') return undefined;
  const tags = u32be(bytes, 128);
  if (tags === 0 || 132 + tags * 12 > size) return undefined;
  for (let at = 132; at < 132 + tags * 12; at += 12) {
    if (u32be(bytes, at + 4) + u32be(bytes, at + 8) > size) return undefined;
  }
  return bytes.slice(0, size);
}

/** The profile that fits all images put together; none when they differ, and then their pixels count as sRGB. */
export function sharedProfile(profiles: readonly (Uint8Array | undefined)[]): Uint8Array | undefined {
  const [first, ...others] = profiles;
  return first && others.every(other => other && sameBytes(first, other)) ? first : undefined;
}

/** Puts the profile behind the JPEG's APP0. */
export function withJpegProfile(jpeg: Uint8Array, profile: Uint8Array): Uint8Array {
  const count = Math.ceil(profile.length / jpegPartBytes);
  const segments = Array.from({ length: count }, (_, i) => {
    const part = profile.subarray(i * jpegPartBytes, (i + 1) * jpegPartBytes);
    const head = new Uint8Array(18);
    const length = head.length - 2 + part.length;
    head.set([0xff, 0xe2, length >> 8, length & 255]);
    putText(head, 4, jpegPrefix);
    head.set([i + 1, count], 16);
    return concat([head, part]);
  });
  const at = u8(jpeg, 3) === 0xe0 ? 4 + u16be(jpeg, 4) : 2;
  return concat([jpeg.subarray(0, at), ...segments, jpeg.subarray(at)]);
}

/** Gives a still WebP the profile, which comes before the pixels. */
export function withWebpProfile(webp: Uint8Array, profile: Uint8Array): Uint8Array {
  return withWebpChunk(webp, { type: 'ICCP', body: profile, flag: 0x20, place: 'first' });
}

/** Gives a still WebP the extended header and a chunk that it names by a flag. */
export function withWebpChunk(
  webp: Uint8Array,
  { type, body, flag, place }: { type: string; body: Uint8Array; flag: number; place: 'first' | 'last' },
): Uint8Array {
  const extended = ascii(webp, 12, 4) === 'VP8X';
  const size = frameSize(webp.subarray(0, 30));
  if (!size) return webp;
  const head = new Uint8Array(30);
  const view = new DataView(head.buffer);
  if (extended) head.set(webp.subarray(0, 30));
  else {
    putText(head, 0, 'RIFF');
    putText(head, 8, 'WEBPVP8X');
    view.setUint32(16, 10, true);
    head[20] = size.alpha ? 0x10 : 0;
    put24(head, 24, size.width - 1);
    put24(head, 27, size.height - 1);
  }
  head[20] = u8(head, 20) | flag;
  const chunk = new Uint8Array(8 + body.length + (body.length & 1));
  putText(chunk, 0, type);
  new DataView(chunk.buffer).setUint32(4, body.length, true);
  chunk.set(body, 8);
  const rest = webp.subarray(extended ? 30 : 12);
  view.setUint32(4, head.length + chunk.length + rest.length - 8, true);
  return concat(place === 'first' ? [head, chunk, rest] : [head, rest, chunk]);
}

function stored(bytes: Uint8Array | undefined, deflated: boolean): StoredProfile | undefined {
  return bytes && bytes.length > 0 && bytes.length <= maxProfileBytes ? { bytes, deflated } : undefined;
}

/** Parts are numbered from 1 and may come in any order; with one missing the whole is useless. */
function ofJpeg(bytes: Uint8Array): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let count = 0;
  for (let at = 2, step = 0; at + 4 <= bytes.length && step < maxSteps; step++) {
    if (u8(bytes, at) !== 0xff) break;
    const marker = u8(bytes, at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    if (marker === 0xd9 || marker === 0xda) break;
    const length = u16be(bytes, at + 2);
    if (length < 2) break;
    if (marker === 0xe2 && length > 16 && ascii(bytes, at + 4, 12) === jpegPrefix) {
      count = u8(bytes, at + 17);
      parts[u8(bytes, at + 16) - 1] ??= bytes.subarray(at + 18, at + 2 + length);
    }
    at += 2 + length;
  }
  const whole = Array.from({ length: count }, (_, i) => parts[i]);
  return whole.every(part => part !== undefined) ? concat(whole) : undefined;
}

/** The PNG without its profile: decoders refuse the whole image for a damaged one. */
export function withoutPngProfile(png: Uint8Array): Uint8Array {
  const at = pngChunkAt(png);
  return at === undefined ? png : concat([png.subarray(0, at), png.subarray(at + 12 + u32be(png, at))]);
}

/** Its name of 1–79 bytes, a zero, the method (0: zlib), then the profile. */
function ofPng(bytes: Uint8Array): Uint8Array | undefined {
  const at = pngChunkAt(bytes);
  if (at === undefined) return undefined;
  const body = bytes.subarray(at + 8, at + 8 + u32be(bytes, at));
  const name = body.subarray(0, 80).indexOf(0);
  return name > 0 && u8(body, name + 1) === 0 ? body.subarray(name + 2) : undefined;
}

/** Where iCCP starts, which comes before the pixels. */
function pngChunkAt(bytes: Uint8Array): number | undefined {
  for (let at = 8, step = 0; at + 12 <= bytes.length && step < maxSteps; step++) {
    const length = u32be(bytes, at);
    const type = ascii(bytes, at + 4, 4);
    if (type === 'IDAT' || type === 'IEND') return undefined;
    if (type === 'iCCP') return at;
    at += 12 + length;
  }
  return undefined;
}

function ofWebp(bytes: Uint8Array): Uint8Array | undefined {
  if (ascii(bytes, 12, 4) !== 'VP8X') return undefined;
  for (let at = 12, step = 0; at + 8 <= bytes.length && step < maxSteps; step++) {
    const length = u32le(bytes, at + 4);
    if (ascii(bytes, at, 4) === 'ICCP') return bytes.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length & 1);
  }
  return undefined;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function putText(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

function put24(bytes: Uint8Array, at: number, value: number): void {
  bytes.set([value & 255, (value >> 8) & 255, value >> 16], at);
}
