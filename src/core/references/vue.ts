import { parseMarkup } from './markup';
import { attributeOf } from './markupElement';
import { maskMustaches } from './maskExpressions';
import type { ReferenceParser } from './reference';

/** Images of a Vue single-file component. */
export const parseVue: ReferenceParser = text => {
  let templates = 0;
  return parseMarkup(text, {
    masked: maskMustaches(text),
    script: 'jsx',
    codeOf: ({ name, start, end }) => {
      const bound = /^(?:v-bind)?:([\w-]+)/.exec(name)?.[1];
      return bound === undefined ? undefined : { name: bound, start, end };
    },
    // The compiler makes imports of these and leaves others to the browser.
    // @see https://vitejs.dev/guide/assets, `transformAssetUrls` of @vue/compiler-sfc
    kindOf: target => (/^[.~@]/.test(target) ? 'import' : 'jsx'),
    enter: element => {
      const lang = attributeOf(element, 'lang')?.value.toLowerCase() ?? 'html';
      if (element.name === 'template' && (templates > 0 || lang === 'html')) templates++;
      // Beside the template stand scripts, styles, and blocks of any language.
      return templates === 0;
    },
    leave: name => {
      if (name === 'template' && templates > 0) templates--;
    },
  });
};
