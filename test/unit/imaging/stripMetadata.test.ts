import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bytesSource } from '../../../src/core/imaging/byteSource';
import { readHeader } from '../../../src/core/imaging/header/readHeader';
import { exifItems } from '../../../src/core/imaging/metadata/exif';
import {
  findMetadata,
  stripMetadata,
  withoutPngCredentials,
  type StrippableFormat,
} from '../../../src/core/imaging/metadata/strip';
import { fixture, pngChunk, pngOf, segment, solid, withChunks, withSegments } from './makeImages';
import {
  exif,
  exifSegment,
  manifest,
  manifestSegments,
  phoneExif,
  webpChunk,
  webpOf,
  xmpSegment,
} from './makeMetadata';

const jpeg = fixture('gray.jpg');
const png = pngOf(solid(3, 2, [10, 200, 30, 255]));
const still = (() => {
  // The frame of the fixture's animation as an extended file of its own.
  const vp8x = Buffer.from([0x10 | 0x0c, 0, 0, 0, 19, 0, 0, 9, 0, 0]);
  const whole = Buffer.from(fixture('animated.webp'));
  const at = whole.indexOf('VP8L');
  const length = whole.readUInt32LE(at + 4);
  return {
    vp8x: webpChunk('VP8X', vp8x),
    pixels: webpChunk('VP8L', whole.subarray(at + 8, at + 8 + length)),
  };
})();

const strip = (bytes: Uint8Array, format: StrippableFormat) => {
  const done = stripMetadata(bytes, format);
  assert.ok(done);
  return done;
};
const words = (bytes: Uint8Array, format: StrippableFormat) =>
  strip(bytes, format).left.map(({ item, count }) => (count === 1 ? item : `${count} ${item}`));
const header = (bytes: Uint8Array) => readHeader(bytesSource(bytes));

