import assert from 'node:assert/strict';
import fc from 'fast-check';
import { crop } from '../../../src/core/imaging/bitmap';
import { isImagingError } from '../../../src/core/imaging/imagingPort';
import { findGrid } from '../../../src/core/imaging/pixelArt/findGrid';
import { pixelDrawing } from '../../../src/core/imaging/pixelArt/finish';
import { countColours, hardenAlpha, toPalette } from '../../../src/core/imaging/pixelArt/palette';
import { enlarge } from '../../../src/core/imaging/pixelArt/scale';
import { type PixelArt, plainPixelArt } from '../../../src/core/model/pixelArt';
import { readPalette } from '../../../src/core/save/paletteFile';
import { reduceColours } from '../../../src/host/imaging/palette';
import { bitmapOf, noise, pixel, solid } from '../imaging/makeImages';
import { blowUp, blur, difference, drawing, grain, opaque } from './makePixelArt';

const finish = (bitmap: Parameters<typeof pixelDrawing>[0], change: Partial<PixelArt> = {}) =>
  pixelDrawing(bitmap, { ...plainPixelArt, ...change }, reduceColours);
const side = fc.integer({ min: 12, max: 48 });

describe('pixel art', () => {
  it('gives a drawing back that was enlarged by whole factors', () => {
    fc.assert(
      fc.property(side, side, fc.nat(), fc.integer({ min: 2, max: 16 }), (width, height, seed, factor) => {
        const small = drawing(width, height, seed);
        const made = finish(enlarge(small, factor));
        assert.equal(
          difference(made.bitmap, small),
          0,
          `${made.bitmap.width} × ${made.bitmap.height}, ${made.cell}`,
        );
      }),
      { numRuns: 400 },
    );
  });

  it('gives a drawing back that was enlarged by any factor', () => {
    fc.assert(
      fc.property(
        side,
        side,
        fc.nat(),
        fc.double({ min: 3, max: 14, noNaN: true }),
        (width, height, seed, factor) => {
          const small = drawing(width, height, seed);
          const made = finish(blowUp(small, factor));
          assert.equal(
            difference(made.bitmap, small),
            0,
            `${made.bitmap.width} × ${made.bitmap.height}, ${made.cell}`,
          );
        },
      ),
      // The size that repeats most in a flat strip is one that has a column less.
      { numRuns: 400, examples: [[44, 13, 897201575, 3.0384615384615383]] },
    );
  });

  it('gives a drawing back through slight blur and noise', () => {
    fc.assert(
      fc.property(
        side,
        side,
        fc.nat(),
        fc.double({ min: 6, max: 14, noNaN: true }),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 5 }),
        (width, height, seed, factor, soft, amount) => {
          const small = opaque(drawing(width, height, seed));
          const large = grain(blur(blowUp(small, factor), soft), amount, seed);
          const made = finish(large);
          const most = amount + soft * 12;
          assert.ok(
            difference(made.bitmap, small) <= most,
            `${difference(made.bitmap, small)}, ${made.cell} of ${factor}`,
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('finds a grid that begins anywhere', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 4, max: 12 }), fc.nat(), fc.nat(), (seed, factor, x, y) => {
        const large = enlarge(drawing(30, 24, seed), factor);
        const at = { x: x % factor, y: y % factor };
        const part = crop(large, { ...at, width: large.width - factor, height: large.height - factor });
        const grid = findGrid(part);
        assert.ok(grid);
        const near = (a: number, b: number) => Math.min(Math.abs(a - b), factor - Math.abs(a - b)) < 0.75;
        assert.ok(
          Math.abs(grid.cellX - factor) < 0.1 && Math.abs(grid.cellY - factor) < 0.1,
          JSON.stringify(grid),
        );
        assert.ok(near(grid.x, (factor - at.x) % factor), JSON.stringify([grid, at, factor]));
        assert.ok(near(grid.y, (factor - at.y) % factor), JSON.stringify([grid, at, factor]));
      }),
      { numRuns: 40 },
    );
  });

  it('finds none where there is none, and takes the size that it is told', () => {
    const soft = bitmapOf(200, 150, (x, y) => [
      128 + 100 * Math.sin(x / 37),
      128 + 90 * Math.sin((x + y) / 51),
      90,
      255,
    ]);
    for (const each of [soft, noise(160, 120), solid(40, 40, [9, 9, 9, 255]), solid(1, 1, [9, 9, 9, 255])]) {
      assert.throws(
        () => finish(each),
        (error: unknown) => isImagingError(error) && error.reason === 'unsupported',
      );
    }
    assert.deepEqual(
      [finish(soft, { cell: 10 }).bitmap.width, finish(soft, { cell: 10 }).bitmap.height],
      [20, 15],
    );
    assert.throws(() => finish(solid(4, 4, [1, 1, 1, 255]), { cell: 9 }), /cannot be larger/);
    const small = drawing(20, 20, 3);
    assert.equal(difference(finish(small, { cell: 1 }).bitmap, small), 0);
  });

  it('keeps to the number of colours, and to the list', () => {
    const colour = fc
      .integer({ min: 0, max: 0xffffff })
      .map(value => `#${value.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 2, max: 12 }),
        fc.array(colour, { minLength: 1, maxLength: 9 }),
        fc.boolean(),
        (seed, colours, palette, dither) => {
          const large = enlarge(drawing(20, 20, seed, 30), 5);
          assert.ok(countColours(finish(large, { colours }).bitmap, 500) <= colours);
          const { bitmap } = finish(large, { palette, dither });
          for (let at = 0; at < bitmap.data.length; at += 4) {
            if (bitmap.data[at + 3] === 0) continue;
            const hex = [...bitmap.data.subarray(at, at + 3)]
              .map(part => part.toString(16).padStart(2, '0'))
              .join('');
            assert.ok(palette.includes(`#${hex}`), hex);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('takes the nearest colour, and mixes where it is told to', () => {
    const grey = solid(16, 16, [128, 128, 128, 255]);
    const plain = { ...grey, data: grey.data.slice() };
    toPalette(plain, ['#000000', '#ffffff'], false);
    assert.equal(countColours(plain, 9), 1);
    toPalette(grey, ['#000000', '#ffffff'], true);
    assert.equal(countColours(grey, 9), 2);
  });

  it('makes pixels there or not', () => {
    const bitmap = bitmapOf(4, 1, x => [10, 20, 30, [0, 100, 128, 255][x]!]);
    hardenAlpha(bitmap);
    assert.deepEqual(
      [0, 1, 2, 3].map(x => pixel(bitmap, x, 0)),
      [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
        [10, 20, 30, 255],
        [10, 20, 30, 255],
      ],
    );
  });
});

