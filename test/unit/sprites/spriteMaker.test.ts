import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { GifWriter } from 'omggif';
import type { Bitmap } from '../../../src/core/imaging/bitmap';
import { defaultLimits } from '../../../src/core/imaging/facts';
import { isImagingError } from '../../../src/core/imaging/imagingPort';
import { plainCut, plainSheet, type SpriteSettings } from '../../../src/core/model/sprites';
import { english } from '../../../src/core/translate';
import { parseCut, parseMake } from '../../../src/core/sprites/spriteArgs';
import { frameFileNames, spriteTargets } from '../../../src/core/sprites/spriteFiles';
import { decodeGifFrames } from '../../../src/host/imaging/gifFrames';
import { realDisk } from '../../../src/host/save/disk';
import { SpriteMaker } from '../../../src/host/sprites/spriteMaker';
import { bitmapOf, fixture, fixturePath, noise, pixel, pngOf, solid } from '../imaging/makeImages';
import { realImaging } from '../save/realImaging';
import { systemError, temporaryFolder, tree } from '../save/support';
import { World } from '../save/world';

const settings = (change: Partial<SpriteSettings> = {}): SpriteSettings => ({
  cut: null,
  sheet: plainSheet,
  output: 'sheet',
  ...change,
});

/** Red, then a blue spot that leaves again, on transparent. */
function animation(): Uint8Array {
  const bytes = new Uint8Array(2000);
  const gif = new GifWriter(bytes, 8, 8, { palette: [0x000000, 0xff0000, 0x0000ff, 0x00ff00], loop: 0 });
  const fill = (colour: number, side: number) => new Array<number>(side * side).fill(colour);
  gif.addFrame(0, 0, 8, 8, fill(1, 8), { delay: 5, disposal: 1, transparent: 0 });
  gif.addFrame(2, 2, 3, 3, fill(2, 3), { delay: 20, disposal: 3, transparent: 0 });
  gif.addFrame(0, 0, 4, 4, fill(3, 4), { delay: 0, disposal: 2, transparent: 0 });
  gif.addFrame(7, 7, 1, 1, fill(2, 1), { delay: 3, transparent: 0 });
  return bytes.slice(0, gif.end());
}

