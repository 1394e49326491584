import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { Bitmap } from '../../../src/core/imaging/bitmap';
import { defaultLimits } from '../../../src/core/imaging/facts';
import { dibOf, encodeIcns, encodeIco } from '../../../src/core/imaging/iconFile';
import { type ConvertOptions, type IconFile, isImagingError } from '../../../src/core/imaging/imagingPort';
import { createCodecs } from '../../../src/host/imaging/codecs';
import { decodeFile } from '../../../src/host/imaging/decode';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { encodePng } from '../../../src/host/imaging/pngEncoder';
import { shares } from '../../../src/host/imaging/shares';
import { buildWorker } from './buildWorker';
import { bitmapOf, pixel, pngOf, solid } from './makeImages';
import { p3Profile } from './makeProfile';

/** What the system's `file` says of it, in its own words. */
const told = (file: string): string => execFileSync('file', ['--brief', file], { encoding: 'utf8' }).trim();

/** A disc in the middle, nothing around it. */
const disc = (side: number): Bitmap =>
  bitmapOf(side, side, (x, y) =>
    Math.hypot(x - side / 2, y - side / 2) < side / 2 - 2 ? [200, 60, 20, 255] : [0, 0, 0, 0],
  );

describe('many files of one image', function () {
  this.timeout(60_000);
  let folder: string;
  let workerPath: string;
  let client: ImagingClient;

  before(async () => {
    workerPath = await buildWorker();
    client = new ImagingClient({ workerPath });
  });
  after(() => client.dispose());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'render-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const at = (name: string) => path.join(folder, name);
  const put = async (bitmap: Bitmap) => {
    await writeFile(at('in.png'), pngOf(bitmap));
    return at('in.png');
  };
  const read = async (name: string) =>
    (await decodeFile(at(name), createCodecs(path.join(path.dirname(workerPath), 'wasm')), defaultLimits))
      .bitmap;
  const one = async (make: ConvertOptions | IconFile, name = 'o.png') =>
    (await client.renderAll(at('in.png'), [{ output: at(name), make }]))[0]!;

  it('come in the order that was asked for, each as if it were made alone', async () => {
    const input = await put(disc(300));
    const makes: ConvertOptions[] = [16, 512, 64, 300].map(side => ({
      format: 'png',
      width: side,
      height: side,
      optimise: true,
    }));
    makes.push({ format: 'jpeg', width: 300, height: 300, matte: '#00ff00', quality: 90 });
    makes.push({ format: 'png', width: 300, height: 300, ground: '#0000ff' });
    const outputs = makes.map((make, i) => ({ output: at(`o${i}.${make.format}`), make }));
    const made = await client.renderAll(input, outputs);
    assert.deepEqual(
      made.map(({ width, hasAlpha }) => [width, hasAlpha]),
      [
        [16, true],
        [512, true],
        [64, true],
        [300, true],
        [300, false],
        [300, false],
      ],
    );
    for (const [i, make] of makes.entries()) {
      await client.convert(input, at('alone'), make);
      assert.ok((await readFile(at(`o${i}.${make.format}`))).equals(await readFile(at('alone'))), String(i));
      assert.equal((await readFile(at(`o${i}.${make.format}`))).length, made[i]!.bytes);
    }
  });

  it('leave the asked room at every edge, whatever the image', async () => {
    const side = fc.integer({ min: 1, max: 90 });
    const input = at('in.png');
    await fc.assert(
      fc.asyncProperty(
        side,
        side,
        fc.integer({ min: 8, max: 120 }),
        fc.double({ min: 0.02, max: 0.45, noNaN: true }),
        fc.constantFrom('pad' as const, 'cover' as const, 'stretch' as const),
        async (width, height, box, inset, fit) => {
          await writeFile(input, pngOf(solid(width, height, [10, 200, 30, 255])));
          const made = await one({ format: 'png', width: box, height: box, fit, inset });
          assert.deepEqual([made.width, made.height], [box, box]);
          const bitmap = await read('o.png');
          const edge = Math.min(Math.round(inset * box), Math.floor((box - 1) / 2));
          for (let i = 0; i < box; i++) {
            for (let e = 0; e < edge; e++) {
              for (const [x, y] of [
                [i, e],
                [e, i],
                [i, box - 1 - e],
                [box - 1 - e, i],
              ] as const) {
                assert.equal(pixel(bitmap, x, y)[3], 0);
              }
            }
          }
          if (fit !== 'pad') assert.equal(pixel(bitmap, box >> 1, box >> 1)[3], 255);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('have no transparency on a ground, and only the shape as a silhouette', async () => {
    await put(disc(100));
    const ground = await one({ format: 'png', width: 60, height: 60, ground: '#102030' });
    assert.equal(ground.hasAlpha, false);
    assert.deepEqual(pixel(await read('o.png'), 0, 0), [16, 32, 48, 255]);
    await one({ format: 'png', width: 60, height: 60, tone: { silhouette: '#ff00ff' } });
    const shape = await read('o.png');
    assert.deepEqual(pixel(shape, 30, 30), [255, 0, 255, 255]);
    assert.equal(pixel(shape, 0, 0)[3], 0);
    await one({ format: 'png', width: 60, height: 60, tone: 'gray' });
    const [r, g, b, a] = pixel(await read('o.png'), 30, 30);
    assert.ok(r === g && g === b && a === 255);
    // The silhouette of another file has not painted over the image itself.
    await one({ format: 'png' });
    assert.deepEqual(pixel(await read('o.png'), 50, 50), [200, 60, 20, 255]);
  });

  it('are cut to a circle with a soft edge, on a ground too, and no other file with them', async () => {
    await put(solid(96, 96, [200, 60, 20, 255]));
    for (const side of [1, 2, 48, 96]) {
      const { hasAlpha } = await one({ format: 'png', width: side, height: side, cut: 'circle' });
      const { data } = await read('o.png');
      let sum = 0;
      for (let i = 3; i < data.length; i += 4) sum += data[i]! / 255;
      // The area, as exactly as a straight edge in each pixel tells it.
      assert.ok(Math.abs(sum - (Math.PI / 4) * side * side) < 0.3 + side / 25, `${side}: ${sum}`);
      assert.equal(hasAlpha, side > 1);
    }
    const whole = await read('o.png');
    assert.deepEqual(
      [pixel(whole, 0, 0), pixel(whole, 48, 48)],
      [
        [0, 0, 0, 0],
        [200, 60, 20, 255],
      ],
    );
    assert.ok(Math.min(pixel(whole, 48, 0)[3]!, pixel(whole, 0, 48)[3]!) > 250, 'it touches the edges');
    await put(disc(96));
    await one({
      format: 'png',
      width: 96,
      height: 96,
      inset: 0.15,
      fit: 'pad',
      ground: '#102030',
      cut: 'circle',
    });
    const ground = await read('o.png');
    assert.deepEqual(pixel(ground, 48, 3), [16, 32, 48, 255]);
    assert.equal(pixel(ground, 2, 2)[3], 0);
    await one({ format: 'png' });
    assert.deepEqual(pixel(await read('o.png'), 48, 48), [200, 60, 20, 255]);
  });

  it('write an .ico that others read, with PNG or with bitmaps', async () => {
    await put(disc(256));
    const sizes = [16, 32, 48, 256];
    for (const bmp of [false, true]) {
      const made = await one({ container: 'ico', sizes, bmp, look: { fit: 'pad' } }, 'o.ico');
      assert.deepEqual([made.width, made.hasAlpha], [256, true]);
      assert.match(told(at('o.ico')), /^MS Windows icon resource - 4 icons, 16x16/);
      const ico = await readFile(at('o.ico'));
      for (const [i, size] of sizes.entries()) {
        const start = ico.readUInt32LE(6 + i * 16 + 12);
        const bytes = ico.subarray(start, start + ico.readUInt32LE(6 + i * 16 + 8));
        const isPng = bytes.readUInt32BE(0) === 0x89504e47;
        assert.equal(isPng, !bmp || size === 256);
        if (isPng) assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [size, size]);
        else assert.deepEqual([bytes.readInt32LE(4), bytes.readInt32LE(8)], [size, size * 2]);
      }
      const facts = await client.inspect(at('o.ico'));
      assert.deepEqual([facts.format, facts.width, facts.bytes], ['ico', 256, made.bytes]);
    }
  });

  const flat: readonly [string, Bitmap][] = [
    ['two grays', bitmapOf(64, 64, x => (x < 32 ? [0, 0, 0, 255] : [255, 255, 255, 255]))],
    ['one color', solid(64, 64, [200, 30, 30, 255])],
    ['a cut-out of few colors', disc(64)],
    ['a gray cut-out', bitmapOf(64, 64, (x, y) => [x * 4, x * 4, x * 4, y * 4])],
  ];
  for (const [name, bitmap] of flat) {
    it(`write PNGs of 32 bits into an .ico of ${name}, as Windows has them`, async () => {
      await put(bitmap);
      await one({ container: 'ico', sizes: [16, 48, 64, 256], look: { fit: 'pad' } }, 'o.ico');
      const ico = await readFile(at('o.ico'));
      for (let i = 0; i < 4; i++) {
        const start = ico.readUInt32LE(6 + i * 16 + 12);
        assert.equal(ico.readUInt16LE(6 + i * 16 + 6), 32);
        assert.deepEqual([ico[start + 24], ico[start + 25]], [8, 6], 'bits and color type');
      }
      const same = 6 + 2 * 16;
      const start = ico.readUInt32LE(same + 12);
      await writeFile(at('part.png'), ico.subarray(start, start + ico.readUInt32LE(same + 8)));
      assert.deepEqual((await read('part.png')).data, bitmap.data);
    });
  }

  it('write an .icns with every picture that macOS looks for', async () => {
    await put(disc(256));
    const sizes = [32, 64, 128, 256, 512, 1024];
    const made = await one({ container: 'icns', sizes, look: { fit: 'pad', inset: 0.1 } }, 'o.icns');
    assert.equal(made.width, 1024);
    assert.match(told(at('o.icns')), /^Mac OS X icon, \d+ bytes, "ic11" type/);
    const icns = await readFile(at('o.icns'));
    const types: Record<string, number> = {};
    for (let i = 8; i < icns.length; i += icns.readUInt32BE(i + 4)) {
      types[icns.toString('latin1', i, i + 4)] = icns.readUInt32BE(i + 8 + 16);
    }
    const wanted = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 };
    assert.deepEqual(types, wanted);
  });

  it('refuse sizes that an icon file has no place for', () => {
    assert.throws(() => encodeIco([{ size: 257, bytes: new Uint8Array() }]), isImagingError);
    assert.throws(() => encodeIcns([{ size: 48, bytes: new Uint8Array() }]), isImagingError);
  });

  it('mark in the mask of a bitmap what is see-through, rows from the bottom', () => {
    const dib = Buffer.from(dibOf(bitmapOf(2, 2, (x, y) => [x * 9, y * 9, 5, x === 0 && y === 0 ? 0 : 255])));
    assert.equal(dib.length, 40 + 16 + 8);
    // The last row is the top one.
    assert.deepEqual([...dib.subarray(48, 52)], [5, 0, 0, 0]);
    assert.deepEqual([dib[56], dib[60]], [0, 0x80]);
  });

  it('turn colours into sRGB where they can, and keep the profile where they cannot', async () => {
    await writeFile(at('in.png'), encodePng(solid(20, 20, [200, 150, 100, 255]), p3Profile()));
    await one({ format: 'png', width: 10, height: 10, srgb: 'where-possible' });
    const turned = await readFile(at('o.png'));
    assert.ok(!turned.includes('iCCP') && turned.includes('sRGB'));
  });

  it('leave no half file behind when the disk or the image fails, and name the reason', async () => {
    await writeFile(at('in.png'), 'not an image');
    const failed = await one({ format: 'png', width: 8 }).catch((error: unknown) => error);
    assert.ok(isImagingError(failed) && failed.reason === 'not-an-image');
    const stop = new AbortController();
    stop.abort();
    await put(disc(40));
    const work = client.renderAll(
      at('in.png'),
      [{ output: at('x.png'), make: { format: 'png' } }],
      stop.signal,
    );
    const stopped = await work.catch((error: unknown) => error);
    assert.ok(isImagingError(stopped) && stopped.reason === 'cancelled');
    assert.deepEqual(await readdir(folder), ['in.png']);
  });

  it('divide large work among threads, each once, and keep small work together', () => {
    const make = (width: number) => ({ output: String(width), make: { format: 'png' as const, width } });
    assert.equal(shares([16, 32, 48].map(make), 2).length, 1);
    const piles = shares([16, 512, 512, 192, 1024].map(make), 2);
    assert.equal(piles.length, 2);
    assert.deepEqual(
      piles
        .flat()
        .map(({ index }) => index)
        .sort(),
      [0, 1, 2, 3, 4],
    );
  });
});
