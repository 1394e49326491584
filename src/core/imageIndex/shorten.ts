import type { ImageReference, ReferenceMarkup, WrittenValue } from '../references/reference';

/**
 * A document without the parts that cannot hold image references, for reading many at once: parsing costs by the letter,
 * and most letters of most documents have nothing to do with images. Left out is only what can be told apart for sure
 * by the look of its lines; anything doubtful stays.
 */
export interface Shortened {
  text: string;
  /** The offset in the whole document. */
  offsetOf(at: number): number;
}

/** Shorter ones are parsed sooner than looked at. */
const worthIt = 600;

/** undefined: nothing can be left out. */
export function shorten(languageId: string, text: string): Shortened | undefined {
  if (text.length < worthIt) return undefined;
  switch (languageId) {
    case 'markdown':
      return join(text, keptOfMarkdown(text));
    case 'javascript':
    case 'javascriptreact':
    case 'typescript':
    case 'typescriptreact':
      return join(text, keptOfCode(text));
    default:
      return undefined;
  }
}

/** The references of a shortened text, as they are in the whole one. */
export function whole({ offsetOf }: Shortened, references: readonly ImageReference[]): ImageReference[] {
  const endOf = (at: number): number => offsetOf(at - 1) + 1;
  const value = (written: WrittenValue): WrittenValue => {
    const start = offsetOf(written.start);
    return { ...written, start, end: written.end === written.start ? start : endOf(written.end) };
  };
  const markupOf = (markup: ReferenceMarkup): ReferenceMarkup => {
    const moved = { ...markup, start: offsetOf(markup.start), end: endOf(markup.end) };
    if (markup.attributesEnd !== undefined) moved.attributesEnd = endOf(markup.attributesEnd);
    for (const name of ['alt', 'width', 'height', 'srcset', 'sizes'] as const) {
      const written = markup[name];
      if (written !== undefined) moved[name] = value(written);
    }
    return moved;
  };
  return references.map(reference => ({
    ...reference,
    start: offsetOf(reference.start),
    end: endOf(reference.end),
    ...(reference.markup && { markup: markupOf(reference.markup) }),
  }));
}

interface Piece {
  start: number;
  end: number;
  /** What stands there instead. */
  instead?: string;
}

const image = /\.(?:png|jpe?g|webp|gif|avif|svg)(?![\w-])/i;
const images = new RegExp(image, 'gi');

function join(text: string, pieces: readonly Piece[] | undefined): Shortened | undefined {
  if (pieces === undefined) return undefined;
  let short = '';
  const starts: number[] = [];
  const origins: number[] = [];
  for (const { start, end, instead } of pieces) {
    starts.push(short.length);
    origins.push(start);
    short += instead ?? text.slice(start, end);
  }
  if (short.length > text.length * 0.9) return undefined;
  return {
    text: short,
    offsetOf(at) {
      let piece = 0;
      for (let above = starts.length; above - piece > 1;) {
        const middle = (piece + above) >> 1;
        if ((starts[middle] ?? Infinity) <= at) piece = middle;
        else above = middle;
      }
      return (origins[piece] ?? 0) + at - (starts[piece] ?? 0);
    },
  };
}

/**
 * Paragraphs in the first column that begin with a letter and hold nothing that could reach out of them become one letter.
 * The paragraph before an image stays: it says what is shown.
 */
function keptOfMarkdown(text: string): Piece[] {
  const pieces: Piece[] = [];
  let before: Piece | undefined;
  /** Several in a row are as good as one. */
  const leaveOut = (piece: Piece): void => {
    if (pieces.at(-1)?.instead === undefined) pieces.push({ ...piece, instead: 'x\n\n' });
  };
  for (const { start, end } of chunks(text)) {
    const chunk = text.slice(start, end);
    if (isPlainParagraph(chunk)) {
      if (before) leaveOut(before);
      before = { start, end };
      continue;
    }
    if (before && image.test(chunk)) pieces.push(before);
    else if (before) leaveOut(before);
    before = undefined;
    pieces.push({ start, end });
  }
  if (before) leaveOut(before);
  return pieces;
}

/** Lines up to and with the blank lines behind them. */
function* chunks(text: string): Generator<{ start: number; end: number }> {
  let start = 0;
  for (const { index, 0: blank } of text.matchAll(/\n(?:[ \t]*\r?\n)+/g)) {
    const end = index + blank.length;
    yield { start, end };
    start = end;
  }
  if (start < text.length) yield { start, end: text.length };
}