describe('making sprites', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const imaging = realImaging();
  let maker: SpriteMaker;
  beforeEach(() => {
    maker = new SpriteMaker({ imaging: imaging(), staging: path.join(folder(), 'staging'), disk: realDisk });
  });

  const put = async (name: string, bytes: Uint8Array | Bitmap) => {
    const file = path.join(folder(), 'work', ...name.split('/'));
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(file, bytes instanceof Uint8Array ? bytes : pngOf(bytes));
    return { path: file, shown: name };
  };
  const target = { stem: 'hero', format: 'png' } as const;
  const refusal = async (images: Parameters<SpriteMaker['make']>[0], asked: SpriteSettings) => {
    try {
      await maker.make(images, asked, target);
    } catch (error) {
      assert.ok(isImagingError(error), String(error));
      assert.deepEqual(await fs.readdir(path.join(folder(), 'staging')), []);
      return error;
    }
    return assert.fail('was made');
  };

  it('writes sheet, atlas and frames as one set, under one undo', async () => {
    const images = [
      await put('walk/10.png', solid(6, 9, [0, 0, 255, 255])),
      await put('walk/9.png', solid(5, 9, [255, 0, 0, 255])),
      await put('rest/9.png', solid(5, 5, [0, 255, 0, 255])),
    ];
    const world = new World(folder(), imaging());
    const asked = settings({ output: 'both' });
    const targets = spriteTargets(world.work('out', 'hero.png'), asked)!;
    const before = await tree(world.work());
    const staged = await maker.make(images, asked, targets, { final: true });
    assert.deepEqual(
      staged.made.sheet.frames.map(({ name }) => name),
      ['10', 'rest/9', 'walk/9'],
    );
    const written = await world.saver.sets.write({
      files: maker.files(staged, asked, targets),
      roots: world.folders,
      overwrite: false,
    });
    assert.ok('files' in written, JSON.stringify(written));
    await maker.release(staged);
    assert.deepEqual(await fs.readdir(path.join(folder(), 'staging')), []);
    const names = Object.keys(await tree(world.work('out'))).sort();
    assert.deepEqual(names, [
      'hero.json',
      'hero.png',
      'hero/',
      'hero/10.png',
      'hero/rest-9.png',
      'hero/walk-9.png',
    ]);
    const frame = await imaging().inspect(world.work('out', 'hero', 'walk-9.png'));
    assert.deepEqual([frame.width, frame.height], [5, 9]);
    await world.saver.undoLastSave(written.saveId);
    assert.deepEqual(await tree(world.work()), before);
    world.saver.dispose();
  });

  it('keeps a jump that is cut from a grid, and says what aligning makes of it', async () => {
    const hop = bitmapOf(36, 12, (x, y) => {
      const top = [8, 2, 5][Math.floor(x / 12)] ?? 0;
      return x % 12 >= 4 && x % 12 < 8 && y >= top && y < top + 4 ? [200, 40, 60, 255] : [0, 0, 0, 0];
    });
    const image = await put('hop.png', hop);
    const make = async (align: 'none' | 'feet') => {
      const staged = await maker.make(
        [image],
        settings({ cut: { ...plainCut, align }, output: 'files' }),
        target,
      );
      await maker.release(staged);
      return staged.made;
    };
    const kept = await make('none');
    assert.deepEqual(kept.notes, []);
    assert.deepEqual(
      new Set(kept.frames.map(({ width, height }) => `${width} × ${height}`)),
      new Set(['12 × 12']),
    );
    assert.deepEqual((await make('feet')).notes, [{ kind: 'stand-still', count: 3 }]);
  });

  it('leaves nothing half-written when the disk is full in the middle', async () => {
    const images = [
      await put('a.png', solid(6, 9, [0, 0, 255, 255])),
      await put('b.png', solid(5, 9, [255, 0, 0, 255])),
    ];
    let writes = 0;
    const disk = {
      ...realDisk,
      copyFile: ((from: string, to: string, mode?: number) =>
        String(to).endsWith('.tmp') && ++writes > 2
          ? Promise.reject(systemError('ENOSPC'))
          : fs.copyFile(from, to, mode)) as typeof fs.copyFile,
    };
    const world = new World(folder(), imaging(), disk);
    const asked = settings({ output: 'both' });
    const targets = spriteTargets(world.work('hero.png'), asked)!;
    const before = await tree(world.work());
    const staged = await maker.make(images, asked, targets);
    const files = maker.files(staged, asked, targets);
    const written = await world.saver.sets.write({ files, roots: world.folders, overwrite: false });
    assert.ok('failure' in written && written.failure.kind === 'disk-full', JSON.stringify(written));
    assert.deepEqual(await tree(world.work()), before);
    world.saver.dispose();
  });

  it('cuts a sheet on a flat ground into frames without it', async () => {
    const sheet = bitmapOf(96, 32, (x, y) => {
      const [cx, cy] = [(x % 32) - 16, y - 16];
      return Math.hypot(cx, cy) < 10 ? [200, 30, 40, 255] : [0, 255, 0, 255];
    });
    const image = await put('sheet.png', sheet);
    const cut = { ...plainCut, removeBackground: true, align: 'feet' as const };
    const staged = await maker.make([image], settings({ cut, output: 'files' }), target);
    const { made } = staged;
    assert.deepEqual([made.found?.columns, made.found?.rows, made.cells?.length], [3, 1, 3]);
    assert.deepEqual(
      made.sheet.frames.map(({ name }) => name),
      ['hero-0', 'hero-1', 'hero-2'],
    );
    assert.equal(made.frames.length, 3);
    for (const facts of made.frames) {
      assert.ok(facts.hasAlpha && facts.width >= 18 && facts.width <= 22, JSON.stringify(facts));
    }
  });

  it('takes an animated GIF apart, with its durations', async () => {
    const frames = decodeGifFrames(animation(), defaultLimits);
    assert.deepEqual(
      frames.map(({ duration }) => duration),
      [50, 200, 100, 30],
    );
    const [first, second, third, fourth] = frames.map(({ bitmap }) => bitmap);
    assert.deepEqual(pixel(first!, 3, 3), [255, 0, 0, 255]);
    assert.deepEqual(pixel(second!, 3, 3), [0, 0, 255, 255]);
    assert.deepEqual(pixel(third!, 3, 3), [0, 255, 0, 255]);
    assert.deepEqual(pixel(third!, 4, 4), [255, 0, 0, 255], 'the spot is gone again');
    assert.deepEqual(pixel(fourth!, 3, 3), [0, 0, 0, 0], 'cleared');
    const staged = await maker.make([await put('fox.gif', animation())], settings(), target);
    assert.deepEqual(
      staged.made.sheet.frames.map(({ name, duration }) => [name, duration]),
      [
        ['fox-0', 50],
        ['fox-1', 200],
        ['fox-2', 100],
        ['fox-3', 30],
      ],
    );
    for (let length = 0; length < animation().length; length += 7) {
      try {
        decodeGifFrames(animation().subarray(0, length), defaultLimits);
      } catch (error) {
        assert.ok(isImagingError(error), String(error));
      }
    }
  });

  it('says of other animations that only the first frame is taken', async () => {
    const image = { path: fixturePath('animated.webp'), shown: 'animated.webp' };
    const { made } = await maker.make([image], settings(), target);
    assert.deepEqual(made.notes, [{ kind: 'first-frame', name: 'animated' }]);
  });

  it('refuses what is no image, empty, or too much, and says which it was', async () => {
    const good = await put('good.png', solid(4, 4, [1, 2, 3, 255]));
    const empty = await put('empty.png', new Uint8Array(0));
    const text = await put('text.png', Buffer.from('no image at all'));
    assert.match((await refusal([good, empty], settings())).message, /^empty: /);
    assert.match((await refusal([good, text], settings())).message, /^text: /);
    assert.equal((await refusal([empty], settings())).reason, 'empty');
    assert.equal((await refusal([text], settings({ cut: plainCut }))).reason, 'not-an-image');
    const wide = await put('wide.png', solid(300, 10, [1, 2, 3, 255]));
    const sheet = { ...plainSheet, maxSide: 256 };
    assert.match((await refusal([wide], settings({ sheet }))).message, /do not fit/);
    assert.equal(
      (await maker.make([wide], settings({ sheet, output: 'files' }), target)).made.frames.length,
      1,
    );
    assert.equal(fixture('animated.gif').length > 0, true);
  });

  it('makes a sheet of 500 files in time, and stops when it is told to', async () => {
    const images = await Promise.all(
      Array.from({ length: 500 }, (_, i) => put(`many/f${i}.png`, noise(8 + (i % 13), 8 + (i % 7)))),
    );
    const { made } = await maker.make(images, settings({ output: 'both' }), target);
    assert.deepEqual([made.sheet.frames.length, made.frames.length], [500, 500]);
    const stop = new AbortController();
    const work = maker.make(images, settings(), target, { signal: stop.signal });
    stop.abort();
    await assert.rejects(work, error => isImagingError(error) && error.reason === 'cancelled');
  });
});

