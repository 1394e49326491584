import assert from 'node:assert/strict';
import { bytesSource } from '../../../src/core/imaging/byteSource';
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

/** The picker reads headers on the extension host's own thread. */
describe('headers that were made to keep us busy', () => {
  async function timed(bytes: Uint8Array): Promise<number> {
    const begun = performance.now();
    await readHeader(bytesSource(bytes)).catch(() => undefined);
    return performance.now() - begun;
  }

  it('an AVIF that names properties of one item a hundred thousand times', async () => {
    const count = 100_000;
    const ipma = Buffer.alloc(8 + 4 * count);
    ipma.writeUInt32BE(count, 4);
    for (let i = 0; i < count; i++) ipma.set([0, 1, 1, 1], 8 + 4 * i);
    const meta = box('meta', Buffer.alloc(4), box('iprp', box('ipma', ipma)));
    assert.ok((await timed(Buffer.concat([ftyp, meta]))) < 1000);
  });

  it('an AVIF whose items belong to one item, hundreds of thousands of times', async () => {
    const reference = Buffer.alloc(4 + 2 * 256);
    reference.writeUInt16BE(256, 2);
    const meta = box(
      'meta',
      Buffer.alloc(4),
      box('iref', Buffer.alloc(4), ...Array.from({ length: 1000 }, () => box('auxl', reference))),
    );
    assert.ok((await timed(Buffer.concat([ftyp, meta]))) < 1000);
  });

  it('a PNG of metadata: a few megabytes of it are kept', async () => {
    const text = pngChunk('tEXt', new Uint8Array(1024 * 1024));
    const png = withChunks(pngOf(solid(2, 2, [0, 0, 0, 255])), ...Array.from({ length: 12 }, () => text));
    const header = await readHeader(bytesSource(png));
    assert.ok((header.metadata?.length ?? 0) <= 2 * 1024 * 1024, String(header.metadata?.length));
    assert.equal(header.truncated, false);
  });
});
