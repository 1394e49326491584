import assert from 'node:assert/strict';
import { bytesSource } from '../../../src/core/imaging/byteSource';
import { readHeader } from '../../../src/core/imaging/header/readHeader';
import { readProvenance } from '../../../src/core/imaging/provenance';
import { fixture, pngChunk, pngOf, segment, solid, withChunks, withSegments } from './makeImages';

/** A CBOR text string (RFC 8949). */
function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const head = bytes.length < 24 ? [0x60 + bytes.length] : [0x78, bytes.length];
  return Buffer.concat([Buffer.from(head), bytes]);
}

/** The parts of a C2PA manifest store that matter here; no valid manifest. */
const manifest = Buffer.concat([
  Buffer.from('\0\0\0\x40jumb\0\0\0\x1ejumdc2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\x03c2pa\0', 'latin1'),
  text('claim_generator_info'),
  Buffer.from([0x81, 0xa2]),
  text('name'),
  text('Google C2PA Core Generator Library'),
  text('version'),
  text('1.0'),
  text('description'),
  text('Applied imperceptible SynthID watermark.'),
  text('digitalSourceType'),
  text('http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia'),
]);

const found = {
  contentCredentials: true,
  aiGenerated: true,
  synthIdClaimed: true,
  generator: 'Google C2PA Core Generator Library',
};

const of = async (bytes: Uint8Array) => readProvenance(await readHeader(bytesSource(bytes)));

describe('provenance', () => {
  const png = pngOf(solid(2, 2, [0, 0, 0, 255]));

  it('finds Content Credentials in PNG', async () => {
    assert.deepEqual(await of(withChunks(png, pngChunk('caBX', manifest))), found);
  });

  it('finds them in JPEG, cut into segments in the middle of a word', async () => {
    const cut = manifest.indexOf('SynthID') + 3;
    const box = manifest.subarray(0, 8);
    const one = segment(
      0xeb,
      Buffer.concat([Buffer.from('JP\0\x01\0\0\0\x01', 'latin1'), manifest.subarray(0, cut)]),
    );
    const two = segment(
      0xeb,
      Buffer.concat([Buffer.from('JP\0\x01\0\0\0\x02', 'latin1'), box, manifest.subarray(cut)]),
    );
    assert.deepEqual(await of(withSegments(fixture('gray.jpg'), one, two)), found);
  });

  it('finds them in WebP', async () => {
    const webp = Buffer.from(fixture('animated.webp'));
    const padded = manifest.length % 2 === 0 ? manifest : Buffer.concat([manifest, Buffer.from([0])]);
    const head = Buffer.from('C2PA\0\0\0\0', 'latin1');
    head.writeUInt32LE(manifest.length, 4);
    const whole = Buffer.concat([webp, head, padded]);
    whole.writeUInt32LE(whole.length - 8, 4);
    assert.deepEqual(await of(whole), found);
  });

  it('reads the source type and credit of XMP', async () => {
    const xmp = (body: string) =>
      pngChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta>${body}</x:xmpmeta>`));
    assert.deepEqual(
      await of(
        withChunks(
          png,
          xmp(
            '<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
          ),
        ),
      ),
      { contentCredentials: false, aiGenerated: true, synthIdClaimed: false },
    );
    assert.deepEqual(
      await of(withChunks(png, xmp('<photoshop:Credit>Made with Google AI</photoshop:Credit>'))),
      {
        contentCredentials: false,
        aiGenerated: true,
        synthIdClaimed: false,
        generator: 'Made with Google AI',
      },
    );
    assert.deepEqual(await of(withChunks(png, xmp('<rdf xmp:CreatorTool="Paint\u202e\u0007 1"/>'))), {
      contentCredentials: false,
      aiGenerated: false,
      synthIdClaimed: false,
      generator: 'Paint 1',
    });
  });

  it('claims nothing that is not there', async () => {
    const nothing = { contentCredentials: false, aiGenerated: false, synthIdClaimed: false };
    assert.deepEqual(await of(png), nothing);
    assert.deepEqual(await of(fixture('turned.jpg')), nothing);
    // A box of some other kind of JUMBF.
    assert.deepEqual(await of(withChunks(png, pngChunk('caBX', Buffer.from('jumb other')))), nothing);
  });

  it('reads a bounded part of a huge manifest', async () => {
    const huge = Buffer.concat([manifest, Buffer.alloc(5_000_000, 0x20)]);
    const header = await readHeader(bytesSource(withChunks(png, pngChunk('caBX', huge))));
    assert.ok((header.manifest?.length ?? 0) <= 1024 * 1024);
    assert.deepEqual(readProvenance(header), found);
  });
});
