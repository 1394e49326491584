import type { TextEditAt } from '../insertion/insertionTypes';
import type { ReferenceMarkup, WrittenValue } from '../reference';

/** @param attributes as they will be written, without a space before them */
export function insertAttributes({ attributesEnd, end }: ReferenceMarkup, attributes: string): TextEditAt {
  return { offset: attributesEnd ?? end, length: 0, text: ` ${attributes}` };
}

/** Another value of an attribute that is written: plain text, escaped here for the place where it stands. */
export function valueEdit(
  text: string,
  { syntax }: ReferenceMarkup,
  { start, end }: WrittenValue,
  value: string,
): TextEditAt {
  const replace = (by: string): TextEditAt => ({ offset: start, length: end - start, text: by });
  const before = text.slice(Math.max(0, start - 40), start);
  const quote = /["'`]$/.exec(before)?.[0];
  if (quote !== undefined && /=\s*["'`]$/.test(before)) return replace(escapeValue(value, quote));
  // A string in an expression: `alt={'…'}`, `:alt="'…'"`.
  if (quote !== undefined) return replace(escapeString(value, quote, syntax));
  if (/^\d+$/.test(value) && /[={\s]$/.test(before) && end > start) return replace(value);
  const quoted = `"${escapeValue(value, '"')}"`;
  // Without quotes, or without a value at all.
  return replace(/=\s*$/.test(before) ? quoted : `=${quoted}`);
}

/** For an attribute in quotes of HTML, JSX, Vue, Svelte and Astro: in some of them braces begin an expression. */
export function escapeValue(value: string, quote: string): string {
  return value
    .replace(/&(?=#|[a-z][a-z\d]*;?)/gi, '&amp;')
    .replaceAll(quote, quote === '"' ? '&quot;' : quote === "'" ? '&#39;' : quote)
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('{', '&#123;')
    .replaceAll('}', '&#125;');
}

function escapeString(value: string, quote: string, syntax: ReferenceMarkup['syntax']): string {
  const escaped = value.replaceAll('\\', '\\\\');
  // The quotes of an attribute around it are not known here, and need none of these.
  if (syntax !== 'jsx') return escaped.replace(/["'`&<>{}]/g, escapeUnicode);
  return escaped.replaceAll(quote, `\\${quote}`).replaceAll('${', '\\${');
}

function escapeUnicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
