import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import { IndexWorld, indexWorkerFile, png } from './indexWorld';

describe('the workspace index: names', function () {
  this.timeout(60_000);
  let world: IndexWorld;

  before(() => indexWorkerFile());
  afterEach(() => world.dispose());

  const names = async (): Promise<string[]> => (await world.index.names()).map(path => world.relative(path));

  it('are told before anything is read, by the rules of the index', async () => {
    world = await IndexWorld.create({
      'b/z.png': png(1, 1),
      'b/UPPER.JPG': png(1, 1),
      'a.svg': '<svg/>',
      'b/hidden/c.png': png(1, 1),
      'b/dist/d.png': png(1, 1),
      'node_modules/e.png': png(1, 1),
      '.gitignore': 'dist',
      'README.md': '![a](b/z.png)',
    });
    const changes: number[] = [];
    world.index.onDidChange(() => changes.push(1));
    assert.deepEqual(await names(), ['a.svg', 'b/UPPER.JPG', 'b/z.png']);
    // Nobody tells of it: only who reads now sees it.
    await world.write({ 'README.md': '![u](b/UPPER.JPG)' });
    assert.equal((await world.index.ready()).images, 3);
    assert.deepEqual(
      (await world.index.images()).map(({ path }) => world.relative(path)),
      await names(),
    );
    assert.deepEqual(await world.links(), ['README.md: b/UPPER.JPG → b/UPPER.JPG']);
    assert.deepEqual(changes, [], 'nobody knew anything that is different now');
  });

  it('are those of now: what came and went is in them, whether it was read or not', async () => {
    world = await IndexWorld.create({ 'a.png': png(1, 1), 'b.png': png(1, 1) });
    assert.deepEqual(await names(), ['a.png', 'b.png']);
    await world.write({ 'c.png': png(1, 1) });
    await world.remove('a.png');
    world.tell('c.png', 'a.png');
    assert.equal((await world.index.ready()).images, 2);
    assert.deepEqual(await names(), ['b.png', 'c.png']);
  });

  it('are those of the folders that were told last, also while others are being read', async () => {
    world = await IndexWorld.create({ 'one/a.png': png(1, 1), 'two/b.png': png(1, 1) }, ['one']);
    const reading = world.index.ready();
    world.tellFolders([world.folder('two')]);
    assert.deepEqual(await names(), ['two/b.png']);
    await reading;
  });

  it('are none without folders', async () => {
    world = await IndexWorld.create({}, []);
    assert.deepEqual(await names(), []);
  });
});
