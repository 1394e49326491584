import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { createBitmap } from '../../../src/core/imaging/bitmap';
import { centred, compareBitmaps } from '../../../src/core/imaging/compareImages';
import { alignedSize, commonSize } from '../../../src/core/model/commonSize';
import type { Compared } from '../../../src/core/imaging/imagingPort';
import { isImagingError } from '../../../src/core/imaging/imagingPort';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { buildWorker } from './buildWorker';
import { bitmapOf, fixturePath, noise, pixel, pngHeader, pngOf, solid } from './makeImages';

const gray = [100, 100, 100, 255] as const;

describe('comparing pixels', () => {
  it('counts those that differ by more than the tolerance in any channel', () => {
    const a = solid(10, 10, gray);
    // The steps are 0 to 9, a column each.
    const b = bitmapOf(10, 10, x => [100, 100 + x, 100, 255]);
    for (let tolerance = 0; tolerance < 10; tolerance++) {
      const { changed, most } = compareBitmaps(a, b, tolerance);
      assert.deepEqual([changed, most], [10 * (9 - tolerance), 9], `${tolerance}`);
    }
  });

  it('finds the same from either side, and nothing between an image and itself', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(255), { minLength: 48, maxLength: 48 }),
        fc.array(fc.nat(255), { minLength: 48, maxLength: 48 }),
        fc.nat(255),
        (one, other, tolerance) => {
          const a = { width: 4, height: 3, data: Uint8ClampedArray.from(one) };
          const b = { width: 4, height: 3, data: Uint8ClampedArray.from(other) };
          const [there, back] = [compareBitmaps(a, b, tolerance), compareBitmaps(b, a, tolerance)];
          assert.deepEqual([there.changed, there.most], [back.changed, back.most]);
          assert.equal(compareBitmaps(a, a, 0).changed, 0);
        },
      ),
    );
  });

  it('sees no color in what is invisible, and a change in what became so', () => {
    const hidden = solid(4, 4, [255, 0, 0, 0]);
    assert.equal(compareBitmaps(hidden, solid(4, 4, [0, 255, 0, 0]), 0).most, 0);
    const black = solid(4, 4, [0, 0, 0, 255]);
    assert.deepEqual(
      [compareBitmaps(hidden, black, 8).changed, compareBitmaps(hidden, black, 8).most],
      [16, 255],
    );
  });

  it('draws heat over the first image in gray: hotter where the change is larger', () => {
    const a = solid(3, 1, gray);
    const b = bitmapOf(3, 1, x => [100 + [0, 20, 155][x]!, 100, 100, 255]);
    const { heat } = compareBitmaps(a, b, 8);
    assert.deepEqual(pixel(heat, 0, 0), [54, 54, 54, 255]);
    const [slight, strong] = [pixel(heat, 1, 0), pixel(heat, 2, 0)];
    const light = ([r = 0, g = 0, b = 0]: number[]) => 0.299 * r + 0.587 * g + 0.114 * b;
    assert.ok(light(strong) > light(slight) && light(slight) > 54, `${slight.join()} ${strong.join()}`);
  });
});

describe('bringing sizes together', () => {
  it('takes the size of the image with the most pixels', () => {
    const wide = { width: 300, height: 100 };
    assert.deepEqual(commonSize([{ width: 100, height: 200 }, wide, { width: 10, height: 10 }]), wide);
  });

  it('fills it with an image of its shape, and centers any other one', () => {
    const common = { width: 1000, height: 500 };
    assert.deepEqual(alignedSize({ width: 100, height: 50 }, common), common);
    // One pixel off by rounding.
    assert.deepEqual(alignedSize({ width: 333, height: 167 }, common), common);
    assert.deepEqual(alignedSize({ width: 1, height: 1 }, common), { width: 500, height: 500 });
    assert.deepEqual(alignedSize({ width: 9000, height: 1 }, common), { width: 1000, height: 1 });
    const placed = centred(solid(2, 2, gray), { width: 4, height: 2 });
    assert.deepEqual(
      [0, 1, 2, 3].map(x => pixel(placed, x, 1)[3]),
      [0, 255, 255, 0],
    );
  });
});

