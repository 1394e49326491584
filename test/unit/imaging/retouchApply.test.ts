import assert from 'node:assert/strict';
import { type Bitmap, createBitmap } from '../../../src/core/imaging/bitmap';
import { isImagingError } from '../../../src/core/imaging/imagingPort';
import { applyRetouch } from '../../../src/core/imaging/retouch/apply';
import { layOut } from '../../../src/core/imaging/retouch/combine';
import type { RetouchStep } from '../../../src/core/imaging/retouch/steps';
import { bitmapOf, pixel, solid } from './makeImages';

/** Nearest neighbour: enough to see sizes and places. The real filter is the worker's. */
const resize = (bitmap: Bitmap, width: number, height: number): Promise<Bitmap> => {
  const out = createBitmap(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = [
        Math.floor((x * bitmap.width) / width),
        Math.floor((y * bitmap.height) / height),
      ] as const;
      out.data.set(pixel(bitmap, ...from), (y * width + x) * 4);
    }
  }
  return Promise.resolve(out);
};
const tools = { resize, maxPixels: 1_000_000 };
const one = (bitmap: Bitmap, ...steps: RetouchStep[]) => applyRetouch([bitmap], steps, tools);
const size = ({ width, height }: Bitmap) => [width, height];

async function refusal(bitmaps: Bitmap[], ...steps: RetouchStep[]) {
  const error: unknown = await applyRetouch(bitmaps, steps, tools).then(
    () => assert.fail('was done'),
    (thrown: unknown) => thrown,
  );
  assert.ok(isImagingError(error), String(error));
  return error.reason;
}

const red = [255, 0, 0, 255] as const;
const blue = [0, 0, 255, 255] as const;
const clear = [0, 0, 0, 0] as const;

