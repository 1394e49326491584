import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isImagingError } from '../../../src/core/imaging/imagingPort';
import { plainSheet, type SheetSettings } from '../../../src/core/model/sprites';
import { atlasText } from '../../../src/core/sprites/atlas';
import { byName, frameNames, groupsOf } from '../../../src/core/sprites/frameNames';
import { makeSheet, standIn } from '../../../src/core/sprites/sheet';
import { pixel, solid } from '../imaging/makeImages';
import { draw, drawing, visible } from './drawings';
import { type Atlas, unpack } from './readers';

const settings = fc.record({
  layout: fc.constantFrom('packed' as const, 'grid' as const),
  columns: fc.option(fc.integer({ min: 1, max: 9 })),
  trim: fc.boolean(),
  padding: fc.integer({ min: 0, max: 5 }),
  border: fc.integer({ min: 0, max: 5 }),
  extrude: fc.integer({ min: 0, max: 3 }),
  powerOfTwo: fc.boolean(),
  pivot: fc.constantFrom('none' as const, 'center' as const, 'feet' as const),
  align: fc.constantFrom('center' as const, 'feet' as const),
});
const all = (change: Partial<SheetSettings> = {}): SheetSettings => ({ ...plainSheet, ...change });

describe('sprite sheets', () => {
  it('give every frame back pixel by pixel, whatever the padding, trim and form of the atlas', () => {
    fc.assert(
      fc.property(
        fc.array(drawing, { minLength: 1, maxLength: 14 }),
        settings,
        fc.constantFrom('hash' as const, 'array' as const, 'aseprite' as const),
        (bitmaps, asked, form) => {
          const frames = bitmaps.map((bitmap, i) => ({ name: `f${i}`, bitmap }));
          const chosen = all(asked);
          const { sheet, bitmap } = makeSheet(frames, chosen);
          const text = atlasText(sheet, { form, image: 'sheet.png', pivot: chosen.pivot });
          const back = unpack(bitmap, text);
          assert.equal(back.length, frames.length);
          const whole = {
            width: Math.max(...bitmaps.map(each => each.width)),
            height: Math.max(...bitmaps.map(each => each.height)),
          };
          back.forEach((frame, i) => {
            const was = bitmaps[i]!;
            assert.equal(frame.name, form === 'aseprite' ? String(i) : `f${i}`);
            if (chosen.layout === 'packed') {
              assert.deepEqual([frame.bitmap.width, frame.bitmap.height], [was.width, was.height]);
              assert.deepEqual(visible(frame.bitmap), visible(was));
              return;
            }
            assert.deepEqual([frame.bitmap.width, frame.bitmap.height], [whole.width, whole.height]);
            const at = standIn(whole, was, chosen.align);
            for (let y = 0; y < was.height; y++) {
              for (let x = 0; x < was.width; x++) {
                const [a, b] = [pixel(was, x, y), pixel(frame.bitmap, x + at.x, y + at.y)];
                if (a[3] !== 0 || b[3] !== 0) assert.deepEqual(b, a);
              }
            }
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('keep frames apart by the padding, inside the border, and repeat their edges', () => {
    fc.assert(
      fc.property(fc.array(drawing, { minLength: 1, maxLength: 20 }), settings, (bitmaps, asked) => {
        const chosen = all(asked);
        const { sheet, bitmap } = makeSheet(
          bitmaps.map((each, i) => ({ name: `${i}`, bitmap: each })),
          chosen,
        );
        const { padding, border, extrude } = chosen;
        assert.deepEqual([bitmap.width, bitmap.height], [sheet.width, sheet.height]);
        if (chosen.powerOfTwo)
          for (const side of [sheet.width, sheet.height]) assert.ok(Number.isInteger(Math.log2(side)));
        const rooms = sheet.frames.map(each => ({
          left: each.x - extrude,
          top: each.y - extrude,
          right: each.x + each.width + extrude,
          bottom: each.y + each.height + extrude,
        }));
        for (const [i, room] of rooms.entries()) {
          assert.ok(room.left >= border && room.top >= border);
          assert.ok(room.right <= sheet.width - border && room.bottom <= sheet.height - border);
          for (const other of rooms.slice(i + 1)) {
            const apart =
              room.right + padding <= other.left ||
              other.right + padding <= room.left ||
              room.bottom + padding <= other.top ||
              other.bottom + padding <= room.top;
            assert.ok(apart, JSON.stringify([room, other]));
          }
        }
        for (const { x, y, width, height } of sheet.frames) {
          for (let step = 1; step <= extrude; step++) {
            assert.deepEqual(pixel(bitmap, x - step, y - step), pixel(bitmap, x, y));
            assert.deepEqual(pixel(bitmap, x + width - 1 + step, y), pixel(bitmap, x + width - 1, y));
            assert.deepEqual(pixel(bitmap, x, y + height - 1 + step), pixel(bitmap, x, y + height - 1));
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('trim a grid by what all frames have in common, so that none jumps', () => {
    const frame = (x: number) => {
      const bitmap = solid(20, 20, [0, 0, 0, 0]);
      bitmap.data.set([255, 0, 0, 255], (10 * 20 + x) * 4);
      return bitmap;
    };
    const { sheet } = makeSheet(
      [4, 9].map(x => ({ name: `${x}`, bitmap: frame(x) })),
      all({ layout: 'grid' }),
    );
    for (const each of sheet.frames) {
      assert.deepEqual([each.offsetX, each.offsetY, each.width, each.height], [4, 10, 6, 1]);
    }
  });

  it('leave one pixel of a frame that is wholly transparent', () => {
    const { sheet } = makeSheet([{ name: 'gone', bitmap: solid(8, 8, [9, 9, 9, 0]) }], all());
    const [frame] = sheet.frames;
    assert.deepEqual([frame?.width, frame?.height, frame?.sourceWidth], [1, 1, 8]);
  });

  it('hold 500 frames', () => {
    const frames = Array.from({ length: 500 }, (_, i) => ({
      name: `f${i}`,
      bitmap: draw(8 + (i % 40), 8 + ((i * 7) % 40), i),
    }));
    for (const layout of ['packed', 'grid'] as const) {
      const { sheet } = makeSheet(frames, all({ layout }));
      assert.equal(sheet.frames.length, 500);
    }
  });

  it('refuse what does not fit, and nothing at all', () => {
    const refused = (run: () => unknown, reason: string) => {
      try {
        run();
      } catch (error) {
        assert.ok(isImagingError(error), String(error));
        return assert.equal(error.reason, reason);
      }
      assert.fail('was made');
    };
    const large = [solid(60, 60, [1, 2, 3, 255]), solid(60, 60, [1, 2, 3, 255])].map((bitmap, i) => ({
      name: `${i}`,
      bitmap,
    }));
    for (const layout of ['packed', 'grid'] as const) {
      refused(() => makeSheet(large, all({ layout, maxSide: 100 })), 'unsupported');
      refused(() => makeSheet([], all({ layout })), 'unsupported');
      assert.equal(makeSheet(large, all({ layout, maxSide: 130 })).sheet.frames.length, 2);
    }
  });
});

describe('names of frames', () => {
  it('are those of the files, with the folder where two are called the same', () => {
    assert.deepEqual(frameNames(['a/walk 1.png', 'a/walk 2.png']), ['walk 1', 'walk 2']);
    assert.deepEqual(frameNames(['walk\\0.png', 'run\\0.png', 'x/1.png']), ['walk/0', 'run/0', '1']);
    assert.deepEqual(frameNames(['a/x.png', 'a/x.webp', 'x-2.png']), ['a/x', 'a/x-2', 'x-2']);
    assert.deepEqual(frameNames(['.png', 'a.b.png']), ['.png', 'a.b']);
  });

  it('are each there once', () => {
    const part = fc.constantFrom('a', 'b', 'a-2', 'a-3', '0', '__proto__', 'x.y');
    fc.assert(
      fc.property(fc.array(fc.tuple(part, part)), pairs => {
        const names = frameNames(pairs.map(([folder, file]) => `${folder}/${file}.png`));
        assert.equal(new Set(names).size, names.length);
      }),
    );
  });

  it('sort by number', () => {
    assert.deepEqual(['w10', 'w9', 'W1', 'a'].sort(byName), ['a', 'W1', 'w9', 'w10']);
  });

  it('make animations of what is numbered', () => {
    assert.deepEqual(groupsOf(['idle', 'walk-0', 'walk-1', 'walk_2', 'jump (1)', 'jump (2)'], 'all'), [
      { name: 'idle', from: 0, to: 0 },
      { name: 'walk', from: 1, to: 3 },
      { name: 'jump', from: 4, to: 5 },
    ]);
    assert.deepEqual(groupsOf(['0', '1', '2'], 'hero'), [{ name: 'hero', from: 0, to: 2 }]);
  });
});

describe('the atlas', () => {
  const sheetOf = (names: readonly string[]) =>
    makeSheet(
      names.map(name => ({ name, bitmap: solid(4, 4, [1, 1, 1, 255]) })),
      all({ duration: 80 }),
    ).sheet;

  it('keeps the order and every name, also those that objects treat specially', () => {
    const names = ['b', '10', '2', '__proto__', 'constructor', 'say "hi"', 'a\\b'];
    const text = atlasText(sheetOf(names), { form: 'hash', image: 's.png', pivot: 'none' });
    const inText = [...text.matchAll(/^ {4}("(?:[^"\\]|\\.)*"): \{"frame"/gm)].map(
      ([, key]) => JSON.parse(key!) as string,
    );
    assert.deepEqual(inText, names);
    const { frames } = JSON.parse(text) as { frames: object };
    assert.deepEqual(new Set(Object.keys(frames)), new Set(names));
  });

  it('has the fields of TexturePacker', () => {
    const text = atlasText(sheetOf(['walk0', 'walk1', 'rest']), {
      form: 'hash',
      image: 'hero.png',
      pivot: 'feet',
    });
    const atlas = JSON.parse(text) as {
      animations: unknown;
      frames: Record<string, { frame: unknown }>;
      meta: Atlas['meta'];
    };
    assert.deepEqual(atlas.frames['rest'], {
      frame: atlas.frames['rest']!.frame,
      rotated: false,
      trimmed: false,
      spriteSourceSize: { x: 0, y: 0, w: 4, h: 4 },
      sourceSize: { w: 4, h: 4 },
      pivot: { x: 0.5, y: 1 },
      anchor: { x: 0.5, y: 1 },
    });
    assert.deepEqual(atlas.animations, { walk: ['walk0', 'walk1'] });
    assert.equal(atlas.meta.image, 'hero.png');
  });

  it('has the fields of Aseprite: durations, tags by index, a slice for the pivot', () => {
    const text = atlasText(sheetOf(['walk0', 'walk1', 'rest']), {
      form: 'aseprite',
      image: 'hero.png',
      pivot: 'feet',
    });
    const atlas = JSON.parse(text) as Atlas & { meta: { slices: { keys: unknown[] }[]; layers: unknown[] } };
    assert.ok(Array.isArray(atlas.frames));
    // Phaser looks a tag's frames up by their index, in `frames` and among the textures.
    assert.deepEqual(
      atlas.frames.map(({ filename, duration }) => [filename, duration]),
      [
        ['0', 80],
        ['1', 80],
        ['2', 80],
      ],
    );
    assert.deepEqual(
      atlas.meta.frameTags?.map(({ name, from, to }) => ({ name, from, to })),
      [
        { name: 'walk', from: 0, to: 1 },
        { name: 'rest', from: 2, to: 2 },
      ],
    );
    assert.deepEqual(atlas.meta.slices[0]?.keys[0], {
      frame: 0,
      bounds: { x: 0, y: 0, w: 4, h: 4 },
      pivot: { x: 2, y: 3 },
    });
  });
});
