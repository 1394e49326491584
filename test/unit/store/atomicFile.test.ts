import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { temporaryName, writeAtomic } from '../../../src/host/store/atomicFile';

describe('Temporary files of the store', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await fs.mkdtemp(path.join(tmpdir(), 'atomic-'));
  });
  afterEach(() => fs.rm(dir, { recursive: true, force: true }));

  it('have a name of their own each, hidden, beside the target', () => {
    const names = Array.from({ length: 5000 }, () => temporaryName(path.join(dir, 'run.json')));
    assert.equal(new Set(names).size, names.length);
    for (const name of names) {
      assert.equal(path.dirname(name), dir);
      assert.match(path.basename(name), /^\.[\w-]{1,60}\.part$/);
    }
  });

  it('have other names in every window, whatever their numbers', async () => {
    const module = path.resolve('src/host/store/atomicFile.ts');
    const script = `process.stdout.write(require(${JSON.stringify(module)}).temporaryName('/x/y'))`;
    const windows = await Promise.all(
      [1, 2].map(() => promisify(execFile)(process.execPath, ['--import=tsx', '-e', script])),
    );
    const withoutProcess = windows.map(({ stdout }) => stdout.replace(/\.[0-9a-z]+-/, ''));
    assert.notEqual(withoutProcess[0], withoutProcess[1]);
  }).timeout(20_000);

  it('are gone when writing fails, and hold up no other write', async () => {
    const target = path.join(dir, 'folder');
    await fs.mkdir(path.join(target, 'full'), { recursive: true });
    await assert.rejects(writeAtomic(target, 'text'));
    assert.deepEqual(await fs.readdir(dir), ['folder']);
    const file = path.join(dir, 'a.json');
    await Promise.all(Array.from({ length: 50 }, (_, index) => writeAtomic(file, `text ${String(index)}`)));
    assert.match(await fs.readFile(file, 'utf8'), /^text \d+$/);
    assert.deepEqual((await fs.readdir(dir)).sort(), ['a.json', 'folder']);
  });
});
