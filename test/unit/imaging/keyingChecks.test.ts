import assert from 'node:assert/strict';
import { keyNames } from '../../../src/core/model/cutout';
import { promptKeys } from '../../../src/core/transparency/promptKeys';
import fc from 'fast-check';
import { type Bitmap, createBitmap, crop } from '../../../src/core/imaging/bitmap';
import {
  findPaintedCheckerboard,
  hasPaintedCheckerboard,
} from '../../../src/core/imaging/keying/checkerboard';
import { chooseKey, heldKeys } from '../../../src/core/imaging/keying/chooseKey';
import { measureHalo } from '../../../src/core/imaging/keying/halo';
import { findHoles } from '../../../src/core/imaging/keying/holes';
import { removeBackground } from '../../../src/core/imaging/retouch/background';
import { removeKey } from '../../../src/core/imaging/keying/removeKey';
import { blur } from '../../../src/core/imaging/retouch/focusOps';
import { bitmapOf, noise, solid } from './makeImages';
import { keyed8, makeKeyed } from './makeKeyed';

const green = { r: 0, g: 255, b: 0 };

/** Two greys in squares of any size (fractions, too), with a shaded ball before them. */
function painted(square: number, light: number, dark: number, offset = 0, grain = 0): Bitmap {
  let state = 7;
  return bitmapOf(200, 160, (x, y) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const odd = ((state >>> 16) % (2 * grain + 1)) - grain;
    const distance = Math.hypot(x - 100, y - 85);
    if (distance < 56) return [200 - distance, 90 + distance / 2, 60 + x / 4, 255];
    const at = (value: number) => Math.floor((value + offset) / square);
    const grey = ((at(x) + at(y)) % 2 === 0 ? light : dark) + odd;
    return [grey, grey, grey, 255];
  });
}

describe('a painted checkerboard', () => {
  it('is found in any usual size, place and contrast, with noise and a little blur', () => {
    let [found, all] = [0, 0];
    const missed: string[] = [];
    for (const square of [4, 6.4, 8, 10.67, 16, 24, 31.5]) {
      for (const [light, dark] of [
        [255, 204],
        [255, 191],
        [255, 239],
        [153, 102],
        [68, 51],
      ] as const) {
        for (const grain of [0, 4]) {
          for (const soft of [0, 0.8]) {
            all++;
            const image = blur(painted(square, light, dark, square / 3, grain), square < 6 ? 0 : soft);
            if (hasPaintedCheckerboard(image)) found++;
            else missed.push(`${square} ${light}/${dark} ${grain} ${soft}`);
          }
        }
      }
    }
    assert.ok(found >= all * 0.98, `${found} of ${all}: ${missed.slice(0, 9).join(', ')}`);
  });

  it('says which', () => {
    const grid = findPaintedCheckerboard(painted(16, 255, 204));
    assert.equal(grid?.square, 16);
    assert.deepEqual([grid.a.r, grid.b.r].sort(), [204, 255]);
  });

  it('is none: stripes, gradients, noise, a flat ground, tiles of many colours, bricks', () => {
    const of = (at: (x: number, y: number) => number) =>
      bitmapOf(200, 160, (x, y) => [at(x, y), at(x, y), at(x, y), 255]);
    const stripes = of(x => (Math.floor(x / 12) % 2 ? 255 : 204));
    const blinds = of((_x, y) => (Math.floor(y / 8) % 2 ? 250 : 200));
    const bricks = of((x, y) => (y % 16 < 3 || (x + (Math.floor(y / 16) % 2) * 16) % 32 < 3 ? 220 : 120));
    const tiles = of(
      (x, y) => (Math.imul(Math.floor(x / 16) * 31 + Math.floor(y / 16) * 17, 2654435761) >>> 8) & 255,
    );
    const cases = {
      stripes,
      blinds,
      bricks,
      tiles,
      noise: noise(160, 160),
      slope: of((x, y) => (x + y) / 2),
      flat: solid(99, 99, [255, 255, 255, 255]),
    };
    for (const [name, image] of Object.entries(cases))
      assert.equal(hasPaintedCheckerboard(image), false, name);
    for (const { key, palette } of keyed8)
      assert.equal(hasPaintedCheckerboard(makeKeyed(key, palette).image), false);
  });

  it('is none where the image is transparent, or too small to tell', () => {
    assert.equal(hasPaintedCheckerboard(createBitmap(64, 64)), false);
    assert.equal(hasPaintedCheckerboard(solid(2, 2, [255, 255, 255, 255])), false);
  });
});

