import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { keptName } from '../../../src/host/imageIndex/keptIndex';
import { indexWorkerFile, IndexWorld, png } from './indexWorld';

const files = {
  'a.md': '![A](img/one.png)\n',
  'b.md': 'Nothing to see.\n',
  'docs/c.md': '![C](../img/none.png)\n',
  'img/one.png': png(2, 1),
  'img/two.png': png(1, 2),
};

describe('what an index keeps for the next window', () => {
  let storage: string;
  let code: string;
  let world: IndexWorld | undefined;

  beforeEach(async () => {
    storage = await mkdtemp(path.join(tmpdir(), 'inline-assets-kept-'));
    code = path.join(storage, 'code.js');
    await writeFile(code, 'first');
  });
  afterEach(async () => {
    await world?.dispose();
    await rm(storage, { recursive: true, force: true });
  });

  const folder = () => path.join(storage, 'workspace');
  const kept = () => path.join(folder(), keptName);

  /** Files of a test were written this moment: they count as settled, unless `freshMs` says otherwise. */
  async function open(freshMs = 0, where = folder()): Promise<IndexWorld> {
    const place = { folder: where, code: [await indexWorkerFile(), code] };
    return (world = await IndexWorld.create(files, [''], { kept: place, keepAfterMs: 0, freshMs }));
  }

  /** Until it is there, in the place of the file that was there `before`. */
  async function written(before?: number): Promise<void> {
    for (;;) {
      const found = await stat(kept()).catch(() => undefined);
      if (found !== undefined && found.ino !== before) return;
      await new Promise(setImmediate);
    }
  }

  /** As it would never be read from the files, to tell who knows from where. */
  async function forge(from: string, to: string): Promise<void> {
    const text = gunzipSync(await readFile(kept())).toString('utf8');
    assert.ok(text.includes(from));
    await writeFile(kept(), gzipSync(text.replaceAll(from, to)));
  }

  const honest = ['a.md: img/one.png → img/one.png', 'docs/c.md: ../img/none.png → ✗ img/none.png'];

  it('is all that was read, so that only what changed is read again', async () => {
    const { index } = await open();
    assert.deepEqual(await world?.links(), honest);
    const summary = await index.ready();
    await written();
    assert.deepEqual(await readdir(folder()), [keptName]);
    await forge('"path":"img/one.png"', '"path":"img/two.png"');
    await world?.reopen();
    const unread = ['a.md: img/two.png → img/two.png', honest[1]];
    assert.deepEqual(await world?.links(), unread);
    assert.deepEqual(await world?.images(), ['img/one.png', 'img/two.png']);
    assert.deepEqual(await world?.index.ready(), summary);
    const [image] = (await world?.index.images()) ?? [];
    assert.deepEqual([image?.width, image?.height, image?.bytes], [2, 1, png(2, 1).length]);
  });

  it('is not what changed since, though it is as long and says it is as old', async () => {
    await open();
    await world?.links();
    await written();
    const at = world?.at('a.md') ?? '';
    const { atime, mtime } = await stat(at);
    await world?.write({ 'a.md': '![A](img/two.png)\n', 'b.md': '![B](img/one.png)' });
    await utimes(at, atime, mtime);
    await world?.reopen();
    assert.deepEqual(await world?.links(), [
      'a.md: img/two.png → img/two.png',
      'b.md: img/one.png → img/one.png',
      honest[1],
    ]);
  });

  it('is not what went, and what came is found', async () => {
    await open();
    await world?.links();
    await written();
    await world?.remove('docs');
    await world?.remove('img/one.png');
    await world?.write({ 'new/d.md': '![D](d.png)', 'new/d.png': png(3, 3) });
    await world?.reopen();
    assert.deepEqual(await world?.links(), [
      'a.md: img/one.png → ✗ img/one.png',
      'new/d.md: d.png → new/d.png',
    ]);
    assert.deepEqual(await world?.images(), ['img/two.png', 'new/d.png']);
  });

  it('is not a file that could change again without anybody seeing it', async () => {
    await open(600_000);
    await world?.links();
    await written();
    assert.equal(gunzipSync(await readFile(kept())).includes('one.png'), false);
    await world?.reopen();
    assert.deepEqual(await world?.links(), honest);
  });

  it('is not the text of an open document', async () => {
    await open();
    const root = world?.root ?? '';
    const at = path.join(root, 'a.md');
    world?.unsaved.push({ path: at, root, languageId: 'markdown', version: 1, text: '![A](img/two.png)' });
    assert.deepEqual(await world?.links(), ['a.md: img/two.png → img/two.png', honest[1]]);
    await written();
    world?.unsaved.splice(0);
    await world?.reopen();
    assert.deepEqual(await world?.links(), honest);
  });

  it('is left alone when other code read it, and replaced', async () => {
    await open();
    await world?.links();
    await written();
    await forge('"path":"img/one.png"', '"path":"img/two.png"');
    await writeFile(code, 'second');
    await world?.reopen();
    const { ino } = await stat(kept());
    assert.deepEqual(await world?.links(), honest);
    await written(ino);
    await world?.reopen();
    assert.deepEqual(await world?.links(), honest);
  });

  for (const [what, broken] of [
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    [
      'with a wrong byte',
      (bytes: Buffer) => bytes.with(bytes.length >> 1, (bytes[bytes.length >> 1] ?? 0) ^ 255),
    ],
    ['empty', () => Buffer.alloc(0)],
    ['of another kind', () => gzipSync('{"version":1,"folders":7}')],
  ] as const) {
    it(`is read again when it is ${what}, and replaced`, async () => {
      await open();
      await world?.links();
      await written();
      await writeFile(kept(), broken(await readFile(kept())));
      await world?.reopen();
      const { ino } = await stat(kept());
      assert.deepEqual(await world?.links(), honest);
      await written(ino);
      assert.ok(gunzipSync(await readFile(kept())).includes('one.png'));
    });
  }

  it('is whole when windows write at the same time, and nothing else is left', async () => {
    await open();
    const others = await Promise.all(Array.from({ length: 3 }, () => world?.open()));
    await Promise.all([world?.index, ...others].map(each => each?.ready()));
    await written();
    while ((await readdir(folder())).length > 1) await new Promise(setImmediate);
    for (const each of others) each?.dispose();
    await world?.reopen();
    assert.deepEqual(await world?.links(), honest);
    assert.ok(gunzipSync(await readFile(kept())).includes('one.png'));
  });

  it('goes without what a window that was closed began to write', async () => {
    await mkdir(folder());
    const [abandoned, recent, another] = [`${keptName}.1.tmp`, `${keptName}.2.tmp`, 'another.tmp'];
    for (const name of [abandoned, recent, another]) await writeFile(path.join(folder(), name), '');
    for (const name of [abandoned, another]) await utimes(path.join(folder(), name), 1, 1);
    await open();
    await world?.links();
    await written();
    assert.deepEqual((await readdir(folder())).sort(), [another, keptName, recent].sort());
  });

  it('is nothing where nothing can be written, and all is found', async () => {
    const { index } = await open(0, path.join(code, 'below a file'));
    assert.deepEqual(await world?.links(), honest);
    await index.ready();
    await world?.reopen();
    assert.deepEqual(await world?.links(), honest);
    assert.equal(await readFile(code, 'utf8'), 'first');
  });
});
