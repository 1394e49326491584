import { encodeUrlPath, referenceTo } from '../referenceTo';
import { oneLine, type Insertion, type InsertionDocument, type TextEditAt } from './insertionTypes';

export const insertMarkdown: Insertion = (document, image, project) => {
  const { path } = referenceTo(image.path, document, project);
  const alt = escapeText(oneLine(image.alt), document.languageId === 'mdx');
  const markup = `![${alt}](${encodeUrlPath(path)})`;
  return [onLineOfItsOwn(document, markup) ?? { offset: document.offset, length: 0, text: markup }];
};

/** On an empty line: without blank lines around it, the image would be part of the paragraph beside it. */
function onLineOfItsOwn({ text, offset }: InsertionDocument, markup: string): TextEditAt | undefined {
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  const start = text.slice(0, offset).lastIndexOf('\n') + 1;
  const line = lineAt(text, start);
  if (line.trim() !== '') return undefined;
  const before = text.slice(0, start).split('\n').at(-2) ?? '';
  const next = text.indexOf('\n', start);
  const after = next < 0 ? '' : lineAt(text, next + 1);
  return {
    offset: start,
    length: line.length,
    text:
      (before.trim() === '' ? '' : newLine) +
      line.slice(0, offset - start) +
      markup +
      (after.trim() === '' ? '' : newLine),
  };
}

/** Without its end. */
function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
}

/** Escapes what Markdown would take for markup, and nothing else: `snake_case` stays readable. */
export function escapeText(text: string, mdx: boolean): string {
  return text.replace(/[\\[\]`*<_&{]/g, (character, at: number) => {
    if (character === '_' && isWord(text[at - 1]) && isWord(text[at + 1])) return character;
    if (character === '&' && !/^&(?:#|[a-z][a-z\d]*;)/i.test(text.slice(at))) return character;
    if (character === '{' && !mdx) return character;
    return `\\${character}`;
  });
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
