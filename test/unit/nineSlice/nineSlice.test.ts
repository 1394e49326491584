import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import fc from 'fast-check';
import type { Bitmap } from '../../../src/core/imaging/bitmap';
import { defaultLimits } from '../../../src/core/imaging/facts';
import { isImagingError } from '../../../src/core/imaging/imagingPort';
import { ninePatch } from '../../../src/core/nineSlice/ninePatch';
import { proposeSlices } from '../../../src/core/nineSlice/proposeSlices';
import { readSlices } from '../../../src/core/nineSlice/readSlices';
import { parseSlices } from '../../../src/core/nineSlice/sliceArgs';
import { sliceFileKind, withProposed } from '../../../src/core/nineSlice/slicePlan';
import { crossed, sliceFills, type Slices } from '../../../src/core/model/slices';
import { sliceSnippets } from '../../../src/core/nineSlice/sliceSnippets';
import { sliceCss, sliceJson } from '../../../src/core/nineSlice/sliceText';
import { english } from '../../../src/core/translate';
import { createCodecs } from '../../../src/host/imaging/codecs';
import { decodeFile } from '../../../src/host/imaging/decode';
import { buildWorker } from '../imaging/buildWorker';
import { bitmapOf, pixel, pngHeader, pngOf, solid } from '../imaging/makeImages';
import { realImaging } from '../save/realImaging';
import { temporaryFolder } from '../save/support';
import { readNinePatch } from './aapt';

/** Every border pixel of its own color, what is inside of one. */
const framed = (width: number, height: number, { left, top, right, bottom }: Slices): Bitmap =>
  bitmapOf(width, height, (x, y) => {
    const inside = (at: number, before: number, after: number, length: number) =>
      at < before ? at + 1 : at >= length - after ? length + 10 - at : 0;
    const [u, v] = [inside(x, left, right, width), inside(y, top, bottom, height)];
    return [(u * 40) % 256, (v * 40) % 256, (u * 7 + v * 3) % 256, 255];
  });

const facts = {
  size: { width: 40, height: 30 },
  slices: { left: 4, top: 5, right: 6, bottom: 7 },
  fill: 'stretch',
  image: '../ui/my panel.png',
} as const;

