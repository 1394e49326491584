import { fits, plainCutout } from '../../../src/core/model/output';
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { Bitmap } from '../../../src/core/imaging/bitmap';
import { defaultLimits } from '../../../src/core/imaging/facts';

import { type ConvertOptions, isImagingError } from '../../../src/core/imaging/imagingPort';
import { createCodecs } from '../../../src/host/imaging/codecs';
import { decodeFile } from '../../../src/host/imaging/decode';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { encodePng } from '../../../src/host/imaging/pngEncoder';
import { buildWorker } from './buildWorker';
import { p3Profile } from './makeProfile';
import { bitmapOf, noise, pixel, pngChunk, pngOf, solid, withChunks } from './makeImages';

/** Soft shapes, as a photograph has; noise would not compress at all. */
const scene = (width: number, height: number): Bitmap =>
  bitmapOf(width, height, (x, y) => [
    128 + 100 * Math.sin(x / 37) * Math.cos(y / 23),
    128 + 90 * Math.sin((x + y) / 51),
    128 + 80 * Math.cos((x * y) / 4000),
    255,
  ]);

describe('output as the code needs it', function () {
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
    folder = await mkdtemp(path.join(os.tmpdir(), 'output-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const at = (name: string) => path.join(folder, name);
  const put = async (name: string, bytes: Uint8Array) => {
    await writeFile(at(name), bytes);
    return at(name);
  };
  const read = async (file: string) =>
    decodeFile(file, createCodecs(path.join(path.dirname(workerPath), 'wasm')), defaultLimits);
  const refusal = async (work: Promise<unknown>) => {
    const error: unknown = await work.then(
      () => assert.fail('was done'),
      (thrown: unknown) => thrown,
    );
    assert.ok(isImagingError(error), String(error));
    return error;
  };

  it('has exactly the asked size, and transparency only where the format holds it', async () => {
    const input = await put(
      'in.png',
      pngOf(bitmapOf(90, 60, (x, y) => [x * 2, y * 4, 90, x < 45 ? 0 : 255])),
    );
    const side = fc.integer({ min: 1, max: 300 });
    await fc.assert(
      fc.asyncProperty(
        side,
        side,
        fc.constantFrom(...fits),
        fc.constantFrom('png' as const, 'jpeg' as const, 'webp' as const, 'avif' as const),
        async (width, height, fit, format) => {
          const options: ConvertOptions = { format, width, height, fit, quality: 60 };
          const { facts } = await client.convert(input, at('out'), options);
          if (fit === 'contain') assert.ok(facts.width <= width && facts.height <= height);
          else assert.deepEqual([facts.width, facts.height], [width, height]);
          assert.equal(facts.format, format);
          const { bitmap } = await read(at('out'));
          const seen = bitmap.data.some((value, i) => i % 4 === 3 && value !== 255);
          assert.equal(facts.hasAlpha, seen);
          if (format === 'jpeg') assert.equal(seen, false);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('fills the bars of pad: transparent, a colour, or the matte of a JPEG', async () => {
    const input = await put('in.png', pngOf(solid(10, 10, [0, 200, 0, 255])));
    const corner = async (options: ConvertOptions) => {
      await client.convert(input, at('out'), { width: 40, height: 10, fit: 'pad', ...options });
      return pixel((await read(at('out'))).bitmap, 0, 0);
    };
    assert.deepEqual(await corner({ format: 'png' }), [0, 0, 0, 0]);
    assert.deepEqual(await corner({ format: 'png', bars: '#102030' }), [16, 32, 48, 255]);
    assert.deepEqual(await corner({ format: 'jpeg', quality: 100 }), [255, 255, 255, 255]);
    const [r, g, b] = await corner({ format: 'jpeg', quality: 100, matte: '#ff0000' });
    assert.ok(r! > 250 && g! < 5 && b! < 5, `${r},${g},${b}`);
  });

  it('keeps what the focus says when it cuts', async () => {
    const input = await put(
      'in.png',
      pngOf(bitmapOf(300, 100, x => (x < 100 ? [255, 0, 0, 255] : [0, 0, 255, 255]))),
    );
    const middle = async (x: number) => {
      await client.convert(input, at('o.png'), {
        format: 'png',
        width: 50,
        height: 50,
        focus: { x, y: 0.5 },
      });
      return pixel((await read(at('o.png'))).bitmap, 25, 25);
    };
    assert.ok((await middle(0))[0]! > 250);
    assert.ok((await middle(1))[2]! > 250);
  });

  it('finds what matters in a picture', async () => {
    const spot = (x: number, y: number) => x >= 440 && x < 500 && y >= 60 && y < 120;
    const input = await put(
      'spot.png',
      pngOf(
        bitmapOf(600, 180, (x, y) =>
          spot(x, y) && (x + y) % 8 < 4 ? [230, 80, 40, 255] : [180, 180, 180, 255],
        ),
      ),
    );
    const box = { width: 90, height: 90 };
    const { focus } = await client.convert(input, at('o.png'), { format: 'png', ...box, focus: 'auto' });
    assert.ok(Math.abs(focus!.x - 470 / 600) < 0.17, JSON.stringify(focus));
    const whole = { width: 300, height: 90 };
    const uncut = await client.convert(input, at('o.png'), { format: 'png', ...whole, focus: 'auto' });
    assert.equal(uncut.focus, undefined);
  });

  it('stays within a budget by quality, and says which it took', async () => {
    const input = await put('scene.png', pngOf(scene(300, 200)));
    for (const format of ['jpeg', 'webp', 'avif'] as const) {
      const free = await client.convert(input, at('free'), { format, quality: 90 });
      assert.equal(free.quality, 90);
      const maxBytes = Math.round(free.facts.bytes * 0.6);
      const { facts, quality } = await client.convert(input, at('out'), { format, quality: 90, maxBytes });
      assert.ok(facts.bytes <= maxBytes);
      assert.ok(quality! >= 10 && quality! < 90, String(quality));
      assert.equal((await stat(at('out'))).size, facts.bytes);
    }
  });

  it('tries on a part of a large picture, and stays within the budget with the whole', async () => {
    const input = await put('large.png', pngOf(scene(2100, 1920)));
    const options = { format: 'jpeg', quality: 85 } as const;
    const free = await client.convert(input, at('free.jpg'), options);
    const maxBytes = Math.round(free.facts.bytes * 0.7);
    const { facts, quality } = await client.convert(input, at('o.jpg'), { ...options, maxBytes });
    assert.ok(facts.bytes <= maxBytes && facts.bytes > maxBytes * 0.85, `${facts.bytes} of ${maxBytes}`);
    // A save with that quality writes the same file.
    await client.convert(input, at('again.jpg'), { format: 'jpeg', quality: quality! });
    assert.deepEqual(await readFile(at('again.jpg')), await readFile(at('o.jpg')));
  });

  it('keeps fine colours in AVIF, and halves the resolution of soft ones', async () => {
    const stripes = bitmapOf(160, 120, (x, y) =>
      (x + y) % 3 === 0 ? [230, 20, 30, 255] : [20, 60, 220, 255],
    );
    for (const [picture, halved] of [
      [stripes, 0],
      [scene(160, 120), 1],
    ] as const) {
      const input = await put('in.png', pngOf(picture));
      await client.convert(input, at('o.avif'), { format: 'avif', quality: 60 });
      const bytes = await readFile(at('o.avif'));
      // AV1-ISOBMFF 2.3.3: version, profile and level, then tier, depth, depth, monochrome, subsampling x and y.
      const flags = bytes[bytes.indexOf('av1C') + 6]!;
      assert.deepEqual([(flags >> 3) & 1, (flags >> 2) & 1], [halved, halved]);
    }
  });

  it('stays within a budget of a PNG by colours', async () => {
    const input = await put('scene.png', pngOf(scene(300, 200)));
    const whole = await client.convert(input, at('whole.png'), { format: 'png', optimise: true });
    assert.equal(whole.colours, undefined);
    const maxBytes = Math.round(whole.facts.bytes / 2);
    const { facts, colours } = await client.convert(input, at('o.png'), { format: 'png', maxBytes });
    assert.ok(facts.bytes <= maxBytes);
    const { bitmap } = await read(at('o.png'));
    const seen = new Set(new Uint32Array(bitmap.data.buffer, bitmap.data.byteOffset, bitmap.data.length / 4));
    assert.ok(seen.size <= colours!, `${seen.size} of ${colours}`);
  });

  it('refuses a budget that cannot be met, and leaves no file', async () => {
    const input = await put('noise.png', pngOf(noise(400, 400)));
    for (const options of [
      { format: 'webp' },
      { format: 'png' },
      { format: 'webp', lossless: true },
    ] as const) {
      const error = await refusal(client.convert(input, at('no'), { ...options, maxBytes: 900 }));
      assert.equal(error.reason, 'over-budget');
      assert.match(error.message, /at least \d+(\.\d)? KB, not 900 B/);
      await assert.rejects(stat(at('no')), { code: 'ENOENT' });
    }
  });

  it('reduces a PNG to a palette, transparency included', async () => {
    const picture = scene(200, 100);
    for (let i = 0; i < 20_000; i++) picture.data[i * 4 + 3] = i % 200 < 20 ? 0 : i % 200 > 180 ? 128 : 255;
    const input = await put('in.png', pngOf(picture));
    const full = await client.convert(input, at('full.png'), { format: 'png' });
    const { facts, colours } = await client.convert(input, at('o.png'), { format: 'png', colours: 32 });
    assert.equal(colours, 32);
    assert.equal(facts.hasAlpha, true);
    assert.ok(facts.bytes < full.facts.bytes);
    // Colour type 3, a palette.
    assert.equal((await readFile(at('o.png')))[25], 3);
    const { bitmap } = await read(at('o.png'));
    assert.equal(pixel(bitmap, 5, 50)[3], 0);
    assert.ok(Math.abs(pixel(bitmap, 190, 50)[3]! - 128) < 20);
    assert.equal(pixel(bitmap, 100, 50)[3], 255);
  });

  it('writes lossless WebP and AVIF, pixel for pixel', async () => {
    const picture = scene(64, 48);
    const input = await put('in.png', pngOf(picture));
    for (const format of ['webp', 'avif'] as const) {
      const made = await client.convert(input, at('out'), { format, lossless: true });
      assert.equal(made.quality, undefined);
      assert.deepEqual((await read(at('out'))).bitmap.data, picture.data);
    }
  });

  it('writes a progressive JPEG or none, as asked', async () => {
    const input = await put('in.png', pngOf(scene(64, 48)));
    for (const progressive of [true, false]) {
      await client.convert(input, at('o.jpg'), { format: 'jpeg', progressive });
      const bytes = await readFile(at('o.jpg'));
      // SOF2 is progressive, SOF0 baseline.
      assert.equal(bytes.includes(Buffer.from([0xff, 0xc2, 0, 17])), progressive);
    }
  });

  it('turns colours into sRGB where the format or the wish asks for it', async () => {
    const input = await put('p3.png', encodePng(solid(20, 20, [200, 150, 100, 255]), p3Profile()));
    const kept = await client.convert(input, at('kept.png'), { format: 'png', optimise: true });
    assert.equal(kept.facts.width, 20);
    assert.ok((await read(at('kept.png'))).profile);
    assert.deepEqual(pixel((await read(at('kept.png'))).bitmap, 3, 3), [200, 150, 100, 255]);
    await client.convert(input, at('s.png'), { format: 'png', srgb: true });
    const plain = await read(at('s.png'));
    assert.equal(plain.profile, undefined);
    assert.notDeepEqual(pixel(plain.bitmap, 3, 3), [200, 150, 100, 255]);
    await client.convert(input, at('o.avif'), { format: 'avif', lossless: true });
    assert.deepEqual(pixel((await read(at('o.avif'))).bitmap, 3, 3), pixel(plain.bitmap, 3, 3));
  });

  it('cuts out a subject before a flat background, and says when there is none', async () => {
    const disc = (x: number, y: number) => Math.hypot(x - 50, y - 40) < 25;
    const picture = bitmapOf(100, 80, (x, y) => (disc(x, y) ? [200, 40, 60, 255] : [240, 240, 240, 255]));
    const input = await put('disc.png', pngOf(picture));
    const cutout = plainCutout;
    const { facts, checks } = await client.convert(input, at('o.png'), { format: 'png', cutout });
    assert.equal(checks, undefined);
    const measured = await client.convert(input, at('o.png'), { format: 'png', cutout, page: '#1e1e1e' });
    assert.ok((measured.checks?.clear ?? 0) > 0.2);
    assert.equal(await client.paintedCheckerboard(input), false);
    assert.deepEqual(await client.seams(input), {
      sides: { shows: false, step: 0, usual: 0 },
      ends: { shows: false, step: 0, usual: 0 },
    });
    assert.equal(facts.hasAlpha, true);
    const { bitmap } = await read(at('o.png'));
    assert.equal(pixel(bitmap, 2, 2)[3], 0);
    assert.deepEqual(pixel(bitmap, 50, 40), [200, 40, 60, 255]);
    await client.convert(input, at('o.jpg'), { format: 'jpeg', quality: 100, matte: '#0000ff', cutout });
    const [r, , b] = pixel((await read(at('o.jpg'))).bitmap, 2, 2);
    assert.ok(r! < 10 && b! > 245, `${r}, ${b}`);
    const strokes = [
      { mode: 'erase', radius: 0.1, points: [0.5, 0.5] },
      { mode: 'restore', radius: 0.1, points: [0.05, 0.05] },
    ] as const;
    await client.convert(input, at('b.png'), { format: 'png', cutout: { ...cutout, strokes } });
    const painted = (await read(at('b.png'))).bitmap;
    assert.equal(pixel(painted, 50, 40)[3], 0);
    assert.deepEqual(pixel(painted, 5, 4), [240, 240, 240, 255]);
    const busy = await put('busy.png', pngOf(noise(60, 60)));
    const error = await refusal(client.convert(busy, at('no.png'), { format: 'png', cutout }));
    assert.equal(error.reason, 'unsupported');
    assert.match(error.message, /not one flat color/);
    // By hand anything can be cut out.
    await client.convert(busy, at('busy-cut.png'), { format: 'png', cutout: { ...cutout, strokes } });
    const byHand = (await read(at('busy-cut.png'))).bitmap;
    assert.deepEqual([pixel(byHand, 30, 30)[3], pixel(byHand, 10, 50)[3]], [0, 255]);
  });

  it('makes a PNG smaller and keeps what else is in it', async () => {
    const credentials = pngChunk('caBX', Buffer.from('manifest'));
    const picture = scene(200, 150);
    const input = await put('in.png', withChunks(pngOf(picture), credentials));
    const facts = await client.optimisePng(input, at('out.png'));
    assert.ok(facts.bytes < (await stat(input)).size);
    assert.ok((await readFile(at('out.png'))).includes(Buffer.from(credentials)));
    assert.deepEqual((await read(at('out.png'))).bitmap.data, picture.data);
  });
});