function isPlainParagraph(chunk: string): boolean {
  if (!/^\p{L}/u.test(chunk) || /[<>{}$]|--|\n[^\p{L}\r\n]/u.test(chunk.trimEnd()) || image.test(chunk))
    return false;
  // What another chunk may go on with, as in a fence that is written in one line.
  return /\n[ \t]*\r?\n[\s]*$/.test(chunk) && !/`{3}|~{3}/.test(chunk);
}

/** Where statements begin in code that is laid out as most is: in the first column, or within one in deeper ones. */
const statement =
  /^([ \t]*)(?:export|const|let|var|function|async function|class|interface|type|enum|declare|abstract)[ \t]+[\p{L}_${[*]/u;
/** Of the line before: nothing of it goes on. */
const isOver = /(?:[;{}]|\*\/)\s*$|^\s*(?:\/\/|$)/;

function keptOfCode(text: string): Piece[] {
  const lines = linesOf(text);
  const pieces: Piece[] = [];
  const code: Code = { text, lines, marks: marksOf(text), mostLooks: looksPerLine * lines.length };
  keep(code, 0, lines.length, pieces);
  return pieces;
}

/** Where images are named, by their files or by what they are imported as; in the order of the text. */
function marksOf(text: string): number[] {
  const marks: number[] = [];
  for (const pattern of [images, importedNames(text)])
    if (pattern !== undefined) for (const { index } of text.matchAll(pattern)) marks.push(index);
  return marks.sort((a, b) => a - b);
}

function isMarked(marks: readonly number[], { start, end }: Line): boolean {
  let first = 0;
  for (let above = marks.length; first < above;) {
    const middle = (first + above) >> 1;
    if ((marks[middle] ?? 0) < start) first = middle + 1;
    else above = middle;
  }
  return (marks[first] ?? Infinity) < end;
}

/** How often a line is looked at: statements that do not come out even would have all behind them looked at, each. */
const looksPerLine = 20;

interface Code {
  text: string;
  lines: readonly Line[];
  /** @see marksOf */
  marks: readonly number[];
  mostLooks: number;
}

interface Line {
  start: number;
  end: number;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length;) {
    const at = text.indexOf('\n', start);
    const end = at < 0 ? text.length : at + 1;
    lines.push({ start, end });
    start = end;
  }
  return lines;
}

/** Leaves out statements of these lines that are whole by themselves and name nothing of images. */
function keep(code: Code, from: number, to: number, pieces: Piece[]): void {
  const { text, lines, marks } = code;
  for (let at = from; at < to;) {
    const line = lines[at] as Line;
    const first = text.slice(line.start, line.end);
    const before = lines[at - 1];
    const begins = before === undefined || isOver.test(text.slice(before.start, before.end));
    const indent = begins ? statement.exec(first)?.[1] : undefined;
    const end = indent === undefined ? undefined : endOfStatement(code, at, to, indent);
    if (end === undefined) {
      push(pieces, line.start, line.end);
      at++;
      continue;
    }
    const whole = { start: line.start, end: (lines[end - 1] as Line).end };
    if (!isMarked(marks, whole)) {
      at = end;
      continue;
    }
    // Of what stays, the statements within: the first and the last line hold it together.
    push(pieces, line.start, line.end);
    if (end - at > 2) keep(code, at + 1, end - 1, pieces);
    if (end - at > 1) push(pieces, (lines[end - 1] as Line).start, whole.end);
    at = end;
  }
}

function push(pieces: Piece[], start: number, end: number): void {
  const last = pieces.at(-1);
  if (last?.end === start && last.instead === undefined) last.end = end;
  else pieces.push({ start, end });
}

/**
 * The line behind the statement that begins at `at`; undefined when that cannot be told. It ends where its brackets are
 * closed, at a line that ends in `;` or `}`, before one of the same depth that begins something else.
 */
function endOfStatement(code: Code, at: number, to: number, indent: string): number | undefined {
  const { text, lines } = code;
  const depth = { round: 0, curly: 0, square: 0, ticks: 0, comments: 0 };
  for (let end = at; end < to; end++) {
    if (--code.mostLooks < 0) return undefined;
    const line = lines[end] as Line;
    count(text, line.start, line.end, depth);
    const { round, curly, square, ticks, comments } = depth;
    if (round < 0 || curly < 0 || square < 0) return undefined;
    if (round + curly + square !== 0 || ticks % 2 !== 0 || comments !== 0) continue;
    if (!/[;}]\s*$/.test(text.slice(line.start, line.end))) continue;
    let following = end + 1;
    while (following < to && isBlank(text, lines[following] as Line)) following++;
    const next = following < to ? lines[following] : undefined;
    if (next === undefined) return end + 1;
    const behind = text.slice(next.start, next.end);
    // As deep, and no `else`, `.then` or operator that goes on; or the end of what is around.
    const sameDepth =
      behind.startsWith(indent) && /^(?:[A-Za-z_$@'"<]|\/\/|\/\*|\}|\))/.test(behind.slice(indent.length));
    const closes = /^\s*[})]/.test(behind) && behind.search(/\S/) < indent.length;
    if (
      closes ||
      (sameDepth && !/^\s*(?:else|catch|finally|instanceof|in|of|as|satisfies|while)\b/.test(behind))
    ) {
      return end + 1;
    }
  }
  return undefined;
}

function isBlank(text: string, { start, end }: Line): boolean {
  for (let i = start; i < end; i++) if (text.charCodeAt(i) > 32) return false;
  return true;
}

/** Also those in strings: what does not come out even is not left out. */
function count(
  text: string,
  start: number,
  end: number,
  depth: { round: number; curly: number; square: number; ticks: number; comments: number },
): void {
  for (let i = start; i < end; i++) {
    switch (text.charCodeAt(i)) {
      case 40:
        depth.round++;
        break;
      case 41:
        depth.round--;
        break;
      case 123:
        depth.curly++;
        break;
      case 125:
        depth.curly--;
        break;
      case 91:
        depth.square++;
        break;
      case 93:
        depth.square--;
        break;
      case 96:
        depth.ticks++;
        break;
      case 42:
        if (text.charCodeAt(i - 1) === 47) depth.comments++;
        else if (text.charCodeAt(i + 1) === 47) depth.comments--;
    }
  }
}

/** What images are called that are imported: their elements have to stay. */
function importedNames(text: string): RegExp | undefined {
  const names = new Set<string>();
  for (const { 1: clause = '', 2: source = '' } of text.matchAll(/^import\b([^'"`;]*)['"]([^'"\n]*)['"]/gm)) {
    if (image.test(source))
      for (const { 0: name } of clause.matchAll(/[\p{L}_$][\p{L}\d_$]*/gu)) names.add(name);
  }
  if (names.size === 0) return undefined;
  const words = [...names].map(name => name.replaceAll('$', '\\$')).join('|');
  return new RegExp(`(?<![\\p{L}\\d_$])(?:${words})(?![\\p{L}\\d_$])`, 'gu');
}
