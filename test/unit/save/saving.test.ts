import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InsertResult } from '../../../src/host/save/insertFlow';
import { realDisk, type Disk } from '../../../src/host/save/disk';
import { startFullDisk } from '../imaging/fullDisk';
import { realImaging } from './realImaging';
import { systemError, temporaryFolder, tree } from './support';
import { World } from './world';
import { lostMarks } from '../../../src/core/model/provenanceMarks';

const failureOf = (result: InsertResult): string | undefined =>
  'failure' in result ? result.failure.kind : undefined;
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

describe('saving', () => {
  const folder = temporaryFolder(async () => {
    await world.saver.settled();
    world.saver.dispose();
  });
  const imaging = realImaging();
  let world: World;

  beforeEach(async () => {
    await fs.mkdir(path.join(folder(), 'work'));
    world = new World(folder(), imaging());
  });

  /** A real image from the codec worker, in the store. */
  const image = async (transparent = false): Promise<Buffer> => {
    const file = path.join(folder(), 'made.png');
    await imaging().placeholder(
      { prompt: 'x', width: 40, height: 30, format: 'png', ...(transparent && { transparent }) },
      file,
    );
    const bytes = await fs.readFile(file);
    await fs.rm(file);
    return bytes;
  };
  const transparent = { facts: { width: 40, height: 30, hasAlpha: true } };

  describe('through the dialog', () => {
    it('writes the very bytes of the candidate under a readable name, and records them', async () => {
      const ref = await world.candidate('PNG bytes');
      const result = await world.saver.save(ref);
      assert.ok('saved' in result);
      assert.deepEqual(await tree(world.work()), { 'lighthouse-dawn.png': 'PNG bytes' });
      assert.equal(result.saved.converted, false);
      assert.deepEqual(world.person.asked, ['target']);
      assert.equal(world.person.saved.length, 1);
      await world.saver.settled();
      const [asset] = (await world.store.load(ref.runId))?.saved ?? [];
      assert.equal(asset?.uri, pathToFileURL(world.work('lighthouse-dawn.png')).href);
      assert.equal(asset.sha256, sha256('PNG bytes'));
    });

    it('proposes a name that is free', async () => {
      await fs.writeFile(world.work('Lighthouse-Dawn.PNG'), 'theirs');
      await world.saver.save(await world.candidate('ours'));
      assert.deepEqual(await tree(world.work()), {
        'Lighthouse-Dawn.PNG': 'theirs',
        'lighthouse-dawn-2.png': 'ours',
      });
    });

    it('does nothing when the dialog is closed', async () => {
      world.person.picks = [() => undefined];
      assert.equal(failureOf(await world.saver.save(await world.candidate('x'))), 'cancelled');
      assert.deepEqual(await tree(world.work()), {});
      assert.deepEqual(world.person.failures, []);
    });

    it('proposes the path that a document misses, in a folder that is missing as well', async () => {
      const missing = world.work('docs', 'img', 'login.jpg');
      const ref = await world.candidate('x', { targetFile: pathToFileURL(missing).href });
      world.person.picks = [() => undefined];
      await world.saver.save(ref);
      assert.deepEqual(world.person.proposed, [missing]);
      assert.deepEqual(await tree(world.work()), {});
    });

    it('makes the folder of the setting for the dialog, and Undo takes it back', async () => {
      world.saveFolder = 'assets/new';
      await world.saver.save(await world.candidate('x'));
      assert.equal(Object.keys(await tree(world.work())).length, 3);
      await world.saver.undoLastSave();
      assert.deepEqual(await tree(world.work()), {});
    });

    it('opens the dialog in the folder of the setting, which stays only when something was saved there', async () => {
      world.saveFolder = 'assets/new';
      world.person.picks = [() => undefined];
      await world.saver.save(await world.candidate('x'));
      assert.deepEqual(await tree(world.work()), {});
      world.person.picks = [proposed => proposed];
      await world.saver.save(await world.candidate('x'));
      assert.equal(await fs.readFile(world.work('assets', 'new', 'lighthouse-dawn.png'), 'utf8'), 'x');
    });

    it('adds the extension of the bytes where none was typed, and then asks by itself before it overwrites', async () => {
      await fs.writeFile(world.work('hero.png'), 'old');
      world.person.picks = [() => world.work('hero'), () => world.work('other')];
      world.person.overwrite = 'rename';
      await world.saver.save(await world.candidate('new'));
      assert.deepEqual(world.person.asked, ['target', 'overwrite', 'target']);
      assert.deepEqual(await tree(world.work()), { 'hero.png': 'old', 'other.png': 'new' });
    });

    it('does not ask a second time for a file that the dialog has asked about; Undo brings it back', async () => {
      await fs.writeFile(world.work('hero.png'), 'old');
      world.person.picks = [() => world.work('hero.png')];
      const result = await world.saver.save(await world.candidate('new'));
      assert.ok('saved' in result && result.saved.replaced);
      assert.deepEqual(world.person.asked, ['target']);
      assert.equal(await fs.readFile(world.work('hero.png'), 'utf8'), 'new');
      assert.equal((await world.saver.undoLastSave()).kind, 'undone');
      assert.equal(await fs.readFile(world.work('hero.png'), 'utf8'), 'old');
    });

    it('says what cannot be written and saves in a format that can', async () => {
      world.person.picks = [() => world.work('hero.gif')];
      world.person.format = { format: 'png' };
      await world.saver.save(await world.candidate('x'));
      assert.deepEqual(world.person.asked, ['target', 'format']);
      assert.deepEqual(await tree(world.work()), { 'hero.png': 'x' });
    });

    it('refuses a symlink out of the workspace and offers another place', async () => {
      await fs.mkdir(path.join(folder(), 'elsewhere'));
      await fs.symlink(path.join(folder(), 'elsewhere'), world.work('out'));
      world.person.picks = [() => world.work('out', 'hero.png'), () => world.work('in.png')];
      world.person.otherPlace = 'rename';
      await world.saver.save(await world.candidate('x'));
      assert.deepEqual(world.person.asked, ['target', 'other-place: outside', 'target']);
      assert.deepEqual(await tree(path.join(folder(), 'elsewhere')), {});
      assert.equal(await fs.readFile(world.work('in.png'), 'utf8'), 'x');
    });

    it('saves anywhere only when no folder is open and the user said so', async () => {
      const target = path.join(folder(), 'desktop.png');
      world.person.picks = [() => target];
      assert.equal(failureOf(await world.saver.save(await world.candidate('x'))), 'cancelled');
      world.folders = [];
      assert.equal(failureOf(await world.saver.save(await world.candidate('x'))), 'cancelled');
      assert.deepEqual(world.person.asked, ['target', 'other-place: outside', 'without-workspace']);
      world.person.withoutWorkspace = 'anywhere';
      world.person.picks = [() => target];
      await world.saver.save(await world.candidate('x'));
      assert.equal(await fs.readFile(target, 'utf8'), 'x');
    });

    it('saves nothing in an untrusted workspace', async () => {
      world.trusted = false;
      const ref = await world.candidate('x');
      assert.equal(failureOf(await world.saver.save(ref)), 'untrusted');
      assert.equal(failureOf(await world.saver.saveAndInsert(ref)), 'untrusted');
      assert.equal(failureOf(await world.saver.replaceOriginal(ref)), 'untrusted');
      assert.equal((await world.saver.saveTo(ref, world.work('x.png'))).ok, false);
      assert.deepEqual(world.person.asked, []);
      assert.deepEqual(await tree(world.work()), {});
    });

    it('says when the candidate is gone', async () => {
      const ref = await world.candidate('x');
      await fs.rm(world.store.pathOf(ref.runId, '000-aaaa.png'));
      assert.equal(failureOf(await world.saver.save(ref)), 'gone');
      assert.equal(failureOf(await world.saver.save({ ...ref, index: 5 })), 'gone');
      assert.equal(failureOf(await world.saver.save({ ...ref, runId: '../../x' })), 'gone');
      assert.deepEqual(world.person.failures.map(({ kind }) => kind), ['gone', 'gone', 'gone']); // prettier-ignore
    });
  });

  describe('with conversion', () => {
    it('writes real WebP and JPEG, and leaves the original in the store', async () => {
      const bytes = await image();
      const ref = await world.candidate(bytes, { facts: { width: 40, height: 30 } });
      for (const format of ['webp', 'jpeg'] as const) {
        world.person.picks = [() => world.work(`hero.${format}`)];
        const result = await world.saver.save(ref);
        assert.ok('saved' in result && result.saved.converted);
        const written = await imaging().inspect(world.work(`hero.${format}`));
        assert.deepEqual([written.format, written.width, written.height], [format, 40, 30]);
      }
      assert.deepEqual(await fs.readFile(world.store.pathOf(ref.runId, '000-aaaa.png')), bytes);
      assert.deepEqual(await tree(path.join(world.store.dir, 'staging')), {}, 'no temporary files stay');
    });

    it('tells when Content Credentials are dropped, and only then', async () => {
      const provenance = { contentCredentials: true, aiGenerated: false, synthIdClaimed: false };
      const ref = await world.candidate(await image(), { facts: { provenance } });
      world.person.picks = [() => world.work('a.webp'), () => world.work('a.png')];
      await world.saver.save(ref);
      await world.saver.save(ref);
      assert.deepEqual(
        world.person.saved.map(({ original, facts: { provenance: now } }) =>
          lostMarks(original.provenance, now),
        ),
        [['credentials'], []],
      );
    });

    it('asks what is behind transparent parts in a JPEG', async () => {
      const ref = await world.candidate(await image(true), transparent);
      world.person.picks = [() => world.work('a.jpg')];
      world.person.matte = { matte: '#ff0000' };
      await world.saver.save(ref);
      assert.deepEqual(world.person.asked, ['target', 'matte']);
      assert.equal(world.person.saved[0]?.flattenedOn, '#ff0000');
      assert.equal((await imaging().inspect(world.work('a.jpg'))).hasAlpha, false);
    });

    it('keeps PNG when that is chosen instead', async () => {
      const bytes = await image(true);
      world.person.picks = [() => world.work('a.jpg')];
      world.person.matte = { format: 'png' };
      await world.saver.save(await world.candidate(bytes, transparent));
      assert.deepEqual(await fs.readdir(world.work()), ['a.png']);
      assert.deepEqual(await fs.readFile(world.work('a.png')), bytes);
    });

    it('says that the disk is full, leaves no half file, and the candidate stays', async () => {
      const disk = await startFullDisk();
      try {
        const bytes = await image();
        const ref = await world.candidate(bytes);
        await fs.writeFile(world.work('old.webp'), 'old');
        const { saver } = new World(folder(), disk.imaging);
        for (const name of ['new.webp', 'old.webp']) {
          const result = await saver.saveTo(ref, world.work(name), { overwrite: true });
          assert.ok(!result.ok && result.reason.kind === 'disk-full', JSON.stringify(result));
          assert.match(result.message, /staging could not be written: the disk is full\./);
        }
        assert.deepEqual(await tree(world.work()), { 'old.webp': 'old' });
        assert.deepEqual(await tree(path.join(world.store.dir, 'staging')), {});
        assert.equal((await saver.undoLastSave()).kind, 'nothing');
        assert.deepEqual(await fs.readFile(world.store.pathOf(ref.runId, '000-aaaa.png')), bytes);
        await disk.makeRoom();
        assert.equal((await saver.saveTo(ref, world.work('new.webp'))).ok, true);
      } finally {
        await disk.dispose();
      }
    });

    it('leaves nothing when it is stopped, or when the image does not decode', async () => {
      world.person.picks = [() => world.work('a.webp'), () => world.work('a.webp')];
      world.person.stopConversion = true;
      const whole = await world.candidate(await image());
      assert.equal(failureOf(await world.saver.save(whole)), 'cancelled');
      world.person.stopConversion = false;
      const broken = await world.candidate((await image()).subarray(0, 200));
      assert.equal(failureOf(await world.saver.save(broken)), 'conversion');
      assert.deepEqual(await tree(world.work()), {});
      assert.deepEqual(await tree(path.join(world.store.dir, 'staging')), {});
    });
  });

  describe('to a given path', () => {
    it('says nothing, asks nothing and never overwrites unless told to', async () => {
      const ref = await world.candidate('new');
      await fs.writeFile(world.work('a.png'), 'old');
      const refused = await world.saver.saveTo(ref, world.work('a.png'));
      assert.ok(!refused.ok && refused.failure === 'exists' && refused.message);
      assert.equal(await fs.readFile(world.work('a.png'), 'utf8'), 'old');
      const done = await world.saver.saveTo(ref, world.work('a.png'), { overwrite: true });
      assert.ok(done.ok && done.replaced);
      assert.equal(await fs.readFile(world.work('a.png'), 'utf8'), 'new');
      assert.deepEqual(world.person.asked, []);
      assert.deepEqual([...world.person.saved, ...world.person.failures], []);
      await world.saver.undoLastSave();
      assert.equal(await fs.readFile(world.work('a.png'), 'utf8'), 'old');
    });

    it('makes the folders that are missing, and Undo takes them back', async () => {
      const done = await world.saver.saveTo(await world.candidate('x'), world.work('a', 'b', 'hero.png'));
      assert.ok(done.ok);
      assert.deepEqual(await tree(world.work()), { 'a/': '', 'a/b/': '', 'a/b/hero.png': 'x' });
      await world.saver.undoLastSave();
      assert.deepEqual(await tree(world.work()), {});
    });

    it('converts to the extension, lays transparency on white for JPEG, and cuts to exact pixels', async () => {
      const ref = await world.candidate(await image(true), transparent);
      const jpeg = await world.saver.saveTo(ref, world.work('a.jpg'));
      assert.ok(jpeg.ok && jpeg.flattenedOn === '#ffffff' && jpeg.facts.format === 'jpeg');
      const small = await world.saver.saveTo(ref, world.work('a.png'), { size: { width: 16, height: 16 } });
      assert.ok(small.ok && small.converted);
      const { width, height, hasAlpha } = await imaging().inspect(world.work('a.png'));
      assert.deepEqual([width, height, hasAlpha], [16, 16, true]);
    });

    it('takes the format for a path without extension and refuses one that differs', async () => {
      const ref = await world.candidate(await image());
      const done = await world.saver.saveTo(ref, world.work('a'), { format: 'jpg' });
      assert.ok(done.ok && done.path === world.work('a.jpg'));
      for (const [target, format] of [
        ['b.png', 'webp'],
        ['b', 'gif'],
        ['b', 'exe'],
        ['b.sh', undefined],
      ] as const) {
        const refused = await world.saver.saveTo(ref, world.work(target), format ? { format } : {});
        assert.ok(!refused.ok && refused.failure === 'save-failed', target);
      }
      assert.deepEqual(await fs.readdir(world.work()), ['a.jpg']);
    });

    it('needs a workspace, and stays in it', async () => {
      const ref = await world.candidate('x');
      const outside = await world.saver.saveTo(ref, path.join(folder(), 'x.png'), { overwrite: true });
      assert.ok(!outside.ok && outside.reason.kind === 'outside');
      world.folders = [];
      const nowhere = await world.saver.saveTo(ref, world.work('x.png'));
      assert.ok(!nowhere.ok && nowhere.reason.kind === 'no-workspace');
      assert.deepEqual((await fs.readdir(folder())).sort(), ['store', 'work']);
    });

    it('lets one of many win the same free name, and keeps every version that is overwritten', async () => {
      const refs = await Promise.all(['a', 'b', 'c', 'd'].map(bytes => world.candidate(bytes)));
      const target = world.work('hero.png');
      const first = await Promise.all(refs.map(ref => world.saver.saveTo(ref, target)));
      assert.equal(first.filter(({ ok }) => ok).length, 1);
      const all = await Promise.all(refs.map(ref => world.saver.saveTo(ref, target, { overwrite: true })));
      assert.ok(all.every(({ ok }) => ok));
      const seen = new Set<string>();
      for (let i = 0; i < 5; i++) {
        seen.add(await fs.readFile(target, 'utf8'));
        assert.equal((await world.saver.undoLastSave()).kind, 'undone');
      }
      assert.deepEqual([...seen].sort(), ['a', 'b', 'c', 'd']);
      assert.deepEqual(await tree(world.work()), {});
    });

    const faults: [name: string, code: string, kind: string][] = [
      ['a full disk', 'ENOSPC', 'disk-full'],
      ['a read-only disk', 'EROFS', 'read-only'],
      ['a folder without permission', 'EACCES', 'read-only'],
      ['a broken disk', 'EIO', 'disk'],
    ];
    for (const [name, code, kind] of faults) {
      it(`says so on ${name}, leaves nothing half-written, and the candidate stays`, async () => {
        const ref = await world.candidate('new');
        await fs.writeFile(world.work('old.png'), 'old');
        const failing: Disk = {
          ...realDisk,
          copyFile: async (source, target, mode) => {
            if (!String(target).startsWith(world.work())) return realDisk.copyFile(source, target, mode);
            await fs.writeFile(target, 'ne');
            throw systemError(code);
          },
        };
        const { saver } = new World(folder(), imaging(), failing);
        for (const target of ['new.png', 'old.png', 'sub/new.png']) {
          const result = await saver.saveTo(ref, world.work(target), { overwrite: true });
          assert.ok(!result.ok && result.reason.kind === kind, target);
          assert.ok(result.message.includes(path.basename(target)), result.message);
        }
        assert.deepEqual(await tree(world.work()), { 'old.png': 'old' });
        assert.equal(await fs.readFile(world.store.pathOf(ref.runId, '000-aaaa.png'), 'utf8'), 'new');
        assert.deepEqual(await tree(path.join(world.store.dir, 'journal')), {});
        assert.equal(
          (await world.saver.saveTo(ref, world.work('new.png'))).ok,
          true,
          'it can be tried again',
        );
      });
    }

    it('says so for a read-only folder of the system', async function () {
      await fs.chmod(world.work(), 0o555);
      // Root may write everywhere: then somebody else tries.
      const root = process.geteuid?.() === 0;
      try {
        const ref = await world.candidate('x');
        if (root) {
          await fs.chmod(folder(), 0o777);
          for (const entry of await fs.readdir(world.store.dir, { recursive: true, withFileTypes: true })) {
            await fs.chmod(path.join(entry.parentPath, entry.name), 0o777);
          }
          await fs.chmod(world.store.dir, 0o777);
          process.seteuid?.(65534);
        }
        const result = await world.saver.saveTo(ref, world.work('a.png'));
        assert.ok(!result.ok && result.reason.kind === 'read-only');
      } finally {
        if (root) process.seteuid?.(0);
        await fs.chmod(world.work(), 0o755);
      }
      assert.deepEqual(await tree(world.work()), {});
    });
  });

  describe('and undo', () => {
    it('takes back the save that a message is about, not a later one', async () => {
      world.person.picks = [() => world.work('a.png'), () => world.work('b.png')];
      await world.saver.save(await world.candidate('a'));
      await world.saver.save(await world.candidate('b'));
      await world.saver.undoLastSave(world.person.saved[0]?.saveId);
      assert.deepEqual(await tree(world.work()), { 'b.png': 'b' });
    });

    it('is on record', async () => {
      const ref = await world.candidate('a');
      await world.saver.saveTo(ref, world.work('a.png'));
      await world.saver.undoLastSave();
      const saved = (await world.store.load(ref.runId))?.saved ?? [];
      assert.deepEqual(saved.map(({ undone }) => undone), [true]); // prettier-ignore
    });

    it('leaves a file alone that was changed, and says so', async () => {
      await world.saver.saveTo(await world.candidate('a'), world.work('a.png'));
      await fs.appendFile(world.work('a.png'), ' and more');
      assert.equal((await world.saver.undoLastSave()).kind, 'changed');
      assert.deepEqual(world.person.undone.map(({ kind }) => kind), ['changed']); // prettier-ignore
      assert.deepEqual(await tree(world.work()), { 'a.png': 'a and more' });
    });

    it('is refused in an untrusted workspace', async () => {
      await world.saver.saveTo(await world.candidate('a'), world.work('a.png'));
      world.trusted = false;
      assert.equal((await world.saver.undoLastSave()).kind, 'refused');
      assert.deepEqual(await tree(world.work()), { 'a.png': 'a' });
    });
  });

  describe('a drawing', () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>\n';
    const drawn = { facts: { format: 'svg', mimeType: 'image/svg+xml', width: 40, height: 30 } } as const;

    it('is written as it is, and as nothing else', async () => {
      const ref = await world.candidate(svg, drawn);
      for (const [name, how] of [
        ['a.png', {}],
        ['a.svg', { size: { width: 8, height: 8 } }],
      ] as const) {
        const refused = await world.saver.saveTo(ref, world.work(name), how);
        assert.ok(!refused.ok);
        assert.equal(refused.reason.kind, 'cannot-write-format');
        assert.equal('drawing' in refused.reason && refused.reason.drawing, true);
      }
      assert.ok((await world.saver.saveTo(ref, world.work('a'))).ok);
      assert.deepEqual(await tree(world.work()), { 'a.svg': svg });
      // And no pixels in the coat of one.
      const pixels = await world.saver.saveTo(await world.candidate('x'), world.work('b.svg'));
      assert.ok(!pixels.ok && pixels.reason.kind === 'cannot-write-format' && !pixels.reason.drawing);
    });
  });
});
