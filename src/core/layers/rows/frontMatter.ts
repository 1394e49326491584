import { load } from 'js-yaml';
import type { Values } from '../variables';
import { valuesOf } from './table';

/**
 * What a page of Markdown says of itself: its front matter (YAML), `title` from the first heading where that has none,
 * `path` (from the workspace folder, without extension) and `slug` (the file's name, for an index that of its folder).
 * `problem`: why the front matter could not be read.
 */
export function readPage(text: string, file: string): { values: Values; problem?: string } {
  const path = file.replace(/\.[^./]+$/, '');
  const parts = path.split('/');
  const last = parts.at(-1) ?? '';
  const slug = /^(index|_index|readme)$/i.test(last) ? (parts.at(-2) ?? last) : last;
  const match = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
  const heading = /^#[ \t]+(.+?)[ \t]*#*[ \t]*$/m.exec(match ? text.slice(match[0].length) : text)?.[1];
  const own = { path, slug, ...(heading !== undefined && { title: heading }) };
  if (!match) return { values: own };
  try {
    const read = load(match[1] ?? '');
    const values = typeof read === 'object' && read !== null ? valuesOf(read) : {};
    return { values: { ...own, ...values } };
  } catch (error) {
    return {
      values: own,
      problem: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
    };
  }
}
