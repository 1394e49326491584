import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { browserArgs, ensureBrowser } from '../../../scripts/lib/browser.mjs';
import { isImagingError, type InputTraits } from '../../../src/core/imaging/imagingPort';
import { english } from '../../../src/core/translate';
import { plainOutput } from '../../../src/core/model/output';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { outputNotes } from '../../../src/host/text/outputNotes';
import { buildWorker } from './buildWorker';
import {
  fixture,
  fixturePath,
  pngChunk,
  pngOf,
  segment,
  solid,
  withChunks,
  withSegments,
} from './makeImages';
import { exifSegment, phoneExif } from './makeMetadata';
import { p3Profile } from './makeProfile';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function pngFrom(width: number, height: number, head: readonly number[], rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set(head, 8);
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** RGBA with 16 bits a channel. */
function deepPng(width: number, height: number, at: (x: number, y: number) => readonly number[]): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 8));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      at(x, y).forEach((value, c) => rows.writeUInt16BE(value, y * (1 + width * 8) + 1 + x * 8 + c * 2));
    }
  }
  return pngFrom(width, height, [16, 6, 0, 0, 0], rows);
}

/** Adam7 (PNG §8.2): first column, first row, steps. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

function interlacedPng(
  width: number,
  height: number,
  at: (x: number, y: number) => readonly number[],
): Buffer {
  const rows: number[] = [];
  for (const [x0, y0, dx, dy] of passes) {
    if (x0 >= width) continue;
    for (let y = y0; y < height; y += dy) {
      rows.push(0);
      for (let x = x0; x < width; x += dx) rows.push(...at(x, y));
    }
  }
  return pngFrom(width, height, [8, 2, 0, 0, 1], Buffer.from(rows));
}

describe('inputs that are not as most are', function () {
  this.timeout(60_000);
  let folder: string;
  let client: ImagingClient;
  let browser: Browser;

  before(async () => {
    client = new ImagingClient({ workerPath: await buildWorker() });
    browser = await chromium.launch({ executablePath: await ensureBrowser(), args: browserArgs });
  });
  after(async () => {
    await client.dispose();
    await browser.close();
  });
  beforeEach(async () => void (folder = await mkdtemp(path.join(os.tmpdir(), 'inputs-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const put = async (name: string, bytes: Uint8Array): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    return file;
  };
  const convert = async (file: string, options: Parameters<ImagingClient['convert']>[2]) => {
    const made = path.join(folder, `made.${options.format}`);
    const { facts, ...took } = await client.convert(file, made, options);
    const before = await client.inspect(file);
    return { made, facts, took, notes: outputNotes(english, before, facts, plainOutput, took) };
  };
  /** As somebody else's decoder shows it, RGBA. */
  const shown = async (bytes: Uint8Array, type: string): Promise<number[]> => {
    const page = await browser.newPage();
    try {
      return await page.evaluate(
        async ([data, mime]) => {
          const blob = await (await fetch(`data:${mime};base64,${data}`)).blob();
          const bitmap = await createImageBitmap(blob);
          const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
          context?.drawImage(bitmap, 0, 0);
          return [...(context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? [])];
        },
        [Buffer.from(bytes).toString('base64'), type] as const,
      );
    } finally {
      await page.close();
    }
  };
  const difference = (a: readonly number[], b: readonly number[]): number => {
    assert.equal(a.length, b.length);
    return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;
  };
  const trait = async (
    file: string,
    options: Parameters<ImagingClient['convert']>[2],
  ): Promise<InputTraits> => (await convert(file, options)).took.was ?? {};

  it('16 bits a channel: 8 are written, rounded right, and it is said', async () => {
    const colour = (x: number, y: number) => [x * 4000, y * 8000, 65_535 - x * 1000, 65_535];
    const file = await put('deep.png', deepPng(16, 8, colour));
    const { made, notes } = await convert(file, { format: 'png' });
    assert.deepEqual(notes.slice(0, 1), ['The original has more than 8 bits a channel; this file has 8.']);
    assert.ok(
      difference(
        await shown(await readFile(made), 'image/png'),
        await shown(await readFile(file), 'image/png'),
      ) < 0.6,
    );
    assert.deepEqual(await trait(fixturePath('gray16.png'), { format: 'webp' }), { deep: true });
  });

  it('interlaced and palette PNG: the same pixels', async () => {
    const colour = (x: number, y: number) => [x * 12, y * 20, (x * y) % 256];
    for (const [width, height] of [
      [19, 11],
      [1, 1],
      [3, 9],
    ] as const) {
      const file = await put('interlaced.png', interlacedPng(width, height, colour));
      const { made, notes } = await convert(file, { format: 'png' });
      const pixels = await shown(await readFile(made), 'image/png');
      assert.deepEqual(pixels, await shown(await readFile(file), 'image/png'));
      assert.deepEqual(
        notes.filter(note => !note.startsWith('Bigger')),
        [],
      );
      const smaller = path.join(folder, 'small.png');
      await client.optimisePng(file, smaller);
      assert.deepEqual(await shown(await readFile(smaller), 'image/png'), pixels);
    }
    const palette = await convert(fixturePath('palette.png'), { format: 'png' });
    // Pillow makes one entry see-through; invisible pixels have no colour to compare.
    assert.ok(
      difference(
        await shown(await readFile(palette.made), 'image/png'),
        await shown(fixture('palette.png'), 'image/png'),
      ) < 0.01,
    );
  });

  it('a JPEG in printing inks: as a browser shows it, and it is said', async () => {
    const ycck = Buffer.from(fixture('cmyk.jpg'));
    const adobe = ycck.indexOf('Adobe');
    assert.equal(ycck[adobe + 11], 0, 'plain CMYK');
    ycck[adobe + 11] = 2;
    for (const [name, bytes] of [
      ['cmyk.jpg', fixture('cmyk.jpg')],
      ['ycck.jpg', ycck],
    ] as const) {
      const file = await put(name, bytes);
      const { made, notes, took } = await convert(file, { format: 'png' });
      assert.deepEqual(took.was, { cmyk: true });
      assert.ok(notes.some(note => note.startsWith('Turned from the inks of a printing press')));
      const apart = difference(
        await shown(await readFile(made), 'image/png'),
        await shown(bytes, 'image/jpeg'),
      );
      assert.ok(apart < 3, `${name}: ${apart}`);
    }
    const silent = Buffer.from(fixture('cmyk.jpg'));
    silent.write('Xdobe', silent.indexOf('Adobe'), 'latin1');
    await assert.rejects(convert(await put('silent.jpg', silent), { format: 'png' }), error => {
      assert.ok(isImagingError(error) && error.reason === 'unsupported');
      return /printing press/.test(error.message);
    });
    const cut = fixture('cmyk.jpg').subarray(0, -40);
    await assert.rejects(convert(await put('cut.jpg', cut), { format: 'png' }), isImagingError);
    // What is not the picture goes without a decoder.
    const bare = path.join(folder, 'bare.jpg');
    const told = await put('told.jpg', withSegments(fixture('cmyk.jpg'), segment(0xfe, Buffer.from('ink'))));
    assert.deepEqual((await client.strip(told, bare)).left, [{ item: 'comment', count: 1 }]);
    assert.deepEqual(
      await shown(await readFile(bare), 'image/jpeg'),
      await shown(fixture('cmyk.jpg'), 'image/jpeg'),
    );
  });

  it('turned by its metadata: upright in what is made, turned alike in what is stripped', async () => {
    const { facts, took, notes } = await convert(fixturePath('turned.jpg'), { format: 'webp' });
    assert.deepEqual([facts.width, facts.height, facts.orientation], [24, 16, 1]);
    assert.deepEqual(took.was, { turned: true });
    assert.ok(notes.includes('Turned upright, as the metadata of the original says.'));
    for (const turn of [2, 3, 6, 8]) {
      const file = await put(
        'phone.jpg',
        withSegments(fixture('progressive.jpg'), exifSegment(phoneExif(turn))),
      );
      const bare = path.join(folder, 'bare.jpg');
      const stripped = await client.strip(file, bare);
      assert.ok(stripped.left?.some(({ item }) => item === 'position'));
      const pixels = await shown(await readFile(bare), 'image/jpeg');
      assert.deepEqual(pixels, await shown(await readFile(file), 'image/jpeg'), `orientation ${turn}`);
    }
  });

  it('animations: the first frame, and it is said; stripped, all of them', async () => {
    for (const name of ['animated.gif', 'animated.png', 'animated.webp']) {
      const { facts, notes } = await convert(fixturePath(name), { format: 'png' });
      assert.equal(facts.animated, false);
      assert.ok(notes.includes('Only the first frame of the animation is kept.'), name);
    }
    for (const name of ['animated.png', 'animated.webp']) {
      const bare = path.join(folder, name);
      const { facts } = await client.strip(fixturePath(name), bare);
      assert.equal(facts.animated, true);
      assert.deepEqual(await readFile(bare), Buffer.from(fixture(name)));
    }
  });

  it('a colour profile: kept, turned into sRGB, or left out when it is damaged, each said', async () => {
    const plain = pngOf(solid(4, 4, [200, 40, 30, 255]));
    const at = plain.length - 12;
    assert.equal(Buffer.from(plain).toString('latin1', at + 4, at + 8), 'IEND');
    const iccp = (profile: Uint8Array) =>
      pngChunk('iCCP', Buffer.concat([Buffer.from('ICC\0\0', 'latin1'), deflateSync(profile)]));
    const file = await put('p3.png', withChunks(plain, iccp(p3Profile())));
    assert.deepEqual(await trait(file, { format: 'webp' }), { profile: 'kept' });
    assert.deepEqual(await trait(file, { format: 'webp', srgb: true }), { profile: 'srgb' });
    assert.deepEqual(await trait(file, { format: 'avif' }), { profile: 'srgb' });
    const broken = await put('broken.png', withChunks(plain, iccp(p3Profile().slice(0, 200))));
    assert.deepEqual(await trait(broken, { format: 'webp' }), { profile: 'damaged' });
    assert.deepEqual(await trait(await put('plain.png', plain), { format: 'webp' }), {});
    const { notes } = await convert(file, { format: 'jpeg' });
    assert.ok(notes.includes('The color profile is kept.'));
    const bare = path.join(folder, 'bare.png');
    await client.strip(file, bare);
    assert.deepEqual(await readFile(bare), await readFile(file), 'the profile is of the picture');
  });
});
