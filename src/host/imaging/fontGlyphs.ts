import { type Font, parse } from 'opentype.js';
import type { Glyph, Glyphs, OutlineStep } from '../../core/imaging/placeholder/glyphs';

interface Found {
  font: Font;
  index: number;
  glyph: Glyph;
}

/** `files`: WOFF or OpenType, in the order in which a letter is looked for; each is parsed when those before it lack one. */
export function createGlyphs(files: readonly Uint8Array[]): Glyphs {
  const fonts = files.map(lazyFont);
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

function lazyFont(bytes: Uint8Array): () => Font {
  let font: Font | undefined;
  return () => (font ??= parse(bytes.slice().buffer as ArrayBuffer));
}
