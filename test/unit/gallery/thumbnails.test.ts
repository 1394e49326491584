import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ThumbnailCache } from '../../../src/host/gallery/thumbnailCache';
import { type Thumbnail, Thumbnails } from '../../../src/host/gallery/thumbnails';
import { noise, pngOf } from '../imaging/makeImages';
import { realImaging } from '../save/realImaging';

const t = (message: string, ...args: (string | number | boolean)[]): string =>
  message.replace(/\{(\d)\}/g, (_, at: string) => String(args[Number(at)]));

describe('gallery: thumbnails', () => {
  const imaging = realImaging();
  let folder: string;
  let cache: ThumbnailCache;
  let told: Thumbnail[];
  let thumbnails: Thumbnails;
  let heard: () => void = () => undefined;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'inline-assets-gallery-'));
    cache = new ThumbnailCache(path.join(folder, 'cache'));
    told = [];
    thumbnails = open(cache);
  });
  afterEach(() => {
    thumbnails.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  after(() => imaging().dispose());

  function open(of: ThumbnailCache): Thumbnails {
    const bulk = imaging().inBulk();
    return new Thumbnails({ cache: of, bulk, now: imaging(), t }, thumbnail => {
      told.push(thumbnail);
      heard();
    });
  }

  function write(name: string, bytes: Uint8Array | string): string {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return file;
  }

  async function until(count: number): Promise<void> {
    while (told.length < count) await new Promise<void>(resolve => (heard = resolve));
  }
  const fileOf = (id: number): string => {
    const found = told.find(each => each.id === id);
    assert.ok(found && 'file' in found, JSON.stringify(found));
    return found.file;
  };
  const problemOf = (id: number): string => {
    const found = told.find(each => each.id === id);
    assert.ok(found && 'problem' in found, JSON.stringify(found));
    return found.problem;
  };

  it('are made in the order of the wishes, as files of a size, and found again by the next session', async () => {
    const wishes = [3, 1, 2].map(id => ({ id, path: write(`${id}.png`, pngOf(noise(40 + id, 30))) }));
    await thumbnails.want(wishes, 256);
    await until(3);
    assert.match(path.basename(fileOf(1)), /^[0-9a-f]{32}-256\.webp$/);
    assert.ok(statSync(fileOf(2)).size > 0);
    const before = told.map(each => ('file' in each ? each.file : '')).sort();
    told = [];
    const again = new ThumbnailCache(path.join(folder, 'cache'));
    const next = open(again);
    await next.want(wishes, 256);
    assert.deepEqual(told.map(each => ('file' in each ? each.file : '')).sort(), before);
    assert.equal(again.written, 0);
    next.dispose();
  });

  it('are others when the file is another', async () => {
    const file = write('a.png', pngOf(noise(20, 20)));
    await thumbnails.want([{ id: 1, path: file }], 256);
    await until(1);
    const first = fileOf(1);
    told = [];
    write('a.png', pngOf(noise(30, 30)));
    await thumbnails.want([{ id: 1, path: file }], 256);
    await until(1);
    assert.notEqual(fileOf(1), first);
  });

  it('are prepared for while none is there, and not where some are', async () => {
    const loads: string[] = [];
    const warmUp = async () => void loads.push('loaded');
    const fresh = (): Thumbnails => {
      const thumbnail = () => assert.fail('nobody wished for one');
      const ports = {
        cache: new ThumbnailCache(cache.folder),
        bulk: { thumbnail, warmUp },
        now: imaging(),
        t,
      };
      return new Thumbnails(ports, () => undefined);
    };
    await fresh().warmUp();
    assert.deepEqual(loads, ['loaded']);
    await thumbnails.want([{ id: 1, path: write('a.png', pngOf(noise(40, 30))) }], 256);
    await until(1);
    await fresh().warmUp();
    assert.deepEqual(loads, ['loaded']);
  });

  it('say why there is none: cut off, empty, no image, gone', async () => {
    const cut = pngOf(noise(64, 64));
    const names = {
      1: write('cut.png', cut.subarray(0, cut.length / 2)),
      2: write('empty.png', ''),
      3: write('text.png', 'hello'),
      4: path.join(folder, 'gone.png'),
      5: write('page.svg', '<html><body>no</body></html>'),
      6: write('photo.svg', pngOf(noise(8, 8))),
    };
    await thumbnails.want(
      Object.entries(names).map(([id, file]) => ({ id: Number(id), path: file })),
      256,
    );
    await until(6);
    assert.match(problemOf(1), /damaged|ends/);
    assert.match(problemOf(2), /empty/);
    assert.match(problemOf(3), /not an image/);
    assert.match(problemOf(4), /no longer there/);
    assert.match(problemOf(5), /not an image/);
    assert.match(problemOf(6), /PNG file with the name of an SVG/);
    assert.deepEqual(readdirSync(path.join(folder, 'cache')), []);
  });

  it('do not try again what is broken, until it is another file', async () => {
    const file = write('a.png', 'nothing');
    await thumbnails.want([{ id: 1, path: file }], 256);
    await until(1);
    told = [];
    await thumbnails.want([{ id: 1, path: file }], 256);
    assert.match(problemOf(1), /not an image/);
    told = [];
    write('a.png', pngOf(noise(10, 10)));
    await thumbnails.want([{ id: 1, path: file }], 256);
    await until(1);
    fileOf(1);
  });

  it('of drawings are the drawings', async () => {
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>';
    await thumbnails.want([{ id: 1, path: write('a.SVG', drawing) }], 512);
    await until(1);
    assert.match(path.basename(fileOf(1)), /-512\.svg$/);
  });

  it('are not made when they have been scrolled past', async () => {
    const many = Array.from({ length: 40 }, (_, id) => ({
      id,
      path: write(`${id}.png`, pngOf(noise(200, 200))),
    }));
    const last = many.at(-1)!;
    void thumbnails.want(many, 256);
    await thumbnails.want([last], 256);
    await until(1);
    while (!told.some(({ id }) => id === last.id)) await new Promise<void>(resolve => (heard = resolve));
    assert.ok(told.length <= 5, `${told.length} were made`);
  });

  it('are bounded: what is old goes, then the oldest of too many', async () => {
    const small = new ThumbnailCache(path.join(folder, 'small'), { maxBytes: 250, maxAgeMs: 1000 });
    const now = Date.now();
    const add = async (number: number, ageMs: number): Promise<string> => {
      const name = small.name({ path: `/${number}`, size: 1, mtimeMs: 1 }, 256, 'webp');
      const file = await small.add(name, async temporary => writeFileSync(temporary, Buffer.alloc(100)));
      utimesSync(file, (now - ageMs) / 1000, (now - ageMs) / 1000);
      return name;
    };
    const names = [await add(1, 5000), await add(2, 900), await add(3, 500), await add(4, 100)];
    writeFileSync(path.join(folder, 'small', 'notes.txt'), 'not ours');
    // Nothing of it was used since.
    const later = new ThumbnailCache(path.join(folder, 'small'), { maxBytes: 250, maxAgeMs: 1000 });
    await later.prune(new AbortController().signal, now);
    const there = readdirSync(path.join(folder, 'small')).sort();
    assert.deepEqual(there, [names[2], names[3], 'notes.txt'].sort());
    assert.equal(await later.find(names[0]!), undefined);
    assert.ok(await later.find(names[3]!));
    // What is looked at stays young.
    await later.prune(new AbortController().signal, now + 1050);
    assert.deepEqual(readdirSync(path.join(folder, 'small')).sort(), [names[3], 'notes.txt'].sort());
  });
});
