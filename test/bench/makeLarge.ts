/** Four pictures of 4096², alike but for a tint: `node --import tsx test/bench/makeLarge.ts <folder>`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createBitmap } from '../../src/core/imaging/bitmap';
import { encodePng } from '../../src/host/imaging/pngEncoder';

const [folder = ''] = process.argv.slice(2);
const side = 4096;

for (let index = 0; index < 4; index++) {
  const bitmap = createBitmap(side, side);
  const { data } = bitmap;
  for (let y = 0, at = 0; y < side; y++) {
    for (let x = 0; x < side; x++, at += 4) {
      const ring = 40 * Math.sin((x * x + y * y) / 4e5);
      data[at] = 120 + ring + 20 * index;
      data[at + 1] = 90 + (x >> 5) + ((x ^ y) & 7);
      data[at + 2] = 140 + (y >> 6) - ring;
      data[at + 3] = 255;
    }
  }
  writeFileSync(path.join(folder, `large-${index}.png`), encodePng(bitmap));
}
