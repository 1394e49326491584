import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { moveWithoutReplacing, writeNew, writeOver } from '../../../src/host/save/atomicWrite';
import { realDisk, type Disk } from '../../../src/host/save/disk';
import { systemError, temporaryFolder, tree } from './support';

describe('writing a file', () => {
  const folder = temporaryFolder();
  const at = (name: string) => path.join(folder(), name);

  beforeEach(async () => fs.writeFile(at('source'), 'new', { mode: 0o600 }));

  it('makes a file with the permissions of new files, not those of the store', async () => {
    await fs.writeFile(at('plain'), '');
    await writeNew(at('source'), at('hero.png'), 'id', realDisk);
    assert.deepEqual(await tree(folder()), { source: 'new', plain: '', 'hero.png': 'new' });
    assert.equal((await fs.stat(at('hero.png'))).mode, (await fs.stat(at('plain'))).mode);
  });

  it('never replaces a file that came meanwhile', async () => {
    // Appears at the last moment: after the bytes were copied beside it.
    const disk: Disk = {
      ...realDisk,
      copyFile: async (...args) => {
        await realDisk.copyFile(...args);
        await fs.writeFile(at('hero.png'), 'theirs');
      },
    };
    await assert.rejects(writeNew(at('source'), at('hero.png'), 'id', disk), { code: 'EEXIST' });
    assert.deepEqual(await tree(folder()), { source: 'new', 'hero.png': 'theirs' });
  });

  it('works without hard links, and still replaces nothing', async () => {
    const disk: Disk = { ...realDisk, link: () => Promise.reject(systemError('EPERM')) };
    await writeNew(at('source'), at('hero.png'), 'id', disk);
    await assert.rejects(writeNew(at('source'), at('hero.png'), 'id', disk), { code: 'EEXIST' });
    assert.deepEqual(await tree(folder()), { source: 'new', 'hero.png': 'new' });
  });

  it('leaves nothing when the last step fails without hard links', async () => {
    const disk: Disk = {
      ...realDisk,
      link: () => Promise.reject(systemError('ENOTSUP')),
      rename: () => Promise.reject(systemError('EIO')),
    };
    await assert.rejects(writeNew(at('source'), at('hero.png'), 'id', disk), { code: 'EIO' });
    assert.deepEqual(await tree(folder()), { source: 'new' });
  });

  it('leaves nothing when the disk is full in the middle', async () => {
    const disk: Disk = {
      ...realDisk,
      copyFile: async (_source, target) => {
        await fs.writeFile(target, 'ne');
        throw systemError('ENOSPC');
      },
    };
    await assert.rejects(writeNew(at('source'), at('hero.png'), 'id', disk), { code: 'ENOSPC' });
    assert.deepEqual(await tree(folder()), { source: 'new' });

    await fs.writeFile(at('hero.png'), 'old');
    await assert.rejects(writeOver(at('source'), at('hero.png'), 0o644, 'id', disk), { code: 'ENOSPC' });
    assert.deepEqual(await tree(folder()), { source: 'new', 'hero.png': 'old' });
  });

  it('replaces a file at once and keeps its permissions', async () => {
    await fs.writeFile(at('hero.png'), 'old', { mode: 0o640 });
    const before = await fs.open(at('hero.png'));
    await writeOver(at('source'), at('hero.png'), (await before.stat()).mode, 'id', realDisk);
    assert.equal(await before.readFile('utf8'), 'old', 'who had it open still reads the old file whole');
    await before.close();
    assert.equal(await fs.readFile(at('hero.png'), 'utf8'), 'new');
    assert.equal((await fs.stat(at('hero.png'))).mode & 0o7777, 0o640);
  });

  it('moves without replacing', async () => {
    await fs.writeFile(at('hero.png'), 'theirs');
    await assert.rejects(moveWithoutReplacing(at('source'), at('hero.png'), realDisk), { code: 'EEXIST' });
    await moveWithoutReplacing(at('source'), at('free.png'), realDisk);
    assert.deepEqual(await tree(folder()), { 'hero.png': 'theirs', 'free.png': 'new' });
  });
});
