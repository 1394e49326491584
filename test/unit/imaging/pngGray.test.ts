import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import type { Bitmap } from '../../../src/core/imaging/bitmap';
import { defaultLimits } from '../../../src/core/imaging/facts';
import { createCodecs } from '../../../src/host/imaging/codecs';
import { decodeFile } from '../../../src/host/imaging/decode';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { encodePng } from '../../../src/host/imaging/pngEncoder';
import { grayAsPalette, isGrayPng } from '../../../src/host/imaging/pngGray';
import { buildWorker } from './buildWorker';
import { bitmapOf, pngChunk, pngOf, withChunks } from './makeImages';
import { p3Profile } from './makeProfile';

const gray = (side: number, at: (x: number, y: number) => readonly [level: number, alpha: number]): Bitmap =>
  bitmapOf(side, side, (x, y) => {
    const [level, alpha] = at(x, y);
    return [level, level, level, alpha];
  });

/** Made so that without a profile oxipng makes gray of each. */
const pictures: readonly [string, Bitmap][] = [
  ['of 256 grays', gray(64, (x, y) => [(x * 4 + y) & 255, 255])],
  ['of 16 grays', gray(64, (x, y) => [17 * ((x * 3 + y) & 15), 255])],
  ['of 4 grays', gray(64, (x, y) => [85 * ((x * 3 + y) & 3), 255])],
  ['in black and white', gray(64, (x, y) => [(x * 7 + y * 3) % 5 < 2 ? 0 : 255, 255])],
  ['with a hole', gray(64, (x, y) => (x + y < 40 ? [0, 0] : [1 + ((x * 4 + y) % 255), 255]))],
  ['that is half transparent', gray(64, (x, y) => [(x * 4 + y) & 255, 255 - y])],
];

describe('gray PNGs with a profile of RGB', function () {
  this.timeout(60_000);
  let folder: string;
  let wasm: string;
  let client: ImagingClient;

  before(async () => {
    const workerPath = await buildWorker();
    wasm = path.join(path.dirname(workerPath), 'wasm');
    client = new ImagingClient({ workerPath });
  });
  after(() => client.dispose());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'gray-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const at = (name: string) => path.join(folder, name);
  /** Of what can be seen. */
  const seen = async (file: string): Promise<Buffer> => {
    const { bitmap } = await decodeFile(file, createCodecs(wasm), defaultLimits);
    const data = Buffer.from(bitmap.data);
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 0) data.fill(0, i, i + 3);
    return data;
  };
  const typeOf = async (file: string): Promise<number | undefined> => (await readFile(file))[25];

  for (const [name, bitmap] of pictures) {
    it(`are no gray PNGs by the smallest encoder: ${name}`, async () => {
      await writeFile(at('in.png'), encodePng(bitmap, p3Profile()));
      await writeFile(at('bare.png'), pngOf(bitmap));
      const before = await seen(at('in.png'));
      for (const options of [{ optimise: true }, { maxBytes: 1_000_000 }, { colours: 4 }]) {
        await client.convert(at('in.png'), at('o.png'), { format: 'png', ...options });
        assert.ok([2, 3, 6].includes((await typeOf(at('o.png'))) ?? 0), JSON.stringify(options));
        assert.ok((await readFile(at('o.png'))).includes('iCCP'));
        if (!('colours' in options)) assert.deepEqual(await seen(at('o.png')), before);
      }
      await client.convert(at('bare.png'), at('o.png'), { format: 'png', optimise: true });
      assert.ok([0, 4].includes((await typeOf(at('o.png'))) ?? 3), 'gray where nothing speaks against it');
    });

    it(`are no gray PNGs when the file is optimized: ${name}`, async () => {
      await writeFile(at('in.png'), encodePng(bitmap, p3Profile()));
      const { bytes } = await client.optimisePng(at('in.png'), at('o.png'));
      const png = await readFile(at('o.png'));
      assert.ok(!isGrayPng(png) && png.includes('iCCP'));
      assert.ok(bytes <= (await readFile(at('in.png'))).length);
      assert.deepEqual(await seen(at('o.png')), await seen(at('in.png')));
    });
  }

  it('stay gray with a profile of grays, which no palette has', async () => {
    const profile = p3Profile();
    Buffer.from(profile.buffer, profile.byteOffset).write('GRAY', 16, 'latin1');
    const body = Buffer.concat([Buffer.from('G\0\0', 'latin1'), deflateSync(profile)]);
    for (const [name, bitmap] of pictures) {
      await client.convert(await put(pngOf(bitmap)), at('gray.png'), { format: 'png', optimise: true });
      const png = Buffer.from(await readFile(at('gray.png')));
      const srgb = png.indexOf('sRGB') - 4;
      const bare = Buffer.concat([png.subarray(0, srgb), png.subarray(srgb + 13)]);
      await writeFile(at('in.png'), withChunks(bare, pngChunk('iCCP', body)));
      await client.optimisePng(at('in.png'), at('o.png'));
      const made = await readFile(at('o.png'));
      assert.ok(isGrayPng(made) && made.includes('iCCP'), name);
    }
  });

  it('tell of places in the palette what they told of grays', () => {
    const header = Buffer.from([0, 0, 0, 4, 0, 0, 0, 1, 2, 0, 0, 0, 0]);
    const png = Buffer.concat([
      pngOf(gray(1, () => [0, 255])).subarray(0, 8),
      pngChunk('IHDR', header),
      pngChunk('sBIT', Uint8Array.of(2)),
      pngChunk('tRNS', Uint8Array.of(0, 2)),
      pngChunk('bKGD', Uint8Array.of(0, 1)),
      pngChunk('IDAT', deflateSync(Uint8Array.of(0, 0b00011011))),
      pngChunk('IEND', new Uint8Array()),
    ]);
    const made = Buffer.from(grayAsPalette(png) ?? []);
    const bodyOf = (type: string) => {
      const start = made.indexOf(type);
      return [...made.subarray(start + 4, start + 4 + made.readUInt32BE(start - 4))];
    };
    assert.equal(made[25], 3);
    assert.deepEqual(bodyOf('PLTE'), [0, 0, 0, 85, 85, 85, 170, 170, 170, 255, 255, 255]);
    assert.deepEqual([bodyOf('sBIT'), bodyOf('tRNS'), bodyOf('bKGD')], [[2, 2, 2], [255, 255, 0], [1]]);
    const order = ['IHDR', 'sBIT', 'PLTE', 'tRNS', 'bKGD', 'IDAT', 'IEND'].map(type => made.indexOf(type));
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
  });

  const put = async (bytes: Uint8Array) => {
    await writeFile(at('bare.png'), bytes);
    return at('bare.png');
  };
});
