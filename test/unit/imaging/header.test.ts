import assert from 'node:assert/strict';
import { type ByteSource, bytesSource } from '../../../src/core/imaging/byteSource';
import { factsOf } from '../../../src/core/imaging/facts';
import { readHeader } from '../../../src/core/imaging/header/readHeader';
import { isImagingError } from '../../../src/core/imaging/imagingPort';
import { sniffFormat } from '../../../src/core/imaging/sniff';
import {
  fixture,
  noise,
  pngChunk,
  pngHeader,
  pngOf,
  segment,
  solid,
  withChunks,
  withSegments,
} from './makeImages';

const read = (bytes: Uint8Array) => readHeader(bytesSource(bytes));
const reasonOf = async (bytes: Uint8Array) => {
  const error: unknown = await read(bytes).then(
    () => assert.fail('was read'),
    (thrown: unknown) => thrown,
  );
  assert.ok(isImagingError(error), String(error));
  return error.reason;
};

/** Counts what is read; the file may claim any size. */
function counted(
  bytes: Uint8Array,
  size = bytes.length,
): ByteSource & { read: ByteSource['read']; bytes(): number } {
  const inner = bytesSource(bytes);
  let total = 0;
  return {
    size,
    async read(offset, length) {
      const part = await inner.read(offset, length);
      total += part.length;
      return part;
    },
    bytes: () => total,
  };
}

