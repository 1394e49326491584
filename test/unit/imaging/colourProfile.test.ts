import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import {
  checkProfile,
  findProfile,
  maxProfileBytes,
  sharedProfile,
  withJpegProfile,
  withWebpProfile,
} from '../../../src/core/imaging/colourProfile';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { buildWorker } from './buildWorker';
import { bitmapOf, fixture, pngChunk, pngOf, segment, solid, withChunks, withSegments } from './makeImages';
import { p3Profile } from './makeProfile';

const p3 = p3Profile();
/** Three JPEG segments. */
const long = p3Profile(140_001);

describe('colour profiles', () => {
  it('are put together from the segments of a JPEG, in whatever order', () => {
    const tagged = withJpegProfile(fixture('progressive.jpg'), long);
    assert.deepEqual(findProfile(tagged, 'jpeg'), { bytes: new Uint8Array(long), deflated: false });
    const part = (n: number, of: number, body: Uint8Array) =>
      segment(0xe2, Buffer.concat([Buffer.from(`ICC_PROFILE\0`, 'latin1'), Buffer.from([n, of]), body]));
    const [a, b] = [p3.subarray(0, 99), p3.subarray(99)];
    const turned = withSegments(fixture('progressive.jpg'), part(2, 2, b), part(1, 2, a));
    assert.deepEqual(findProfile(turned, 'jpeg')?.bytes, new Uint8Array(p3));
    assert.equal(findProfile(withSegments(fixture('progressive.jpg'), part(2, 2, b)), 'jpeg'), undefined);
  });

  it('lie behind the APP0 of a JPEG, which must be first', () => {
    const jpeg = Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      segment(0xe0, Buffer.from('JFIF\0')),
      segment(0xdb, Buffer.alloc(65)),
    ]);
    const tagged = withJpegProfile(jpeg, p3);
    assert.deepEqual([...tagged.subarray(2, 4)], [0xff, 0xe0]);
    assert.deepEqual([...tagged.subarray(11, 13)], [0xff, 0xe2]);
    assert.equal(tagged.length, jpeg.length + p3.length + 18);
  });

  it('are left out when damaged, of other colours or far too long', () => {
    assert.deepEqual(checkProfile(p3), p3);
    assert.equal(checkProfile(p3.subarray(0, p3.length - 1)), undefined);
    assert.equal(checkProfile(new Uint8Array(0)), undefined);
    assert.equal(checkProfile(new Uint8Array(500)), undefined);
    const gray = Buffer.from(p3);
    gray.write('GRAY', 16, 'latin1');
    assert.equal(checkProfile(gray), undefined);
    const outside = Buffer.from(p3);
    outside.writeUInt32BE(0xffffff00, 136);
    assert.equal(checkProfile(outside), undefined);
    assert.equal(checkProfile(p3Profile(maxProfileBytes)), undefined);
  });

  it('are kept of several images only when all have the same', () => {
    assert.equal(sharedProfile([p3, p3Profile()]), p3);
    assert.equal(sharedProfile([p3, long]), undefined);
    assert.equal(sharedProfile([p3, undefined]), undefined);
    assert.equal(sharedProfile([undefined, p3]), undefined);
    assert.equal(sharedProfile([]), undefined);
  });

  it('leave a WebP alone whose frame makes no sense', () => {
    const broken = new Uint8Array(40);
    assert.equal(withWebpProfile(broken, p3), broken);
  });
});

describe('colour profiles of files', function () {
  this.timeout(60_000);
  let folder: string;
  let client: ImagingClient;

  before(async () => {
    client = new ImagingClient({ workerPath: await buildWorker() });
    folder = await mkdtemp(path.join(os.tmpdir(), 'profiles-'));
  });
  after(async () => {
    await client.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const at = (name: string) => path.join(folder, name);
  const put = async (name: string, bytes: Uint8Array) => {
    await writeFile(at(name), bytes);
    return at(name);
  };
  const profileIn = async (file: string, format: 'png' | 'jpeg' | 'webp') => {
    const found = findProfile(await readFile(file), format);
    return found && Buffer.from(found.deflated ? inflateSync(found.bytes) : found.bytes);
  };
  const iccp = (deflated: Uint8Array) =>
    pngChunk('iCCP', Buffer.concat([Buffer.from('Display P3\0\0', 'latin1'), deflated]));
  const taggedPng = (alpha: number, profile = p3) =>
    withChunks(pngOf(bitmapOf(9, 7, x => [177, 115, 67, x ? 255 : alpha])), iccp(deflateSync(profile)));

  for (const [name, profile] of [
    ['short', p3],
    ['long', long],
  ] as const) {
    it(`survive every way between PNG, JPEG and WebP (${name})`, async () => {
      const jpeg = await put('in.jpg', withJpegProfile(fixture('progressive.jpg'), profile));
      const png = await put('in.png', taggedPng(255, profile));
      const convert = async (input: string, format: 'png' | 'jpeg' | 'webp') => {
        const output = at(`out.${format}`);
        const { facts } = await client.convert(input, output, { format });
        assert.equal(facts.format, format);
        assert.deepEqual(await profileIn(output, format), Buffer.from(profile), format);
        return output;
      };
      await convert(jpeg, 'png');
      await convert(png, 'jpeg');
      const webp = await convert(jpeg, 'webp');
      const size = await client.inspect(webp);
      const original = await client.inspect(jpeg);
      assert.deepEqual([size.width, size.height], [original.width, original.height]);
      await client.convert(webp, at('back.png'), { format: 'png' });
      assert.deepEqual(await profileIn(at('back.png'), 'png'), Buffer.from(profile));
    });
  }

  it('stay with local edits and with thumbnails, and transparency with them', async () => {
    const jpeg = await put('photo.jpg', withJpegProfile(fixture('progressive.jpg'), p3));
    const flip = [{ op: 'flip', axis: 'horizontal' }] as const;
    await client.retouch([jpeg], flip, at('flipped.jpg'));
    assert.deepEqual(await profileIn(at('flipped.jpg'), 'jpeg'), Buffer.from(p3));
    const clear = await put('clear.png', taggedPng(0));
    await client.thumbnail(clear, at('small.webp'), 5);
    assert.deepEqual(await profileIn(at('small.webp'), 'webp'), Buffer.from(p3));
    assert.equal((await client.inspect(at('small.webp'))).hasAlpha, true);
  });

  it('are not made up: without one, and with a damaged one, a PNG says sRGB', async () => {
    const plain = await put('plain.png', pngOf(solid(4, 4, [1, 2, 3, 255])));
    const damaged = await put('damaged.png', withChunks(pngOf(solid(4, 4, [1, 2, 3, 255])), iccp(p3)));
    for (const input of [plain, damaged]) {
      await client.convert(input, at('out.png'), { format: 'png' });
      assert.equal(await profileIn(at('out.png'), 'png'), undefined);
      assert.ok((await readFile(at('out.png'))).includes('sRGB'));
    }
  });

  it('are dropped when images of different ones are put together', async () => {
    const steps = [{ op: 'combine', layout: 'row', gap: 0 }] as const;
    const a = await put('a.png', taggedPng(255));
    const b = await put('b.png', taggedPng(255));
    const c = await put('c.png', pngOf(solid(9, 7, [1, 2, 3, 255])));
    await client.retouch([a, b], steps, at('same.png'));
    assert.deepEqual(await profileIn(at('same.png'), 'png'), Buffer.from(p3));
    await client.retouch([a, c], steps, at('mixed.png'));
    assert.equal(await profileIn(at('mixed.png'), 'png'), undefined);
  });
});
