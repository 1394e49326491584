import { inflateSync } from 'node:zlib';

const maxFontBytes = 100_000_000;

/** A WOFF file (W3C WOFF 1.0) as the OpenType font in it; other bytes as they are. Throws on a damaged one. */
export function unpackWoff(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 44 || view.getUint32(0) !== 0x774f4646) return bytes;
  const count = view.getUint16(12);
  const total = view.getUint32(16);
  if (total > maxFontBytes) throw new Error('The font is too large.');
  const out = new Uint8Array(total);
  const to = new DataView(out.buffer);
  to.setUint32(0, view.getUint32(4));
  to.setUint16(4, count);
  const power = Math.floor(Math.log2(count));
  to.setUint16(6, 16 * 2 ** power);
  to.setUint16(8, power);
  to.setUint16(10, count * 16 - 16 * 2 ** power);
  let at = 12 + count * 16;
  for (let i = 0; i < count; i++) {
    const entry = 44 + i * 20;
    const [tag, offset, packed, length, checksum] = [0, 4, 8, 12, 16].map(part =>
      view.getUint32(entry + part),
    );
    if (tag === undefined || offset === undefined || packed === undefined) continue;
    if (length === undefined || checksum === undefined) continue;
    const stored = bytes.subarray(offset, offset + packed);
    const table = packed < length ? inflateSync(stored, { maxOutputLength: length }) : stored;
    if (table.length !== length) throw new Error('The font is damaged.');
    out.set(table, at);
    [tag, checksum, at, length].forEach((value, part) => to.setUint32(12 + i * 16 + part * 4, value));
    at += Math.ceil(length / 4) * 4;
  }
  return out;
}
