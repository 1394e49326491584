import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { readText } from '../../../src/host/readText';
import { temporaryFolder } from '../save/support';

describe("a text of somebody's", () => {
  const folder = temporaryFolder();
  const at = (name: string): string => path.join(folder(), name);

  it('is read as it is, up to a size', async () => {
    await fs.writeFile(at('a.csv'), 'Grüße');
    await fs.writeFile(at('empty.csv'), '');
    assert.deepEqual(await readText(at('a.csv'), 7), { text: 'Grüße' });
    assert.deepEqual(await readText(at('empty.csv'), 7), { text: '' });
    assert.deepEqual(await readText(at('a.csv'), 6), { problem: 'too-large' });
    assert.deepEqual(await readText(at('none.csv'), 6), { problem: 'missing' });
    assert.deepEqual(await readText(at('a.csv/b'), 6), { problem: 'missing' });
  });

  it('is only UTF-8 where it is to be written back', async () => {
    await fs.writeFile(at('a.json'), Buffer.from('{"a":"é"}', 'latin1'));
    assert.deepEqual(await readText(at('a.json'), 99), { text: '{"a":"\uFFFD"}' });
    assert.deepEqual(await readText(at('a.json'), 99, { strictly: true }), { problem: 'not-utf8' });
    await fs.writeFile(at('a.json'), '\uFEFF{"a":"é"}');
    assert.deepEqual(await readText(at('a.json'), 99, { strictly: true }), { text: '\uFEFF{"a":"é"}' });
  });

  if (process.platform !== 'win32') {
    it('is no folder, device or pipe', async () => {
      execFileSync('mkfifo', [at('pipe.json')]);
      await fs.symlink('/dev/zero', at('zero.json'));
      for (const file of [folder(), at('pipe.json'), at('zero.json')]) {
        assert.deepEqual(await readText(file, 1000), { problem: 'not-a-file' });
      }
    });
  }
});
