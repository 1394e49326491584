import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Bitmap } from '../../../src/core/imaging/bitmap';
import { imagingError } from '../../../src/core/imaging/imagingPort';
import { measureSeams } from '../../../src/core/imaging/seams';
import { seamsView } from '../../../src/host/text/seamText';
import { bitmapOf, solid } from './makeImages';

const t = (message: string, ...args: unknown[]): string =>
  message.replace(/\{(\d)\}/g, (_, i: string) => String(args[Number(i)]));
const shows = (bitmap: Bitmap): [boolean, boolean] => {
  const { sides, ends } = measureSeams(bitmap);
  return [sides.shows, ends.shows];
};

/** Waves with whole numbers of periods: it goes on over its edges, from wherever it is begun. */
const waves = (width: number, height: number, across: number, down: number, from: number): Bitmap =>
  bitmapOf(width, height, (x, y) => {
    const [u, v] = [(2 * Math.PI * (x + from)) / width, (2 * Math.PI * (y + from)) / height];
    const wave = Math.sin(across * u) + Math.cos(down * v) + Math.sin(across * u + down * v);
    return [128 + 40 * wave, 128 - 30 * wave, 100 + 20 * Math.sin(u), 255];
  });

const brightness = (bitmap: Bitmap, by: (x: number, y: number) => number): Bitmap =>
  bitmapOf(bitmap.width, bitmap.height, (x, y) => {
    const at = 4 * (y * bitmap.width + x);
    const [r = 0, g = 0, b = 0] = bitmap.data.subarray(at, at + 3);
    return [r + by(x, y), g + by(x, y), b + by(x, y), 255];
  });

describe('seams of a tile', () => {
  const side = fc.integer({ min: 40, max: 160 });
  const periods = fc.integer({ min: 1, max: 4 });

  it('finds none in what goes on over its edges, from wherever it is begun', () => {
    fc.assert(
      fc.property(side, side, periods, periods, fc.nat(1000), (w, h, across, down, from) => {
        assert.deepEqual(shows(waves(w, h, across, down, from)), [false, false]);
      }),
      { numRuns: 60 },
    );
  });

  it('finds the one that light from one side leaves, in that direction alone', () => {
    fc.assert(
      fc.property(side, side, fc.nat(1000), (w, h, from) => {
        const even = waves(w, h, 1, 1, from);
        assert.deepEqual(shows(brightness(even, x => (70 * x) / w - 35)), [true, false]);
        assert.deepEqual(shows(brightness(even, (_, y) => (70 * y) / h - 35)), [false, true]);
      }),
      { numRuns: 60 },
    );
  });

  it('finds one that is only in a part of the edge', () => {
    const ground = bitmapOf(128, 128, (x, y) => [120 + (y >= 112 ? x / 4 : 0), 120, 120, 255]);
    assert.equal(shows(ground)[0], true);
  });

  it('takes lines that are inside, too, for a texture', () => {
    // A wall: the joint at the edge is one as those inside.
    const wall = bitmapOf(96, 96, (x, y) => {
      const joint = y % 24 < 2 || (x + (Math.floor(y / 24) % 2) * 16) % 32 < 2;
      return joint ? [200, 200, 190, 255] : [150, 60, 40, 255];
    });
    assert.deepEqual(shows(wall), [false, false]);
  });

  it('looks at transparency, and not at the color below it', () => {
    const clear = bitmapOf(64, 64, x => [x === 63 ? 255 : 0, x === 0 ? 255 : 0, 0, 0]);
    assert.deepEqual(shows(clear), [false, false]);
    const fading = bitmapOf(64, 64, x => [0, 0, 0, x * 4]);
    assert.deepEqual(shows(fading), [true, false]);
  });

  it('knows no seam in a flat image, nor in one of a few pixels', () => {
    assert.deepEqual(shows(solid(50, 30, [10, 20, 30, 255])), [false, false]);
    assert.deepEqual(shows(solid(1, 1, [10, 20, 30, 255])), [false, false]);
    assert.deepEqual(shows(bitmapOf(2, 2, x => [x * 255, 0, 0, 255])), [false, false]);
    assert.deepEqual(shows(bitmapOf(1, 90, (_, y) => [y, y, y, 255])), [false, true]);
  });

  it('is said in plain words', async () => {
    const meets = { shows: false, step: 1, usual: 1 };
    const seen = { shows: true, step: 30, usual: 6 };
    assert.deepEqual(await seamsView(t, Promise.resolve({ sides: meets, ends: meets })), {
      verdict: 'meets',
      lines: ['Left and right meet without a seam.', 'Top and bottom meet without a seam.'],
    });
    const { verdict, lines } = await seamsView(t, Promise.resolve({ sides: meets, ends: seen }));
    assert.equal(verdict, 'shows');
    assert.equal(
      lines[1],
      'A seam shows at top and bottom: the edges differ 5 times as much as neighbors inside.',
    );
    const plain = { shows: true, step: 90, usual: 0.1 };
    const much = await seamsView(t, Promise.resolve({ sides: plain, ends: meets }));
    assert.match(much.lines[0] ?? '', /differ 20\+ times as much/);
    assert.deepEqual(await seamsView(t, Promise.reject(imagingError('corrupt', 'It ends early.'))), {
      verdict: 'unknown',
      lines: ['It ends early.'],
    });
  });
});
