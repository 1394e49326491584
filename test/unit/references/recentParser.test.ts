import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseReferences } from '../../../src/core/references/parse';
import { RecentParser } from '../../../src/host/references/recentParser';

/** Counts; what it reads is read by the parsers themselves. */
function counting(fail = false) {
  const read: string[] = [];
  const parser = new RecentParser({
    parse: (languageId, text) => {
      read.push(text);
      return fail && read.length === 1
        ? Promise.reject(new Error('too much'))
        : Promise.resolve(parseReferences(languageId, text));
    },
    readConfig: () => Promise.resolve(undefined),
    dispose: () => undefined,
  });
  return { parser, read };
}

describe('texts that several features ask for', () => {
  it('are read once, also while they are being read', async () => {
    const { parser, read } = counting();
    const [a, b] = await Promise.all([
      parser.parse('markdown', '![](a.png)'),
      parser.parse('markdown', '![](a.png)'),
    ]);
    assert.equal(a, b);
    await parser.parse('markdown', '![](a.png)');
    await parser.parse('html', '![](a.png)');
    assert.equal(read.length, 2);
  });

  it('are forgotten when many others were read since', async () => {
    const { parser, read } = counting();
    for (const name of 'abcdefgha') await parser.parse('markdown', `![](${name}.png)`);
    assert.equal(read.length, 9);
    await parser.parse('markdown', '![](h.png)');
    assert.equal(read.length, 9);
  });

  it('are read again when it did not work', async () => {
    const { parser, read } = counting(true);
    await assert.rejects(parser.parse('markdown', '![](a.png)'));
    assert.equal((await parser.parse('markdown', '![](a.png)')).length, 1);
    assert.equal(read.length, 2);
  });
});
