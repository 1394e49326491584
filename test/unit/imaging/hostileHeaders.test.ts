import assert from 'node:assert/strict';
import { bytesSource } from '../../../src/core/imaging/byteSource';
import type { ImageHeader } from '../../../src/core/imaging/header/imageHeader';
import { readHeader } from '../../../src/core/imaging/header/readHeader';
import { pngChunk, pngOf, solid, withChunks } from './makeImages';

const box = (type: string, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};
const ftyp = box('ftyp', Buffer.from('avif\0\0\0\0avifmif1', 'latin1'));

const u16 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => bytes.writeUInt16BE(value, 2 * i));
  return bytes;
};
const u32 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
  return bytes;
};

/** An AVIF of 640 × 480 whose item 1 is the image; what is given comes beside what says so. */
function avif(associations: Buffer, ...more: readonly Buffer[]): Buffer {
  const properties = box(
    'ipco',
    box('ispe', u32(0, 640, 480)),
    box('auxC', u32(0), Buffer.from('urn:of:nothing\0', 'latin1')),
  );
  const iprp = box('iprp', properties, box('ipma', u32(0), associations));
  return Buffer.concat([ftyp, box('meta', u32(0), box('pitm', u32(0), u16(1)), iprp, ...more)]);
}

/** One item and its properties, by their numbers in `ipco`. */
const association = (item: number, ...properties: readonly number[]): Buffer =>
  Buffer.concat([u16(item), Buffer.from([properties.length, ...properties])]);

/** The picker reads headers on the extension host's own thread. */
describe('headers that were made to keep us busy', () => {
  /** Reads all the same what is an image, and that soon. */
  async function readSoon(bytes: Uint8Array): Promise<ImageHeader> {
    const begun = performance.now();
    const header = await readHeader(bytesSource(bytes));
    const took = performance.now() - begun;
    assert.ok(took < 1000, `${took.toFixed(0)} ms`);
    return header;
  }

  function assertIsTheImage({ storedWidth, storedHeight, canHoldAlpha }: ImageHeader): void {
    assert.deepEqual(
      { storedWidth, storedHeight, canHoldAlpha },
      { storedWidth: 640, storedHeight: 480, canHoldAlpha: false },
    );
  }

  it('an AVIF that names properties of one item a hundred thousand times', async () => {
    const count = 100_000;
    const again = Buffer.alloc(4 * count, association(1, 2));
    assertIsTheImage(await readSoon(avif(Buffer.concat([u32(1 + count), association(1, 1), again]))));
  });

  it('an AVIF whose items belong to one item, hundreds of thousands of times', async () => {
    // Item 2, with as many properties as there can be, belongs to item 1 in each of them.
    const reference = Buffer.concat([u16(2, 256), u16(...Array.from({ length: 256 }, () => 1))]);
    const iref = box('iref', u32(0), ...Array.from({ length: 1000 }, () => box('auxl', reference)));
    const items = [association(1, 1), association(2, ...Array.from({ length: 255 }, () => 2))];
    assertIsTheImage(await readSoon(avif(Buffer.concat([u32(items.length), ...items]), iref)));
  });

  it('a PNG of metadata: a few megabytes of it are kept', async () => {
    const text = pngChunk('tEXt', new Uint8Array(1024 * 1024));
    const png = withChunks(pngOf(solid(2, 2, [0, 0, 0, 255])), ...Array.from({ length: 12 }, () => text));
    const header = await readHeader(bytesSource(png));
    assert.ok((header.metadata?.length ?? 0) <= 2 * 1024 * 1024, String(header.metadata?.length));
    assert.equal(header.truncated, false);
  });
});