describe('local edits', () => {
  it('changes colours', async () => {
    const first = async (
      step: RetouchStep,
      colour: readonly [number, number, number, number] = [200, 100, 50, 255],
    ) => pixel(await one(solid(2, 2, colour), step), 1, 1);
    assert.deepEqual(await first({ op: 'grayscale' }), [118, 118, 118, 255]);
    assert.deepEqual(await first({ op: 'invert' }), [55, 155, 205, 255]);
    assert.deepEqual(await first({ op: 'opacity', percent: 50 }), [200, 100, 50, 128]);
    assert.deepEqual(await first({ op: 'contrast', percent: -100 }), [128, 128, 128, 255]);
    assert.deepEqual(await first({ op: 'saturation', percent: -100 }), [118, 118, 118, 255]);
    assert.deepEqual(await first({ op: 'hue', degrees: 360 }), [200, 100, 50, 255]);
    const bright = await first({ op: 'brightness', percent: 20 });
    assert.ok(bright[0]! > 200 && bright[1]! > 100);
    assert.deepEqual(
      await first({ op: 'brightness', percent: 50 }, [255, 255, 255, 255]),
      [255, 255, 255, 255],
    );
    const blued = await first({ op: 'tint', colour: '#0000ff', percent: 100 });
    assert.ok(blued[2]! > blued[0]! && blued[0] === blued[1]);
    const warm = await first({ op: 'warmth', percent: 40 }, [100, 100, 100, 255]);
    assert.ok(warm[0]! > 100 && warm[2]! < 100);
  });

  it('keeps alpha when it changes colours', async () => {
    for (const op of ['grayscale', 'sepia', 'invert'] as const) {
      assert.equal(pixel(await one(solid(1, 1, [9, 9, 9, 77]), { op }), 0, 0)[3], 77);
    }
  });

  it('blurs evenly and does not pull hidden colours in', async () => {
    const dot = bitmapOf(41, 41, (x, y) => (x === 20 && y === 20 ? [255, 255, 255, 255] : [0, 0, 0, 255]));
    const blurred = await one(dot, { op: 'blur', radius: 2 });
    const around = [
      pixel(blurred, 17, 20),
      pixel(blurred, 23, 20),
      pixel(blurred, 20, 17),
      pixel(blurred, 20, 23),
    ];
    const levels = around.map(([r = 0]) => r);
    assert.ok(Math.max(...levels) - Math.min(...levels) <= 1, String(levels));
    // The middle of a Gaussian of deviation 2 is 1 / (2π · 4).
    assert.ok(Math.abs(pixel(blurred, 20, 20)[0]! - 255 / (8 * Math.PI)) < 2);
    const flat = await one(solid(30, 20, [12, 34, 56, 255]), { op: 'blur', radius: 500 });
    assert.deepEqual(pixel(flat, 3, 3), [12, 34, 56, 255]);
    const half = bitmapOf(20, 4, x => (x < 10 ? red : [0, 255, 0, 0]));
    const edge = pixel(await one(half, { op: 'blur', radius: 2 }), 9, 2);
    assert.deepEqual(edge.slice(0, 3), [255, 0, 0]);
    assert.ok(edge[3]! > 100 && edge[3]! < 200);
  });

  it('sharpens edges and pixelates', async () => {
    const step = bitmapOf(20, 8, x => (x < 10 ? [100, 100, 100, 255] : [150, 150, 150, 255]));
    const sharp = await one(step, { op: 'sharpen', percent: 100 });
    assert.ok(pixel(sharp, 9, 4)[0]! < 100 && pixel(sharp, 10, 4)[0]! > 150);
    const blocks = await one(
      bitmapOf(5, 4, x => [x * 10, 0, 0, 255]),
      { op: 'pixelate', size: 2 },
    );
    assert.deepEqual(
      [0, 1, 2, 3, 4].map(x => pixel(blocks, x, 0)[0]),
      [5, 5, 25, 25, 40],
    );
  });

  it('crops, trims, turns and flips', async () => {
    const wide = () => bitmapOf(40, 20, x => (x < 20 ? red : blue));
    assert.deepEqual(size(await one(wide(), { op: 'cropRatio', width: 1, height: 1 })), [20, 20]);
    assert.deepEqual(size(await one(wide(), { op: 'cropTo', width: 30, height: 500 })), [30, 20]);
    const cut = await one(wide(), { op: 'cropEdges', edges: ['left'], amount: { value: 50, unit: '%' } });
    assert.deepEqual([...size(cut), ...pixel(cut, 0, 0)], [20, 20, ...blue]);
    const framed = bitmapOf(20, 10, (x, y) => (x > 3 && x < 9 && y === 5 ? red : [250, 250, 250, 255]));
    assert.deepEqual(size(await one(framed, { op: 'trim' })), [5, 1]);
    assert.deepEqual(size(await one(solid(6, 6, red), { op: 'trim' })), [6, 6]);
    const turned = await one(wide(), { op: 'rotate', degrees: 90 });
    assert.deepEqual([...size(turned), ...pixel(turned, 5, 0)], [20, 40, ...red]);
    assert.deepEqual(pixel(await one(wide(), { op: 'rotate', degrees: -90 }), 5, 0), [...blue]);
    assert.deepEqual(pixel(await one(wide(), { op: 'flip', axis: 'horizontal' }), 0, 0), [...blue]);
    const tilted = await one(solid(40, 40, red), { op: 'rotate', degrees: 45 });
    assert.deepEqual(
      [...size(tilted), pixel(tilted, 0, 0)[3], ...pixel(tilted, 28, 28)],
      [57, 57, 0, ...red],
    );
  });

  it('resizes without distorting', async () => {
    const wide = () => bitmapOf(40, 20, x => (x < 10 || x >= 30 ? red : blue));
    const square = await one(wide(), { op: 'resize', width: 10, height: 10 });
    assert.deepEqual([...size(square), ...pixel(square, 0, 5)], [10, 10, ...blue]);
    assert.deepEqual(size(await one(wide(), { op: 'resize', width: 20 })), [20, 10]);
    assert.deepEqual(size(await one(wide(), { op: 'fit', width: 10, height: 10 })), [10, 5]);
    assert.deepEqual(size(await one(wide(), { op: 'scale', percent: 50 })), [20, 10]);
  });

  it('rounds corners, cuts circles, adds borders and padding', async () => {
    const round = await one(solid(40, 40, red), { op: 'roundCorners', radius: { value: 10, unit: 'px' } });
    assert.deepEqual([pixel(round, 0, 0)[3], pixel(round, 20, 0)[3], pixel(round, 20, 20)[3]], [0, 255, 255]);
    const disc = await one(solid(60, 40, red), { op: 'circle' });
    assert.deepEqual([...size(disc), pixel(disc, 2, 2)[3], pixel(disc, 20, 20)[3]], [40, 40, 0, 255]);
    const framed = await one(solid(10, 10, red), { op: 'border', colour: '#0000ff', width: 2 });
    assert.deepEqual(
      [...size(framed), ...pixel(framed, 1, 1), ...pixel(framed, 2, 2)],
      [14, 14, ...blue, ...red],
    );
    const padded = await one(solid(10, 10, red), { op: 'pad', amount: { value: 50, unit: '%' } });
    assert.deepEqual([...size(padded), pixel(padded, 0, 0)[3]], [20, 20, 0]);
  });

  describe('flat backgrounds', () => {
    /** A red disc with soft edges on off-white, with a white hole in it. */
    const disc = () =>
      bitmapOf(60, 60, (x, y) => {
        const distance = Math.hypot(x - 30, y - 30);
        if (distance < 5) return [248, 248, 248, 255];
        const share = Math.min(1, Math.max(0, 20.5 - distance));
        return [248 + (200 - 248) * share, 248 * (1 - share), 248 * (1 - share), 255];
      });

    it('removes it from the edges inwards and keeps what is enclosed', async () => {
      const out = await one(disc(), { op: 'removeBackground' });
      assert.equal(pixel(out, 0, 0)[3], 0);
      assert.deepEqual(pixel(out, 30, 15), [200, 0, 0, 255]);
      assert.deepEqual(pixel(out, 30, 30), [248, 248, 248, 255]);
    });

    it('leaves no light fringe', async () => {
      const out = await one(disc(), { op: 'removeBackground' }, { op: 'background', colour: '#000000' });
      for (let x = 0; x < 60; x++) {
        const [r = 0, g = 0] = pixel(out, x, 22);
        assert.ok(g <= r * 0.1 + 2, `${x}: ${r} ${g}`);
      }
    });

    it('takes a colour everywhere when asked', async () => {
      const out = await one(disc(), { op: 'removeBackground', colour: '#ffffff', everywhere: true });
      assert.equal(pixel(out, 30, 30)[3], 0);
    });

    it('changes an opaque flat background to the colour asked for', async () => {
      const out = await one(disc(), { op: 'background', colour: '#00ff00' });
      assert.deepEqual(pixel(out, 0, 0), [0, 255, 0, 255]);
      assert.deepEqual(pixel(out, 30, 15), [200, 0, 0, 255]);
    });

    it('says so when there is none', async () => {
      const busy = bitmapOf(32, 32, (x, y) => [x * 8, y * 8, (x * y) & 255, 255]);
      assert.equal(await refusal([busy], { op: 'removeBackground' }), 'unsupported');
      assert.equal(await refusal([solid(8, 8, red)], { op: 'removeBackground' }), 'unsupported');
      assert.equal(await refusal([disc()], { op: 'removeBackground', colour: '#0000ff' }), 'unsupported');
    });

    it('lets the ground of a key colour shine through glass, of a milder colour not', async () => {
      const pane = (ground: readonly [number, number, number]) =>
        bitmapOf(60, 60, (x, y) => {
          const inside = x > 15 && x < 45 && y > 15 && y < 45;
          const [r, g, b] = ground.map(value => (inside ? (value + 200) / 2 : value)) as [
            number,
            number,
            number,
          ];
          return [r, g, b, 255];
        });
      const glass = pixel(await one(pane([0, 255, 0]), { op: 'removeBackground' }), 30, 30);
      for (const [c, value] of [200, 200, 200, 128].entries()) assert.ok(Math.abs(glass[c]! - value) <= 2);
      const logo = pixel(await one(pane([60, 120, 60]), { op: 'removeBackground' }), 30, 30);
      assert.deepEqual(logo, [130, 160, 130, 255]);
    });

    it('fades its edge and takes as much as it is told', async () => {
      const soft = await one(disc(), { op: 'removeBackground', feather: 5 });
      assert.ok(pixel(soft, 30, 13)[3]! < 200);
      assert.equal(pixel(soft, 30, 20)[3], 255);
      assert.equal(await refusal([disc()], { op: 'removeBackground', tolerance: 100 }), 'unsupported');
    });

    it('says so when it is a gradient', async () => {
      const sky = bitmapOf(60, 60, (_x, y) => [y * 2, y * 2, 255 - y, 255]);
      await assert.rejects(one(sky, { op: 'removeBackground' }), /changes from one color to another/);
    });

    it('leaves an image that is transparent already as it is', async () => {
      const cut = bitmapOf(10, 10, (x, y) => (x > 2 && x < 7 && y > 2 && y < 7 ? red : clear));
      assert.deepEqual(pixel(await one(cut, { op: 'removeBackground' }), 4, 4), [...red]);
    });
  });

  it('puts images together', async () => {
    const pair = () => [solid(10, 10, red), solid(40, 20, blue)];
    const row = await applyRetouch(pair(), [{ op: 'combine', layout: 'row', gap: 4 }], tools);
    assert.deepEqual([...size(row), pixel(row, 11, 5)[3], ...pixel(row, 33, 9)], [34, 10, 0, ...blue]);
    const column = await applyRetouch(pair(), [{ op: 'combine', layout: 'column', gap: 0 }], tools);
    assert.deepEqual([...size(column), ...pixel(column, 0, 14)], [10, 15, ...blue]);
    const grid = await applyRetouch(
      [...pair(), solid(5, 5, red)],
      [{ op: 'combine', layout: 'grid', gap: 0 }],
      tools,
    );
    // Cells of 5 × 5: nothing is scaled up.
    assert.deepEqual([...size(grid), pixel(grid, 7, 0)[3], ...pixel(grid, 7, 2)], [10, 10, 0, ...blue]);
  });

  it('puts images together without enlarging any, and within 4096 pixels a side', () => {
    const photo = { width: 4032, height: 3024 };
    const shot = { width: 1920, height: 1200 };
    const measure = (
      sizes: { width: number; height: number }[],
      layout: 'row' | 'column' | 'grid',
      gap = 0,
    ) => {
      const { width, height, places, capped } = layOut(sizes, layout, gap);
      for (const [i, place] of places.entries()) {
        const from = sizes[i]!;
        assert.ok(place.width <= from.width && place.height <= from.height, `${layout} enlarges`);
        assert.ok(Math.abs(place.width / place.height - from.width / from.height) < 0.01, `${layout} bends`);
        assert.ok(place.x + place.width <= width && place.y + place.height <= height, `${layout} cuts`);
      }
      return [width, height, capped];
    };
    for (const pair of [
      [photo, shot],
      [shot, photo],
    ]) {
      assert.deepEqual(measure(pair, 'row'), [3520, 1200, false]);
      assert.deepEqual(measure(pair, 'column'), [1920, 2640, false]);
      assert.deepEqual(measure(pair, 'grid'), [3840, 1200, false]);
    }
    assert.deepEqual(measure([photo, photo], 'row'), [4096, 1536, true]);
    assert.deepEqual(measure([photo, photo], 'row', 96), [4096, 1500, true]);
    assert.deepEqual(measure([photo, photo, photo], 'column'), [1820, 4095, true]);
    assert.deepEqual(measure([photo, photo, photo], 'grid'), [4096, 3072, true]);
  });

  it('refuses what makes no sense, before it takes memory', async () => {
    const image = () => solid(10, 10, red);
    assert.equal(await refusal([image()], { op: 'cropRatio', width: 0, height: 5 }), 'unsupported');
    assert.equal(await refusal([image()], { op: 'scale', percent: 0 }), 'unsupported');
    assert.equal(await refusal([image()], { op: 'resize', width: Number.POSITIVE_INFINITY }), 'unsupported');
    assert.equal(
      await refusal([image()], { op: 'cropEdges', edges: ['top'], amount: { value: 200, unit: '%' } }),
      'unsupported',
    );
    assert.equal(await refusal([image()], { op: 'resize', width: 90_000, height: 90_000 }), 'too-large');
    assert.equal(await refusal([image()], { op: 'pad', amount: { value: 1e9, unit: 'px' } }), 'too-large');
    assert.equal(await refusal([image()], { op: 'combine', layout: 'row', gap: 0 }), 'unsupported');
    assert.equal(await refusal([image(), image()], { op: 'combine', layout: 'row', gap: 1e9 }), 'too-large');
    assert.equal(await refusal([image(), image()], { op: 'grayscale' }), 'unsupported');
    assert.equal(await refusal([], { op: 'grayscale' }), 'unsupported');
  });
});
