/**
 * Bytes at equal DSSIM, ours over sharp with its own defaults: `node --import tsx test/bench/sizes.ts <folder> <worker> <rivals> <photo>…`
 * prints one line of JSON. sharp reads what both wrote.
 */
import { createRequire } from 'node:module';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ImagingClient } from '../../src/host/imaging/imagingClient';
import { bytesRatio, type Point } from './rate';
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
  toFile(file: string): Promise<{ width: number; height: number }>;
}

const [folder = '', workerPath = '', rivals = '', ...photos] = process.argv.slice(2);
const sharp = createRequire(path.join(rivals, 'x.js'))('sharp') as (input: Buffer | string) => Sharp;
const client = new ImagingClient({ workerPath, workers: 2 });
/** Around what the settings of the extension come to. Nothing depends on a quality meaning the same to both. */
const qualities = [44, 56, 68, 76, 84, 92];
/** Large enough for what encoders do, small enough for AVIF. */
const edge = 800;
/** Larger pictures are made faster by us; of so many of those that are as large. */
const [largeEdge, largeCount] = [1600, 2];

/** Of each picture a ratio, or `null` where no quality of the one comes near any of the other. */
type Ratios = Record<'jpeg' | 'webp' | 'avif' | 'largeAvif', (number | null)[]> & { png: number[] };

async function main(): Promise<void> {
  const ratios: Ratios = { jpeg: [], webp: [], avif: [], largeAvif: [], png: [] };
  for (const [index, photo] of photos.entries()) {
    const reference = path.join(folder, `reference-${index}.png`);
    await shrink(photo, reference, edge);
    for (const format of ['jpeg', 'webp', 'avif'] as const)
      ratios[format].push(await compare(reference, format));
    const small = path.join(folder, `ours-${index}.png`);
    await client.convert(reference, small, { format: 'png', optimise: true });
    const level9 = await sharp(reference).png({ compressionLevel: 9 }).toBuffer();
    ratios.png.push((await stat(small)).size / level9.length);

    if (ratios.largeAvif.length === largeCount) continue;
    const { width, height } = await shrink(photo, reference, largeEdge);
    if (Math.max(width, height) === largeEdge) ratios.largeAvif.push(await compare(reference, 'avif'));
  }
  await client.dispose();
  console.log(JSON.stringify(ratios));
  process.exit(0);
}

async function shrink(photo: string, to: string, side: number): Promise<{ width: number; height: number }> {
  const box = { width: side, height: side, fit: 'inside', withoutEnlargement: true } as const;
  return sharp(photo).rotate().resize(box).removeAlpha().toColourspace('srgb').png().toFile(to);
}

async function compare(reference: string, format: 'jpeg' | 'webp' | 'avif'): Promise<number | null> {
  const pixels = await sharp(reference).raw().toBuffer({ resolveWithObject: true });
  const { width, height } = pixels.info;
  const point = async (bytes: Buffer): Promise<Point> => {
    const read = await sharp(bytes).removeAlpha().toColourspace('srgb').raw().toBuffer();
    return { bytes: bytes.length, apart: dssim(pixels.data, read, width, height) };
  };
  const ours: Point[] = [];
  const theirs: Point[] = [];
  for (const quality of qualities) {
    const made = `${reference}-${quality}.${format}`;
    await client.convert(reference, made, { format, quality });
    ours.push(await point(await readFile(made)));
    theirs.push(await point(await sharp(reference)[format]({ quality }).toBuffer()));
  }
  return bytesRatio(ours, theirs) ?? null;
}

void main();
