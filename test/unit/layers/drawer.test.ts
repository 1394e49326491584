import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { Description } from '../../../src/core/model/layers';
import { type DrawJob, LayersDrawer, type Replaceable } from '../../../src/host/layers/layersDrawer';
import { sha256Of } from '../../../src/host/sha256';
import { realImaging } from '../save/realImaging';
import { temporaryFolder } from '../save/support';
import { World } from '../save/world';

describe('drawings that are written together', function () {
  this.timeout(60_000);
  const folder = temporaryFolder(async () => {
    await world.saver.settled();
    world.saver.dispose();
  });
  const imaging = realImaging();
  let world: World;
  let drawer: LayersDrawer;

  beforeEach(async () => {
    await fs.mkdir(path.join(folder(), 'work'), { recursive: true });
    world = new World(folder(), imaging());
    drawer = new LayersDrawer({
      imaging: imaging(),
      sets: world.saver.sets,
      staging: path.join(folder(), 'staging'),
      trusted: () => true,
      folders: () => world.folders,
    });
  });

  const description: Description = { version: 1, canvas: { width: 8, height: 8 }, layers: [] };
  const jobs = (...names: string[]): DrawJob[] =>
    names.map(name => ({ description, target: world.work(name) }));
  const put = (name: string, text: string): Promise<void> => fs.writeFile(world.work(name), text);
  const seen = async (names: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const found = await drawer.see(names.map(name => world.work(name)));
    assert.ok('taken' in found);
    return found.taken;
  };
  const inWork = async (): Promise<Record<string, string>> => {
    const names = (await fs.readdir(world.work())).sort();
    const entries = names.map(async name => [
      name,
      (await fs.readFile(world.work(name))).toString('latin1', 0, 4),
    ]);
    return Object.fromEntries((await Promise.all(entries)) as [string, string][]);
  };

  it('replace what was seen and agreed to', async () => {
    await put('b.png', 'old');
    const taken = await seen(['a.png', 'b.png']);
    assert.deepEqual([...taken], [[world.work('b.png'), await sha256Of(world.work('b.png'))]]);
    const result = await drawer.write(jobs('a.png', 'b.png'), { replace: taken });
    assert.ok('written' in result);
    assert.deepEqual(await inWork(), { 'a.png': '\x89PNG', 'b.png': '\x89PNG' });
    for (const { path: file, sha256 } of result.written.files) assert.equal(sha256, await sha256Of(file));
    assert.deepEqual(await fs.readdir(path.join(folder(), 'staging')), []);
  });

  it('leave a file that came before they were drawn', async () => {
    const taken = await seen(['a.png', 'b.png']);
    await put('b.png', 'new');
    assert.deepEqual(await drawer.write(jobs('a.png', 'b.png'), { replace: taken }), {
      failure: { kind: 'exists', path: world.work('b.png') },
    });
    assert.deepEqual(await inWork(), { 'b.png': 'new' });
  });

  const meanwhile: readonly [string, () => Promise<Replaceable>, 'exists' | 'changed-meanwhile'][] = [
    ['that came', () => seen(['a.png', 'b.png']), 'exists'],
    ['that came when none may be replaced', async () => 'none', 'exists'],
    ['that changed', () => put('b.png', 'old').then(() => seen(['b.png'])), 'changed-meanwhile'],
  ];
  for (const [what, replaceable, kind] of meanwhile) {
    it(`leave a file ${what} while they were drawn, and write none`, async () => {
      const replace = await replaceable();
      let mine: Promise<void> | undefined;
      const slow = new LayersDrawer({
        imaging: imaging(),
        // The moment between the drawing and the writing.
        sets: {
          taken: (...args) => world.saver.sets.taken(...args),
          write: async request => {
            await mine;
            return world.saver.sets.write(request);
          },
        },
        staging: path.join(folder(), 'staging'),
        trusted: () => true,
        folders: () => world.folders,
      });
      const result = await slow.write(jobs('a.png', 'b.png'), {
        replace,
        onProgress: () => {
          mine ??= put('b.png', 'mine');
        },
      });
      assert.deepEqual(result, { failure: { kind, path: world.work('b.png') } });
      assert.deepEqual(await inWork(), { 'b.png': 'mine' });
    });
  }

  it('name the one that could not be drawn', async () => {
    await put('torn.png', 'no image');
    const torn = { description, target: world.work('b.png'), image: world.work('torn.png') };
    const result = await drawer.write([...jobs('a.png'), torn], { replace: 'none' });
    assert.ok('failure' in result && result.failure.kind === 'drawing', JSON.stringify(result));
    assert.match(world.saver.describe(result.failure), /^b\.png could not be drawn: /);
    assert.deepEqual(Object.keys(await inWork()), ['torn.png']);
  });

  it('read nothing of a folder that is not trusted', async () => {
    const drawing = new LayersDrawer({
      ...{ imaging: imaging(), sets: world.saver.sets, staging: path.join(folder(), 'staging') },
      ...{ trusted: () => false, folders: () => assert.fail('was asked') },
    });
    assert.deepEqual(await drawing.write(jobs('a.png'), { replace: 'all' }), {
      failure: { kind: 'untrusted' },
    });
  });
});
