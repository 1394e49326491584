import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { isWorthIt, mayShrink, planOptimise } from '../../../src/core/save/optimise';
import { findMetadata } from '../../../src/core/imaging/metadata/strip';
import type { Imaging } from '../../../src/core/imaging/imagingPort';
import type { SaverDeps } from '../../../src/host/save/saveContext';
import { realDisk, type Disk } from '../../../src/host/save/disk';
import {
  bitmapOf,
  fixture,
  noise,
  pngChunk,
  pngOf,
  segment,
  withChunks,
  withSegments,
} from '../imaging/makeImages';
import { exif, exifSegment, manifest, webpChunk, webpOf, xmpSegment } from '../imaging/makeMetadata';
import { realImaging } from './realImaging';
import { facts, systemError, temporaryFolder } from './support';
import { World } from './world';

describe('what can be made smaller', () => {
  it('is told from the name as from the facts', () => {
    for (const format of ['png', 'jpeg', 'webp', 'gif', 'avif'] as const) {
      for (const mode of ['lossless', 'lossy'] as const) {
        const can = planOptimise(facts({ format }), mode, 82).kind !== 'skip';
        assert.equal(mayShrink(`/w/A.${format.toUpperCase()}`, mode), can, `${format} ${mode}`);
      }
    }
    assert.equal(mayShrink('/w/a.jpg', 'lossy'), true);
  });

  it('is a PNG without loss, JPEG and WebP with one, and nothing that would break', () => {
    assert.deepEqual(planOptimise(facts({ format: 'png' }), 'lossless', 82), { kind: 'png' });
    assert.deepEqual(planOptimise(facts({ format: 'png' }), 'lossy', 82), { kind: 'png' });
    for (const format of ['jpeg', 'webp'] as const) {
      assert.deepEqual(planOptimise(facts({ format }), 'lossless', 82), { kind: 'skip', why: 'format' });
      assert.deepEqual(planOptimise(facts({ format }), 'lossy', 82), {
        kind: 'convert',
        options: { format, quality: 82, keepRights: true },
      });
    }
    assert.deepEqual(planOptimise(facts({ format: 'gif' }), 'lossy', 82), { kind: 'skip', why: 'format' });
    assert.deepEqual(planOptimise(facts({ animated: true }), 'lossy', 82), { kind: 'skip', why: 'animated' });
    const provenance = { contentCredentials: true, aiGenerated: true, synthIdClaimed: true };
    const skip = { kind: 'skip', why: 'credentials' } as const;
    assert.deepEqual(planOptimise(facts({ provenance }), 'lossless', 82), skip);
    assert.deepEqual(planOptimise(facts({ provenance }), 'lossless', 82, true), { kind: 'png' });
    // A mark in words stays in a PNG, and goes with the encoding of a JPEG.
    const marked = { ...provenance, contentCredentials: false };
    assert.deepEqual(planOptimise(facts({ provenance: marked }), 'lossless', 82), { kind: 'png' });
    assert.deepEqual(planOptimise(facts({ provenance: marked, format: 'jpeg' }), 'lossy', 82), skip);
  });

  it('has to save something, and a tenth where it costs quality', () => {
    assert.equal(isWorthIt({ kind: 'png' }, 100, 99), true);
    assert.equal(isWorthIt({ kind: 'png' }, 100, 100), false);
    const lossy = { kind: 'convert', options: { format: 'jpeg' } } as const;
    assert.equal(isWorthIt(lossy, 100, 91), false);
    assert.equal(isWorthIt(lossy, 100, 89), true);
  });
});