describe('nine-slice guides', () => {
  const inset = fc.integer({ min: 1, max: 5 });
  const middle = fc.integer({ min: 12, max: 40 });

  it('are proposed around the longest stretch of equal columns and rows', () => {
    fc.assert(
      fc.property(inset, inset, inset, inset, middle, middle, (left, top, right, bottom, w, h) => {
        const slices = { left, top, right, bottom };
        assert.deepEqual(proposeSlices(framed(left + w + right, top + h + bottom, slices)), slices);
      }),
      { numRuns: 80 },
    );
  });

  it('take what JPEG makes of a flat middle for equal, and what nobody sees', () => {
    const slices = { left: 5, top: 5, right: 5, bottom: 5 };
    const noisy = framed(50, 40, slices);
    for (let i = 0; i < noisy.data.length; i += 7) noisy.data[i] = (noisy.data[i] ?? 0) + ((i / 7) % 9) - 4;
    assert.deepEqual(proposeSlices(noisy), slices);
    const clear = bitmapOf(30, 30, (x, y) =>
      x < 5 || y < 5 ? [Math.min(x, 5) * 40, Math.min(y, 5) * 40, 0, 255] : [x * 8, y * 8, 0, 0],
    );
    assert.deepEqual(proposeSlices(clear), { left: 5, top: 5, right: 0, bottom: 0 });
  });

  it('are at the thirds of what has no equal lines, and nowhere in what is flat or tiny', () => {
    const gradient = bitmapOf(90, 60, (x, y) => [x * 2.8, y * 4.2, (x * y) % 256, 255]);
    assert.deepEqual(proposeSlices(gradient), { left: 30, top: 20, right: 30, bottom: 20 });
    const none = { left: 0, top: 0, right: 0, bottom: 0 };
    assert.deepEqual(proposeSlices(solid(30, 20, [9, 9, 9, 255])), none);
    assert.deepEqual(proposeSlices(solid(1, 1, [9, 9, 9, 255])), none);
    assert.deepEqual(proposeSlices(bitmapOf(2, 2, (x, y) => [x * 255, y * 255, 0, 255])), none);
  });

  it('that are proposed give way to those that are asked for', () => {
    const proposed = { left: 30, top: 20, right: 30, bottom: 20 };
    const size = { width: 90, height: 60 };
    assert.deepEqual(withProposed({ left: 70 }, proposed, size), { ...proposed, left: 70, right: 19 });
    assert.deepEqual(withProposed({ bottom: 59 }, proposed, size), { ...proposed, top: 0, bottom: 59 });
    assert.ok(crossed(withProposed({ left: 90 }, proposed, size), size));
    assert.ok(crossed(withProposed({ left: 45, right: 45 }, proposed, size), size));
    assert.ok(!crossed(withProposed({ left: 44, right: 45 }, proposed, size), size));
  });

  it('make a patch that Android reads, with the image in it as it was', () => {
    const side = fc.integer({ min: 1, max: 30 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(side, side, share, share, share, share, (width, height, a, b, c, d) => {
        const left = Math.floor(a * (width - 1));
        const top = Math.floor(b * (height - 1));
        const right = Math.floor(c * (width - 1 - left));
        const bottom = Math.floor(d * (height - 1 - top));
        const bitmap = bitmapOf(width, height, (x, y) => [x * 8, y * 8, 90, 255 - ((x * y) % 200)]);
        const patch = ninePatch(bitmap, { left, top, right, bottom });
        assert.deepEqual(readNinePatch(patch), {
          columns: [[left, width - right]],
          rows: [[top, height - bottom]],
          padding: [left, top, right, bottom],
        });
        assert.deepEqual(pixel(patch, width, height), pixel(bitmap, width - 1, height - 1));
        for (const [x, y] of [
          [0, 0],
          [width + 1, 0],
          [0, height + 1],
          [width + 1, height + 1],
        ] as const) {
          assert.equal(pixel(patch, x, y)[3], 0);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('are written as CSS in the order of CSS, with an address that is one', () => {
    assert.equal(
      sliceCss(facts),
      `.my-panel {
  border-style: solid;
  border-width: 5px 6px 7px 4px;
  border-image: url("../ui/my%20panel.png") 5 6 7 4 fill / 5px 6px 7px 4px stretch;
}
`,
    );
    assert.match(
      sliceCss({ ...facts, fill: 'tile', image: '9"];}.png' }),
      /^\.image-9 \{[^]*url\("9%22%5D;%7D\.png"\).* round;/,
    );
  });

  it('repeat in CSS as whole tiles, or cut', () => {
    const ends = sliceFills.map(fill => /(\w+);\n}\n$/.exec(sliceCss({ ...facts, fill }))?.[1]);
    assert.deepEqual(ends, ['stretch', 'round', 'repeat']);
  });

  it('are written as JSON for PixiJS, Phaser, Unity and Godot, each with its own order', () => {
    const json = JSON.parse(sliceJson(facts)) as {
      frames: Record<string, { borders: Slices; frame: object; scale9Borders: object }>;
      meta: { image: string; nineSlice: { unity: object; godot: object } };
    };
    assert.deepEqual(json.frames['my panel.png']?.borders, facts.slices);
    assert.deepEqual(json.frames['my panel.png']?.frame, { x: 0, y: 0, w: 40, h: 30 });
    // Phaser takes the middle, and right is `frame.width - w - x`.
    assert.deepEqual(json.frames['my panel.png']?.scale9Borders, { x: 4, y: 5, w: 30, h: 18 });
    assert.equal(json.meta.image, '../ui/my panel.png');
    assert.deepEqual(json.meta.nineSlice.unity, { spriteBorder: { x: 4, y: 7, z: 6, w: 5 } });
    assert.deepEqual(json.meta.nineSlice.godot, {
      patch_margin_left: 4,
      patch_margin_top: 5,
      patch_margin_right: 6,
      patch_margin_bottom: 7,
      axis_stretch_horizontal: 0,
      axis_stretch_vertical: 0,
    });
  });

  it('are read again as they were written, whatever they are', () => {
    const side = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.nat(),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        fc.constantFrom(...sliceFills),
        (...drawn) => {
          const [width, height, a, b, c, d, fill] = drawn;
          const [left, top] = [a % width, b % height];
          const slices = { left, top, right: c % (width - left), bottom: d % (height - top) };
          const size = { width, height };
          assert.deepEqual(readSlices(sliceJson({ size, slices, fill, image: 'a.png' }), size), {
            slices,
            fill,
          });
        },
      ),
    );
  });

  it('are read of what another tool wrote, and of nothing else', () => {
    const { size, slices } = facts;
    const frame = { x: 0, y: 0, w: 40, h: 30 };
    const read = (json: unknown) => readSlices(JSON.stringify(json), size);
    const middle = { x: 4, y: 5, w: 30, h: 18 };
    assert.deepEqual(read({ frames: { a: { frame, scale9Borders: middle } } }), { slices, fill: 'stretch' });
    assert.deepEqual(read({ frames: [{ filename: 'a', frame, borders: slices }] }), {
      slices,
      fill: 'stretch',
    });
    assert.deepEqual(readSlices(`\uFEFF${sliceJson(facts)}`, size), { slices, fill: 'stretch' });
    for (const [what, json] of Object.entries({
      'a sheet of many': { frames: { a: { frame, borders: slices }, b: { frame, borders: slices } } },
      'a part of an image': { frames: { a: { frame: { ...frame, x: 1 }, borders: slices } } },
      'an image of another size': { frames: { a: { frame: { ...frame, w: 41 }, borders: slices } } },
      'guides that cross': { frames: { a: { frame, borders: { ...slices, left: 34 } } } },
      'half a pixel': { frames: { a: { frame, borders: { ...slices, left: 0.5 } } } },
      'less than nothing': { frames: { a: { frame, borders: { ...slices, left: -1 } } } },
      'one that is missing': { frames: { a: { frame, borders: { left: 1, top: 1, right: 1 } } } },
      'no guides': { frames: { a: { frame } } },
      'no frames': { name: 'package' },
      'no object': 3,
      nothing: null,
    })) {
      assert.equal(read(json), undefined, what);
    }
    assert.equal(readSlices('{', size), undefined);
    assert.doesNotThrow(() =>
      fc.assert(fc.property(fc.json(), json => readSlices(json, size) === undefined)),
    );
  });

  it('are code for each engine, in its own order, with names that need it in quotes', () => {
    const text = (id: string, more: object = {}) =>
      sliceSnippets({ ...facts, ...more }).find(each => each.id === id)?.text ?? '';
    assert.match(
      text('pixi'),
      /leftWidth: 4,\s+topHeight: 5,\s+rightWidth: 6,\s+bottomHeight: 7,\s+width: 40,\s+height: 30,/,
    );
    assert.match(text('phaser'), /nineslice\(0, 0, "my panel", undefined, 40, 30, 4, 6, 5, 7\);$/);
    assert.match(text('unity'), /new Vector4\(4, 7, 6, 5\);$/);
    assert.match(text('godot', { fill: 'tile' }), /patch_margin_top = 5[^]*AXIS_STRETCH_MODE_TILE_FIT$/);
    assert.match(text('godot', { fill: 'repeat' }), /AXIS_STRETCH_MODE_TILE$/);
    assert.match(text('pixi', { fill: 'tile' }), /^\/\/ PixiJS stretches/);
    assert.match(text('phaser', { image: 'a"b.png' }), /"a\\"b", "a\\"b\.png"/);
    assert.equal(text('json'), sliceJson(facts).trimEnd());
  });

  it('are asked for by name; what is unknown or wrong is refused by name', () => {
    const refused = (ask: object) => {
      const parsed = parseSlices({ image: 'a.png', ...ask }, english);
      return 'refused' in parsed ? parsed.refused : '';
    };
    assert.deepEqual(parseSlices({ image: 'a.png', saveTo: 'a.css', left: 3, top: undefined }, english), {
      args: { image: 'a.png', saveTo: ['a.css'], overwrite: false, fill: 'stretch', slices: { left: 3 } },
    });
    assert.match(refused({ lefft: 3 }), /“lefft” is not known/);
    for (const wrong of [-1, 1.5, '3', null]) assert.match(refused({ left: wrong }), /“left” must be/);
    assert.match(refused({ fill: 'round' }), /“fill” must be stretch, tile, repeat/);
    assert.match(refused({ image: 3 }), /“image”/);
    assert.match(refused({ saveTo: [3] }), /“saveTo”/);
    assert.match(refused({ overwrite: 'yes' }), /“overwrite”/);
    assert.deepEqual(
      ['a.9.png', 'b/A.9.PNG', 'a.json', 'a.css', 'a.png', 'a.9.jpg', '.9.png'].map(sliceFileKind),
      ['android', 'android', 'json', 'css', undefined, undefined, undefined],
    );
  });

  describe('of files', function () {
    this.timeout(60_000);
    const folder = temporaryFolder();
    const imaging = realImaging();
    const put = async (name: string, bytes: Uint8Array) => {
      await fs.mkdir(folder(), { recursive: true });
      await fs.writeFile(path.join(folder(), name), bytes);
      return path.join(folder(), name);
    };
    const read = async (file: string) => {
      const wasm = path.join(path.dirname(await buildWorker()), 'wasm');
      return (await decodeFile(file, createCodecs(wasm), defaultLimits)).bitmap;
    };

    it('make a PNG for Android of a JPEG, too', async () => {
      const slices = { left: 8, top: 8, right: 8, bottom: 8 };
      const png = await put('panel.png', pngOf(framed(64, 48, slices)));
      const jpeg = path.join(folder(), 'panel.jpg');
      await imaging().convert(png, jpeg, { format: 'jpeg', quality: 95 });
      const output = path.join(folder(), 'panel.9.png');
      const made = await imaging().nineSlice(jpeg, slices, output);
      assert.deepEqual(made, { width: 64, height: 48, slices });
      const bytes = await fs.readFile(output);
      assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
      assert.equal(bytes[25], 6, 'RGBA');
      assert.deepEqual(readNinePatch(await read(output)).padding, [8, 8, 8, 8]);
    });

    it('write nothing when they cross, and say what cannot be read', async () => {
      const input = await put('one.png', pngOf(solid(1, 1, [1, 2, 3, 255])));
      const output = path.join(folder(), 'one.9.png');
      await imaging().nineSlice(input, { left: 1 }, output);
      assert.ok(!(await fs.readdir(folder())).includes('one.9.png'));
      await imaging().nineSlice(input, {}, output);
      assert.deepEqual(readNinePatch(await read(output)).columns, [[0, 1]]);
      const large = await put('large.png', pngHeader(60_000, 60_000));
      const error: unknown = await imaging()
        .nineSlice(large, {})
        .catch((thrown: unknown) => thrown);
      assert.ok(isImagingError(error) && error.reason === 'too-large', String(error));
    });
  });
});