describe('where sprites go', () => {
  it('follows from the path that was given', () => {
    const of = (
      path: string,
      output: SpriteSettings['output'],
      atlas: SpriteSettings['sheet']['atlas'] = 'hash',
    ) => spriteTargets(path, { output, sheet: { ...plainSheet, atlas } });
    assert.deepEqual(of('/w/hero.png', 'both'), {
      stem: 'hero',
      format: 'png',
      sheet: '/w/hero.png',
      atlas: '/w/hero.json',
      folder: '/w/hero',
    });
    assert.deepEqual(of('/w/hero.webp', 'sheet', 'none'), {
      stem: 'hero',
      format: 'webp',
      sheet: '/w/hero.webp',
    });
    assert.deepEqual(of('/w/hero', 'sheet')?.sheet, '/w/hero.png');
    assert.deepEqual(of('/w/v1.2/', 'files'), { stem: 'v1.2', format: 'png', folder: '/w/v1.2' });
    assert.deepEqual(of('/w/hero.png', 'files')?.folder, '/w/hero');
    assert.equal(of('/w/hero.gif', 'sheet'), undefined);
    assert.equal(of('/', 'files'), undefined);
    assert.equal(of('', 'sheet'), undefined);
  });

  it('gives frames names that files can have', () => {
    assert.deepEqual(frameFileNames(['walk/0', 'walk-0', 'A', 'a', 'x:y', '..']), [
      'walk-0.png',
      'walk-0-2.png',
      'A.png',
      'a-2.png',
      'x-y.png',
      'frame.png',
    ]);
  });
});

describe('the arguments of inlineAssets.makeSpriteSheet and cutSpriteSheet', () => {
  const refused = (parsed: object) =>
    'refused' in parsed ? String(parsed.refused) : assert.fail('was taken');

  it('are filled up with what is usual', () => {
    const made = parseMake({ images: ['a.png'], saveTo: 's.png', padding: 4, columns: undefined }, english);
    assert.ok('args' in made);
    assert.deepEqual(made.args.settings, settings({ sheet: { ...plainSheet, padding: 4 } }));
    const cut = parseCut({ image: 'a.png', saveTo: 's', columns: 4, align: 'feet', padding: 1 }, english);
    assert.ok('args' in cut);
    assert.deepEqual(cut.args.settings.cut, { ...plainCut, columns: 4, align: 'feet' });
    assert.deepEqual([cut.args.settings.sheet.columns, cut.args.settings.sheet.padding], [null, 1]);
    assert.equal(cut.args.settings.output, 'files');
  });

  it('are refused by name', () => {
    const make = (change: object) =>
      refused(parseMake({ images: ['a.png'], saveTo: 's.png', ...change }, english));
    assert.match(make({ images: [] }), /“images”/);
    assert.match(make({ saveTo: 3 }), /“saveTo”/);
    assert.match(make({ overwrite: 'yes' }), /“overwrite” must be true, false/);
    assert.match(make({ pading: 3 }), /“pading” is not known/);
    assert.match(make({ constructor: 3 }), /“constructor” is not known/);
    assert.match(make({ padding: -1 }), /“padding” must be 0–256/);
    assert.match(make({ maxSide: 1e9 }), /“maxSide”/);
    assert.match(make({ atlas: 'xml' }), /“atlas” must be hash, array, aseprite, none/);
    const cut = (change: object) => refused(parseCut({ image: 'a.png', saveTo: 's', ...change }, english));
    assert.match(cut({ image: [] }), /“image”/);
    assert.match(cut({ frameWidth: 32 }), /only known together/);
    assert.match(cut({ columns: 0 }), /“columns”/);
    assert.match(cut({ sort: true }), /“sort” is not known/);
  });
});
