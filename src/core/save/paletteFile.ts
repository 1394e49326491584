import { maxPalette } from '../model/pixelArt';

/** Why a palette file gives no colours. */
export type PaletteProblem = 'empty' | 'unknown' | 'too-many';

/** More text than 256 colours with the longest names take. */
export const maxPaletteBytes = 100_000;

/**
 * The colours of a palette file as `#rrggbb`, each once, in its order: `.hex` (Lospec: a hexadecimal colour a line),
 * `.gpl` (GIMP: developer.gimp.org/core/standards/gpl), `.pal` (JASC, Paint Shop Pro). What it begins with says which,
 * not its name. Lines that are no colour make it unknown: half a palette would be worse than none.
 */
export function readPalette(text: string): { colours: readonly string[] } | { problem: PaletteProblem } {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map(line => line.trim())
    .filter(line => line !== '');
  const [first] = lines;
  if (first === undefined) return { problem: 'empty' };
  const colours =
    first === 'GIMP Palette'
      ? lines
          .slice(1)
          .filter(line => !/^(#|Name:|Columns:|Channels:)/i.test(line))
          .map(decimal)
      : first === 'JASC-PAL'
        ? lines.slice(3).map(decimal)
        : lines.filter(line => !line.startsWith(';')).map(hexadecimal);
  if (colours.some(colour => colour === undefined)) return { problem: 'unknown' };
  const all = [...new Set(colours as string[])];
  if (all.length === 0) return { problem: 'empty' };
  return all.length > maxPalette ? { problem: 'too-many' } : { colours: all };
}

/** `255 0 10 Name`; a fourth number is GIMP's alpha and left out. */
function decimal(line: string): string | undefined {
  const parts = /^(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:\s|,|$)/.exec(line)?.slice(1).map(Number);
  if (!parts || parts.some(part => part > 255)) return undefined;
  return `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`;
}

/** With or without the sign; eight digits are Lospec's with alpha first or last, which cannot be told apart. */
function hexadecimal(line: string): string | undefined {
  const digits = /^#?([0-9a-f]{6})$/i.exec(line)?.[1];
  return digits && `#${digits.toLowerCase()}`;
}
