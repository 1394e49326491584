import { encodeUrlPath, referenceTo } from '../referenceTo';
import { oneLine, type Insertion } from './insertionTypes';

export const insertMarkdown: Insertion = (document, image, project) => {
  const { path } = referenceTo(image.path, document, project);
  const alt = escapeText(oneLine(image.alt), document.languageId === 'mdx');
  return [{ offset: document.offset, length: 0, text: `![${alt}](${encodeUrlPath(path)})` }];
};

/** Escapes what Markdown would take for markup, and nothing else: `snake_case` stays readable. */
function escapeText(text: string, mdx: boolean): string {
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
