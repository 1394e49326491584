import type { FontBook, FontFace } from './fontFace';
import { lineBreaks } from './lineBreaks';
import { type Paragraph, shapeParagraph, shaping, type TextFindings, type TextWish } from './shapeParagraph';

/** Letters where they are drawn, in pixels from the top left corner of the text. */
export interface PlacedGlyph {
  face: FontFace;
  id: number;
  x: number;
  y: number;
}

export interface PlacedLine {
  text: string;
  rtl: boolean;
  width: number;
  baseline: number;
  /** From the line's left end. */
  glyphs: readonly PlacedGlyph[];
}

export interface TextBlock {
  size: number;
  width: number;
  height: number;
  lines: readonly PlacedLine[];
  /** What no font here has. */
  missing: readonly string[];
  /** Families that the letters came from. */
  families: readonly string[];
  /** A word was cut because it is wider than the box. */
  cutWord: boolean;
}

export interface BlockWish extends TextWish {
  size: number;
  /** Times the size. */
  lineHeight: number;
}

export interface MeasuredText {
  /** Lines at most `width` pixels wide; `glyphs: false` leaves out what only drawing needs. */
  layOut(size: number, width: number): TextBlock;
  /** Whether it stays in a box at this size without cutting a word. */
  fits(size: number, width: number, height: number): boolean;
}

interface Line {
  paragraph: Paragraph;
  start: number;
  end: number;
  width: number;
}

/** How high a line is where there is no font at all. */
const noFont = { ascent: 0.8, descent: 0.2 };

/** Shapes the text once; lines are then laid out at any size. */
export function measureText(text: string, wish: BlockWish, fonts: FontBook): MeasuredText {
  const found: TextFindings = { missing: new Set(), families: new Set() };
  const clean = text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, '    ')
    .replace(/[\u0000-\u0009\u000B-\u001F\u007F]/g, '');
  const paragraphs = clean.split('\n').map(each => ({
    paragraph: shapeParagraph(each, wish, fonts, found),
    breaks: lineBreaks(each),
  }));
  const metrics = fonts.faces(wish)[0] ?? paragraphs[0]?.paragraph.runs[0]?.face ?? noFont;

  function breakAll(widthEm: number): { lines: Line[]; cutWord: boolean } {
    const lines: Line[] = [];
    let cutWord = false;
    for (const { paragraph, breaks } of paragraphs) {
      cutWord = breakLines(paragraph, breaks, widthEm + 1e-6, lines) || cutWord;
    }
    return { lines, cutWord };
  }

  return {
    fits(size, width, height) {
      const { lines, cutWord } = breakAll(width / size);
      return !cutWord && lines.length * wish.lineHeight * size <= height + 0.01;
    },
    layOut(size, width) {
      const { lines, cutWord } = breakAll(width / size);
      const step = wish.lineHeight * size;
      const first = (step - (metrics.ascent + metrics.descent) * size) / 2 + metrics.ascent * size;
      const placed = lines.map((line, i) => placeLine(line, wish, size, first + i * step));
      return {
        size,
        width: Math.max(0, ...placed.map(line => line.width)),
        height: lines.length * step,
        lines: placed,
        missing: [...found.missing],
        families: [...found.families],
        cutWord,
      };
    },
  };
}

/** Adds the paragraph's lines; true when a word had to be cut. */
function breakLines(
  paragraph: Paragraph,
  breaks: ReadonlySet<number>,
  width: number,
  lines: Line[],
): boolean {
  const { text, advances, letters } = paragraph;
  let start = 0;
  let sum = 0;
  /** Width without the spaces at the end, which may hang over. */
  let inked = 0;
  let chance = -1;
  let chanceInked = 0;
  let afterChance = 0;
  let cut = false;
  const push = (end: number, lineWidth: number) => lines.push({ paragraph, start, end, width: lineWidth });
  for (let i = 0; i < text.length; i++) {
    if (breaks.has(i) && i > start) {
      chance = i;
      chanceInked = inked;
      afterChance = sum;
    }
    const advance = advances[i] ?? 0;
    const blank = /\s/.test(text[i] ?? '');
    if (!blank && sum + advance > width && i > start) {
      if (chance > start) {
        push(chance, chanceInked);
        start = chance;
        sum -= afterChance;
        inked = sum;
        chance = -1;
      } else if (letters.has(i)) {
        push(i, inked);
        cut = true;
        start = i;
        sum = inked = 0;
      }
    }
    sum += advance;
    if (!blank) inked = sum;
  }
  push(text.length, inked);
  return cut || inked > width;
}

function placeLine(line: Line, wish: BlockWish, size: number, baseline: number): PlacedLine {
  const { paragraph, start } = line;
  const whole = paragraph.text.slice(start, line.end);
  const text = whole.replace(/\s+$/u, '');
  const end = start + text.length;
  const glyphs: PlacedGlyph[] = [];
  let pen = 0;
  for (const run of visualOrder(paragraph, start, end)) {
    const from = Math.max(start, run.start);
    // A soft hyphen is seen where the line ends after it.
    const part = paragraph.text
      .slice(from, Math.min(end, run.end))
      .replace(/\u00AD$/u, () => (run.end >= end && end < paragraph.text.length ? '-' : '\u00AD'));
    let before = -1;
    for (const glyph of run.face.shape(part, shaping(run.level, wish))) {
      const begins = glyph.cluster !== before && paragraph.letters.has(from + glyph.cluster);
      before = glyph.cluster;
      glyphs.push({ face: run.face, id: glyph.id, x: (pen + glyph.x) * size, y: baseline + glyph.y * size });
      pen += glyph.advance + (begins ? wish.letterSpacing : 0);
    }
  }
  return { text, rtl: paragraph.rtl, width: pen * size, baseline, glyphs };
}

/** Rule L2 of UAX 9 on runs: from the highest level down, what stands at it or above is turned round. */
function visualOrder({ runs }: Paragraph, start: number, end: number) {
  const order = runs.filter(run => run.end > start && run.start < end);
  const levels = order.map(run => run.level);
  for (let level = Math.max(0, ...levels); level > 0; level--) {
    for (let i = 0; i < order.length; i++) {
      if ((order[i]?.level ?? 0) < level) continue;
      let j = i;
      while (j + 1 < order.length && (order[j + 1]?.level ?? 0) >= level) j++;
      order.splice(i, j - i + 1, ...order.slice(i, j + 1).reverse());
      i = j;
    }
  }
  return order;
}
