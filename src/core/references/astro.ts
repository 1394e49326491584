import { parseMarkup } from './markup';
import { maskExpressions } from './maskExpressions';
import type { ReferenceParser } from './reference';
import { codeInBraces, isRaw } from './svelte';

/** Code between two lines of dashes, before anything else. @see https://docs.astro.build/en/basics/astro-components/ */
const frontMatter = /^(\s*---[ \t]*\r?\n)([\s\S]*?)(?<=\n)---[ \t]*(?=\r?\n|$)/;

/** Images of an Astro component or page. */
export const parseAstro: ReferenceParser = text => {
  const [whole = '', opening = '', code = ''] = frontMatter.exec(text) ?? [];
  const markup = whole.replace(/[^\r\n]/g, ' ') + text.slice(whole.length);
  return parseMarkup(text, {
    masked: maskExpressions(markup, 'markup'),
    script: 'typescript',
    codeOf: attribute =>
      codeInBraces(attribute) ??
      (/^`[^`]*`$/.test(attribute.value) && !/["']/.test(text.charAt(attribute.start - 1))
        ? { name: attribute.name, start: attribute.start, end: attribute.end }
        : undefined),
    kindOf: () => 'jsx',
    enter: isRaw,
    code: { start: opening.length, end: opening.length + code.length },
  });
};
