import { mayHoldReferences } from './languageIds';
import { parsers } from './languages';
import type { ImageReference } from './reference';

export { parseConfig } from './config/parseConfig';
export { insertionFor } from './insertion';

/**
 * Entry of the bundle that holds the parsers; loaded on first use.
 * @returns the image references of a document in the order of the text; none for a language that is not read, and for
 * a document longer than `maxDocumentLength`. Never throws.
 */
export function parseReferences(languageId: string, text: string): ImageReference[] {
  return mayHoldReferences(languageId, text) ? parsers[languageId](text) : [];
}
