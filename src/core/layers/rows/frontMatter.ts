import { load } from 'js-yaml';
import type { Values } from '../../model/layerVariables';
import { valuesOf } from './table';

/** Letters; front matter is a few lines. */
const maxFrontMatter = 50_000;
const maxAliases = 100;

export interface Page {
  values: Values;
  /** Why the front matter could not be read. */
  problem?: { kind: 'too-long' } | { kind: 'yaml'; detail: string };
}

/**
 * What a page of Markdown says of itself: its front matter (YAML), `title` from the first heading where that has none,
 * `path` (from the workspace folder, without extension) and `slug` (the file's name, for an index that of its folder).
 */
export function readPage(text: string, file: string): Page {
  const path = file.replace(/\.[^./]+$/, '');
  const parts = path.split('/');
  const last = parts.at(-1) ?? '';
  const slug = /^(index|_index|readme)$/i.test(last) ? (parts.at(-2) ?? last) : last;
  const match = /^\uFEFF?---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)??---[ \t]*(?:\r?\n|$)/.exec(text);
  const heading = headingOf(match ? text.slice(match[0].length) : text);
  const own = { path, slug, ...(heading !== undefined && { title: heading }) };
  const [, yaml] = match ?? [];
  if (yaml === undefined) return { values: own };
  if (yaml.length > maxFrontMatter) return { values: own, problem: { kind: 'too-long' } };
  try {
    const read = load(yaml, { maxAliases });
    const values = typeof read === 'object' && read !== null ? valuesOf(read) : {};
    return { values: { ...own, ...values } };
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { values: own, problem: { kind: 'yaml', detail } };
  }
}

/** The first `# heading`, without the marks that may close it. Looks at each letter once, whatever the page holds. */
function headingOf(text: string): string | undefined {
  for (const [, rest = ''] of text.matchAll(/^#[ \t](.*)$/gm)) {
    const words = rest.trim();
    let end = words.length;
    while (words[end - 1] === '#') end--;
    // Marks close a heading after a space; “C#” is a word.
    const closed = end === 0 || words[end - 1] === ' ' || words[end - 1] === '\t';
    const heading = closed ? words.slice(0, end).trimEnd() : words;
    if (heading !== '') return heading;
  }
  return undefined;
}
