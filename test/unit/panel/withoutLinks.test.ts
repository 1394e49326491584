import assert from 'node:assert/strict';
import { safeText } from '../../../src/host/text/safeText';
import { errorWithoutLinks, withoutLinks } from '../../../src/host/text/withoutLinks';

/** What VS Code makes a link of in notifications and input boxes (`parseLinkedText`); commands are run. */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

describe('Text of others in messages of VS Code', () => {
  for (const text of [
    '[Fix it](command:workbench.action.quit)',
    'img/[x](command:inlineAssets.generate?%7B%7D).png was not found',
    '[[a](https://example.com) [b](file:///etc/passwd "c")',
    '[x](command:a)](command:b)',
  ]) {
    it(`has no links: ${text}`, () => {
      assert.match(text, link);
      assert.doesNotMatch(withoutLinks(text), link);
      assert.doesNotMatch(safeText(text), link);
    });
  }

  it('has no links in what a command rejects with', () => {
    const name = "ENOENT: no such file, stat '/w/[x](command:workbench.action.quit).png'";
    for (const error of [new Error(name), name]) {
      const plain = errorWithoutLinks(error);
      assert.ok(plain instanceof Error);
      assert.doesNotMatch(plain.message, link);
    }
    const harmless = new TypeError('not a (b) [c]');
    assert.equal(errorWithoutLinks(harmless), harmless);
  });

  it('is left as it is otherwise', () => {
    for (const text of ['a (b) [c] https://example.com', 'img/[slug] (1).png'])
      assert.equal(withoutLinks(text), text);
  });
});
