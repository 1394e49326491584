import { capHeight, descent, type Glyphs } from './glyphs';

export interface LabelLine {
  text: string;
  /** Font size in pixels. */
  size: number;
  /** Extra space after each letter, in font sizes. */
  tracking: number;
  /** Of the pen at the line's start, in pixels from the block's top left corner; y is the baseline. */
  x: number;
  y: number;
  /** The line of the picture's size, set back. */
  quiet: boolean;
}

/** Lines centred in a block; nothing but geometry. */
export interface LabelBlock {
  width: number;
  height: number;
  lines: readonly LabelLine[];
}

const smallestText = 10;
const lineHeight = 1.22;
const longestLabel = 140;
const quietTracking = 0.03;

/**
 * The prompt as a label and the size below it, as large as reads well within `room`. A picture too small for text
 * gets none. What the font cannot draw is left out, never drawn as boxes.
 */
export function layOutLabel(
  prompt: string,
  size: { width: number; height: number },
  room: { width: number; height: number },
  glyphs: Glyphs,
): LabelBlock | undefined {
  const words = drawableWords(prompt, glyphs);
  const sizeText = `${size.width} × ${size.height}`;
  // Wide strips are filled by height, tall ones by width.
  const byHeight = Math.max(size.height * 0.115, Math.min(size.height * 0.3, size.width * 0.045));
  const byWidth = Math.max(size.width * 0.085, Math.min(size.width * 0.13, size.height * 0.045));
  const most = Math.min(byHeight, byWidth, 160);
  const maxLines = size.height > size.width * 1.5 ? 7 : 4;
  for (let font = Math.max(most, smallestText); words.length > 0; font *= 0.94) {
    const last = font * 0.94 < smallestText;
    const quiet = Math.max(smallestText, font * 0.44);
    const lines = wrap(words, room.width / font, maxLines, glyphs, last);
    const block = lines && stack(lines, font, sizeText, quiet, glyphs);
    if (block && block.width <= room.width && block.height <= room.height) return block;
    if (last) break;
  }
  const alone = Math.min(most, (room.width / textWidth(sizeText, glyphs, quietTracking)) * 0.9, room.height);
  return alone < smallestText ? undefined : stack([], 0, sizeText, alone, glyphs);
}

/** Words without letters that the font lacks. A word with a missing letter goes as a whole; emoji just go. */
export function drawableWords(prompt: string, glyphs: Glyphs): string[] {
  const clean = prompt
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Extended_Pictographic}\p{Variation_Selector}]/gu, ' ');
  const words: string[] = [];
  let length = 0;
  for (const word of clean.split(/\s+/)) {
    const letters = [...word];
    if (letters.length === 0 || letters.length > 40) continue;
    if (letters.some(letter => !glyphs.get(letter.codePointAt(0) ?? 0))) continue;
    length += word.length + 1;
    if (length > longestLabel) return [...words, '…'];
    words.push(word);
  }
  // Punctuation alone says nothing.
  return words.some(word => /[\p{L}\p{N}]/u.test(word)) ? words : [];
}

/** In font sizes. */
export function textWidth(text: string, glyphs: Glyphs, tracking: number): number {
  let width = 0;
  let before: number | undefined;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    if (before !== undefined) width += glyphs.kern(before, code) + tracking;
    width += glyphs.get(code)?.advance ?? 0;
    before = code;
  }
  return width;
}

/** Lines of about equal length, at most `maxLines`; with `cut` the rest becomes an ellipsis. */
function wrap(
  words: readonly string[],
  width: number,
  maxLines: number,
  glyphs: Glyphs,
  cut: boolean,
): string[] | undefined {
  const greedy = fill(words, width, glyphs);
  if (!greedy) return undefined;
  if (greedy.length > maxLines) return cut ? ellipsis(greedy.slice(0, maxLines), width, glyphs) : undefined;
  // The narrowest block with as many lines.
  let best = greedy;
  for (let narrow = width * 0.97; narrow > 0; narrow *= 0.97) {
    const lines = fill(words, narrow, glyphs);
    if (!lines || lines.length > greedy.length) break;
    best = lines;
  }
  return best;
}

function fill(words: readonly string[], width: number, glyphs: Glyphs): string[] | undefined {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const joined = last === undefined ? word : word === '…' ? `${last}…` : `${last} ${word}`;
    if (last !== undefined && textWidth(joined, glyphs, 0) <= width) lines[lines.length - 1] = joined;
    else if (textWidth(word, glyphs, 0) <= width) lines.push(word);
    else return undefined;
  }
  return lines;
}

function ellipsis(lines: readonly string[], width: number, glyphs: Glyphs): string[] {
  let last = lines.at(-1) ?? '';
  while (last.includes(' ') && textWidth(`${last}…`, glyphs, 0) > width)
    last = last.slice(0, last.lastIndexOf(' '));
  return [...lines.slice(0, -1), `${last.replace(/[\s,.;:…-]+$/, '')}…`];
}

function stack(
  lines: readonly string[],
  font: number,
  sizeText: string,
  quiet: number,
  glyphs: Glyphs,
): LabelBlock {
  const rows = [
    ...lines.map(text => ({ text, size: font, tracking: -0.012, quiet: false })),
    { text: sizeText, size: quiet, tracking: quietTracking, quiet: true },
  ].map(row => ({ ...row, width: textWidth(row.text, glyphs, row.tracking) * row.size }));
  const width = Math.max(...rows.map(row => row.width));
  let y = 0;
  const placed = rows.map((row, i) => {
    if (i === 0) y += row.size * capHeight;
    else if (row.quiet) y += font * descent + quiet * (0.75 + capHeight);
    else y += font * lineHeight;
    return { ...row, x: (width - row.width) / 2, y };
  });
  return { width, height: y, lines: placed };
}
