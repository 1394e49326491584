import assert from 'node:assert/strict';
import { bytesSource } from '../../../src/core/imaging/byteSource';
import { readEmbedded } from '../../../src/core/imaging/embedded';

const read = (...parts: (string | number[])[]) =>
  readEmbedded(
    bytesSource(
      Buffer.concat(
        parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
      ),
    ),
  );
const segment = (marker: number, body: string) =>
  `\xff${String.fromCharCode(marker, 0, body.length + 2)}${body}`;
const chunk = (type: string, body: string) => `\0\0\0${String.fromCharCode(body.length)}${type}${body}0000`;

describe('what is in a file beside its pixels', () => {
  it('is found in a JPEG before its scan', async () => {
    const exif = segment(0xe1, 'Exif\0\0II*\0');
    const xmp = segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x/>');
    const icc = segment(0xe2, 'ICC_PROFILE\0');
    const iptc = segment(0xed, 'Photoshop 3.0\0');
    assert.deepEqual(await read('\xff\xd8', iptc, xmp, icc, exif, segment(0xda, '')), {
      metadata: ['EXIF', 'XMP', 'IPTC'],
      colorProfile: true,
    });
    assert.deepEqual(await read('\xff\xd8', segment(0xe0, 'JFIF\0'), segment(0xda, ''), exif), {
      metadata: [],
      colorProfile: false,
    });
  });

  it('is found in a PNG and a WebP', async () => {
    const xmp = chunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0<x/>');
    assert.deepEqual(
      await read('\x89PNG\r\n\x1a\n', chunk('iCCP', 'x'), chunk('eXIf', 'II'), xmp, chunk('IEND', '')),
      { metadata: ['EXIF', 'XMP'], colorProfile: true },
    );
    assert.deepEqual(
      await read('RIFF\0\0\0\0WEBP', 'ICCP\x03\0\0\0abc\0', 'EXIF\x02\0\0\0II', 'XMP \x01\0\0\0x'),
      { metadata: ['EXIF', 'XMP'], colorProfile: true },
    );
  });

  it('is nothing in other files and in what ends early', async () => {
    for (const text of ['', 'GIF89a', '\xff\xd8\xff', '\x89PNG\r\n\x1a\n\0\0', 'RIFF\0\0\0\0WEBPEXIF'])
      assert.deepEqual(await read(text), { metadata: [], colorProfile: false });
  });
});