describe('palette files', () => {
  const colours = ['#1a1c2c', '#5d275d', '#ffffff'];
  const problem = (text: string) => {
    const read = readPalette(text);
    return 'problem' in read ? read.problem : assert.fail(read.colours.join());
  };

  it('are read by what is in them', () => {
    for (const text of [
      '1a1c2c\n5d275d\nffffff\n1a1c2c',
      '\uFEFF#1A1C2C\r\n#5D275D\r\n#FFFFFF\r\n',
      ';paint.net\n1a1c2c\n5d275d\nffffff',
      'GIMP Palette\nName: Sweetie 16\nColumns: 4\n# by GrafxKid\n 26  28  44\tnight\n 93\t39 93 Untitled\n255 255 255\n',
      'GIMP Palette\n26 28 44\n93 39 93\n255 255 255',
      'JASC-PAL\r\n0100\r\n3\r\n26 28 44\r\n93 39 93\r\n255 255 255\r\n',
    ]) {
      assert.deepEqual(readPalette(text), { colours }, text);
    }
  });

  it('are refused when they are broken, empty or huge', () => {
    for (const text of ['', '\n\n', 'GIMP Palette\n', 'JASC-PAL\n0100\n0\n'])
      assert.equal(problem(text), 'empty');
    for (const text of [
      'hello',
      '1a1c2',
      'GIMP Palette\n1 2\n',
      'JASC-PAL\n0100\n1\n300 0 0',
      '{"a":1}',
      '\u0000\u0001PNG',
    ]) {
      assert.equal(problem(text), 'unknown', text);
    }
    const many = Array.from({ length: 300 }, (_, i) => i.toString(16).padStart(6, '0')).join('\n');
    assert.equal(problem(many), 'too-many');
  });

  it('never throw', () => {
    fc.assert(fc.property(fc.string({ maxLength: 400 }), text => void readPalette(text)));
  });
});
