import { parseMarkup } from './markup';
import type { MarkupAttribute, MarkupElement } from './markupElement';
import { maskExpressions } from './maskExpressions';
import type { ReferenceParser } from './reference';

/** Images of a Svelte component. */
export const parseSvelte: ReferenceParser = text =>
  parseMarkup(text, {
    masked: maskExpressions(text, 'opaque'),
    script: 'jsx',
    codeOf: codeInBraces,
    // @see https://svelte.dev/docs/kit/images: it is imported, everything else is left to the browser.
    kindOf: (_, element) => (element === 'enhanced:img' ? 'import' : 'jsx'),
    enter: isRaw,
  });

/** `src={…}` and `src="{…}"`, in masked text. */
export function codeInBraces({
  name,
  value,
  start,
  end,
}: MarkupAttribute): { name: string; start: number; end: number } | undefined {
  return /^\{_*\}$/.test(value) ? { name, start: start + 1, end: end - 1 } : undefined;
}

export function isRaw({ name }: MarkupElement): boolean {
  return name === 'script' || name === 'style' || name === 'textarea';
}
