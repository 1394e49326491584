import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Bitmap } from '../../../src/core/imaging/bitmap';
import { applyStrokes } from '../../../src/core/imaging/keying/brush';
import type { Stroke } from '../../../src/core/model/output';
import { noise, pixel, solid } from './makeImages';

const copy = (bitmap: Bitmap): Bitmap => ({ ...bitmap, data: bitmap.data.slice() });
const line = (mode: Stroke['mode'], radius: number, ...points: number[]): Stroke => ({
  mode,
  radius,
  points,
});

describe('the brush', () => {
  const red = solid(100, 60, [200, 30, 40, 255]);

  it('erases what it goes over, with a soft rim, and nothing else', () => {
    const cut = copy(red);
    applyStrokes(cut, red, [line('erase', 0.1, 0.2, 0.5, 0.8, 0.5)]);
    for (const x of [20, 50, 79]) assert.equal(pixel(cut, x, 30)[3], 0);
    for (const [x, y] of [
      [50, 20],
      [50, 40],
      [5, 30],
      [95, 30],
    ] as const)
      assert.deepEqual(pixel(cut, x, y), [200, 30, 40, 255]);
    const rim = pixel(cut, 50, 35)[3]!;
    assert.ok(rim > 0 && rim < 255, String(rim));
  });

  it('brings back what was there, colour and transparency', () => {
    const cut = solid(100, 60, [0, 0, 0, 0]);
    applyStrokes(cut, red, [line('restore', 0.2, 0.5, 0.5)]);
    assert.deepEqual(pixel(cut, 50, 30), [200, 30, 40, 255]);
    assert.equal(pixel(cut, 50, 50)[3], 0);
    const edge = pixel(cut, 50, 40);
    assert.ok(edge[3]! > 0 && edge[3]! < 255);
    assert.deepEqual(edge.slice(0, 3), [200, 30, 40], 'nothing of what is transparent is mixed in');
  });

  it('goes stroke by stroke: the last one counts', () => {
    const cut = copy(red);
    applyStrokes(cut, red, [line('erase', 0.3, 0.5, 0.5), line('restore', 0.3, 0.5, 0.5)]);
    assert.ok(pixel(cut, 50, 30).every((value, c) => value === pixel(red, 50, 30)[c]));
    applyStrokes(cut, red, [line('erase', 0.3, 0.5, 0.5)]);
    assert.equal(pixel(cut, 50, 30)[3], 0);
  });

  it('never leaves the picture, makes nothing more opaque than it was, and changes nothing when it is not there', () => {
    const place = fc.double({ min: -1, max: 2, noNaN: true });
    const stroke = fc.record({
      mode: fc.constantFrom('erase' as const, 'restore' as const),
      radius: fc.double({ min: 0.001, max: 1, noNaN: true }),
      points: fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 6 }).map(points => points.flat()),
    });
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 4 }), fc.nat(40), fc.nat(40), (strokes, w, h) => {
        const before = noise(w + 1, h + 1);
        const cut = copy(before);
        for (let at = 3; at < cut.data.length; at += 4) cut.data[at] = (at * 7) % 256;
        const erased = copy(cut);
        applyStrokes(
          erased,
          before,
          strokes.filter(each => each.mode === 'erase'),
        );
        for (let at = 3; at < cut.data.length; at += 4) assert.ok(erased.data[at]! <= cut.data[at]!);
        const all = copy(cut);
        applyStrokes(all, before, strokes);
        for (let at = 3; at < cut.data.length; at += 4) {
          assert.ok(all.data[at]! <= Math.max(cut.data[at]!, before.data[at]!));
        }
        applyStrokes(cut, before, [line('erase', 0.001, -1, -1)]);
      }),
      { numRuns: 60 },
    );
  });
});
