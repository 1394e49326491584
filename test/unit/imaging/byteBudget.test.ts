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
          assert.ok(made.length <= 13, String(made));
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

  /** What encoders do: each step gives so many percent more, with a wobble, and more so towards the top. */
  const photograph = fc
    .record({
      smallest: fc.integer({ min: 2000, max: 200_000 }),
      growth: fc.double({ min: 0.018, max: 0.04, noNaN: true }),
      bend: fc.double({ min: 0, max: 0.05, noNaN: true }),
      wobble: fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 91, maxLength: 91 }),
    })
    .map(({ smallest, growth, bend, wobble }) => {
      let log = Math.log(smallest);
      return wobble.map((each, i) =>
        Math.round(Math.exp((log += growth * (1 + each) + bend * (i / 90) ** 6))),
      );
    });

  it('guesses from the sizes so far: three or four tries for a photograph', async () => {
    let tries = 0;
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(photograph, fc.integer({ min: 14, max: 80 }), async (sizes, at) => {
        const { made, make } = encoder(step => sizes[step - 10]!);
        const maxBytes = sizes[at - 10]!;
        const found = await highestWithin(make, { lowest: 10, highest: 82, maxBytes });
        assert.ok(found.fits && found.best.bytes.length >= maxBytes * 0.96);
        assert.ok(made.length <= 8, String(made));
        tries += made.length;
        runs++;
      }),
      { numRuns: 300 },
    );
    assert.ok(tries / runs <= 3.7, `${tries / runs} on average`);
  });

  it('makes fewer where a part of the picture says how bytes grow', async () => {
    let tries = 0;
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        photograph,
        fc.integer({ min: 14, max: 80 }),
        fc.double({ min: 0.8, max: 1.25, noNaN: true }),
        async (sizes, at, off) => {
          const { made, make } = encoder(step => sizes[step - 10]!);
          const maxBytes = sizes[at - 10]!;
          const asked: number[] = [];
          const found = await highestWithin(make, {
            ...{ lowest: 10, highest: 82, maxBytes },
            estimate: async step => {
              asked.push(step);
              return sizes[step - 10]! * off * (1 + 0.02 * Math.sin(step));
            },
          });
          assert.ok(found.fits && found.best.bytes.length >= maxBytes * 0.96);
          assert.ok(asked.length <= 20, String(asked));
          tries += made.length;
          runs++;
        },
      ),
      { numRuns: 300 },
    );
    assert.ok(tries / runs <= 2.5, `${tries / runs} on average`);
  });

  it('never goes over, ends, and knows the smallest, whatever the sizes and the estimates do', async () => {
    const anything = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 91, maxLength: 91 });
    await fc.assert(
      fc.asyncProperty(
        anything,
        fc.option(anything),
        fc.integer({ min: 10, max: 100 }),
        fc.integer({ min: 1, max: 3000 }),
        async (sizes, estimates, highest, maxBytes) => {
          const { made, make } = encoder(step => sizes[step - 10]!);
          const estimate = estimates ? async (step: number) => estimates[step - 10]! : undefined;
          const found = await highestWithin(make, { lowest: 10, highest, maxBytes, estimate });
          assert.equal(new Set(made).size, made.length);
          assert.ok(made.length <= 15, String(made));
          assert.ok(made.every(step => step >= 10 && step <= highest));
          const took = found.fits ? found.best : found.smallest;
          assert.equal(took.bytes.length, sizes[took.step - 10]);
          if (found.fits) {
            assert.ok(took.bytes.length <= maxBytes);
            return;
          }
          // Refused only after the coarsest was tried.
          assert.ok(made.includes(10));
          assert.equal(took.bytes.length, Math.min(...made.map(step => sizes[step - 10]!)));
        },
      ),
      { numRuns: 500 },
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
