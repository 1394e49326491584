/** VS Code's ids of the languages whose image references are read. Apart from the parsers, which are heavy. */
export const referenceLanguages = [
  'markdown',
  'mdx',
  'html',
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
  'css',
  'scss',
  'less',
  'vue',
  'svelte',
  'astro',
  'json',
  'jsonc',
] as const;
export type ReferenceLanguage = (typeof referenceLanguages)[number];

/** Characters. A longer document is generated or minified, and is left alone. */
export const maxDocumentLength = 1_000_000;

/** False means that parsing would find nothing: cheap, so that most documents never load a parser. */
export function mayHoldReferences(languageId: string, text: string): languageId is ReferenceLanguage {
  if (!referenceLanguages.some(id => id === languageId) || text.length > maxDocumentLength) return false;
  return /\.(?:png|jpe?g|webp|gif|avif|svg)/i.test(text);
}
