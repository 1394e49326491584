import assert from 'node:assert/strict';
import { toSrgb } from '../../../src/core/imaging/toSrgb';
import { p3Profile } from './makeProfile';
import { bitmapOf, pixel, solid } from './makeImages';

const near = (actual: readonly number[], expected: readonly number[], by = 2) =>
  assert.ok(
    actual.every((value, i) => Math.abs(value - expected[i]!) <= by),
    `${actual.join()} is not near ${expected.join()}`,
  );

describe('colours of a profile in sRGB', () => {
  it('leaves greys grey and keeps transparency', () => {
    const ramp = bitmapOf(256, 1, x => [x, x, x, 255 - x]);
    assert.equal(toSrgb(ramp, p3Profile()), true);
    // The profile's gamma is 2.2, so only the greys' neutrality and order are the same.
    for (let x = 0; x < 256; x++) {
      const [r, g, b, a] = pixel(ramp, x, 0) as [number, number, number, number];
      near([g, b], [r, r], 1);
      assert.equal(a, 255 - x);
    }
    near(pixel(ramp, 255, 0), [255, 255, 255, 0], 1);
  });

  it('turns Display P3 into the sRGB that looks the same, and clips what sRGB has not', () => {
    const red = solid(1, 1, [255, 0, 0, 255]);
    toSrgb(red, p3Profile());
    near(pixel(red, 0, 0), [255, 0, 0, 255]);
    const soft = solid(1, 1, [200, 150, 100, 255]);
    toSrgb(soft, p3Profile());
    near(pixel(soft, 0, 0), [211, 148, 92, 255], 3);
  });

  it('reads curves by table and by formula', () => {
    const byTable = solid(1, 1, [10, 120, 240, 255]);
    const byFormula = solid(1, 1, [10, 120, 240, 255]);
    toSrgb(byTable, p3Profile());
    const longer = withFormula(p3Profile());
    assert.equal(toSrgb(byFormula, longer), true);
    near(pixel(byFormula, 0, 0), pixel(byTable, 0, 0), 1);
  });

  it('leaves the pixels alone when the profile is of another kind', () => {
    const table = Buffer.from(p3Profile());
    table.write('A2B0', table.indexOf('cprt'), 'latin1');
    const bitmap = solid(1, 1, [1, 2, 3, 4]);
    assert.equal(toSrgb(bitmap, table), false);
    assert.equal(toSrgb(bitmap, new Uint8Array(140)), false);
    assert.deepEqual(pixel(bitmap, 0, 0), [1, 2, 3, 4]);
  });
});

/** The same gamma as a parametric curve, in a tag behind the others. */
function withFormula(profile: Uint8Array): Uint8Array {
  const tag = Buffer.alloc(16);
  tag.write('para', 0, 'latin1');
  tag.writeInt32BE(Math.round((0x233 / 256) * 65_536), 12);
  const out = Buffer.concat([profile, tag]);
  for (const name of ['rTRC', 'gTRC', 'bTRC']) {
    const at = out.indexOf(name);
    out.writeUInt32BE(profile.length, at + 4);
    out.writeUInt32BE(tag.length, at + 8);
  }
  return out;
}
