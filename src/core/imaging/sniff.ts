import type { ImageFormat } from '../model/run';
import { ascii, startsWith, u16be, u16le, u32be, u32le } from './binary';

/** How many bytes from the start `sniffFormat` wants. SVG may have a prologue of comments and a doctype. */
export const sniffBytes = 4096;

/** What the first bytes are, whatever the file is called. Undefined: not an image that is known here. */
export function sniffFormat(head: Uint8Array): ImageFormat | undefined {
  if (startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (startsWith(head, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 4) === 'WEBP') return 'webp';
  if (/^GIF8[79]a/.test(ascii(head, 0, 6))) return 'gif';
  if (ascii(head, 4, 4) === 'ftyp') return sniffBmff(head);
  if (ascii(head, 0, 2) === 'BM' && [12, 40, 52, 56, 64, 108, 124].includes(u32le(head, 14))) return 'bmp';
  if (startsWith(head, [0x49, 0x49, 42, 0]) || startsWith(head, [0x4d, 0x4d, 0, 42])) return 'tiff';
  if (startsWith(head, [0, 0, 1, 0]) && u16le(head, 4) > 0 && u16le(head, 4) < 256) return 'ico';
  return isSvg(head) ? 'svg' : undefined;
}

function sniffBmff(head: Uint8Array): 'avif' | 'heic' | undefined {
  const brands = [ascii(head, 8, 4)];
  const end = Math.min(u32be(head, 0), head.length);
  for (let at = 16; at + 4 <= end; at += 4) brands.push(ascii(head, at, 4));
  if (brands.some(brand => brand === 'avif' || brand === 'avis')) return 'avif';
  if (brands.some(brand => /^(hei[cxms]|hev[cx]|mif1|msf1)$/.test(brand))) return 'heic';
  return undefined;
}

function isSvg(head: Uint8Array): boolean {
  return svgText(head) !== undefined;
}

/** The text from `<svg` on, when nothing but an XML prologue is before it. */
export function svgText(head: Uint8Array): string | undefined {
  const encoding = u16be(head, 0) === 0xfffe ? 'utf-16le' : u16be(head, 0) === 0xfeff ? 'utf-16be' : 'utf-8';
  const text = new TextDecoder(encoding).decode(head).replace(/^\uFEFF/, '');
  // A subset ends at the first bracket: one that could end at any would be tried in every way there is.
  const prologue = /^(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE(?:[^[>]|\[[^\]]*\])*>)*/i.exec(text);
  const rest = text.slice(prologue?.[0].length ?? 0);
  return /^<(?:\w+:)?svg[\s>/]/i.test(rest) ? rest : undefined;
}