describe('taking out metadata', () => {
  it('leaves of a JPEG what its picture needs, and says what went', async () => {
    const adobe = segment(0xee, Buffer.from('Adobe\0\x64\0\0\0\0\x01', 'latin1'));
    const icc = segment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01abc', 'latin1'));
    const full = withSegments(
      jpeg,
      exifSegment(phoneExif(1)),
      xmpSegment('<x exif:GPSLatitude="47,36N"/>'),
      icc,
      segment(0xed, Buffer.from('Photoshop 3.0\x008BIM')),
      ...manifestSegments(200),
      adobe,
      segment(0xfe, Buffer.from('one')),
      segment(0xfe, Buffer.from('two')),
      segment(0xe2, Buffer.from('MPF\0')),
    );
    const behind = Buffer.concat([full, Buffer.from('a film')]);
    assert.deepEqual(words(behind, 'jpeg'), [
      'position',
      'camera',
      'date',
      'preview',
      'xmp',
      'iptc',
      'credentials',
      '3 comment',
      'appended',
      'other',
    ]);
    const { bytes } = strip(behind, 'jpeg');
    assert.deepEqual(bytes, new Uint8Array(strip(withSegments(jpeg, icc, adobe), 'jpeg').bytes));
    for (const gone of ['Acme', 'film', 'MPF', 'one', 'c2pa', '8BIM'])
      assert.equal(Buffer.from(bytes).indexOf(gone), -1, gone);
    assert.equal((await header(bytes)).manifest, undefined);
  });

  it('keeps which way up a picture is, in every format, and nothing else of its EXIF', async () => {
    for (let turn = 1; turn <= 8; turn++) {
      const tiff = phoneExif(turn);
      const files: Record<StrippableFormat, Uint8Array> = {
        jpeg: withSegments(jpeg, exifSegment(tiff)),
        png: withChunks(png, pngChunk('eXIf', tiff)),
        webp: webpOf([still.vp8x, still.pixels, webpChunk('EXIF', tiff)]),
      };
      for (const [format, file] of Object.entries(files) as [StrippableFormat, Uint8Array][]) {
        assert.equal((await header(file)).orientation, turn, format);
        const { bytes, left } = strip(file, format);
        const after = await header(bytes);
        assert.equal(after.orientation, turn, format);
        assert.equal(after.truncated, false);
        assert.ok(left.some(({ item }) => item === 'position'));
        assert.equal(Buffer.from(bytes).indexOf('Acme'), -1);
        assert.deepEqual(strip(bytes, format), { bytes, left: [] }, `${format} ${turn} again`);
      }
    }
  });

  it('cuts the small picture out of a JFIF header', () => {
    const jfif = Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01abc', 'latin1');
    const { bytes, left } = strip(withSegments(fixture('turned.jpg'), segment(0xe0, jfif)), 'jpeg');
    assert.ok(left.some(({ item }) => item === 'preview'));
    assert.equal(bytes[3], 0xe0);
    assert.deepEqual([...bytes.subarray(18, 20)], [0, 0]);
    assert.equal(Buffer.from(bytes).indexOf('abc'), -1);
  });

  it('leaves of a PNG the chunks that say how it looks', async () => {
    const text = (type: string, body: string) => pngChunk(type, Buffer.from(body, 'latin1'));
    const kept = [text('gAMA', '\0\0\xb1\x8f'), text('pHYs', '\0\0\x0b\x13\0\0\x0b\x13\x01')];
    const full = Buffer.concat([
      withChunks(
        png,
        ...kept,
        text('tEXt', 'Software\0x'),
        text('zTXt', 'Comment\0\0x'),
        text('iTXt', 'parameters\0\0\0\0\0a cat'),
        text('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0<x/>'),
        text('tIME', '\x07\xea\x0b\x16\0\0\0'),
        text('prVW', 'x'),
        pngChunk('caBX', manifest),
      ),
      Buffer.from('behind'),
    ]);
    assert.deepEqual(words(full, 'png'), ['date', 'xmp', 'credentials', '3 comment', 'appended', 'other']);
    assert.deepEqual(strip(full, 'png').bytes, new Uint8Array(withChunks(png, ...kept)));
    const animated = fixture('animated.png');
    assert.deepEqual(strip(animated, 'png').bytes, new Uint8Array(animated));
    assert.ok((await header(strip(full, 'png').bytes)).storedWidth === 3);
  });

  it('puts the length and the flags of a WebP right', async () => {
    const icc = webpChunk('ICCP', Buffer.from('profile'));
    const full = webpOf([
      still.vp8x,
      icc,
      still.pixels,
      webpChunk('EXIF', phoneExif(6)),
      webpChunk('XMP ', Buffer.from('<x/>')),
      webpChunk('C2PA', manifest),
      webpChunk('abcd', Buffer.from('x')),
    ]);
    const { bytes } = strip(Buffer.concat([full, Buffer.from('more')]), 'webp');
    assert.equal(Buffer.from(bytes).readUInt32LE(4), bytes.length - 8);
    assert.equal(bytes[20], 0x18, 'alpha and EXIF');
    assert.equal((await header(bytes)).orientation, 6);
    assert.deepEqual(words(Buffer.concat([full, Buffer.from('more')]), 'webp'), [
      ...['position', 'camera', 'date', 'preview', 'xmp', 'credentials', 'comment', 'appended', 'other'],
    ]);
    const upright = strip(webpOf([still.vp8x, still.pixels, webpChunk('EXIF', phoneExif(1))]), 'webp').bytes;
    assert.equal(upright[20], 0x10);
    const simple = webpOf([still.pixels]);
    assert.deepEqual(strip(simple, 'webp').bytes, new Uint8Array(simple));
  });

  it('finds nothing in a file that has nothing, and gives up on a damaged one', () => {
    for (const [bytes, format] of [
      [png, 'png'],
      [jpeg, 'jpeg'],
      [fixture('animated.webp'), 'webp'],
    ] as const) {
      assert.deepEqual(findMetadata(bytes, format), []);
      assert.equal(stripMetadata(bytes.subarray(0, bytes.length - 9), format), undefined);
      assert.deepEqual(findMetadata(bytes.subarray(0, 30), format), []);
    }
    assert.deepEqual(findMetadata(fixture('animated.gif'), 'gif'), []);
    // Only how the pixels lie: nobody is told anything.
    assert.deepEqual(exifItems(exif({ 0x0112: 3, 0x0128: 2 })), []);
    assert.deepEqual(exifItems(Buffer.from('no EXIF at all')), ['exif']);
  });

  it('keeps the pictures whatever lies between their parts, and is done after once', () => {
    const body = fc.uint8Array({ maxLength: 40 });
    const noise = fc.array(
      fc.oneof(
        fc.tuple(fc.constantFrom(0xe1, 0xe3, 0xe4, 0xec, 0xed, 0xef, 0xfe), body).map(([marker, bytes]) => ({
          jpeg: segment(marker, bytes),
          png: pngChunk(marker % 2 ? 'tEXt' : 'prIv', bytes),
          webp: webpChunk(marker % 2 ? 'XMP ' : 'priv', bytes),
        })),
        fc.integer({ min: 1, max: 1 }).map(() => ({
          jpeg: exifSegment(phoneExif(1)),
          png: pngChunk('eXIf', phoneExif(1)),
          webp: webpChunk('EXIF', phoneExif(1)),
        })),
      ),
      { maxLength: 6 },
    );
    const plain = webpOf([still.vp8x, still.pixels]);
    fc.assert(
      fc.property(noise, found => {
        const files = {
          jpeg: withSegments(jpeg, ...found.map(each => each.jpeg)),
          png: withChunks(png, ...found.map(each => each.png)),
          webp: webpOf([still.vp8x, still.pixels, ...found.map(each => each.webp)]),
        };
        assert.deepEqual(strip(files.jpeg, 'jpeg').bytes, strip(jpeg, 'jpeg').bytes);
        assert.deepEqual(strip(files.png, 'png').bytes, new Uint8Array(png));
        assert.deepEqual(strip(files.webp, 'webp').bytes, strip(plain, 'webp').bytes);
      }),
    );
  });

  it('never throws on bytes that somebody made up', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(400), (junk, at) => {
        for (const [bytes, format] of [
          [withSegments(jpeg, exifSegment(phoneExif(6))), 'jpeg'],
          [withChunks(png, pngChunk('eXIf', phoneExif(6))), 'png'],
          [webpOf([still.vp8x, still.pixels, webpChunk('EXIF', phoneExif(6))]), 'webp'],
        ] as const) {
          const broken = Buffer.from(bytes);
          broken.set(junk.subarray(0, Math.max(0, broken.length - at)), Math.min(at, broken.length));
          stripMetadata(broken, format);
        }
      }),
    );
  });

  it('takes the Content Credentials alone out of a PNG', () => {
    const text = pngChunk('tEXt', Buffer.from('Title\0x'));
    assert.deepEqual(
      withoutPngCredentials(withChunks(png, text, pngChunk('caBX', manifest))),
      new Uint8Array(withChunks(png, text)),
    );
    assert.equal(withoutPngCredentials(png), png);
  });
});
