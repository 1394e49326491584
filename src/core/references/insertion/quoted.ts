import { embeddedBlockAt } from './embedded';
import { toSlashes } from '../paths';
import { encodeUrlPath, referenceTo } from '../referenceTo';
import { escapeAttribute, type Insertion, type InsertionDocument } from './insertionTypes';

/** Languages that know no markup for an image: there it is a path in a string, or nothing. */
const stringsOnly = new Set(['json', 'jsonc', 'typescript']);
const scripts = new Set(['javascript', 'javascriptreact', 'typescript', 'typescriptreact']);
const markup = new Set(['markdown', 'mdx', 'html', 'vue', 'svelte', 'astro', 'php', 'handlebars']);
/** Their strings are read by `insertCss`. */
const sheets = new Set(['css', 'scss', 'less', 'postcss']);
/** Attributes and properties whose value is for people or scripts, and never a picture. */
const otherwise =
  /(?:^|[\s.{<])(?:alt|title|class|className|id|style|name|type|role|rel|placeholder|aria-[\w-]+)\s*=\s*\{?$/;

/** UTF-16 units. */
const longest = 2000;

type Place = Pick<InsertionDocument, 'languageId' | 'text' | 'offset'>;

/** Whether an image can be written down at the offset. */
export function takesImage(place: Place): boolean {
  const { languageId, text, offset } = place;
  const inStrings =
    stringsOnly.has(languageId) || embeddedBlockAt(languageId, text, offset)?.kind === 'script';
  return !inStrings || quotedPlace(place) !== undefined;
}

/** The whole string, or the target of a Markdown link, that the offset is in and that a path may stand in. */
export function quotedPlace({
  languageId,
  text,
  offset,
}: Place): { offset: number; length: number } | undefined {
  if (sheets.has(languageId) || embeddedBlockAt(languageId, text, offset)?.kind === 'style') return undefined;
  // No path is longer, but a line of what a machine wrote can be.
  const before = text.slice(Math.max(0, offset - longest), offset).replace(/^[\s\S]*\n/, '');
  const [after = ''] = text.slice(offset, offset + longest).split('\n', 1);
  const target = languageId === 'markdown' || languageId === 'mdx' ? /\]\(([^()\s]*)$/.exec(before) : null;
  const rest = target && /^[^()\s]*(?=\))/.exec(after);
  if (target && rest) return between(offset, target[1] ?? '', rest[0]);
  const opened = /^(.*(?:[=(:,[{]|\bfrom|\bimport)\s*)(["'`])([^"'`]*)$/.exec(before);
  const [, lead = '', quote = '', head = ''] = opened ?? [];
  if (opened === null || otherwise.test(lead)) return undefined;
  const tail = /^[^"'`]*/.exec(after)?.[0] ?? '';
  return after[tail.length] === quote ? between(offset, head, tail) : undefined;
}

function between(offset: number, head: string, tail: string): { offset: number; length: number } {
  return { offset: offset - head.length, length: head.length + tail.length };
}

/** The path in place of what the quotes hold. */
export const insertQuoted: Insertion = (document, image, project) => {
  const { languageId, text: whole, offset } = document;
  const inScript = embeddedBlockAt(languageId, whole, offset)?.kind === 'script';
  const { path, form } = referenceTo(image.path, document, project);
  const module = form === 'relative' && !/^\.{1,2}\//.test(path) ? `./${path}` : path;
  const text =
    inScript || scripts.has(languageId)
      ? toSlashes(module).replace(/["'`$]/g, '\\$&')
      : markup.has(languageId)
        ? escapeAttribute(encodeUrlPath(path))
        : languageId.startsWith('json')
          ? JSON.stringify(path).slice(1, -1)
          : path;
  return [{ ...(quotedPlace(document) ?? { offset: document.offset, length: 0 }), text }];
};
