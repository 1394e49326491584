import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Bitmap, createBitmap, drawOver } from '../../../src/core/imaging/bitmap';
import { isImagingError } from '../../../src/core/imaging/imagingPort';
import { seededRandom } from '../../../src/core/imaging/random';
import { type CutSettings, plainCut, plainSheet } from '../../../src/core/model/sprites';
import { cutPieces, findPieces } from '../../../src/core/sprites/cut';
import { makeSheet } from '../../../src/core/sprites/sheet';
import { standStill } from '../../../src/core/sprites/standStill';
import { boundsOf } from '../../../src/core/sprites/trim';
import { bitmapOf, noise, solid } from '../imaging/makeImages';
import { drawing, visible } from './drawings';

/** A figure that does not fill its cell, as a model draws it: round, not quite in the middle. */
function figures(
  columns: number,
  rows: number,
  cell: number,
  seed: number,
  ground?: readonly [number, number, number],
): Bitmap {
  const random = seededRandom(seed);
  const bitmap = ground
    ? solid(columns * cell, rows * cell, [...ground, 255])
    : createBitmap(columns * cell, rows * cell);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const radius = cell * (0.26 + random() * 0.1);
      const at = (of: number) => (of + 0.5 + (random() - 0.5) * 0.12) * cell;
      const [x, y] = [at(column), at(row)];
      const disc = bitmapOf(Math.ceil(radius * 2), Math.ceil(radius * 2), (i, j) =>
        Math.hypot(i + 0.5 - radius, j + 0.5 - radius) <= radius ? [200, 40, 60, 255] : [0, 0, 0, 0],
      );
      drawOver(bitmap, disc, Math.round(x - radius), Math.round(y - radius));
    }
  }
  return bitmap;
}

const cut = (change: Partial<CutSettings>): CutSettings => ({ ...plainCut, ...change });

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(isImagingError(error), String(error));
    return error.reason;
  }
  return assert.fail('was cut');
}

