import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'mocha';
import { maxDocumentLength, referenceLanguages } from '../../../src/core/references/languageIds';
import { parsers } from '../../../src/core/references/languages';
import { parseReferences } from '../../../src/core/references/parse';

describe('languages whose references are read', () => {
  it('each have a parser and wake the extension', async () => {
    const manifest = JSON.parse(await readFile('package.json', 'utf8')) as { activationEvents: string[] };
    assert.deepEqual(Object.keys(parsers).sort(), [...referenceLanguages].sort());
    assert.deepEqual(
      manifest.activationEvents.filter(event => event.startsWith('onLanguage:')).sort(),
      referenceLanguages.map(language => `onLanguage:${language}`).sort(),
    );
  });

  it('are the only ones, whatever a language is called', () => {
    assert.deepEqual(parseReferences('plaintext', '![a](a.png)'), []);
    assert.deepEqual(parseReferences('toString', '![a](a.png)'), []);
  });

  it('leave documents alone that nobody wrote by hand', () => {
    const image = '![a](a.png)\n';
    assert.equal(parseReferences('markdown', image + ' '.repeat(maxDocumentLength - image.length)).length, 1);
    assert.equal(parseReferences('markdown', image + ' '.repeat(maxDocumentLength)).length, 0);
  });
});
