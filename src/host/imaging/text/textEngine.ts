import path from 'node:path';
import { readWasm } from '../codecs';
import type { Glyphs } from '../../../core/imaging/placeholder/glyphs';
import { createGlyphs } from '../fontGlyphs';
import { bundledFonts, labelFont } from '../fonts';
import { SystemFontBook } from './fontBook';
import { loadHarfBuzz } from './harfbuzz';
import { findFonts, fontFolders } from './systemFonts';

/** Letters, loaded when the first is drawn. */
export interface TextEngine {
  /** For the labels of placeholders. */
  glyphs(): Promise<Glyphs>;
  fonts(): Promise<SystemFontBook>;
}

/** `folders`: where fonts are looked for; by default where the platform keeps them. */
export function createTextEngine(wasmDir: string, folders: readonly string[] = fontFolders()): TextEngine {
  const harfBuzz = () => loadHarfBuzz(() => readWasm(path.join(wasmDir, 'harfbuzz.wasm')));
  let glyphs: Promise<Glyphs> | undefined;
  let book: Promise<SystemFontBook> | undefined;
  return {
    glyphs: () => (glyphs ??= harfBuzz().then(loaded => createGlyphs(loaded, labelFont))),
    fonts: () =>
      (book ??= harfBuzz().then(
        loaded => new SystemFontBook(loaded, bundledFonts, () => findFonts(folders)),
      )),
  };
}