describe('optimizing files of the workspace', function () {
  this.timeout(60_000);
  const folder = temporaryFolder(async () => {
    await world.saver.settled();
    world.saver.dispose();
  });
  const imaging = realImaging();
  let world: World;
  const plain = pngOf(bitmapOf(120, 90, (x, y) => [x, y, 40, 255]));
  const nobody = () => undefined;
  const lossless = { mode: 'lossless', keepOriginals: false } as const;
  const never = new AbortController().signal;

  beforeEach(async () => {
    await fs.mkdir(path.join(folder(), 'work'));
    world = new World(folder(), imaging());
  });

  const put = async (name: string, bytes: Uint8Array): Promise<string> => {
    await fs.writeFile(world.work(name), bytes);
    return world.work(name);
  };
  const staged = () => fs.readdir(path.join(world.store.dir, 'staging')).catch(() => []);
  const read = (name: string) => fs.readFile(world.work(name));

  it('changes nothing until it is told to, then everything under one undo', async () => {
    const files = [
      await put('a.png', plain),
      await put('b.png', plain),
      await put('c.gif', fixture('animated.gif')),
    ];
    const told: [done: number, file: string][] = [];
    const found = await world.saver.optimiser.look(files, lossless, never, (done, file) =>
      told.push([done, path.basename(file)]),
    );
    // Named from the beginning, not when it is over.
    assert.deepEqual(told[0], [0, 'a.png']);
    const counts = told.map(([done]) => done);
    assert.deepEqual(
      counts,
      [...counts].sort((a, b) => a - b),
    );
    assert.equal(counts.at(-1), 3);
    assert.deepEqual(
      found.smaller.map(({ file }) => path.basename(file)),
      ['a.png', 'b.png'],
    );
    assert.deepEqual(
      found.skipped.map(({ why }) => why),
      ['animated'],
    );
    assert.ok((await read('a.png')).equals(plain));
    const { written, failures, saveId } = await world.saver.optimiser.write(found.smaller, nobody);
    await world.saver.optimiser.discard(found.smaller);
    assert.deepEqual([written.length, failures], [2, []]);
    for (const name of ['a.png', 'b.png']) assert.ok((await read(name)).length < plain.length);
    assert.deepEqual(await staged(), []);
    assert.deepEqual(await world.saver.undoLastSave(saveId), {
      kind: 'group',
      restored: 2,
      removed: 0,
      left: 0,
    });
    for (const name of ['a.png', 'b.png']) assert.ok((await read(name)).equals(plain));
    assert.equal((await world.saver.undoLastSave()).kind, 'nothing');
  });

  it('takes back together what is still as it was written', async () => {
    const files = [await put('a.png', plain), await put('b.png', plain)];
    const found = await world.saver.optimiser.look(files, lossless, never, nobody);
    await world.saver.optimiser.write(found.smaller, nobody);
    await put('a.png', Buffer.from('somebody else'));
    assert.deepEqual(await world.saver.undoLastSave(), { kind: 'group', restored: 1, removed: 0, left: 1 });
    assert.equal((await read('a.png')).toString(), 'somebody else');
    assert.ok((await read('b.png')).equals(plain));
  });

  it('leaves a file alone that changed meanwhile', async () => {
    const files = [await put('a.png', plain), await put('b.png', plain)];
    const found = await world.saver.optimiser.look(files, lossless, never, nobody);
    await put('a.png', Buffer.from('somebody else'));
    const { written, failures } = await world.saver.optimiser.write(found.smaller, nobody);
    assert.equal(written.length, 1);
    assert.deepEqual(failures, [{ kind: 'changed-meanwhile', path: world.work('a.png') }]);
    assert.equal((await read('a.png')).toString(), 'somebody else');
  });

  it('goes on after what cannot be read, and skips what would break or gain nothing', async () => {
    const credentials = withChunks(plain, pngChunk('caBX', manifest));
    const once = await world.saver.optimiser.look([await put('a.png', plain)], lossless, never, nobody);
    await world.saver.optimiser.write(once.smaller, nobody);
    const files = [
      world.work('a.png'),
      await put('broken.png', plain.subarray(0, 200)),
      await put('empty.png', Buffer.alloc(0)),
      await put('signed.png', credentials),
      world.work('missing.png'),
    ];
    const found = await world.saver.optimiser.look(files, lossless, never, nobody);
    assert.deepEqual(found.smaller, []);
    const skipped = Object.fromEntries(found.skipped.map(({ file, why }) => [path.basename(file), why]));
    assert.deepEqual(skipped, { 'a.png': 'no-gain', 'signed.png': 'credentials' });
    assert.deepEqual(found.failed.map(({ file }) => path.basename(file)).sort(), [
      'broken.png',
      'empty.png',
      'missing.png',
    ]);
  });

  it('keeps the original bytes of what is vouched for beside it, under the same undo', async () => {
    const signed = withChunks(plain, pngChunk('caBX', manifest), pngChunk('tEXt', Buffer.from('Title\0x')));
    const files = [await put('signed.png', signed), await put('plain.png', plain)];
    const options = { ...lossless, keepOriginals: true };
    const found = await world.saver.optimiser.look(files, options, never, nobody);
    assert.deepEqual(
      found.smaller.map(({ drops }) => drops),
      [['credentials', 'synthid', 'ai'], []],
    );
    const { saveId } = await world.saver.optimiser.write(found.smaller, nobody);
    assert.deepEqual(await read('signed.original.png'), Buffer.from(signed));
    const facts = await imaging().inspect(world.work('signed.png'));
    assert.equal(facts.provenance.contentCredentials, false, 'none, rather than broken ones');
    assert.ok((await read('signed.png')).includes('Title'), 'all else stays');
    await world.saver.settled();
    assert.deepEqual(await world.saver.undoLastSave(saveId), {
      kind: 'group',
      restored: 2,
      removed: 1,
      left: 0,
    });
    assert.ok((await read('signed.png')).equals(signed));
    assert.deepEqual((await fs.readdir(world.work())).sort(), ['plain.png', 'signed.png']);
  });

  it('goes on with 500 files where it was stopped, also in the next window', async () => {
    const files: string[] = [];
    for (let i = 0; i < 500; i++) {
      files.push(
        await put(`${String(i).padStart(3, '0')}.png`, pngOf(bitmapOf(12, 9, x => [i % 256, x, 40, 255]))),
      );
    }
    const gif = await put('x.gif', fixture('animated.gif'));
    const looked: string[] = [];
    const counting = (): SaverDeps['imaging'] => {
      const real = imaging();
      const counted: SaverDeps['imaging'] = {
        inBulk: () => counted as Imaging,
        strip: (...args) => real.strip(...args),
        renderAll: (...args) => real.renderAll(...args),
        convert: (...args) => real.convert(...args),
        optimisePng: (...args) => real.optimisePng(...args),
        inspect: (file, signal) => {
          looked.push(path.basename(file));
          return real.inspect(file, signal);
        },
      };
      return counted;
    };
    const abort = new AbortController();
    const first = new World(folder(), counting());
    const stopped = await first.saver.optimiser.look([gif, ...files], lossless, abort.signal, done => {
      if (done === 200) abort.abort();
    });
    await first.saver.optimiser.discard(stopped.smaller, { keep: stopped.left > 0 });
    const judged = stopped.smaller.length + stopped.skipped.length;
    assert.ok(judged >= 200 && judged < 210, String(judged));
    assert.equal(stopped.left, 501 - judged);

    const changed = stopped.smaller[5]!.file;
    await fs.writeFile(changed, plain);
    looked.length = 0;
    const second = new World(folder(), counting());
    const found = await second.saver.optimiser.look([gif, ...files], lossless, never, nobody);
    assert.equal(found.known, judged - 1);
    assert.equal(looked.length, 501 - judged + 1);
    assert.ok(looked.includes(path.basename(changed)), 'what changed is looked at again');
    assert.equal(found.left, 0);
    assert.equal(found.smaller.length + found.skipped.length, 501);
    const { written, failures } = await second.saver.optimiser.write(found.smaller, nobody);
    assert.deepEqual([written.length, failures], [found.smaller.length, []]);
    await second.saver.settled();
    assert.deepEqual(await staged(), [], 'nothing waits any more');
    looked.length = 0;
    // Another quality of look is another look.
    await second.saver.optimiser.look([gif], { ...lossless, mode: 'lossy' }, never, nobody);
    assert.deepEqual(looked, ['x.gif']);
    for (const each of [first, second]) each.saver.dispose();
  });

  it('stops at once, keeps what it has, and takes it away when it is not wanted', async () => {
    const files = [await put('first.png', plain)];
    const slow = pngOf(noise(900, 900));
    for (let i = 0; i < 6; i++) files.push(await put(`slow${i}.png`, slow));
    const abort = new AbortController();
    const found = await world.saver.optimiser.look(files, lossless, abort.signal, done => {
      if (done > 0) abort.abort();
    });
    assert.ok(found.left >= 4, String(found.left));
    assert.equal(found.smaller.length + found.skipped.length + found.left, files.length);
    await world.saver.optimiser.discard(found.smaller);
    assert.deepEqual(await staged(), []);
  });

  it('encodes a heavy JPEG again only when that is asked for', async () => {
    const source = await put(
      'p.png',
      pngOf(bitmapOf(300, 200, (x, y) => [128 + 100 * Math.sin(x / 9), y, 90, 255])),
    );
    const heavy = world.work('p.jpg');
    await imaging().convert(source, heavy, { format: 'jpeg', quality: 98 });
    const before = await fs.stat(heavy);
    const none = await world.saver.optimiser.look([heavy], lossless, never, nobody);
    assert.deepEqual(none.skipped, [{ file: heavy, why: 'format' }]);
    const some = await world.saver.optimiser.look([heavy], { ...lossless, mode: 'lossy' }, never, nobody);
    assert.ok(some.smaller[0]!.after < before.size * 0.9);
    await world.saver.optimiser.discard(some.smaller);
  });

  it('keeps who made a JPEG or a WebP and under which terms, and leaves out where and with what', async () => {
    const packet =
      '<?xpacket begin="" id="x"?><x:xmpmeta><r dc:rights="All rights reserved"/></x:xmpmeta>' +
      `${' '.repeat(2000)}<?xpacket end="w"?>`;
    const degrees: [number, number][] = [
      [47, 1],
      [36, 1],
      [0, 1],
    ];
    const place = { tags: { 1: 'N', 2: degrees } };
    const tiff = exif({ 0x010f: 'Acme', 0x013b: 'Ada Painter', 0x8298: '© Ada', 0x8825: place });
    const dataset = Buffer.from('\x1c\x02\x74\0\x05(c) A', 'latin1');
    const record = Buffer.concat([Buffer.from('8BIM\x04\x04\0\0\0\0\0\x0a', 'latin1'), dataset]);
    const thumbnail = Buffer.from('8BIM\x04\x0c\0\0\0\0\0\x04abcd', 'latin1');
    const iptc = segment(0xed, Buffer.concat([Buffer.from('Photoshop 3.0\0'), thumbnail, record]));
    const source = await put(
      'p.png',
      pngOf(bitmapOf(300, 200, (x, y) => [128 + 100 * Math.sin(x / 9), y, 90, 255])),
    );
    for (const format of ['jpeg', 'webp'] as const) {
      const heavy = world.work(`p.${format}`);
      await imaging().convert(source, heavy, { format, quality: 100 });
      const plainBytes = await fs.readFile(heavy);
      await fs.writeFile(
        heavy,
        format === 'jpeg'
          ? withSegments(
              plainBytes,
              exifSegment(tiff),
              xmpSegment(packet),
              iptc,
              segment(0xfe, Buffer.from('hi')),
            )
          : webpOf([
              webpChunk('VP8X', Buffer.from([0x0c, 0, 0, 0, 43, 1, 0, 199, 0, 0])),
              plainBytes.subarray(12),
              webpChunk('EXIF', tiff),
              webpChunk('XMP ', Buffer.from(packet)),
            ]),
      );
      const found = await world.saver.optimiser.look([heavy], { ...lossless, mode: 'lossy' }, never, nobody);
      const smaller = found.smaller[0]!;
      assert.deepEqual(
        smaller.prepared.took?.left?.map(({ item }) => item),
        ['position', 'camera', ...(format === 'jpeg' ? ['comment'] : [])],
        format,
      );
      await world.saver.optimiser.write(found.smaller, nobody);
      const bytes = await fs.readFile(heavy);
      assert.equal((await imaging().inspect(heavy)).format, format);
      assert.deepEqual(
        findMetadata(bytes, format).map(({ item }) => item),
        ['author', 'xmp', ...(format === 'jpeg' ? ['iptc'] : [])],
      );
      const has = (text: string) => bytes.includes(text);
      assert.deepEqual(['Ada Painter', '© Ada', 'All rights reserved', '\n<?xpacket end'].map(has), [
        true,
        true,
        true,
        true,
      ]);
      assert.deepEqual(['Acme', 'abcd', ' '.repeat(40)].map(has), [false, false, false]);
      assert.equal(has('(c) A'), format === 'jpeg');
    }
  });

  it('says what could not be written, and the file stays whole', async () => {
    const file = await put('a.png', plain);
    const failing: Disk = {
      ...realDisk,
      rename: async (from, to) => {
        if (to === file) throw systemError('EACCES');
        return realDisk.rename(from, to);
      },
    };
    const other = new World(folder(), imaging(), failing);
    const found = await other.saver.optimiser.look([file], lossless, never, nobody);
    const { written, failures, saveId } = await other.saver.optimiser.write(found.smaller, nobody);
    assert.deepEqual([written, failures[0]?.kind, saveId], [[], 'read-only', undefined]);
    assert.ok((await read('a.png')).equals(plain));
    await other.saver.optimiser.discard(found.smaller);
    other.saver.dispose();
  });
});
