import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bytesRatio, type Point } from '../../bench/rate';

const near = (actual: number | undefined, expected: number) =>
  assert.ok(actual !== undefined && Math.abs(actual / expected - 1) < 1e-3, `${actual} for ${expected}`);

/** Halving the distance takes so many times the bytes. */
const curve = (bytes: number, distances: readonly number[]): Point[] =>
  distances.map(apart => ({ bytes: bytes / apart ** 1.3, apart }));

describe('bytes at equal quality', () => {
  it('are the factor between two curves, wherever their points lie', () => {
    const theirs = curve(1000, [0.04, 0.02, 0.011, 0.006]);
    near(bytesRatio(curve(1200, [0.05, 0.03, 0.014, 0.008]), theirs), 1.2);
    near(bytesRatio(theirs, curve(1200, [0.05, 0.03, 0.014, 0.008])), 1 / 1.2);
  });

  it('are the same for the same files, though a better quality may look worse', () => {
    const point = fc.record({
      bytes: fc.integer({ min: 100, max: 100_000 }),
      apart: fc.double({ min: 1e-5, max: 0.1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 8 }), points => {
        const ratio = bytesRatio(points, [...points].reverse());
        if (ratio !== undefined) near(ratio, 1);
      }),
    );
    // As a flat drawing does: 82 is larger than 74, and further from the picture.
    const drawing = [
      { bytes: 6526, apart: 0.00572 },
      { bytes: 8160, apart: 0.00635 },
      { bytes: 8998, apart: 0.00425 },
    ];
    near(bytesRatio(drawing, drawing), 1);
  });

  it('have no figure where no quality of the one comes near the other, and never NaN', () => {
    assert.equal(bytesRatio(curve(1000, [0.08, 0.05]), curve(1000, [0.02, 0.01])), undefined);
    assert.equal(bytesRatio([], curve(1000, [0.02, 0.01])), undefined);
    assert.equal(bytesRatio([{ bytes: 10, apart: 0 }], [{ bytes: 10, apart: 0 }]), undefined);
  });
});
