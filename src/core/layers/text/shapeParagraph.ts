import createBidi from 'bidi-js';
import type { FontBook, FontFace, FontWish } from './fontFace';
import { scriptOf, type Script } from './scripts';

export interface TextWish extends FontWish {
  direction: 'auto' | 'ltr' | 'rtl';
  /** Between letters, in font sizes. */
  letterSpacing: number;
}

/** Text of one face, script and direction. */
export interface TextRun {
  start: number;
  end: number;
  face: FontFace;
  /** Of UAX 9: odd is right to left. */
  level: number;
}

/** A paragraph that knows how wide each of its parts is. */
export interface Paragraph {
  text: string;
  runs: readonly TextRun[];
  /** Width of what begins at each UTF-16 index, in font sizes. */
  advances: Float64Array;
  /** Where a letter (grapheme) begins. */
  letters: ReadonlySet<number>;
  rtl: boolean;
}

/** What no font draws, and what took the place of the wanted font. */
export interface TextFindings {
  missing: Set<string>;
  families: Set<string>;
}

const bidi = createBidi();
/** Takes no room and no font needs to have it: joiners, direction marks, variation selectors. */
const ignorable = /^[\p{Default_Ignorable_Code_Point}\p{Cf}]$/u;
const space = /^\s$/u;

export function shapeParagraph(
  text: string,
  wish: TextWish,
  fonts: FontBook,
  found: TextFindings,
): Paragraph {
  const { levels, paragraphs } = bidi.getEmbeddingLevels(text, wish.direction);
  const rtl = ((paragraphs[0]?.level ?? 0) & 1) === 1;
  const letters = new Set<number>();
  const runs: TextRun[] = [];
  const own = fonts.faces(wish);
  let last: FontFace | undefined;
  let script: Script | undefined;
  let open = true;
  for (const { segment, index } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    letters.add(index);
    const face = faceFor(segment, wish, own, last, fonts);
    if (!face) {
      found.missing.add(segment);
      open = false;
      continue;
    }
    last = face;
    found.families.add(face.family);
    const level = levels[index] ?? 0;
    const own_ = scriptOf(segment);
    const run = runs.at(-1);
    const joins = own_ === undefined || script === undefined || own_ === script;
    if (run && open && joins && run.face === face && run.level === level) {
      runs[runs.length - 1] = { ...run, end: index + segment.length };
    } else {
      runs.push({ start: index, end: index + segment.length, face, level });
      script = undefined;
    }
    script = own_ ?? script;
    open = true;
  }
  const advances = new Float64Array(text.length + 1);
  for (const { start, end, face, level } of runs) {
    for (const glyph of face.shape(text.slice(start, end), shaping(level, wish))) {
      const at = start + glyph.cluster;
      advances[at] = (advances[at] ?? 0) + glyph.advance;
    }
  }
  if (wish.letterSpacing !== 0) {
    for (const at of letters) advances[at] = (advances[at] ?? 0) + wish.letterSpacing;
  }
  return { text, runs, advances, letters, rtl };
}

export function shaping(level: number, { language }: TextWish): { rtl: boolean; language?: string } {
  return { rtl: (level & 1) === 1, ...(language !== undefined && { language }) };
}

function faceFor(
  letter: string,
  wish: TextWish,
  own: readonly FontFace[],
  last: FontFace | undefined,
  fonts: FontBook,
): FontFace | undefined {
  const needed = [...letter]
    .filter(each => !ignorable.test(each) && !space.test(each))
    .map(each => each.codePointAt(0) ?? 0);
  // A space in the middle of Arabic belongs to its font, unless that is a part of one without.
  if (needed.length === 0) {
    const spaced = [last, ...own].find(face => face?.has(0x20));
    return spaced ?? fonts.fallback([0x20], wish) ?? last;
  }
  const hasAll = (face: FontFace) => needed.every(code => face.has(code));
  const found = own.find(hasAll);
  if (found) return found;
  return last && hasAll(last) ? last : fonts.fallback(needed, wish);
}
