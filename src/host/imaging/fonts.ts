import cyrillic from '@fontsource/manrope/files/manrope-cyrillic-600-normal.woff';
import cyrillicExt from '@fontsource/manrope/files/manrope-cyrillic-ext-600-normal.woff';
import greek from '@fontsource/manrope/files/manrope-greek-600-normal.woff';
import latin from '@fontsource/manrope/files/manrope-latin-600-normal.woff';
import latinExt from '@fontsource/manrope/files/manrope-latin-ext-600-normal.woff';
import vietnamese from '@fontsource/manrope/files/manrope-vietnamese-600-normal.woff';
import type { Glyphs } from '../../core/imaging/placeholder/glyphs';
import { createGlyphs } from './fontGlyphs';

const files = [latin, latinExt, cyrillic, greek, vietnamese, cyrillicExt];

let loaded: Glyphs | undefined;

/** Manrope SemiBold (SIL Open Font License) in Latin, Cyrillic and Greek. */
export function loadGlyphs(): Glyphs {
  loaded ??= createGlyphs(files);
  return loaded;
}
