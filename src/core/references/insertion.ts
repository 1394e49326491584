import { insertAstro, insertSvelte, insertVue } from './insertion/component';
import { insertCss } from './insertion/css';
import { embeddedBlockAt } from './insertion/embedded';
import { insertHtml } from './insertion/html';
import type { InsertedImage, Insertion, InsertionDocument, TextEditAt } from './insertion/insertionTypes';
import { insertJsx } from './insertion/jsx';
import { insertMarkdown } from './insertion/markdown';
import { insertPath } from './insertion/path';
import { insertQuoted, quotedPlace } from './insertion/quoted';
import type { ProjectFacts } from './project';

/** Languages that get more than the bare path. */
const insertions: Readonly<Record<string, Insertion>> = {
  markdown: insertMarkdown,
  mdx: insertMarkdown,
  html: insertHtml,
  vue: insertVue,
  svelte: insertSvelte,
  astro: insertAstro,
  php: insertHtml,
  handlebars: insertHtml,
  css: insertCss,
  scss: insertCss,
  less: insertCss,
  javascript: insertJsx,
  javascriptreact: insertJsx,
  typescriptreact: insertJsx,
};

/**
 * The edits that put an image into a document at the cursor, in the language of the document: alt text, true width
 * and height, and a path that the project resolves. Pure; parses JSX only.
 */
export function insertionFor(
  document: InsertionDocument,
  image: InsertedImage,
  project: ProjectFacts,
): { edits: TextEditAt[] } {
  // Between the quotes of `src=""` only the path is missing.
  if (quotedPlace(document) !== undefined) return { edits: insertQuoted(document, image, project) };
  const block = embeddedBlockAt(document.languageId, document.text, document.offset);
  if (block?.kind === 'style') {
    const sheet = {
      ...document,
      text: document.text.slice(block.start),
      offset: document.offset - block.start,
    };
    const edits = insertCss(sheet, image, project);
    return { edits: edits.map(edit => ({ ...edit, offset: edit.offset + block.start })) };
  }
  const insert = Object.hasOwn(insertions, document.languageId) ? insertions[document.languageId] : undefined;
  return { edits: (insert ?? insertPath)(document, image, project) };
}
