/**
 * Finding the references of a document over one parse of it by the same parser: bundled, `node references.cjs`
 * prints one line of JSON. Bundled as the extension is: a loader of TypeScript makes other code of it.
 */
import { tokenize } from '@csstools/css-tokenizer';
import { parse as parseCode } from '@babel/parser';
import { parse as parseJson } from 'jsonc-parser';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { parse as parseHtml, Tokenizer, type TokenHandler } from 'parse5';
import { parseReferences } from '../../src/core/references/parse';
import { documents } from './documents';

/** As long as it takes for the machine code to settle, and then often enough for a median. */
const [warmMs, leastRounds] = [1500, 25];

const code = (text: string, plugins: ('jsx' | 'typescript')[]): unknown =>
  parseCode(text, { sourceType: 'module', errorRecovery: true, plugins });

/** One look at the text by the libraries that the reader of its language uses, without looking at what came out. */
const bare: Readonly<Record<string, (text: string) => unknown>> = {
  markdown: text => fromMarkdown(text),
  mdx: text => fromMarkdown(text),
  html: text => parseHtml(text, { sourceCodeLocationInfo: true }),
  typescriptreact: text => code(text, ['jsx', 'typescript']),
  typescript: text => code(text, ['typescript']),
  css: text => tokenize({ css: text }),
  scss: text => tokenize({ css: text }),
  vue: bareComponent,
  svelte: bareComponent,
  json: text => parseJson(text),
};

function bareComponent(text: string): void {
  const nothing = (): void => undefined;
  const handler: TokenHandler = {
    onStartTag: nothing,
    onEndTag: nothing,
    onComment: nothing,
    onDoctype: nothing,
    onEof: nothing,
    onCharacter: nothing,
    onWhitespaceCharacter: nothing,
    onNullCharacter: nothing,
  };
  new Tokenizer({ sourceCodeLocationInfo: true }, handler).write(text, true);
  for (const [, script] of text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g))
    code(script ?? '', ['typescript']);
  for (const [, css] of text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)) tokenize({ css: css ?? '' });
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

const results = Object.entries(bare).map(([languageId, parse]) => {
  const text = documents[languageId]?.(3000) ?? '';
  const ours: number[] = [];
  const theirs: number[] = [];
  let found = 0;
  for (const end = performance.now() + warmMs; performance.now() < end || ours.length < leastRounds;) {
    ours.push(timed(() => (found = parseReferences(languageId, text).length)));
    theirs.push(timed(() => parse(text)));
  }
  const half = ours.length >> 1;
  return {
    languageId,
    characters: text.length,
    found,
    ms: median(ours.slice(half)),
    bareMs: median(theirs.slice(half)),
  };
});
console.log(JSON.stringify(results));
