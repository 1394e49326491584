import { fits } from '../../../src/core/model/output';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { boxOf, coverWindow, planFit } from '../../../src/core/imaging/fit';

const side = fc.integer({ min: 1, max: 20_000 });
const size = fc.record({ width: side, height: side }, { noNullPrototype: true });
const focus = fc.record({
  x: fc.double({ min: 0, max: 1, noNaN: true }),
  y: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('fitting an image into a box', () => {
  it('gives the exact box, and never reaches outside the image or the canvas', () => {
    fc.assert(
      fc.property(size, size, fc.constantFrom(...fits), focus, (image, box, fit, at) => {
        const plan = planFit(image, box, fit, at);
        const { source, scaled, canvas } = plan;
        for (const value of [source.width, source.height, scaled.width, scaled.height]) {
          assert.ok(Number.isInteger(value) && value >= 1);
        }
        assert.ok(source.x >= 0 && source.x + source.width <= image.width);
        assert.ok(source.y >= 0 && source.y + source.height <= image.height);
        assert.ok(plan.at.x >= 0 && plan.at.x + scaled.width <= canvas.width);
        assert.ok(plan.at.y >= 0 && plan.at.y + scaled.height <= canvas.height);
        if (fit === 'contain') {
          assert.ok(canvas.width === box.width || canvas.height === box.height);
          assert.ok(canvas.width <= box.width && canvas.height <= box.height);
        } else {
          assert.deepEqual(canvas, box);
        }
        if (fit !== 'cover') assert.deepEqual(source, { x: 0, y: 0, ...image });
      }),
    );
  });

  it('cuts along one side only, as little as the ratio allows', () => {
    fc.assert(
      fc.property(size, size, focus, (image, box, at) => {
        const window = coverWindow(image, box, at);
        assert.ok(window.width === image.width || window.height === image.height);
      }),
    );
    assert.deepEqual(coverWindow({ width: 400, height: 200 }, { width: 1, height: 1 }, { x: 0.9, y: 0.1 }), {
      x: 200,
      y: 0,
      width: 200,
      height: 200,
    });
    assert.equal(coverWindow({ width: 400, height: 200 }, { width: 1, height: 1 }, { x: 0.4, y: 0 }).x, 60);
  });

  it('puts the bars of pad on both sides', () => {
    const plan = planFit({ width: 100, height: 100 }, { width: 1200, height: 630 }, 'pad');
    assert.deepEqual(plan.scaled, { width: 630, height: 630 });
    assert.deepEqual(plan.at, { x: 285, y: 0 });
  });

  it('takes a side that was not asked for from the ratio', () => {
    assert.deepEqual(boxOf({ width: 1376, height: 768 }, { width: 640 }), { width: 640, height: 357 });
    assert.deepEqual(boxOf({ width: 1376, height: 768 }, { height: 384 }), { width: 688, height: 384 });
    assert.deepEqual(boxOf({ width: 9, height: 7 }, {}), { width: 9, height: 7 });
    assert.deepEqual(boxOf({ width: 10_000, height: 1 }, { width: 5 }), { width: 5, height: 1 });
  });
});
