import assert from 'node:assert/strict';
import type { createBitmap } from '../../../src/core/imaging/bitmap';
import { coverWindow } from '../../../src/core/imaging/fit';
import { blend, crop, flatten, orient, parseHex } from '../../../src/core/imaging/bitmap';
import { exifOrientation, heifOrientation, type Orientation } from '../../../src/core/imaging/orientation';
import { shrinkBy } from '../../../src/core/imaging/shrink';
import { bitmapOf, pixel, solid } from './makeImages';

/** Red values in rows, to see where pixels went. */
const rows = (bitmap: ReturnType<typeof createBitmap>) =>
  Array.from({ length: bitmap.height }, (_, y) =>
    Array.from({ length: bitmap.width }, (_, x) => pixel(bitmap, x, y)[0]).join(''),
  );

describe('bitmaps', () => {
  // 1 2 3
  // 4 5 6
  const numbered = () => bitmapOf(3, 2, (x, y) => [1 + x + y * 3, 0, 0, 255]);

  it('turns as EXIF says', () => {
    const expected: Record<Orientation, string[]> = {
      1: ['123', '456'],
      2: ['321', '654'],
      3: ['654', '321'],
      4: ['456', '123'],
      5: ['14', '25', '36'],
      6: ['41', '52', '63'],
      7: ['63', '52', '41'],
      8: ['36', '25', '14'],
    };
    for (const [orientation, shown] of Object.entries(expected)) {
      assert.deepEqual(rows(orient(numbered(), Number(orientation) as Orientation)), shown, orientation);
    }
  });

  it('takes the turn and mirror of HEIF as one orientation', () => {
    for (const turns of [0, 1, 2, 3]) {
      for (const mirror of [undefined, 0, 1] as const) {
        let stepwise = numbered();
        for (let i = 0; i < turns; i++) stepwise = orient(stepwise, 8);
        if (mirror === 0) stepwise = orient(stepwise, 4);
        if (mirror === 1) stepwise = orient(stepwise, 2);
        assert.deepEqual(
          rows(orient(numbered(), heifOrientation(turns, mirror))),
          rows(stepwise),
          `${turns} ${mirror}`,
        );
      }
    }
  });

  it('reads orientation in both byte orders, and takes nonsense as upright', () => {
    assert.equal(exifOrientation(Buffer.from('49492a00080000000100120103000100000006000000', 'hex')), 6);
    assert.equal(exifOrientation(Buffer.from('4d4d002a00000008000101120003000000010008000000', 'hex')), 8);
    assert.equal(exifOrientation(Buffer.from('49492a0008000000010012010300010000002a000000', 'hex')), 1);
    assert.equal(exifOrientation(Buffer.from('4949')), 1);
  });

  it('lays transparent pixels on a colour', () => {
    const half = solid(1, 1, [200, 0, 0, 128]);
    flatten(half, { r: 0, g: 0, b: 255 });
    assert.deepEqual(pixel(half, 0, 0), [100, 0, 127, 255]);
  });

  it('blends over transparent pixels without their hidden colour', () => {
    const bitmap = solid(1, 1, [255, 255, 255, 0]);
    blend(bitmap.data, 0, 10, 20, 30, 0.5);
    assert.deepEqual(pixel(bitmap, 0, 0), [10, 20, 30, 128]);
  });

  it('crops to the centre', () => {
    assert.deepEqual(coverWindow({ width: 100, height: 50 }, { width: 1, height: 1 }), {
      x: 25,
      y: 0,
      width: 50,
      height: 50,
    });
    assert.deepEqual(coverWindow({ width: 3, height: 1000 }, { width: 21, height: 9 }), {
      x: 0,
      y: 499,
      width: 3,
      height: 1,
    });
    assert.deepEqual(rows(crop(numbered(), { x: 1, y: 0, width: 2, height: 2 })), ['23', '56']);
  });

  it('shrinks in linear light and keeps hidden colours out', () => {
    const checker = bitmapOf(4, 4, (x, y) => ((x + y) % 2 ? [255, 255, 255, 255] : [0, 0, 0, 255]));
    assert.deepEqual(pixel(shrinkBy(checker, 2), 0, 0), [188, 188, 188, 255]);
    const edge = bitmapOf(2, 2, x => (x ? [255, 0, 0, 255] : [0, 255, 0, 0]));
    assert.deepEqual(pixel(shrinkBy(edge, 2), 0, 0), [255, 0, 0, 128]);
    assert.deepEqual(shrinkBy(solid(7, 5, [1, 2, 3, 255]), 2).width, 3);
  });

  it('reads colours', () => {
    assert.deepEqual(parseHex('#0af'), { r: 0, g: 170, b: 255 });
    assert.deepEqual(parseHex('102030'), { r: 16, g: 32, b: 48 });
    assert.equal(parseHex('#12345'), undefined);
  });
});
