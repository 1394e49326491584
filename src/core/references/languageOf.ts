import type { ReferenceLanguage } from './languageIds';
import { basename } from './paths';

const byExtension: Readonly<Record<string, ReferenceLanguage>> = {
  md: 'markdown',
  markdown: 'markdown',
  mdown: 'markdown',
  mkd: 'markdown',
  mdx: 'mdx',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  shtml: 'html',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  es6: 'javascript',
  jsx: 'javascriptreact',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescriptreact',
  css: 'css',
  scss: 'scss',
  less: 'less',
  vue: 'vue',
  svelte: 'svelte',
  astro: 'astro',
  json: 'json',
  webmanifest: 'json',
  jsonc: 'jsonc',
};

/**
 * The language of a file that is not open, by its name, as VS Code has it without further settings; undefined when image
 * references of it are not read.
 */
export function languageOf(path: string): ReferenceLanguage | undefined {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  if (dot < 0) return undefined;
  const extension = name.slice(dot + 1).toLowerCase();
  return Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
}
