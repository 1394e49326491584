import { inflateSync } from 'node:zlib';
import { ascii, concat, u32be, u8 } from '../../core/imaging/binary';
import { findProfile, maxProfileBytes } from '../../core/imaging/colourProfile';
import { chunk } from './pngEncoder';

/** IHDR: signature, length and name, width and height lie before it. */
const depthAt = 24;
const typeAt = 25;
const gray = 0;
const grayAlpha = 4;
const indexed = 3;

/** `made`, or where its profile is not one for it, the smaller of it with a palette and of `other`, the same picture in color. */
export function withFittingProfile(made: Uint8Array, other: () => Uint8Array): Uint8Array {
  if (fitsItsProfile(made)) return made;
  const [smallest] = [grayAsPalette(made), other()]
    .filter(each => each !== undefined && fitsItsProfile(each))
    .sort((a, b) => (a?.length ?? 0) - (b?.length ?? 0));
  return smallest ?? made;
}

/** Of gray, without or with transparency: color types 0 and 4. */
export function isGrayPng(png: Uint8Array): boolean {
  return u8(png, typeAt) === gray || u8(png, typeAt) === grayAlpha;
}

/**
 * Whether a profile of the PNG is one for its color type: a gray picture has a gray profile, every other one, a palette
 * included, a profile of RGB. Readers leave out one that is not, or refuse it. https://www.w3.org/TR/png-3/#11iCCP
 */
function fitsItsProfile(png: Uint8Array): boolean {
  const space = profileSpace(png);
  return space === undefined || (space === 'GRAY') === isGrayPng(png);
}

/**
 * A gray PNG of at most 8 bits as one with a palette of grays: the same pixels in the same compressed bytes. `undefined`:
 * it has 16 bits or half-transparent pixels, for which there is no palette.
 */
export function grayAsPalette(png: Uint8Array): Uint8Array | undefined {
  const depth = u8(png, depthAt);
  if (u8(png, typeAt) !== gray || depth > 8) return undefined;
  const most = 2 ** depth - 1;
  const palette = new Uint8Array(3 * (most + 1)).map((_, i) => (255 * Math.floor(i / 3)) / most);
  const parts: Uint8Array[] = [png.subarray(0, 8)];
  let begun = false;
  for (let at = 8; at + 12 <= png.length;) {
    const next = at + 12 + u32be(png, at);
    const type = ascii(png, at + 4, 4);
    if (!begun && behindPalette.has(type)) {
      parts.push(chunk('PLTE', palette));
      begun = true;
    }
    const body = png.subarray(at + 8, next - 4);
    const own = forPalette(type, body, most);
    parts.push(own ? chunk(type, own) : png.subarray(at, next));
    at = next;
  }
  return concat(parts);
}

const behindPalette: ReadonlySet<string> = new Set(['tRNS', 'bKGD', 'hIST', 'IDAT']);

/** What says something of samples says it of places in the palette now; these have the same numbers. */
function forPalette(type: string, body: Uint8Array, most: number): Uint8Array | undefined {
  const sample = u8(body, 1) & most;
  switch (type) {
    case 'IHDR': {
      const header = body.slice();
      header[typeAt - 16] = indexed;
      return header;
    }
    case 'tRNS':
      return new Uint8Array(sample + 1).fill(255).fill(0, sample);
    case 'bKGD':
      return Uint8Array.of(sample);
    case 'sBIT':
      return new Uint8Array(3).fill(u8(body, 0));
    default:
      return undefined;
  }
}

/** `GRAY`, `RGB ` and others; `undefined` without a profile, or with one that cannot be read. */
function profileSpace(png: Uint8Array): string | undefined {
  const found = findProfile(png, 'png');
  if (!found) return undefined;
  try {
    return ascii(inflateSync(found.bytes, { maxOutputLength: maxProfileBytes }), 16, 4);
  } catch {
    return undefined;
  }
}
