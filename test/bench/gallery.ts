/**
 * Thumbnails of the gallery, or those of sharp, as a process of its own:
 * `node --import tsx test/bench/gallery.ts <ours|again|sharp> <folder of pictures> <worker, or the rival's folder>` prints one
 * line of JSON. `again`: from the cache that `ours` has left.
 */
import { createRequire } from 'node:module';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ThumbnailCache } from '../../src/host/gallery/thumbnailCache';
import { Thumbnails } from '../../src/host/gallery/thumbnails';
import { ImagingClient } from '../../src/host/imaging/imagingClient';

const [engine = '', folder = '', tools = ''] = process.argv.slice(2);
const files = readdirSync(folder).filter(name => /^many-.*\.(png|jpg|webp)$/.test(name));
const edge = 256;

async function ours(): Promise<void> {
  const imaging = new ImagingClient({ workerPath: tools, workers: 2 });
  const cache = new ThumbnailCache(path.join(folder, 'cache'));
  await new Promise<void>((resolve, reject) => {
    let told = 0;
    const thumbnails = new Thumbnails(
      { cache, bulk: imaging.inBulk(), now: imaging, t: message => message },
      thumbnail => {
        if ('problem' in thumbnail) reject(new Error(thumbnail.problem));
        if (++told === files.length) resolve();
      },
    );
    void thumbnails.want(
      files.map((name, id) => ({ id, path: path.join(folder, name) })),
      edge,
    );
  });
  await imaging.dispose();
}

interface Sharp {
  (file: string): Sharp;
  resize(options: { width: number; height: number; fit: 'inside'; withoutEnlargement: true }): Sharp;
  webp(options: { quality: number }): Sharp;
  toFile(file: string): Promise<unknown>;
  concurrency(threads: number): void;
}

async function sharpWork(): Promise<void> {
  const sharp = createRequire(path.join(tools, 'x.js'))('sharp') as Sharp;
  sharp.concurrency(2);
  const out = path.join(folder, 'out-sharp');
  mkdirSync(out, { recursive: true });
  const names = [...files];
  const lane = async (): Promise<void> => {
    for (let name = names.pop(); name; name = names.pop())
      await sharp(path.join(folder, name))
        .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 78 })
        .toFile(path.join(out, `${name}.webp`));
  };
  // Two at once, as our two workers.
  await Promise.all([lane(), lane()]);
}

async function main(): Promise<void> {
  const start = performance.now();
  await (engine === 'sharp' ? sharpWork() : ours());
  console.log(
    JSON.stringify({
      ms: performance.now() - start,
      files: files.length,
      peakMiB: process.resourceUsage().maxRSS / 1024,
    }),
  );
  process.exit(0);
}

void main();
