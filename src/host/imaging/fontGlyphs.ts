import type { Glyph, Glyphs } from '../../core/imaging/placeholder/glyphs';
import type { HarfBuzz, HbFont } from './text/harfbuzz';
import { unpackWoff } from './text/woff';

/** `files`: WOFF or OpenType, in the order in which a letter is looked for; each is opened when those before it lack one. */
export function createGlyphs(harfBuzz: HarfBuzz, files: readonly Uint8Array[]): Glyphs {
  const fonts = files.map(bytes => {
    let font: HbFont | undefined;
    return () => (font ??= harfBuzz.open(unpackWoff(bytes)));
  });
  const cache = new Map<number, { font: HbFont; glyph: Glyph } | undefined>();
  const kerning = new Map<string, number>();

  const find = (codePoint: number) => {
    if (!cache.has(codePoint)) cache.set(codePoint, look(codePoint));
    return cache.get(codePoint);
  };

  function look(codePoint: number): { font: HbFont; glyph: Glyph } | undefined {
    for (const get of fonts) {
      const font = get();
      if (!font.has(codePoint)) continue;
      const [shaped] = font.shape(String.fromCodePoint(codePoint), { rtl: false });
      if (!shaped) continue;
      const advance = shaped.advance / font.unitsPerEm;
      return { font, glyph: { advance, outline: font.outline(shaped.id) } };
    }
    return undefined;
  }

  return {
    get: codePoint => find(codePoint)?.glyph,
    kern(left, right) {
      const a = find(left);
      const b = find(right);
      if (!a || !b || a.font !== b.font) return 0;
      const pair = String.fromCodePoint(left, right);
      let kern = kerning.get(pair);
      if (kern === undefined) {
        const glyphs = a.font.shape(pair, { rtl: false });
        const advance = glyphs.reduce((sum, glyph) => sum + glyph.advance, 0) / a.font.unitsPerEm;
        // A ligature is another letter, which the label does not draw.
        kern = glyphs.length === 2 ? advance - a.glyph.advance - b.glyph.advance : 0;
        kerning.set(pair, kern);
      }
      return kern;
    },
  };
}
