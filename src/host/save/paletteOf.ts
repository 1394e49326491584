import * as fs from 'node:fs/promises';
import { maxPaletteBytes, readPalette } from '../../core/save/paletteFile';
import type { Translate } from '../../core/translate';

/** The colours of a palette file, or why there are none. */
export async function paletteOf(
  file: string,
  t: Translate,
): Promise<{ colours: readonly string[] } | { refused: string }> {
  const text = await readText(file).catch(() => undefined);
  if (text === undefined) return { refused: t('The palette file cannot be read.') };
  const read = text === 'too-long' ? ({ problem: 'unknown' } as const) : readPalette(text);
  if ('colours' in read) return read;
  switch (read.problem) {
    case 'empty':
      return { refused: t('There are no colors in this palette file.') };
    case 'too-many':
      return { refused: t('This palette has more than 256 colors.') };
    case 'unknown':
      return { refused: t('This is no palette file. .hex, .gpl (GIMP) and .pal (JASC) are read.') };
  }
}

async function readText(file: string): Promise<string> {
  const { size } = await fs.stat(file);
  return size > maxPaletteBytes ? 'too-long' : fs.readFile(file, 'utf8');
}
