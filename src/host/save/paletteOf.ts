import { maxPaletteBytes, readPalette } from '../../core/save/paletteFile';
import type { Translate } from '../../core/translate';
import { readText } from '../readText';

/** The colours of a palette file, or why there are none. */
export async function paletteOf(
  file: string,
  t: Translate,
): Promise<{ colours: readonly string[] } | { refused: string }> {
  const found = await readText(file, maxPaletteBytes);
  if ('problem' in found && found.problem !== 'too-large') {
    return { refused: t('The palette file cannot be read.') };
  }
  const read = 'problem' in found ? ({ problem: 'unknown' } as const) : readPalette(found.text);
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
