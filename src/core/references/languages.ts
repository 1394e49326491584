import { parseAstro } from './astro';
import { parseCss, parseLess, parseScss } from './css';
import { parseHtml } from './html';
import { parseJson } from './json';
import { parseJsx, parseTypeScript } from './jsx';
import type { ReferenceLanguage } from './languageIds';
import { parseMarkdown } from './markdown';
import { parseMdx } from './mdx';
import type { ReferenceParser } from './reference';
import { parseSvelte } from './svelte';
import { parseVue } from './vue';

/** One file a language. A new one is a line here, in `languageIds.ts`, and an activation event in the manifest. */
export const parsers: Readonly<Record<ReferenceLanguage, ReferenceParser>> = {
  markdown: parseMarkdown,
  mdx: parseMdx,
  html: parseHtml,
  javascript: parseJsx,
  javascriptreact: parseJsx,
  typescript: parseTypeScript,
  typescriptreact: parseJsx,
  css: parseCss,
  scss: parseScss,
  less: parseLess,
  vue: parseVue,
  svelte: parseSvelte,
  astro: parseAstro,
  json: parseJson,
  jsonc: parseJson,
};