describe('cutting a sprite sheet', () => {
  it('proposes the grid that the gaps show, on transparent and flat grounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 24, max: 60 }),
        fc.nat(),
        fc.constantFrom(undefined, [255, 255, 255] as const, [0, 200, 0] as const),
        (columns, rows, cell, seed, ground) => {
          const { found, cells, noGround } = findPieces(figures(columns, rows, cell, seed, ground), plainCut);
          assert.deepEqual([found?.columns, found?.rows], [columns, rows]);
          assert.equal(cells.length, columns * rows);
          assert.equal(noGround, false);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds the same figures as islands, in reading order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(),
        (columns, rows, seed) => {
          const { cells } = findPieces(figures(columns, rows, 48, seed), cut({ by: 'islands' }));
          assert.equal(cells.length, columns * rows);
          cells.forEach((cell, i) => {
            const [column, row] = [i % columns, Math.floor(i / columns)];
            assert.equal(Math.floor((cell.x + cell.width / 2) / 48), column);
            assert.equal(Math.floor((cell.y + cell.height / 2) / 48), row);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes apart what was put together', () => {
    fc.assert(
      fc.property(
        fc.array(drawing, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 1, max: 5 }),
        (bitmaps, border, padding, columns) => {
          const width = Math.max(...bitmaps.map(each => each.width));
          const height = Math.max(...bitmaps.map(each => each.height));
          const frames = bitmaps.map((bitmap, i) => ({ name: `${i}`, bitmap }));
          const { bitmap, sheet } = makeSheet(frames, {
            ...plainSheet,
            layout: 'grid',
            trim: false,
            columns,
            border,
            padding,
          });
          const seen = sheet.frames.filter(
            frame => boundsOf(cutPieces(bitmap, [frame], 'none')[0]!) !== undefined,
          );
          if (seen.length === 0) return;
          const asked = { frameWidth: width, frameHeight: height, margin: border, spacing: padding };
          const { cells, uneven } = findPieces(bitmap, cut(asked));
          assert.equal(uneven, false);
          // Cells of the faintest pixels count as empty.
          for (const cell of cells)
            assert.ok(sheet.frames.some(frame => frame.x === cell.x && frame.y === cell.y));
          const pieces = cutPieces(bitmap, cells, 'none');
          pieces.forEach((piece, i) => {
            const at = sheet.frames.findIndex(frame => frame.x === cells[i]?.x && frame.y === cells[i]?.y);
            assert.equal(piece.width, width);
            const shown = visible(piece).filter(Boolean).length;
            assert.equal(shown, visible(bitmaps[at]!).filter(Boolean).length);
          });
        },
      ),
      { numRuns: 80 },
    );
  });

  it('aligns frames: one size, nothing lost, content on the ground or in the middle', () => {
    fc.assert(
      fc.property(
        fc.array(drawing, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('center' as const, 'feet' as const),
        (bitmaps, align) => {
          const sheet = makeSheet(
            bitmaps.map((bitmap, i) => ({ name: `${i}`, bitmap })),
            { ...plainSheet, trim: false },
          );
          const frames = cutPieces(sheet.bitmap, sheet.sheet.frames, align);
          const [first] = frames;
          frames.forEach((frame, i) => {
            assert.deepEqual([frame.width, frame.height], [first?.width, first?.height]);
            const content = (of: Bitmap) => visible(of).filter((_, at) => of.data[at | 3] !== 0);
            assert.deepEqual(content(frame), content(bitmaps[i]!));
            const bounds = boundsOf(frame);
            if (align === 'feet' && bounds) assert.equal(bounds.y + bounds.height, frame.height);
          });
        },
      ),
      { numRuns: 80 },
    );
  });

  it('divides what does not divide evenly into cells that differ by a pixel, and says so', () => {
    const { cells, uneven } = findPieces(solid(100, 50, [9, 9, 9, 255]), cut({ columns: 3, rows: 1 }));
    assert.deepEqual(
      cells.map(({ x, width }) => [x, width]),
      [
        [0, 33],
        [33, 34],
        [67, 33],
      ],
    );
    assert.equal(uneven, true);
    const rest = findPieces(solid(100, 50, [9, 9, 9, 255]), cut({ frameWidth: 30, frameHeight: 50 }));
    assert.deepEqual([rest.cells.length, rest.uneven], [3, true]);
  });

  it('leaves empty cells and specks out', () => {
    const sheet = createBitmap(96, 32);
    drawOver(sheet, solid(20, 20, [1, 2, 3, 255]), 6, 6);
    drawOver(sheet, solid(20, 20, [1, 2, 3, 255]), 70, 6);
    drawOver(sheet, solid(1, 1, [1, 2, 3, 255]), 48, 30);
    const grid = findPieces(sheet, cut({ columns: 3, rows: 1 }));
    assert.deepEqual([grid.cells.length, grid.empty], [3, 0]);
    const islands = findPieces(sheet, cut({ by: 'islands', gap: 2 }));
    assert.deepEqual([islands.cells.length, islands.specks], [2, 1]);
    const apart = findPieces(sheet, cut({ columns: 6, rows: 1 }));
    assert.ok(apart.empty >= 1);
  });

  it('joins the parts of a figure over a gap', () => {
    const sheet = createBitmap(80, 30);
    for (const x of [2, 14, 50, 62]) drawOver(sheet, solid(10, 10, [1, 2, 3, 255]), x, 5);
    const count = (gap: number) => findPieces(sheet, cut({ by: 'islands', gap })).cells.length;
    assert.deepEqual([count(0), count(3), count(40)], [4, 2, 1]);
  });

  it('says how many frames it would be, before it makes them', () => {
    assert.throws(
      () => findPieces(solid(3000, 3000, [1, 1, 1, 255]), cut({ frameWidth: 1, frameHeight: 1 })),
      /9000000 frames; at most 2000/,
    );
  });

  it('refuses what has no frames', () => {
    assert.equal(
      refusal(() => findPieces(createBitmap(30, 30), plainCut)),
      'unsupported',
    );
    assert.equal(
      refusal(() => findPieces(createBitmap(30, 30), cut({ by: 'islands' }))),
      'unsupported',
    );
    assert.equal(
      refusal(() => findPieces(noise(60, 60), cut({ by: 'islands' }))),
      'unsupported',
    );
    assert.equal(
      refusal(() => findPieces(solid(9, 9, [1, 1, 1, 255]), cut({ frameWidth: 10, frameHeight: 10 }))),
      'unsupported',
    );
    assert.equal(
      refusal(() => findPieces(solid(900, 900, [1, 1, 1, 255]), cut({ columns: 900, rows: 900 }))),
      'unsupported',
    );
    const one = findPieces(solid(1, 1, [1, 1, 1, 255]), plainCut);
    assert.equal(one.cells.length, 1);
    assert.equal(findPieces(noise(64, 64), plainCut).noGround, true);
  });

  it('says when aligning leaves nothing of a movement, and only then', () => {
    const hop = createBitmap(6 * 24, 24);
    const ball = bitmapOf(8, 8, (x, y) =>
      Math.hypot(x - 3.5, y - 3.5) < 4 ? [200, 40, 60, 255] : [0, 0, 0, 0],
    );
    [14, 8, 4, 4, 8, 14].forEach((y, i) => drawOver(hop, ball, i * 24 + 8, y));
    const { cells } = findPieces(hop, plainCut);
    assert.equal(cells.length, 6);
    const as = (align: CutSettings['align']) => cutPieces(hop, cells, align);
    for (const align of ['feet', 'center'] as const) assert.equal(standStill(hop, cells, as(align)), 6);
    // As they are, frames at the top of the jump are one picture, which they were before.
    assert.equal(standStill(hop, cells, as('none')), 0);
    const others = figures(4, 2, 40, 5);
    const found = findPieces(others, plainCut).cells;
    assert.equal(standStill(others, found, cutPieces(others, found, 'feet')), 0);
    const islands = findPieces(hop, cut({ by: 'islands' })).cells;
    assert.equal(standStill(hop, islands, cutPieces(hop, islands, 'feet')), 0);
  });
});
