import { ascii, i32le, u8, u16be, u16le, u32be, u32le } from '../binary';
import type { ByteSource } from '../byteSource';
import { asOrientation } from '../orientation';
import { sniffBytes, svgText } from '../sniff';
import type { ImageHeader } from './imageHeader';

const plain = { orientation: 1, animated: false, canHoldAlpha: false, truncated: false } as const;

export async function readBmpHeader(source: ByteSource): Promise<ImageHeader | undefined> {
  const head = await source.read(0, 30);
  if (head.length < 26) return undefined;
  const old = u32le(head, 14) === 12;
  return {
    ...plain,
    format: 'bmp',
    storedWidth: old ? u16le(head, 18) : i32le(head, 18),
    // Negative: rows run from top to bottom.
    storedHeight: old ? u16le(head, 20) : Math.abs(i32le(head, 22)),
    canHoldAlpha: !old && u16le(head, 28) === 32,
    truncated: u32le(head, 10) >= source.size,
  };
}

/** The largest picture of the file. A stored 0 means 256. */
export async function readIcoHeader(source: ByteSource): Promise<ImageHeader | undefined> {
  const head = await source.read(0, 6);
  const count = u16le(head, 4);
  const entries = await source.read(6, count * 16);
  if (entries.length < 16) return undefined;
  let best = { width: 0, height: 0 };
  let truncated = entries.length < count * 16;
  for (let at = 0; at + 16 <= entries.length; at += 16) {
    const width = u8(entries, at) || 256;
    const height = u8(entries, at + 1) || 256;
    if (width * height > best.width * best.height) best = { width, height };
    truncated ||= u32le(entries, at + 12) + u32le(entries, at + 8) > source.size;
  }
  return {
    ...plain,
    format: 'ico',
    storedWidth: best.width,
    storedHeight: best.height,
    canHoldAlpha: true,
    truncated,
  };
}

/** The first page. TIFF 6.0 §2. */
export async function readTiffHeader(source: ByteSource): Promise<ImageHeader | undefined> {
  const head = await source.read(0, 8);
  const little = ascii(head, 0, 2) === 'II';
  const u16 = little ? u16le : u16be;
  const u32 = little ? u32le : u32be;
  const at = u32(head, 4);
  const count = u16(await source.read(at, 2), 0);
  const entries = await source.read(at + 2, count * 12);
  const tags = new Map<number, number>();
  for (let i = 0; i + 12 <= entries.length; i += 12) {
    // Type 3 is a 16-bit value at the left of the field.
    tags.set(u16(entries, i), u16(entries, i + 2) === 3 ? u16(entries, i + 8) : u32(entries, i + 8));
  }
  const storedWidth = tags.get(256);
  const storedHeight = tags.get(257);
  if (!storedWidth || !storedHeight) return undefined;
  return {
    ...plain,
    format: 'tiff',
    storedWidth,
    storedHeight,
    orientation: asOrientation(tags.get(274) ?? 1),
    canHoldAlpha: tags.has(338),
  };
}

/** `width` and `height` where they are plain pixels, else the size of `viewBox`, else CSS's 300 × 150. */
export async function readSvgHeader(source: ByteSource): Promise<ImageHeader | undefined> {
  const text = svgText(await source.read(0, sniffBytes));
  if (text === undefined) return undefined;
  const tag = /^<[^>]*>?/.exec(text)?.[0] ?? '';
  const attribute = (name: string) => new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1];
  const pixels = (value: string | undefined) => {
    const match = /^\s*(\d*\.?\d+)(?:px)?\s*$/.exec(value ?? '');
    return match ? Math.round(Number(match[1])) : undefined;
  };
  const box = attribute('viewBox')
    ?.trim()
    .split(/[\s,]+/)
    .map(Number);
  const boxWidth = Math.round(box?.[2] ?? 0);
  const boxHeight = Math.round(box?.[3] ?? 0);
  const width = pixels(attribute('width'));
  const height = pixels(attribute('height'));
  const ratio = boxWidth > 0 && boxHeight > 0 ? boxWidth / boxHeight : 2;
  return {
    ...plain,
    format: 'svg',
    storedWidth: width ?? (height ? Math.round(height * ratio) : boxWidth || 300),
    storedHeight: height ?? (width ? Math.round(width / ratio) : boxHeight || 150),
    canHoldAlpha: true,
  };
}
