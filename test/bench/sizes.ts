/**
 * Bytes at equal DSSIM, ours over sharp's: `node --import tsx test/bench/sizes.ts <folder> <worker> <rivals> <photo>…`
 * prints one line of JSON. sharp reads what both wrote.
 */
import { createRequire } from 'node:module';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ImagingClient } from '../../src/host/imaging/imagingClient';
import { dssim } from './ssim';

interface Sharp {
  resize(options: { width: number; height: number; fit: 'inside'; withoutEnlargement: true }): Sharp;
  rotate(): Sharp;
  removeAlpha(): Sharp;
  toColourspace(space: 'srgb'): Sharp;
  raw(): Sharp;
  png(options?: { compressionLevel: number }): Sharp;
  jpeg(options: { quality: number }): Sharp;
  webp(options: { quality: number }): Sharp;
  avif(options: { quality: number }): Sharp;
  toBuffer(): Promise<Buffer>;
  toBuffer(options: { resolveWithObject: true }): Promise<{
    data: Buffer;
    info: { width: number; height: number };
  }>;
  toFile(file: string): Promise<unknown>;
}

const [folder = '', workerPath = '', rivals = '', ...photos] = process.argv.slice(2);
const sharp = createRequire(path.join(rivals, 'x.js'))('sharp') as (input: Buffer | string) => Sharp;
const client = new ImagingClient({ workerPath, workers: 2 });
/** What the settings of the extension come to for photographs. */
const qualities = { jpeg: 82, webp: 82, avif: 67 } as const;
const steps = [56, 68, 76, 84, 92];
/** Large enough for what encoders do, small enough for AVIF. */
const edge = 800;

type Lossy = keyof typeof qualities;

async function main(): Promise<void> {
  const ratios: Record<Lossy | 'png', number[]> = { jpeg: [], webp: [], avif: [], png: [] };
  for (const [index, photo] of photos.entries()) {
    const reference = path.join(folder, `reference-${index}.png`);
    const box = { width: edge, height: edge, fit: 'inside', withoutEnlargement: true } as const;
    await sharp(photo).rotate().resize(box).removeAlpha().toColourspace('srgb').png().toFile(reference);
    const pixels = await sharp(reference).raw().toBuffer({ resolveWithObject: true });
    const { width, height } = pixels.info;
    const apart = async (file: string | Buffer): Promise<number> =>
      dssim(
        pixels.data,
        await sharp(file).removeAlpha().toColourspace('srgb').raw().toBuffer(),
        width,
        height,
      );

    for (const format of ['jpeg', 'webp', 'avif'] as const) {
      const made = path.join(folder, `ours-${index}.${format}`);
      await client.convert(reference, made, { format, quality: qualities[format] });
      const theirs: Point[] = [];
      for (const quality of steps) {
        const bytes = await sharp(reference)[format]({ quality }).toBuffer();
        theirs.push({ bytes: bytes.length, apart: await apart(bytes) });
      }
      const wanted = await apart(made);
      const at = bytesAt(theirs, wanted);
      if (at !== undefined) ratios[format].push((await stat(made)).size / at);
    }
    const small = path.join(folder, `ours-${index}.png`);
    await client.convert(reference, small, { format: 'png', optimise: true });
    const level9 = await sharp(reference).png({ compressionLevel: 9 }).toBuffer();
    ratios.png.push((await stat(small)).size / level9.length);
  }
  await client.dispose();
  console.log(JSON.stringify(ratios));
  process.exit(0);
}

interface Point {
  bytes: number;
  apart: number;
}

/** Between two qualities both grow by about the same factor each step. `undefined`: beyond all of them. */
function bytesAt(points: readonly Point[], apart: number): number | undefined {
  for (const [i, high] of points.entries()) {
    const low = points[i - 1];
    if (!low || apart > low.apart || apart < high.apart) continue;
    const share = Math.log(low.apart / apart) / Math.log(low.apart / high.apart);
    return low.bytes * (high.bytes / low.bytes) ** share;
  }
  return undefined;
}

void main();
