/** Luminance DC table of the JPEG standard (Annex K.3): codes by category. */
const dcCounts = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const dcValues = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

/** One code only: end of block. Flat blocks need no other. */
const acCounts = [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const acValues = [0];

/** Levels of a block: brightness and the two colour differences, -128 to 127. */
type Levels = readonly [number, number, number];

/** A real baseline JPEG of flat 8×8 blocks, `padding` bytes larger by application segments. */
export function makeJpeg(width: number, height: number, hue: number, padding?: Buffer): Buffer {
  const striped = (column: number, row: number): Levels => [
    Math.round((((column + row) * 1.7 + hue) % 200) - 100),
    ((hue * 7 + (row >> 3) * 20) % 160) - 80,
    ((hue * 13 + (column >> 3) * 20) % 160) - 80,
  ];
  return blockJpeg(width, height, striped, padding);
}

/** The same of any levels. */
export function blockJpeg(
  width: number,
  height: number,
  levels: (column: number, row: number) => Levels,
  padding?: Buffer,
): Buffer {
  const bits = new BitWriter();
  const codes = huffman(dcCounts, dcValues);
  const endOfBlock = huffman(acCounts, acValues).get(0) ?? { code: 0, length: 2 };
  const across = Math.ceil(width / 8);
  const down = Math.ceil(height / 8);
  const last = [0, 0, 0];
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      const block = levels(column, row);
      for (let component = 0; component < 3; component++) {
        const value = block[component] ?? 0;
        const difference = value - (last[component] ?? 0);
        last[component] = value;
        const category = 32 - Math.clz32(Math.abs(difference));
        const code = codes.get(category) ?? { code: 0, length: 2 };
        bits.write(code.code, code.length);
        if (category > 0)
          bits.write(difference > 0 ? difference : difference + (1 << category) - 1, category);
        bits.write(endOfBlock.code, endOfBlock.length);
      }
    }
  }
  const frame = Buffer.from([8, 0, 0, 0, 0, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('4a46494600010100000100010000', 'hex')),
    ...pad(padding),
    // A step of 8 for the DC makes a level of 1 one step of brightness.
    segment(0xdb, Buffer.concat([Buffer.of(0), Buffer.alloc(64, 8)])),
    segment(0xc0, frame),
    segment(0xc4, Buffer.from([0x00, ...dcCounts, ...dcValues])),
    segment(0xc4, Buffer.from([0x10, ...acCounts, ...acValues])),
    segment(0xda, Buffer.from([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])),
    bits.end(),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function* pad(padding: Buffer | undefined): Generator<Buffer> {
  for (let at = 0; padding !== undefined && at < padding.length; at += 65000) {
    yield segment(0xef, padding.subarray(at, at + 65000));
  }
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

function huffman(
  counts: readonly number[],
  values: readonly number[],
): Map<number, { code: number; length: number }> {
  const codes = new Map<number, { code: number; length: number }>();
  let code = 0;
  let next = 0;
  counts.forEach((count, index) => {
    for (let i = 0; i < count; i++) codes.set(values[next++] ?? 0, { code: code++, length: index + 1 });
    code <<= 1;
  });
  return codes;
}

class BitWriter {
  private bytes = Buffer.alloc(1 << 16);
  private length = 0;
  private held = 0;
  private count = 0;

  write(value: number, length: number): void {
    this.held = (this.held << length) | (value & ((1 << length) - 1));
    this.count += length;
    while (this.count >= 8) {
      this.count -= 8;
      this.put((this.held >> this.count) & 255);
    }
    this.held &= (1 << this.count) - 1;
  }

  end(): Buffer {
    if (this.count > 0) this.write((1 << (8 - this.count)) - 1, 8 - this.count);
    return this.bytes.subarray(0, this.length);
  }

  private put(byte: number): void {
    if (this.length + 2 > this.bytes.length)
      this.bytes = Buffer.concat([this.bytes, Buffer.alloc(this.bytes.length)]);
    this.bytes[this.length++] = byte;
    if (byte === 0xff) this.bytes[this.length++] = 0;
  }
}