describe('image headers', () => {
  const known: [
    string,
    string,
    number,
    number,
    { alpha?: boolean; animated?: boolean; orientation?: number },
  ][] = [
    ['alpha.avif', 'avif', 64, 48, { alpha: true }],
    ['animated.gif', 'gif', 20, 10, { animated: true }],
    ['animated.png', 'png', 20, 10, { alpha: true, animated: true }],
    ['animated.webp', 'webp', 20, 10, { alpha: true, animated: true }],
    ['cmyk.jpg', 'jpeg', 24, 16, {}],
    ['gray.jpg', 'jpeg', 24, 16, {}],
    ['gray16.png', 'png', 8, 4, {}],
    ['palette.png', 'png', 12, 12, { alpha: true }],
    ['plain.bmp', 'bmp', 16, 12, {}],
    ['plain.heic', 'heic', 64, 48, {}],
    ['plain.ico', 'ico', 32, 32, { alpha: true }],
    ['plain.tiff', 'tiff', 16, 12, {}],
    ['progressive.jpg', 'jpeg', 40, 30, {}],
    ['turned.jpg', 'jpeg', 24, 16, { orientation: 6 }],
  ];
  for (const [name, format, width, height, { alpha = false, animated = false, orientation = 1 }] of known) {
    it(`reads ${name}`, async () => {
      const header = await read(fixture(name));
      const facts = factsOf(header, 1, false);
      assert.deepEqual(
        [
          facts.format,
          facts.width,
          facts.height,
          header.canHoldAlpha,
          facts.animated,
          facts.orientation,
          header.truncated,
        ],
        [format, width, height, alpha, animated, orientation, false],
      );
    });

    it(`never breaks on a shortened or damaged ${name}`, async () => {
      const whole = fixture(name);
      const settle = (bytes: Uint8Array) =>
        read(bytes).catch((error: unknown) => assert.ok(isImagingError(error), `${String(error)}`));
      for (let length = 0; length < whole.length; length++) await settle(whole.subarray(0, length));
      for (let at = 0; at < whole.length; at++) {
        for (const value of [0, 0xff, 0x7f]) {
          const damaged = whole.slice();
          damaged[at] = value;
          await settle(damaged);
        }
      }
    });
  }

  it('sees that a file ends early', async () => {
    for (const name of ['progressive.jpg', 'animated.png', 'alpha.avif', 'plain.heic', 'animated.webp']) {
      const whole = fixture(name);
      const header = await read(whole.subarray(0, whole.length - 9)).catch(() => ({ truncated: true }));
      assert.equal(header.truncated, true, name);
    }
  });

  it('says of a file that is cut off anywhere that it ends, and of no whole one', async () => {
    const early = /ends before the image does/;
    for (const name of ['progressive.jpg', 'turned.jpg', 'animated.gif', 'animated.png', 'animated.webp']) {
      const whole = fixture(name);
      for (let length = 32; length < whole.length; length += 7) {
        const error: unknown = await read(whole.subarray(0, length)).catch((thrown: unknown) => thrown);
        if (error instanceof Error) assert.match(error.message, early, `${name}, ${length} bytes`);
      }
    }
    await assert.rejects(read(pngHeader(0, 10)), /its header makes no sense/);
    await assert.rejects(
      read(Buffer.from([0xff, 0xd8, 0xff, 0xd9, 1, 2, 3, 4])),
      /its header makes no sense/,
    );
  });

  it('tells what is empty, no image, or damaged in its header', async () => {
    assert.equal(await reasonOf(new Uint8Array(0)), 'empty');
    assert.equal(await reasonOf(new TextEncoder().encode('<!doctype html><p>Error 502')), 'not-an-image');
    assert.equal(await reasonOf(new TextEncoder().encode('{"error":{"code":429}}')), 'not-an-image');
    assert.equal(await reasonOf(pngOf(solid(2, 2, [0, 0, 0, 255])).subarray(0, 20)), 'corrupt');
    assert.equal(await reasonOf(pngHeader(0, 10)), 'corrupt');
    assert.equal(await reasonOf(fixture('turned.jpg').subarray(0, 10)), 'corrupt');
  });

  it('goes by the bytes', () => {
    assert.equal(sniffFormat(pngOf(solid(2, 2, [0, 0, 0, 255]))), 'png');
    assert.equal(sniffFormat(new TextEncoder().encode('BMW is a car maker')), undefined);
  });

  it('finds the size behind a megabyte of EXIF, colour profile and previews', async () => {
    const big = Array.from({ length: 20 }, () => segment(0xe2, Buffer.alloc(65_000, 0x41)));
    // A preview inside EXIF has a frame of its own, and an end marker.
    const preview = segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0II*\0'), fixture('gray.jpg')]));
    const header = await read(withSegments(fixture('progressive.jpg'), preview, ...big));
    assert.deepEqual([header.storedWidth, header.storedHeight, header.truncated], [40, 30, false]);
    const cut = withSegments(fixture('progressive.jpg'), preview).subarray(0, -2);
    assert.equal((await read(cut)).truncated, true);
  });

  it('accepts a film behind the picture, as phones write it', async () => {
    const film = Buffer.alloc(300_000, 0x11);
    assert.equal((await read(Buffer.concat([fixture('progressive.jpg'), film]))).truncated, false);
  });

  it('reads a few kilobytes of a large file', async () => {
    const png = pngOf(noise(1200, 1200));
    assert.ok(png.length > 4_000_000);
    const source = counted(png);
    assert.equal((await readHeader(source)).truncated, false);
    assert.ok(source.bytes() < 150_000, `${source.bytes()} bytes of ${png.length}`);
  });

  it('knows where transparency is possible', async () => {
    const opaque = pngOf(solid(4, 4, [9, 9, 9, 255]));
    assert.equal((await read(opaque)).canHoldAlpha, false);
    assert.equal((await read(withChunks(opaque, pngChunk('tRNS', Buffer.alloc(6))))).canHoldAlpha, true);
    assert.equal((await read(pngOf(solid(4, 4, [9, 9, 9, 100])))).canHoldAlpha, true);
  });

  it('reads the size of SVG files', async () => {
    const svg = (text: string) => read(new TextEncoder().encode(text));
    const size = async (text: string) => {
      const header = await svg(text);
      return [header.format, header.storedWidth, header.storedHeight];
    };
    assert.deepEqual(await size('<svg width="120" height="80px"/>'), ['svg', 120, 80]);
    assert.deepEqual(
      await size(
        '\uFEFF<?xml version="1.0"?>\n<!-- a > b -->\n<!DOCTYPE svg [<!ENTITY x "y">]>\n<svg viewBox="0 0 30 20">',
      ),
      ['svg', 30, 20],
    );
    assert.deepEqual(
      await size('<svg width="100%" viewBox="0,0,64,32" xmlns="http://www.w3.org/2000/svg">'),
      ['svg', 64, 32],
    );
    assert.deepEqual(await size('<svg width="50" viewBox="0 0 10 20">'), ['svg', 50, 100]);
    assert.equal(sniffFormat(new TextEncoder().encode('<html><svg></svg></html>')), undefined);
    // Does not end where every bracket may be the end of every other.
    const brackets = `<!DOCTYPE${'[]'.repeat(2000)}`;
    assert.equal(sniffFormat(new TextEncoder().encode(brackets)), undefined);
  });
});
