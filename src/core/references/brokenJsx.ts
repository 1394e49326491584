import { parseExpression, type ParserOptions } from '@babel/parser';
import { readHtml } from './html';
import { readJsxElement } from './jsxElement';
import type { Found } from './makeReference';

const options: ParserOptions = { errorRecovery: true, plugins: ['jsx', 'typescript'] };

/** Images of text that is not whole (half-typed code) or not all JSX (MDX): each opening tag is read by itself. */
export function brokenJsx(text: string): Found[] {
  const code = withoutComments(text);
  return [...openingTags(code)].flatMap(({ start, end }) => readTag(code, start, end));
}

/** `//` counts only at the start of a line, where it cannot be part of a URL or of text. */
const comments = /\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(?<=^[ \t]*)\/\/.*/gm;

export function withoutComments(text: string): string {
  return blank(text, comments);
}

/** Same length, so that offsets hold. */
export function blank(text: string, what: RegExp): string {
  return text.replace(what, found => found.replace(/[^\r\n]/g, ' '));
}

/** From `<Name` to its `>`, or to where the next tag shows that it was never closed. */
function* openingTags(code: string): Generator<{ start: number; end: number }> {
  const opening = /<[A-Za-z][\w.:-]*(?=[\s/])/g;
  for (let match = opening.exec(code); match !== null; match = opening.exec(code)) {
    const end = tagEnd(code, opening.lastIndex);
    // `<T extends Foo` and `a <b` are no tags with an image.
    if (/\b(?:src|poster)\s*=/.test(code.slice(match.index, end))) yield { start: match.index, end };
    opening.lastIndex = end;
  }
}

/** Offset of the `>` or `/>` that ends the tag, of the next `<` outside values, or of the end. */
function tagEnd(code: string, from: number): number {
  let depth = 0;
  for (let i = from; i < code.length; i++) {
    const character = code.charAt(i);
    if (character === '"' || character === "'" || character === '`') {
      const close = code.indexOf(character, i + 1);
      // An apostrophe in a comment or text of an expression must not swallow the rest of the document.
      if (close < 0 || code.slice(i, close).includes('\n\n')) return i;
      i = close;
    } else if (character === '{') depth++;
    else if (character === '}') depth--;
    else if (depth <= 0 && (character === '>' || character === '<')) return code[i - 1] === '/' ? i - 1 : i;
  }
  return code.length;
}

function readTag(code: string, start: number, end: number): Found[] {
  const tag = code.slice(start, end);
  try {
    const element = parseExpression(`${tag}/>`, options);
    if (element.type === 'JSXElement') return readJsxElement(element.openingElement, start).images;
  } catch {
    // The attribute under the cursor is not finished: HTML's parser takes anything.
  }
  const { images } = readHtml(`${tag}>`, 'fragment');
  return images.map(found => ({ ...found, start: found.start + start, end: found.end + start, kind: 'jsx' }));
}
