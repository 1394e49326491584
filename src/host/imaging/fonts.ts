import bold from '@fontsource/manrope/files/manrope-latin-700-normal.woff';
import boldCyrillic from '@fontsource/manrope/files/manrope-cyrillic-700-normal.woff';
import boldCyrillicExt from '@fontsource/manrope/files/manrope-cyrillic-ext-700-normal.woff';
import boldGreek from '@fontsource/manrope/files/manrope-greek-700-normal.woff';
import boldLatinExt from '@fontsource/manrope/files/manrope-latin-ext-700-normal.woff';
import boldVietnamese from '@fontsource/manrope/files/manrope-vietnamese-700-normal.woff';
import mono from '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff';
import regular from '@fontsource/manrope/files/manrope-latin-400-normal.woff';
import regularCyrillic from '@fontsource/manrope/files/manrope-cyrillic-400-normal.woff';
import regularCyrillicExt from '@fontsource/manrope/files/manrope-cyrillic-ext-400-normal.woff';
import regularGreek from '@fontsource/manrope/files/manrope-greek-400-normal.woff';
import regularLatinExt from '@fontsource/manrope/files/manrope-latin-ext-400-normal.woff';
import regularVietnamese from '@fontsource/manrope/files/manrope-vietnamese-400-normal.woff';

export interface BundledFont {
  family: string;
  weight: number;
  /** WOFF, in the order in which a letter is looked for. */
  files: readonly Uint8Array[];
}

/** All under the SIL Open Font License. Manrope in Latin, Cyrillic, Greek; JetBrains Mono in Latin. */
export const bundledFonts: readonly BundledFont[] = [
  {
    family: 'Manrope',
    weight: 400,
    files: [regular, regularLatinExt, regularCyrillic, regularGreek, regularVietnamese, regularCyrillicExt],
  },
  {
    family: 'Manrope',
    weight: 700,
    files: [bold, boldLatinExt, boldCyrillic, boldGreek, boldVietnamese, boldCyrillicExt],
  },
  { family: 'JetBrains Mono', weight: 400, files: [mono] },
];

/** What placeholders are labelled with. */
export const labelFont: readonly Uint8Array[] = bundledFonts[1]?.files ?? [];
