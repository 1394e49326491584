import assert from 'node:assert/strict';
import { bytesSource } from '../../../src/core/imaging/byteSource';
import { readHeader } from '../../../src/core/imaging/header/readHeader';
import { readProvenance } from '../../../src/core/imaging/provenance';
import { fixture, pngChunk, pngOf, segment, solid, withChunks, withSegments } from './makeImages';
import { manifest, manifestSegments } from './makeMetadata';

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

  it('finds them in JPEG, cut into segments in the middle of a word, in any order', async () => {
    const parts = manifestSegments(manifest.indexOf('SynthID') + 3);
    assert.equal(parts.length, 2);
    assert.deepEqual(await of(withSegments(fixture('gray.jpg'), ...parts)), found);
    assert.deepEqual(await of(withSegments(fixture('gray.jpg'), ...parts.reverse())), found);
    const many = manifestSegments(40);
    assert.deepEqual(await of(withSegments(fixture('gray.jpg'), ...many)), found);
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
    // The word is no manifest store.
    assert.deepEqual(await of(withChunks(png, pngChunk('caBX', Buffer.from('about c2pa')))), nothing);
    const other = segment(0xeb, Buffer.from('XX\0\x01\0\0\0\x01 c2pa and more'));
    assert.deepEqual(await of(withSegments(fixture('gray.jpg'), other)), nothing);
  });

  it('finds them behind the pixels, too, however many pieces those are in', async () => {
    const end = Buffer.from(png).indexOf('IEND') - 4;
    const pieces = Array.from({ length: 100 }, () => pngChunk('IDAT', Buffer.alloc(2000, 1)));
    const credit = Buffer.from('XML:com.adobe.xmp\0\0\0\0\0Made with Google AI');
    const late = (...chunks: Uint8Array[]) =>
      of(Buffer.concat([png.subarray(0, end), ...pieces, ...chunks, png.subarray(end)]));
    assert.deepEqual(await late(pngChunk('caBX', manifest)), found);
    assert.equal((await late(pngChunk('iTXt', credit))).aiGenerated, true);
    assert.equal((await late()).contentCredentials, false);
  });

  it('reads a bounded part of a huge manifest', async () => {
    const huge = Buffer.concat([manifest, Buffer.alloc(5_000_000, 0x20)]);
    const header = await readHeader(bytesSource(withChunks(png, pngChunk('caBX', huge))));
    assert.ok((header.manifest?.length ?? 0) <= 1024 * 1024);
    assert.deepEqual(readProvenance(header), found);
  });
});
