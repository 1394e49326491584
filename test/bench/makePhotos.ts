/** `node --import tsx test/bench/makePhotos.ts <folder>`: PNGs with the shapes and the grain of photographs. */
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createBitmap } from '../../src/core/imaging/bitmap';
import { encodePng } from '../../src/host/imaging/pngEncoder';

const [folder = ''] = process.argv.slice(2);

function photo(side: number, seed: number): Uint8Array {
  const bitmap = createBitmap(side, side);
  const { data } = bitmap;
  const scale = 1024 / side;
  let state = seed * 2654435761;
  const grain = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    // Nearly normal, as a sensor's noise.
    return ((state & 255) + ((state >> 8) & 255) + ((state >> 16) & 255) + (state >>> 24) - 510) / 60;
  };
  for (let y = 0, at = 0; y < side; y++) {
    for (let x = 0; x < side; x++, at += 4) {
      const u = (x * scale) / 90 + seed;
      const v = (y * scale) / 70 - seed;
      const shape = Math.sin(u) * Math.cos(v) + Math.sin((u + v) * 2.7) * 0.4 + Math.sin(u * v * 0.3) * 0.3;
      const noise = grain();
      data[at] = 120 + 70 * shape + noise;
      data[at + 1] = 110 + 60 * Math.sin(shape * 1.8 + 1) + noise;
      data[at + 2] = 130 + 60 * Math.cos(shape * 2.1) + noise;
      data[at + 3] = 255;
    }
  }
  return encodePng(bitmap);
}

writeFileSync(path.join(folder, 'photo-1024.png'), photo(1024, 1));
writeFileSync(path.join(folder, 'photo-4096.png'), photo(4096, 2));
// 8 pictures under 25 names each: making them all would take longer than measuring.
for (let i = 0; i < 8; i++) writeFileSync(path.join(folder, `many-${i}.png`), photo(1024, 10 + i));
for (let i = 8; i < 200; i++) {
  copyFileSync(path.join(folder, `many-${i % 8}.png`), path.join(folder, `many-${i}.png`));
}
