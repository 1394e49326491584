import { parseHex, type Rgb } from '../../imaging/bitmap';

/** Alpha 0–1. */
export type Ink = Rgb & { alpha: number };

/** `#rgb`, `#rrggbb` or `#rrggbbaa`. */
export function parseColour(text: string): Ink {
  const digits = text.replace('#', '');
  const rgb = parseHex(digits.slice(0, digits.length === 8 ? 6 : digits.length)) ?? { r: 0, g: 0, b: 0 };
  return { ...rgb, alpha: digits.length === 8 ? Number.parseInt(digits.slice(6), 16) / 255 : 1 };
}
