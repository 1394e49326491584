import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { realDisk, type Disk } from '../../../src/host/save/disk';
import type { SetFile } from '../../../src/host/save/fileSet';
import { sha256Of } from '../../../src/host/sha256';
import { thisProcess } from '../../../src/host/store/process';
import { held } from '../run/world';
import { realImaging } from './realImaging';
import { systemError, temporaryFolder, tree } from './support';
import { World } from './world';

describe('files that are written together', function () {
  this.timeout(60_000);
  const folder = temporaryFolder(async () => {
    await world.saver.settled();
    world.saver.dispose();
  });
  const imaging = realImaging();
  let world: World;

  const begin = async (disk?: Disk): Promise<void> => {
    await fs.mkdir(path.join(folder(), 'work'), { recursive: true });
    world = new World(folder(), imaging(), disk);
  };
  beforeEach(() => begin());

  /** A file of ours with this content, for `name` in the workspace. */
  const bytes = async (name: string, content: string): Promise<SetFile> => {
    const file = path.join(folder(), `made-${path.basename(name)}`);
    await fs.writeFile(file, content);
    return { target: world.work(...name.split('/')), file };
  };
  const text = (name: string, content: string): SetFile => ({
    target: world.work(...name.split('/')),
    text: content,
  });
  const inWork = () => tree(world.work());

  it('all come, folders and texts too, and one undo takes all back', async () => {
    await fs.writeFile(world.work('keep.txt'), 'kept');
    const done: string[] = [];
    const result = await world.saver.sets.write({
      files: [await bytes('icons/a.png', 'A'), await bytes('icons/deep/b.png', 'B'), text('site.json', '{}')],
      roots: world.folders,
      overwrite: false,
      onProgress: (count, target) => done.push(`${count} ${path.basename(target)}`),
    });
    assert.ok('files' in result);
    assert.deepEqual(
      result.files.map(({ replaced }) => replaced),
      [false, false, false],
    );
    assert.deepEqual(done, ['1 a.png', '2 b.png', '3 site.json']);
    assert.deepEqual(await inWork(), {
      'keep.txt': 'kept',
      'icons/': '',
      'icons/a.png': 'A',
      'icons/deep/': '',
      'icons/deep/b.png': 'B',
      'site.json': '{}',
    });
    await world.saver.settled();
    assert.deepEqual(await world.saver.undoLastSave(), { kind: 'group', restored: 0, removed: 3, left: 0 });
    assert.deepEqual(await inWork(), { 'keep.txt': 'kept' });
  });

  it('what is there already is named, and nothing is written unless it may be replaced', async () => {
    await fs.writeFile(world.work('b.png'), 'old B');
    await fs.writeFile(world.work('c.png'), 'old C');
    const files = [await bytes('a.png', 'A'), await bytes('b.png', 'B'), await bytes('c.png', 'C')];
    const targets = files.map(({ target }) => target);
    assert.deepEqual(await world.saver.sets.taken(targets, world.folders), {
      taken: [world.work('b.png'), world.work('c.png')],
    });
    const request = { files, roots: world.folders };
    assert.deepEqual(await world.saver.sets.write({ ...request, overwrite: false }), {
      failure: { kind: 'exists', path: world.work('b.png') },
    });
    assert.deepEqual(await inWork(), { 'b.png': 'old B', 'c.png': 'old C' });
    const result = await world.saver.sets.write({ ...request, overwrite: true });
    assert.ok('files' in result);
    assert.deepEqual(
      result.files.map(({ replaced }) => replaced),
      [false, true, true],
    );
    await world.saver.settled();
    await world.saver.undoLastSave(result.saveId);
    assert.deepEqual(await inWork(), { 'b.png': 'old B', 'c.png': 'old C' });
  });

  for (const code of ['ENOSPC', 'EACCES', 'EIO']) {
    it(`${code} in the middle leaves everything as it was`, async () => {
      let copies = 0;
      await begin({
        ...realDisk,
        // Per file one copy next to the target, and one of what is replaced.
        copyFile: (from, to, mode) => {
          if (String(to).endsWith('.tmp') && ++copies === 3) throw systemError(code);
          return realDisk.copyFile(from, to, mode);
        },
      });
      await fs.writeFile(world.work('a.png'), 'old A');
      const before = await tree(folder());
      const result = await world.saver.sets.write({
        files: [text('a.png', 'A'), text('new/b.png', 'B'), text('new/c.png', 'C'), text('d.png', 'D')],
        roots: world.folders,
        overwrite: true,
      });
      assert.ok('failure' in result);
      const kinds: Record<string, string> = { ENOSPC: 'disk-full', EACCES: 'read-only', EIO: 'disk' };
      assert.equal(result.failure.kind, kinds[code]);
      assert.deepEqual(await inWork(), { 'a.png': 'old A' });
      const left = Object.entries(await tree(folder())).filter(
        ([name, content]) => before[name] === undefined && content !== '',
      );
      assert.deepEqual(left, [], 'nothing stays behind in the store either');
      assert.deepEqual(await world.saver.undoLastSave(), { kind: 'nothing' });
    });
  }

  it('says what could not be put back while the disk stays full, and the undo does it later', async () => {
    let full = false;
    let copies = 0;
    await begin({
      ...realDisk,
      copyFile: (from, to, mode) => {
        full ||= String(to).endsWith('.tmp') && ++copies === 3;
        if (full) throw systemError('ENOSPC');
        return realDisk.copyFile(from, to, mode);
      },
    });
    await fs.writeFile(world.work('a.png'), 'old A');
    const result = await world.saver.sets.write({
      files: [text('a.png', 'A'), text('b.png', 'B'), text('c.png', 'C')],
      roots: world.folders,
      overwrite: true,
    });
    assert.ok('failure' in result && result.failure.kind === 'half-done', JSON.stringify(result));
    assert.deepEqual(result.failure.left, [world.work('a.png')]);
    assert.match(
      world.person.describe(result.failure),
      /c\.png .*disk is full\. Not put back yet.*: a\.png\. /,
    );
    assert.deepEqual(await inWork(), { 'a.png': 'A' });
    full = false;
    copies = 9;
    await world.saver.settled();
    assert.deepEqual(await world.saver.undoLastSave(), { kind: 'group', restored: 1, removed: 0, left: 0 });
    assert.deepEqual(await inWork(), { 'a.png': 'old A' });
  });

  it('stopped in the middle it leaves everything as it was', async () => {
    const stop = new AbortController();
    const result = await world.saver.sets.write({
      files: [text('a.txt', 'A'), text('b.txt', 'B')],
      roots: world.folders,
      overwrite: false,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    assert.deepEqual(result, { failure: { kind: 'cancelled' } });
    assert.deepEqual(await inWork(), {});
  });

  it('is not taken back in part while it is written, but as a whole when it is there', async () => {
    const other = new World(folder(), imaging());
    const refused: string[] = [];
    let copies = 0;
    await begin({
      ...realDisk,
      copyFile: async (from, to, mode) => {
        if (String(to).endsWith('.tmp') && ++copies === 3) {
          for (const { saver } of [world, other]) refused.push((await saver.undoLastSave()).kind);
        }
        return realDisk.copyFile(from, to, mode);
      },
    });
    await fs.writeFile(world.work('a.txt'), 'old A');
    const names = ['a.txt', 'b.txt', 'c.txt'];
    const result = await world.saver.sets.write({
      files: names.map(name => text(name, name)),
      roots: world.folders,
      overwrite: true,
    });
    other.saver.dispose();
    assert.ok('files' in result);
    assert.deepEqual([refused, Object.keys(await inWork())], [['refused', 'refused'], names]);
    assert.deepEqual(await world.saver.undoLastSave(), { kind: 'group', restored: 1, removed: 2, left: 0 });
    assert.deepEqual(await inWork(), { 'a.txt': 'old A' });
  });

  describe('by a window that is gone in the middle', () => {
    /** Of a process that has ended. */
    const gone = `${thisProcess().split('~')[0]}~${spawnSync(process.execPath, ['--version']).pid}`;

    /** Writes three files and stays for ever before the third is in its place, as a process does that is killed there. */
    const crash = async (owner: string): Promise<void> => {
      const hangs = held();
      let copies = 0;
      const disk: Disk = {
        ...realDisk,
        copyFile: async (from, to, mode) => {
          if (String(to).endsWith('.tmp') && ++copies === 3) {
            await fs.writeFile(String(to), 'hal');
            await hangs.wait();
          }
          return realDisk.copyFile(from, to, mode);
        },
      };
      await fs.mkdir(world.work(), { recursive: true });
      const crashing = new World(folder(), imaging(), disk, { owner });
      await fs.writeFile(world.work('a.txt'), 'old A');
      const files = [text('a.txt', 'A'), text('deep/b.txt', 'B'), text('new/c.txt', 'C'), text('d.txt', 'D')];
      void crashing.saver.sets.write({ files, roots: world.folders, overwrite: true });
      await hangs.reached;
      crashing.saver.dispose();
    };
    const half = { 'a.txt': 'A', 'deep/': '', 'deep/b.txt': 'B' };

    it('is said once, with what is there of it, and its temporary file is gone', async () => {
      await crash(gone);
      assert.ok(Object.keys(await inWork()).some(name => name.endsWith('.tmp')));
      await begin();
      await world.saver.settled();
      assert.deepEqual(world.person.interrupted, [
        'Writing 4 files was interrupted: 2 of them were written (the first is a.txt).',
      ]);
      assert.deepEqual(await inWork(), half);
      await begin();
      await world.saver.settled();
      assert.deepEqual(world.person.interrupted, []);
      const undone = { kind: 'group', restored: 1, removed: 1, left: 0 };
      assert.deepEqual(await world.saver.undoLastSave(), undone);
      assert.deepEqual(await inWork(), { 'a.txt': 'old A' });
    });

    it('is put back when the user wants that', async () => {
      await crash(gone);
      await begin();
      world.person.putBack = 'put-back';
      while (world.person.undone.length === 0) await setImmediate();
      assert.deepEqual(world.person.undone, [{ kind: 'group', restored: 1, removed: 1, left: 0 }]);
      assert.deepEqual(await inWork(), { 'a.txt': 'old A' });
    });

    it('is left alone while the other window may still be at it', async () => {
      await crash(thisProcess());
      const before = await inWork();
      await begin();
      await world.saver.settled();
      assert.deepEqual([world.person.interrupted, await inWork()], [[], before]);
      const undone = await world.saver.undoLastSave();
      assert.ok(undone.kind === 'refused' && undone.failure.kind === 'under-way', JSON.stringify(undone));
      assert.match(
        world.person.describe(undone.failure),
        /^4 files are still being written \(one is .*\.txt\)/,
      );
      assert.deepEqual(await inWork(), before);
    });

    it('is nothing to speak of when all was written, or nothing', async () => {
      const before = new World(folder(), imaging(), undefined, { owner: gone });
      await before.saver.sets.write({
        files: [text('a.txt', 'A'), text('b.txt', 'B')],
        roots: world.folders,
        overwrite: true,
      });
      await before.saver.settled();
      // As it is until the last word of the journal.
      const journal = path.join(world.store.dir, 'journal');
      for (const name of await fs.readdir(journal)) {
        const entry = JSON.parse(await fs.readFile(path.join(journal, name), 'utf8')) as object;
        await fs.writeFile(path.join(journal, name), JSON.stringify({ ...entry, state: 'prepared' }));
      }
      await begin();
      await world.saver.settled();
      assert.deepEqual(world.person.interrupted, []);
      const undone = { kind: 'group', restored: 0, removed: 2, left: 0 };
      assert.deepEqual(await world.saver.undoLastSave(), undone);
    });
  });

  it('a file that somebody changed since it was shown stops the whole set', async () => {
    await fs.writeFile(world.work('site.json'), '{"mine": 1}');
    const replaces = await sha256Of(world.work('site.json'));
    await fs.writeFile(world.work('site.json'), '{"theirs": 1}');
    const result = await world.saver.sets.write({
      files: [text('a.txt', 'A'), { ...text('site.json', '{"mine": 2}'), replaces }],
      roots: world.folders,
      overwrite: true,
    });
    assert.deepEqual(result, { failure: { kind: 'changed-meanwhile', path: world.work('site.json') } });
    assert.deepEqual(await inWork(), { 'site.json': '{"theirs": 1}' });
  });

  it('two files of one name, and places outside, are refused before the first byte', async () => {
    const write = (files: SetFile[]) =>
      world.saver.sets.write({ files, roots: world.folders, overwrite: true });
    assert.deepEqual(await write([text('a.txt', '1'), text('x/../A.txt', '2')]), {
      failure: { kind: 'named-twice', path: world.work('A.txt') },
    });
    // On macOS they are one: an accent in its letter, and as a mark behind it.
    const composed = 'caf\u00E9.txt';
    assert.deepEqual(await write([text(composed, '1'), text(composed.normalize('NFD'), '2')]), {
      failure: { kind: 'named-twice', path: world.work(composed.normalize('NFD')) },
    });
    const outside = await write([text('a.txt', '1'), text('../b.txt', '2')]);
    assert.ok('failure' in outside && outside.failure.kind === 'outside');
    assert.deepEqual(await inWork(), {});
  });
});
