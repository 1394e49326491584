import { oneLine, type TextEditAt } from '../insertion/insertionTypes';
import { escapeText } from '../insertion/markdown';
import type { ImageReference, ReferenceMarkup } from '../reference';
import { showsImage } from '../showsImage';
import { escapeValue, insertAttributes, valueEdit } from './attributeEdits';

/** True where an alt text can be written: not for backgrounds, icons of a page, or what an expression says. */
export function takesAlt({ markup }: Pick<ImageReference, 'markup'>): boolean {
  if (markup === undefined) return false;
  const { syntax, element, alt, more } = markup;
  if (alt === undefined) {
    const shows = syntax === 'markdown' || showsImage(element) || element === 'input';
    return shows && more === undefined;
  }
  return alt.text !== undefined || alt.start === alt.end;
}

/**
 * Writes or replaces the alt text.
 * @param alt plain text; becomes one line
 * @returns in the order of the text; undefined where there is no place for it (`takesAlt`)
 */
export function altEdits(
  text: string,
  reference: Pick<ImageReference, 'markup'>,
  alt: string,
): TextEditAt[] | undefined {
  const { markup } = reference;
  if (markup === undefined || !takesAlt(reference)) return undefined;
  const said = oneLine(alt);
  if (markup.syntax === 'markdown') return markdownEdits(text, markup, said);
  if (markup.alt === undefined) return [insertAttributes(markup, `alt="${escapeValue(said, '"')}"`)];
  return [valueEdit(text, markup, markup.alt, said)];
}

function markdownEdits(text: string, { start, end, alt }: ReferenceMarkup, said: string): TextEditAt[] {
  if (alt === undefined) return [];
  const escaped = escapeText(said, true).replaceAll('|', '\\|');
  const edit = { offset: alt.start, length: alt.end - alt.start, text: escaped };
  // `![label][]` and `![label]`: the text is the name of a definition too.
  const ending = text.slice(alt.end, end);
  const at = /\]\[\]$/.test(ending) ? end - 1 : /^[^\]]*\]$/.test(ending) ? end : undefined;
  if (at === undefined) return [edit];
  const label = text.slice(start + 2, at === end ? end - 1 : end - 3);
  return [edit, { offset: at, length: 0, text: at === end ? `[${label}]` : label }];
}
