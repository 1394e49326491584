import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Bitmap, Rgb } from '../../../src/core/imaging/bitmap';
import { flatten } from '../../../src/core/imaging/bitmap';
import { cielab, deltaE2000 } from '../../../src/core/imaging/keying/deltaE2000';
import { findBackground } from '../../../src/core/imaging/keying/flatColour';
import { removeKey } from '../../../src/core/imaging/keying/removeKey';
import { clamp01 } from '../../../src/core/imaging/maths';
import { bitmapOf, noise, pixel, solid } from './makeImages';
import { errorsOf, keyed8, makeKeyed } from './makeKeyed';

const colour = fc.record({ r: fc.nat(255), g: fc.nat(255), b: fc.nat(255) });
const green = { r: 0, g: 255, b: 0 };

/** A disc with an edge of `soft` pixels. */
const disc = (inner: Rgb, outer: Rgb, soft = 1) =>
  bitmapOf(48, 48, (x, y) => {
    const share = clamp01((15 - Math.hypot(x - 24, y - 24)) / soft + 0.5);
    const mix = (a: number, b: number) => Math.round(a * share + b * (1 - share));
    return [mix(inner.r, outer.r), mix(inner.g, outer.g), mix(inner.b, outer.b), 255];
  });

function farApart(a: Rgb, b: Rgb): boolean {
  return deltaE2000(cielab(a), cielab(b)) > 25;
}

describe('removing a key colour', () => {
  describe('with known transparency: hair, glass, a soft shadow', () => {
    for (const { name, key, palette } of keyed8) {
      for (const [deviation, most] of [
        [0, { alpha: 0.02, colour: 3 }],
        // Noise of a fair JPEG. The grain of what is opaque alone is a ΔE of about 2.
        [2, { alpha: 0.02, colour: 3 }],
      ] as const) {
        it(`${name}, noise ${deviation}`, () => {
          for (const seed of [1, 2]) {
            const { image, truth } = makeKeyed(key, palette, seed, 256, deviation);
            const found = findBackground(image);
            assert.ok(found.kind === 'flat', found.kind);
            removeKey(image, found.colour, { translucent: true, noise: found.noise });
            const error = errorsOf(image, truth);
            assert.ok(error.count > 1000 && error.alpha <= most.alpha, `alpha ${error.alpha}`);
            assert.ok(error.colour <= most.colour, `ΔE2000 ${error.colour}`);
          }
        });
      }
    }
  });

  it('gives back what it was given when it is laid on the key again', () => {
    fc.assert(
      fc.property(
        colour,
        colour,
        fc.double({ min: 1, max: 3, noNaN: true }),
        fc.boolean(),
        (a, b, soft, translucent) => {
          const image = disc(a, b, soft);
          const before = image.data.slice();
          removeKey(image, b, { translucent, tolerance: 1 });
          flatten(image, b);
          for (let at = 0; at < before.length; at += 4) {
            const [was, is] = [before, image.data].map(data =>
              cielab({ r: data[at]!, g: data[at + 1]!, b: data[at + 2]! }),
            );
            // What is taken for the key itself is up to 4 away from it, before it is rounded.
            assert.ok(
              deltaE2000(was!, is!) <= 4.5,
              `${before.slice(at, at + 3)} → ${image.data.slice(at, at + 3)}`,
            );
          }
        },
      ),
    );
  });

  it('keeps a subject whole and takes the ground whole', () => {
    fc.assert(
      fc.property(colour, colour, fc.boolean(), (inner, outer, contiguous) => {
        fc.pre(farApart(inner, outer));
        const image = disc(inner, outer);
        removeKey(image, outer, { contiguous });
        assert.deepEqual(pixel(image, 24, 24), [inner.r, inner.g, inner.b, 255]);
        assert.deepEqual(pixel(image, 1, 1), [0, 0, 0, 0]);
        for (let x = 0; x < 48; x++) {
          const [r = 0, g = 0, b = 0, alpha = 0] = pixel(image, x, 20);
          if (alpha < 40) continue;
          const off = Math.max(Math.abs(r - inner.r), Math.abs(g - inner.g), Math.abs(b - inner.b));
          assert.ok(off <= 12, `${x}: ${r} ${g} ${b} instead of ${inner.r} ${inner.g} ${inner.b}`);
        }
      }),
    );
  });

  it('never makes anything more opaque, whatever the image', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        colour,
        fc.nat(255),
        (w, h, key, alpha) => {
          const image = noise(w, h);
          for (let at = 3; at < image.data.length; at += 8) image.data[at] = alpha;
          const before = image.data.slice();
          const share = removeKey(image, key, { translucent: alpha % 2 === 0, feather: alpha % 3 });
          assert.ok(share >= 0 && share <= 1);
          for (let at = 3; at < before.length; at += 4) assert.ok(image.data[at]! <= before[at]!);
        },
      ),
    );
  });

  /** A green ring in a red plate, as a hole that the outside does not reach. */
  const plate = () =>
    bitmapOf(60, 60, (x, y) => {
      const distance = Math.hypot(x - 30, y - 30);
      return distance > 8 && distance < 22 ? [200, 20, 20, 255] : [0, 255, 0, 255];
    });

  it('takes the colour from the outside or everywhere', () => {
    const outside = plate();
    removeKey(outside, green, { contiguous: true });
    assert.deepEqual(pixel(outside, 30, 30), [0, 255, 0, 255]);
    assert.equal(pixel(outside, 0, 0)[3], 0);
    const everywhere = plate();
    removeKey(everywhere, green, { contiguous: false });
    assert.equal(pixel(everywhere, 30, 30)[3], 0);
    assert.equal(pixel(everywhere, 30, 15)[3], 255);
  });

  it('takes as much as the tolerance says', () => {
    const near = () =>
      bitmapOf(40, 40, (x, y) =>
        x > 10 && x < 30 && y > 10 && y < 30 ? [250, 240, 240, 255] : [255, 255, 255, 255],
      );
    const white = { r: 255, g: 255, b: 255 };
    const strict = near();
    removeKey(strict, white, { tolerance: 1 });
    assert.equal(pixel(strict, 20, 20)[3], 255);
    const loose = near();
    assert.equal(removeKey(loose, white, { tolerance: 8 }), 1);
  });

  it('fades the edge inwards over the feather', () => {
    const image = disc({ r: 200, g: 20, b: 20 }, green);
    removeKey(image, green, { feather: 4 });
    const row = Array.from({ length: 16 }, (_, i) => pixel(image, 9 + i, 24)[3]!);
    assert.ok(
      row.every((alpha, i) => i === 0 || alpha >= row[i - 1]!),
      row.join(),
    );
    assert.ok(row.filter(alpha => alpha > 0 && alpha < 255).length >= 4, row.join());
    assert.equal(row.at(-1), 255);
    const [r, g] = pixel(image, 11, 24);
    assert.ok(g! < 40 && r! > 180, `${r} ${g}`);
  });

  it('leaves what resembles a vivid ground opaque unless it was told that only the ground does', () => {
    const leaf = (): Bitmap =>
      bitmapOf(40, 40, (x, y) =>
        x > 10 && x < 30 && y > 10 && y < 30 ? [60, 140, 50, 255] : [0, 255, 0, 255],
      );
    const edges = leaf();
    removeKey(edges, green);
    assert.deepEqual(pixel(edges, 20, 20), [60, 140, 50, 255]);
    const glass = leaf();
    removeKey(glass, green, { translucent: true });
    assert.ok(pixel(glass, 20, 20)[3]! < 200);
  });

  it('takes no time out of proportion for a megapixel', function () {
    this.timeout(30_000);
    const { image, key } = makeKeyed(green, keyed8[0]!.palette, 1, 1024);
    const start = performance.now();
    removeKey(image, key, { translucent: true });
    // Some 0.3 s: what is meant is work that grows with the square.
    assert.ok(performance.now() - start < 20_000);
  });
});