describe('comparing files', function () {
  this.timeout(60_000);
  let folder: string;
  let client: ImagingClient;
  before(async () => {
    client = new ImagingClient({ workerPath: await buildWorker() });
    folder = await mkdtemp(path.join(os.tmpdir(), 'compare-'));
  });
  after(async () => {
    await client.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const put = async (name: string, bytes: Uint8Array): Promise<string> => {
    await writeFile(path.join(folder, name), bytes);
    return path.join(folder, name);
  };
  const heat = () => path.join(folder, 'heat.png');
  const compare = (a: string, b: string, tolerance = 8, signal?: AbortSignal): Promise<Compared> =>
    client.compare([a, b], heat(), tolerance, signal);

  it('counts exactly, and writes where', async () => {
    const a = await put('a.png', pngOf(solid(40, 30, gray)));
    const b = await put(
      'b.png',
      pngOf(bitmapOf(40, 30, (x, y) => (x < 10 && y < 3 ? [0, 0, 0, 255] : gray))),
    );
    const found = await compare(a, b);
    assert.deepEqual(found, {
      ...{ width: 40, height: 30, changed: 30, most: 100, scaledDown: false, alphaDiffers: false },
    });
    const facts = await client.inspect(heat());
    assert.deepEqual([facts.format, facts.width, facts.height, facts.hasAlpha], ['png', 40, 30, false]);
  });

  it('scales the smaller one to the larger one, down to a single pixel', async () => {
    const large = await put('large.png', pngOf(solid(64, 64, gray)));
    const half = await put('half.png', pngOf(solid(32, 32, gray)));
    const one = await put('one.png', pngOf(solid(1, 1, gray)));
    for (const small of [half, one]) {
      const { width, height, changed } = await compare(small, large);
      assert.deepEqual([width, height, changed], [64, 64, 0], small);
    }
    // What a shape leaves free is not in it.
    const flat = await put('flat.png', pngOf(solid(64, 32, gray)));
    const found = await compare(large, flat);
    assert.deepEqual([found.changed, found.most], [64 * 32, 255]);
  });

  it('says where one has transparency, and takes the first frame of an animation', async () => {
    const clear = await put('clear.png', pngOf(bitmapOf(8, 8, x => (x < 2 ? [0, 0, 0, 0] : gray))));
    const full = await put('full.png', pngOf(solid(8, 8, gray)));
    const found = await compare(clear, full);
    assert.deepEqual([found.changed, found.alphaDiffers], [16, true]);
    assert.equal((await compare(fixturePath('animated.gif'), fixturePath('animated.gif'))).changed, 0);
  });

  it('refuses what is gone, damaged or too large', async () => {
    const good = await put('good.png', pngOf(solid(8, 8, gray)));
    const huge = await put('huge.png', pngHeader(10_000, 10_000));
    const reasons = await Promise.all(
      [path.join(folder, 'gone.png'), await put('text.png', Buffer.from('text')), huge].map(bad =>
        compare(good, bad).then(
          () => 'done',
          (error: unknown) => (isImagingError(error) ? error.reason : String(error)),
        ),
      ),
    );
    assert.deepEqual(reasons, ['io', 'not-an-image', 'too-large']);
  });

  it('scales down what is too large to be compared as it is, and stops at once', async () => {
    const wide = await put('wide.png', pngOf(createBitmap(4200, 4100)));
    const found = await compare(wide, wide);
    assert.equal(found.scaledDown, true);
    assert.ok(found.width * found.height <= 4096 * 4096 && found.width > 4100, `${found.width}`);
    assert.equal(found.changed, 0);
    const slow = await put('slow.png', pngOf(noise(1500, 1500)));
    const stop = new AbortController();
    const stopped = compare(slow, slow, 8, stop.signal);
    stop.abort();
    await assert.rejects(stopped, error => isImagingError(error) && error.reason === 'cancelled');
    assert.ok((await readFile(heat())).length > 0);
  });
});
