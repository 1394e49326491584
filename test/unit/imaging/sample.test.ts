import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hasFineColour } from '../../../src/core/imaging/fineColour';
import { sampleOf } from '../../../src/core/imaging/sample';
import { bitmapOf, pixel, solid } from './makeImages';

describe('a part that stands for a picture', () => {
  it('is about as large as asked, from all over the picture, and of its pixels', () => {
    const side = fc.integer({ min: 1, max: 700 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 400_000 }), (width, height, pixels) => {
        // Each pixel says where it was.
        const picture = solid(width, height, [0, 0, 0, 255]);
        const words = new Uint32Array(picture.data.buffer);
        for (let i = 0; i < words.length; i++) words[i] = 0xff000000 | i;
        const sample = sampleOf(picture, pixels);
        assert.ok(sample.width <= width && sample.height <= height);
        const square = Math.min(128, width) * Math.min(128, height);
        if (sample.width * sample.height > square)
          assert.ok(sample.width * sample.height <= pixels * 3 + square);
        const from = (x: number, y: number) => {
          const [r, g, b] = pixel(sample, x, y) as [number, number, number];
          const at = r | (g << 8) | (b << 16);
          return { x: at % width, y: Math.floor(at / width) };
        };
        const first = from(0, 0);
        assert.deepEqual(from(Math.min(127, sample.width - 1), 0), {
          x: first.x + Math.min(127, sample.width - 1),
          y: first.y,
        });
        const last = from(sample.width - 1, sample.height - 1);
        // What is left out at the two ends is alike.
        assert.ok(Math.abs(first.x - (width - 1 - last.x)) <= 1);
        assert.ok(Math.abs(first.y - (height - 1 - last.y)) <= 1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('fine colours', () => {
  it('are those that change within two pixels, not light and dark', () => {
    const grey = bitmapOf(40, 40, (x, y) => ((x + y) % 2 ? [0, 0, 0, 255] : [255, 255, 255, 255]));
    assert.equal(hasFineColour(grey), false);
    const coloured = bitmapOf(40, 40, (x, y) => ((x + y) % 2 ? [255, 0, 0, 255] : [0, 0, 255, 255]));
    assert.equal(hasFineColour(coloured), true);
    const soft = bitmapOf(200, 40, x => [55 + x, 100, 255 - x, 255]);
    assert.equal(hasFineColour(soft), false);
  });

  it('are seen as a thin line of text on white, and not as a few pixels', () => {
    const text = (every: number) =>
      bitmapOf(200, 200, (x, y) => (y % every === 5 && x % 3 ? [200, 0, 0, 255] : [255, 255, 255, 255]));
    assert.equal(hasFineColour(text(20)), true);
    assert.equal(
      hasFineColour(bitmapOf(200, 200, (x, y) => (x + y === 0 ? [255, 0, 0, 255] : [255, 255, 255, 255]))),
      false,
    );
  });

  it('do not count where nothing is seen', () => {
    const hidden = bitmapOf(40, 40, (x, y) => ((x + y) % 2 ? [255, 0, 0, 255] : [0, 0, 255, 0]));
    assert.equal(hasFineColour(hidden), false);
    assert.equal(hasFineColour(solid(1, 1, [255, 0, 0, 255])), false);
    assert.equal(hasFineColour(solid(4, 4, [255, 0, 0, 0])), false);
  });
});