describe('the background', () => {
  it('is found in any colour, through noise', () => {
    fc.assert(
      fc.property(colour, fc.integer({ min: 0, max: 5 }), fc.nat(), (ground, grain, seed) => {
        const subject = { r: 255 - ground.r, g: 128, b: 30 };
        // A subject in the colour of its ground is none.
        fc.pre(deltaE2000(cielab(subject), cielab(ground)) > 25);
        let state = seed;
        const grainy = (value: number) => {
          state = (Math.imul(state, 1103515245) + 12345) >>> 0;
          return Math.min(255, Math.max(0, value + ((state >>> 16) % (2 * grain + 1)) - grain));
        };
        const image = bitmapOf(64, 64, (x, y) =>
          x > 20 && x < 64 && y > 20 && y < 40
            ? [subject.r, subject.g, subject.b, 255]
            : [grainy(ground.r), grainy(ground.g), grainy(ground.b), 255],
        );
        const found = findBackground(image);
        assert.ok(found.kind === 'flat', found.kind);
        assert.ok(found.share > 0.8 && found.noise < 8);
        assert.ok(deltaE2000(cielab(found.colour), cielab(ground)) < 4);
      }),
    );
  });

  it('is a gradient when its colour changes on the way', () => {
    for (const span of [40, 90, 200]) {
      const sky = bitmapOf(100, 80, (_, y) => [
        40 + (span * y) / 80,
        40 + (span * y) / 80,
        250 - (span * y) / 80,
        255,
      ]);
      assert.equal(findBackground(sky).kind, 'gradient', String(span));
    }
  });

  it('is busy, or transparent already', () => {
    assert.equal(findBackground(noise(40, 40)).kind, 'busy');
    assert.equal(findBackground(solid(8, 8, [0, 0, 0, 0])).kind, 'transparent');
  });

  it('is the colour that was named, as it really is', () => {
    const image = disc({ r: 20, g: 20, b: 20 }, { r: 244, g: 246, b: 240 });
    const found = findBackground(image, { r: 255, g: 255, b: 255 });
    assert.ok(found.kind === 'flat');
    assert.deepEqual(found.colour, { r: 244, g: 246, b: 240 });
    assert.equal(findBackground(image, { r: 0, g: 0, b: 255 }).kind, 'busy');
  });
});

describe('ΔE2000', () => {
  it('is what the authors of the formula publish for their test pairs', () => {
    // G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 Color-Difference Formula", 2005, table 1: pairs 1, 7, 13, 17, 20, 25, 34.
    const pairs = [
      [50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425],
      [50, 0, 0, 50, -1, 2, 2.3669],
      [50, 2.5, 0, 50, 0, -2.5, 4.3065],
      [50, 2.5, 0, 73, 25, -18, 27.1492],
      [50, 2.5, 0, 58, 24, 15, 19.4535],
      [60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644],
      [2.0776, 0.0795, -1.135, 0.9033, -0.0636, -0.5514, 0.9082],
    ] as const;
    for (const [l1, a1, b1, l2, a2, b2, expected] of pairs) {
      assert.ok(Math.abs(deltaE2000([l1, a1, b1], [l2, a2, b2]) - expected) < 0.0001, `${expected}`);
    }
  });
});
