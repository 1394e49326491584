/** A valid Display P3 matrix profile (ICC.1 v2), `spare` bytes longer by a private tag. */
export function p3Profile(spare = 0): Uint8Array {
  const xyz = (...values: readonly number[]) => {
    const tag = Buffer.alloc(20);
    tag.write('XYZ ', 0, 'latin1');
    values.forEach((value, i) => tag.writeInt32BE(Math.round(value * 65536), 8 + i * 4));
    return tag;
  };
  const gamma = Buffer.from([...Buffer.from('curv\0\0\0\0', 'latin1'), 0, 0, 0, 1, 2, 0x33, 0, 0]);
  const text = Buffer.alloc(16);
  text.write('text\0\0\0\0test', 0, 'latin1');
  const desc = Buffer.alloc(104);
  desc.write('desc', 0, 'latin1');
  desc.writeUInt32BE(3, 8);
  desc.write('P3', 12, 'latin1');
  const private_ = Buffer.alloc(spare);
  for (let i = 0; i < spare; i++) private_[i] = (Math.imul(i, 2654435761) >>> 13) & 255;
  const tags: [string, Buffer][] = [
    ['desc', desc],
    ['cprt', text],
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    ['rXYZ', xyz(0.5151, 0.2412, -0.0011)],
    ['gXYZ', xyz(0.292, 0.6922, 0.0419)],
    ['bXYZ', xyz(0.1571, 0.0666, 0.7841)],
    ['rTRC', gamma],
    ['gTRC', gamma],
    ['bTRC', gamma],
    ...(spare > 0 ? ([['zzzz', private_]] satisfies [string, Buffer][]) : []),
  ];
  const head = Buffer.alloc(132 + tags.length * 12);
  head.write('mntrRGB XYZ ', 12, 'latin1');
  head.writeUInt32BE(0x02100000, 8);
  head.write('acsp', 36, 'latin1');
  [0.9642, 1, 0.8249].forEach((value, i) => head.writeInt32BE(Math.round(value * 65536), 68 + i * 4));
  head.writeUInt32BE(tags.length, 128);
  let at = head.length;
  tags.forEach(([name, body], i) => {
    head.write(name, 132 + i * 12, 'latin1');
    head.writeUInt32BE(at, 136 + i * 12);
    head.writeUInt32BE(body.length, 140 + i * 12);
    at += body.length;
  });
  head.writeUInt32BE(at, 0);
  return Buffer.concat([head, ...tags.map(([, body]) => body)]);
}
