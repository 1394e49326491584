import assert from 'node:assert/strict';
import { parseReferences } from '../../../src/core/references/parse';
import type { ImageReference } from '../../../src/core/references/reference';

/** The references of a document; every one is checked to stand where it says. */
export function find(languageId: string, text: string): ImageReference[] {
  const references = parseReferences(languageId, text);
  for (const { start, end, rawTarget } of references) assert.equal(text.slice(start, end), rawTarget);
  const order = references.map(({ start }) => start);
  assert.deepEqual(
    order,
    [...new Set(order)].sort((a, b) => a - b),
  );
  return references;
}

export function targets(languageId: string, text: string): string[] {
  return find(languageId, text).map(({ rawTarget }) => rawTarget);
}

/** The one reference of a document. */
export function only(languageId: string, text: string): ImageReference {
  const references = find(languageId, text);
  assert.equal(references.length, 1, JSON.stringify(references));
  return references[0]!;
}

/** The same text with the line ends of Windows. */
export function windows(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
