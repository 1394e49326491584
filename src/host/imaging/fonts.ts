import cyrillic from '@fontsource/manrope/files/manrope-cyrillic-600-normal.woff';
import cyrillicExt from '@fontsource/manrope/files/manrope-cyrillic-ext-600-normal.woff';
import greek from '@fontsource/manrope/files/manrope-greek-600-normal.woff';
import latin from '@fontsource/manrope/files/manrope-latin-600-normal.woff';
import latinExt from '@fontsource/manrope/files/manrope-latin-ext-600-normal.woff';
import vietnamese from '@fontsource/manrope/files/manrope-vietnamese-600-normal.woff';
import { type Font, parse } from 'opentype.js';
import type { Glyph, Glyphs, OutlineStep } from '../../core/imaging/placeholder/glyphs';

// In the order in which a letter is looked for; each file is parsed when the ones before it lack a letter.
const files = [latin, latinExt, cyrillic, greek, vietnamese, cyrillicExt];

let loaded: Glyphs | undefined;

/** Manrope SemiBold (SIL Open Font License) in Latin, Cyrillic and Greek. */
export function loadGlyphs(): Glyphs {
  loaded ??= createGlyphs(files.map(bytes => lazyFont(bytes)));
  return loaded;
}

function lazyFont(bytes: Uint8Array): () => Font {
  let font: Font | undefined;
  return () => (font ??= parse(bytes.slice().buffer as ArrayBuffer));
}

interface Found {
  font: Font;
  index: number;
  glyph: Glyph;
}

function createGlyphs(fonts: readonly (() => Font)[]): Glyphs {
  const cache = new Map<number, Found | undefined>();
  const find = (codePoint: number): Found | undefined => {
    if (!cache.has(codePoint)) cache.set(codePoint, look(codePoint, fonts));
    return cache.get(codePoint);
  };
  return {
    get: codePoint => find(codePoint)?.glyph,
    kern(left, right) {
      const a = find(left);
      const b = find(right);
      if (!a || !b || a.font !== b.font) return 0;
      return (
        a.font.getKerningValue(a.font.glyphs.get(a.index), b.font.glyphs.get(b.index)) / a.font.unitsPerEm
      );
    },
  };
}

function look(codePoint: number, fonts: readonly (() => Font)[]): Found | undefined {
  for (const get of fonts) {
    const font = get();
    const index = font.charToGlyphIndex(String.fromCodePoint(codePoint));
    if (index === 0) continue;
    const glyph = font.glyphs.get(index);
    const outline = glyph.getPath(0, 0, 1).commands as OutlineStep[];
    return { font, index, glyph: { advance: (glyph.advanceWidth ?? 0) / font.unitsPerEm, outline } };
  }
  return undefined;
}
