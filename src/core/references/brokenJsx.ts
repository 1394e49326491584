import { parseExpression, type ParserOptions } from '@babel/parser';
import { readHtml } from './html';
import { readJsxElement } from './jsxElement';
import { move, type Description, type Found } from './makeReference';

const options: ParserOptions = { errorRecovery: true, plugins: ['jsx', 'typescript'] };

/** Images of text that is not whole (half-typed code) or not all JSX (MDX): each opening tag is read by itself. */
export function brokenJsx(text: string): Found[] {
  return readBrokenJsx(text).images;
}

/** The same with the variables that elements take images from, in the order of the text. */
export function readBrokenJsx(text: string): {
  images: Found[];
  variables: { name: string; described: Description; near: number }[];
} {
  const code = withoutComments(text);
  const tags = [...openingTags(code)].map(({ start, end }) => ({ start, ...readTag(code, start, end) }));
  return {
    images: tags.flatMap(({ images }) => images),
    variables: tags.flatMap(({ start, variables }) =>
      variables.map(variable => ({ ...variable, near: start })),
    ),
  };
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
    if (/\b(?:src|srcset|poster|sources)\s*=/i.test(code.slice(match.index, end)))
      yield { start: match.index, end };
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

type Read = Omit<ReturnType<typeof readJsxElement>, 'expressions'>;

function readTag(code: string, start: number, end: number): Read {
  const tag = code.slice(start, end);
  try {
    const element = parseExpression(`${tag}/>`, options);
    if (element.type === 'JSXElement')
      return markedTo(readJsxElement(element.openingElement, start), code, end);
  } catch {
    // The attribute under the cursor is not finished: HTML's parser takes anything.
  }
  const { images } = readHtml(`${tag}>`, 'fragment');
  return {
    images: images.map(found => move({ ...found, markup: undefined, kind: 'jsx' }, start)),
    variables: [],
  };
}

/** With the true end of the tag; a tag that has none is not to be edited. */
function markedTo({ images, variables }: Read, code: string, end: number): Read {
  const close = code[end] === '/' ? end + 2 : end + 1;
  const mark = (described: Description): void => {
    if (described.markup === undefined) return;
    if (code[close - 1] === '>') described.markup = { ...described.markup, end: close };
    else delete described.markup;
  };
  images.forEach(mark);
  variables.forEach(({ described }) => mark(described));
  return { images, variables };
}
