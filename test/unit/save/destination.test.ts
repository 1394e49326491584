import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { resolveDestination } from '../../../src/host/save/destination';
import { realDisk } from '../../../src/host/save/disk';
import { temporaryFolder } from './support';

describe('where a save may go', () => {
  const folder = temporaryFolder();
  const inside = (...parts: string[]) => path.join(folder(), 'work', ...parts);
  const resolve = (target: string, roots: readonly string[] | 'anywhere' = [inside()]) =>
    resolveDestination(target, roots, realDisk);
  const kindOf = async (target: string) => {
    const result = await resolve(target);
    return 'failure' in result ? result.failure.kind : 'ok';
  };

  beforeEach(async () => {
    await fs.mkdir(inside('img'), { recursive: true });
    await fs.mkdir(path.join(folder(), 'elsewhere'));
  });

  it('is a free name in the workspace, with the folders that are missing', async () => {
    assert.deepEqual(await resolve(inside('a', 'b', 'hero.png')), {
      path: inside('a', 'b', 'hero.png'),
      real: inside('a', 'b', 'hero.png'),
      newFolders: [inside('a'), inside('a', 'b')],
    });
    assert.deepEqual(await fs.readdir(inside()), ['img'], 'nothing was made');
  });

  it('is an existing file, with its permissions', async () => {
    await fs.writeFile(inside('img', 'hero.png'), 'old', { mode: 0o640 });
    const result = await resolve(inside('img', 'hero.png'));
    assert.ok('existing' in result && result.existing);
    assert.equal(result.existing.mode & 0o777, 0o640);
  });

  it('is never outside, however it is written', async () => {
    for (const target of [
      path.join(folder(), 'hero.png'),
      `${inside('img')}/../../hero.png`,
      `${inside()}-beside/hero.png`,
      '/etc/hero.png',
    ]) {
      assert.equal(await kindOf(target), 'outside', target);
    }
  });

  it('is not beyond a folder that is a symlink out of the workspace, and the true place is named', async () => {
    await fs.symlink(path.join(folder(), 'elsewhere'), inside('linked'));
    for (const target of [inside('linked', 'hero.png'), inside('linked', 'new', 'hero.png')]) {
      const result = await resolve(target);
      assert.ok('failure' in result && result.failure.kind === 'outside', target);
      assert.equal(result.failure.path, target);
      assert.ok(result.failure.truePlace.startsWith(path.join(folder(), 'elsewhere')));
    }
  });

  it('is not a file that is a symlink out of the workspace', async () => {
    await fs.writeFile(path.join(folder(), 'elsewhere', 'secret.png'), 'secret');
    await fs.symlink(path.join(folder(), 'elsewhere', 'secret.png'), inside('hero.png'));
    assert.equal(await kindOf(inside('hero.png')), 'outside');
  });

  it('is where a symlink inside the workspace leads', async () => {
    await fs.symlink(inside('img'), inside('pictures'));
    const result = await resolve(inside('pictures', 'hero.png'));
    assert.ok('real' in result);
    assert.equal(result.real, inside('img', 'hero.png'));
    assert.equal(result.path, inside('pictures', 'hero.png'));
  });

  it('is inside a workspace folder that was opened through a symlink', async () => {
    await fs.symlink(inside(), path.join(folder(), 'opened'));
    const opened = path.join(folder(), 'opened');
    const result = await resolve(path.join(opened, 'hero.png'), [opened]);
    assert.ok('real' in result);
    assert.equal(result.real, inside('hero.png'));
  });

  it('may be any of several workspace folders, by symlink too', async () => {
    await fs.symlink(path.join(folder(), 'elsewhere'), inside('linked'));
    const roots = [inside(), path.join(folder(), 'elsewhere')];
    assert.ok('real' in (await resolve(inside('linked', 'hero.png'), roots)));
  });

  it('is not a link that leads nowhere: writing would create its target', async () => {
    await fs.symlink(path.join(folder(), 'elsewhere', 'not-yet.png'), inside('hero.png'));
    assert.equal(await kindOf(inside('hero.png')), 'dangling-link');
    await fs.symlink(path.join(folder(), 'gone'), inside('dir'));
    assert.equal(await kindOf(inside('dir', 'hero.png')), 'dangling-link');
  });

  it('is not a folder, and not below a file', async () => {
    await fs.writeFile(inside('file'), '');
    await fs.mkdir(inside('img.png'));
    assert.equal(await kindOf(inside('img.png')), 'not-a-file');
    assert.equal(await kindOf(inside('file', 'hero.png')), 'not-a-file');
  });

  it('is not the workspace folder itself', async () => assert.equal(await kindOf(inside()), 'outside'));

  it('has a name that can be one', async () => {
    assert.equal(await kindOf(inside('a\u0000b.png')), 'bad-name');
    assert.equal(await kindOf(inside('a\nb.png')), 'bad-name');
  });

  it('is not a file that was made read-only, whatever its folder allows', async () => {
    await fs.writeFile(inside('hero.png'), 'old', { mode: 0o444 });
    assert.equal(await kindOf(inside('hero.png')), 'read-only');
  });

  it('is anywhere only when that was said', async () => {
    const target = path.join(folder(), 'elsewhere', 'hero.png');
    assert.ok('real' in (await resolve(target, 'anywhere')));
    assert.equal(await kindOf(target), 'outside');
  });
});
