import assert from 'node:assert/strict';
import { withoutLinksTo } from '../../../src/core/sets/snippetText';
import { builtIn } from './builtIn';

describe('the code of a set', () => {
  it('names no file that is broken or not there', () => {
    const text = [
      '<link rel="icon" href="{href:ico}">',
      '<link rel="manifest" href="{href:manifest}">',
      '<meta content="{url:card}">',
    ].join('\n');
    assert.equal(withoutLinksTo(text, new Set(['manifest', 'card'])), '<link rel="icon" href="{href:ico}">');
    assert.equal(withoutLinksTo(text, new Set()), text);
    assert.equal(withoutLinksTo(text, new Set(['man', 'ico2'])), text);
  });

  it('names a JSON file of ours in a line of its own, so that it can be left out', () => {
    for (const id of ['favicon', 'pwa-icons']) {
      const { files, snippets = [] } = builtIn(id);
      const json = files.flatMap(file => (file.kind === 'json' && file.id !== undefined ? [file.id] : []));
      assert.ok(json.length > 0, id);
      for (const { text } of snippets) {
        const lines = (typeof text === 'string' ? [text] : text).map(line =>
          typeof line === 'string' ? line : line.text,
        );
        const naming = lines.filter(line => json.some(each => line.includes(`{href:${each}}`)));
        for (const line of naming) assert.match(line, /^<link rel="manifest" href="[^"]*"(?: \/)?>$/, id);
      }
    }
  });
});
