import assert from 'node:assert/strict';
import { parseReferences } from '../../../src/core/references/parse';
import type { ImageReference, ReferenceMarkup } from '../../../src/core/references/reference';
import { writtenIn } from '../../../src/core/references/tagMarkup';

/** The references of a document; every one is checked to stand where it says. */
export function find(languageId: string, text: string): ImageReference[] {
  const references = parseReferences(languageId, text);
  for (const { start, end, rawTarget, markup } of references) {
    assert.equal(text.slice(start, end), rawTarget);
    if (markup !== undefined) checkMarkup(text, markup);
  }
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

/** Whatever the text: what is there stands where it says, one inside the other. */
function checkMarkup(text: string, markup: ReferenceMarkup): void {
  const { syntax, start, end, element = '', attributesEnd } = markup;
  assert.ok(text.startsWith(syntax === 'markdown' ? '![' : `<${element}`, start));
  if (syntax === 'markdown') assert.equal(attributesEnd, undefined);
  else {
    assert.ok(text.endsWith('>', end));
    assert.ok(
      attributesEnd !== undefined && start + 1 + element.length <= attributesEnd && attributesEnd < end,
    );
    assert.match(text.slice(attributesEnd, end), /^[^\w]*>$/);
  }
  for (const [, value] of writtenIn(markup)) {
    assert.ok(start < value.start && value.start <= value.end && value.end < end);
  }
}

/** The one reference of a document. */
export function only(languageId: string, text: string): ImageReference {
  const references = find(languageId, text);
  assert.equal(references.length, 1, JSON.stringify({ text, references }));
  return references[0]!;
}

/** The same text with the line ends of Windows. */
export function windows(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