describe('removing a painted checkerboard', () => {
  it('leaves the subject with its own soft edge, whatever the squares, with a little noise', () => {
    for (const [square, light, dark, grain] of [
      [16, 255, 204, 0],
      [10.67, 255, 191, 4],
      [24, 153, 102, 0],
      [8, 255, 239, 2],
    ] as const) {
      const cut = painted(square, light, dark, 3, grain);
      removeBackground(cut);
      let [wrong, edge, edges] = [0, 0, 0];
      for (let i = 0; i < cut.data.length / 4; i++) {
        const distance = Math.hypot((i % cut.width) - 100, Math.floor(i / cut.width) - 85);
        const alpha = cut.data[i * 4 + 3]! / 255;
        const truth = distance < 56 ? 1 : 0;
        if (Math.abs(distance - 56) > 3) wrong += Math.abs(alpha - truth);
        else {
          edges++;
          edge += Math.abs(alpha - truth);
        }
      }
      const name = `${square} ${light}/${dark} ${grain}: ${wrong} ${edge / edges}`;
      assert.ok(wrong < 12, name);
      assert.ok(edge / edges < 0.15, name);
    }
  });

  it('is not tried where there is none', () => {
    assert.throws(() => removeBackground(noise(80, 80)), /not one flat color/);
  });
});

describe('the key colour', () => {
  it('is green unless the image or the prompt holds it', () => {
    assert.equal(chooseKey(), 'green');
    assert.equal(chooseKey([heldKeys(solid(9, 9, [200, 150, 120, 255]))]), 'green');
    assert.equal(chooseKey([heldKeys(solid(9, 9, [60, 160, 50, 255]))]), 'magenta');
    const both = [solid(9, 9, [60, 160, 50, 255]), solid(9, 9, [200, 40, 190, 255])].map(heldKeys);
    assert.equal(chooseKey(both), 'blue');
    assert.equal(chooseKey([], promptKeys('A green frog')), 'magenta');
    assert.equal(chooseKey([], promptKeys('Ein grüner Frosch mit rosa Schleife')), 'blue');
    assert.equal(chooseKey([], promptKeys('一只绿色的青蛙')), 'magenta');
    assert.equal(chooseKey([], promptKeys('Rotate the Greenland map')), 'magenta');
    assert.equal(chooseKey([], promptKeys('A tomorrow poster in the morning')), 'green');
  });

  it('is never held more than another would be', () => {
    const channel = fc.nat(255);
    fc.assert(
      fc.property(fc.array(fc.tuple(channel, channel, channel), { minLength: 1, maxLength: 4 }), colours => {
        const held = heldKeys(bitmapOf(20, 20, x => [...colours[x % colours.length]!, 255]));
        const chosen = chooseKey([held]);
        for (const name of keyNames) assert.ok(held[chosen] <= held[name] + 0.005);
      }),
    );
  });
});

describe('what a removed key leaves', () => {
  const { image, key } = makeKeyed(green, keyed8[0]!.palette, 1, 192);
  const copy = (): Bitmap => ({ ...image, data: image.data.slice() });

  it('is no halo, where a hard cut has one', () => {
    const cut = copy();
    removeKey(cut, key, { translucent: true });
    const halo = measureHalo(cut, key);
    // Hair of another colour than the head's is all that is left of it: the measure cannot tell it from a little spill.
    assert.ok(
      !halo.visible && halo.onBlack < 2.5 && halo.onWhite < 2.5 && halo.onPage < 2.5,
      JSON.stringify(halo),
    );
    const hard = copy();
    for (let at = 0; at < hard.data.length; at += 4) {
      if (hard.data[at + 1]! > 200 && hard.data[at]! < 90) hard.data[at + 3] = 0;
    }
    assert.ok(measureHalo(hard, key).visible);
  });

  it('has no holes but those that show the ground', () => {
    const before = bitmapOf(80, 80, (x, y) => {
      const distance = Math.hypot(x - 40, y - 40);
      if (distance > 30 || Math.hypot(x - 30, y - 40) < 6) return [0, 255, 0, 255];
      return Math.hypot(x - 52, y - 40) < 6 ? [30, 190, 40, 255] : [190, 30, 30, 255];
    });
    const cut = { ...before, data: before.data.slice() };
    removeKey(cut, green, { contiguous: false, translucent: true });
    const holes = findHoles(cut, before, green).filter(hole => hole.pixels > 20);
    assert.deepEqual(
      holes.map(hole => hole.ground),
      [true, false],
    );
    assert.ok(
      holes.every(hole => hole.pixels > 60 && hole.pixels < 160),
      JSON.stringify(holes),
    );
    const whole = crop(before, { x: 0, y: 0, width: 80, height: 20 });
    assert.deepEqual(findHoles(whole, whole, green), []);
  });
});
