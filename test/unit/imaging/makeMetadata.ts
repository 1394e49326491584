import { segment } from './makeParts';

type Value = string | number | readonly [number, number][] | { tags: Tags };
type Tags = Readonly<Record<number, Value>>;

/** A TIFF structure as EXIF has it (little endian), with text, numbers, and directories of their own. */
export function exif(tags: Tags, preview?: Uint8Array): Buffer {
  const parts: Buffer[] = [Buffer.from('II*\0\x08\0\0\0', 'latin1')];
  const directory = (own: Tags, at: number, next: number): Buffer => {
    const names = Object.keys(own).map(Number);
    const bytes = 2 + names.length * 12 + 4;
    const head = Buffer.alloc(bytes);
    const behind: Buffer[] = [];
    let free = at + bytes;
    head.writeUInt16LE(names.length, 0);
    names.forEach((tag, i) => {
      const value = own[tag];
      const entry = 2 + i * 12;
      head.writeUInt16LE(tag, entry);
      const put = (type: number, count: number, body: Buffer) => {
        head.writeUInt16LE(type, entry + 2);
        head.writeUInt32LE(count, entry + 4);
        head.writeUInt32LE(free, entry + 8);
        behind.push(body);
        free += body.length;
      };
      if (typeof value === 'number') {
        head.writeUInt16LE(3, entry + 2);
        head.writeUInt32LE(1, entry + 4);
        head.writeUInt16LE(value, entry + 8);
      } else if (typeof value === 'string') {
        put(2, value.length + 1, Buffer.from(`${value}\0${value.length % 2 ? '' : '\0'}`));
      } else if (value && 'tags' in value) {
        const inner = directory(value.tags, free, 0);
        put(4, 1, inner);
      } else if (value) {
        const body = Buffer.alloc(value.length * 8);
        value.forEach(([a, b], n) => {
          body.writeUInt32LE(a, n * 8);
          body.writeUInt32LE(b, n * 8 + 4);
        });
        put(5, value.length, body);
      }
    });
    head.writeUInt32LE(next === 0 ? 0 : free, bytes - 4);
    return Buffer.concat([head, ...behind]);
  };
  const main = directory(tags, 8, preview ? 1 : 0);
  parts.push(main);
  if (preview) {
    const at = 8 + main.length;
    parts.push(directory({ 0x0201: at + 30, 0x0202: preview.length }, at, 0), Buffer.from(preview));
  }
  return Buffer.concat(parts);
}

/** As a phone writes it: where, with what, when, and a small picture. `turn`: orientation 1–8. */
export function phoneExif(turn: number): Buffer {
  return exif(
    {
      0x010f: 'Acme',
      0x0110: 'Phone 7',
      0x0112: turn,
      0x8769: { tags: { 0x9003: '2026:11:22 10:15:30', 0x9286: 'ASCII\0\0\0On the pier' } },
      0x8825: {
        tags: {
          1: 'N',
          2: [
            [47, 1],
            [36, 1],
            [0, 1],
          ],
          3: 'E',
          4: [
            [9, 1],
            [0, 1],
            [0, 1],
          ],
        },
      },
    },
    Buffer.from([0xff, 0xd8, 0xff, 0xd9]),
  );
}

/** The APP1 of an EXIF. */
export function exifSegment(tiff: Uint8Array): Uint8Array {
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]));
}

/** The APP1 of an XMP packet. */
export function xmpSegment(packet: string): Uint8Array {
  return segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${packet}`));
}

export function webpChunk(type: string, body: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

/** An extended WebP of these chunks, VP8X first. */
export function webpOf(chunks: readonly Uint8Array[]): Buffer {
  const whole = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), ...chunks]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}

/** A CBOR text string (RFC 8949). */
export function cborText(value: string): Buffer {
  const bytes = Buffer.from(value);
  const head = bytes.length < 24 ? [0x60 + bytes.length] : [0x78, bytes.length];
  return Buffer.concat([Buffer.from(head), bytes]);
}

/** The parts of a C2PA manifest store that matter here, as Google's generators write them; no valid manifest. */
export const manifest = Buffer.concat([
  Buffer.from('\0\0\0\x40jumb\0\0\0\x1ejumdc2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\x03c2pa\0', 'latin1'),
  cborText('claim_generator_info'),
  Buffer.from([0x81, 0xa2]),
  cborText('name'),
  cborText('Google C2PA Core Generator Library'),
  cborText('version'),
  cborText('1.0'),
  cborText('description'),
  cborText('Applied imperceptible SynthID watermark.'),
  cborText('digitalSourceType'),
  cborText('http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia'),
]);

/** The manifest as APP11 segments of at most `most` bytes of it each. */
export function manifestSegments(most: number): Uint8Array[] {
  const box = manifest.subarray(0, 8);
  const out: Uint8Array[] = [];
  for (let at = 0, number = 1; at < manifest.length; at += most, number++) {
    const own = Buffer.from('JP\0\x01\0\0\0\0', 'latin1');
    own.writeUInt32BE(number, 4);
    const part = manifest.subarray(at, at + most);
    out.push(segment(0xeb, Buffer.concat(at === 0 ? [own, part] : [own, box, part])));
  }
  return out;
}
