import assert from 'node:assert/strict';
import fc from 'fast-check';
import { firstWithin, highestWithin } from '../../../src/core/imaging/byteBudget';

/** An encoder whose files grow with the step. */
const encoder = (bytesAt: (step: number) => number) => {
  const made: number[] = [];
  const make = async (step: number) => {
    made.push(step);
    return { bytes: new Uint8Array(bytesAt(step)), step };
  };
  return { made, make };
};

describe('a budget of bytes', () => {
  it('takes the best that fits, in few tries', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 91, maxLength: 91 }),
        fc.integer({ min: 1, max: 6000 }),
        async (growth, maxBytes) => {
          const sizes = growth.map((_, i) => 100 + growth.slice(0, i + 1).reduce((a, b) => a + b, 0));
          const { made, make } = encoder(step => sizes[step - 10]!);
          const found = await highestWithin(make, { lowest: 10, highest: 100, maxBytes });
          assert.ok(made.length <= 8, String(made));
          if (!found.fits) {
            assert.ok(sizes[0]! > maxBytes);
            assert.equal(found.smallest.bytes.length, Math.min(...made.map(step => sizes[step - 10]!)));
            return;
          }
          assert.ok(found.best.bytes.length <= maxBytes);
          const better = sizes.filter(bytes => bytes <= maxBytes).at(-1)!;
          assert.ok(found.best.bytes.length >= Math.min(better, maxBytes * 0.96));
        },
      ),
    );
  });

  it('makes one when the first fits', async () => {
    const { made, make } = encoder(() => 10);
    const found = await highestWithin(make, { lowest: 10, highest: 82, maxBytes: 10 });
    assert.ok(found.fits);
    assert.deepEqual([found.best.step, made], [82, [82]]);
  });

  it('goes down given steps until one fits, and knows the smallest when none does', async () => {
    const { made, make } = encoder(step => step);
    const found = await firstWithin(make, [256, 128, 64, 32], 64);
    assert.deepEqual([found.fits && found.best.step, made], [64, [256, 128, 64]]);
    const none = await firstWithin(encoder(step => step).make, [50, 20, 30], 10);
    assert.equal(!none.fits && none.smallest.step, 20);
  });
});
