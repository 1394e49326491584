/**
 * One kind of work on images by one engine, as a process of its own so that its memory can be told:
 * `node --import tsx test/bench/images.ts <ours|sharp|napi> <task> <folder> <worker>` prints one line of JSON.
 */
import { createRequire } from 'node:module';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import path from 'node:path';
import { makeOf } from '../../src/core/sets/makeOf';
import { planSet } from '../../src/core/sets/plan';
import { ImagingClient } from '../../src/host/imaging/imagingClient';

import { ask, builtIn } from '../unit/sets/builtIn';

const [engine = '', task = '', folder = '', tools = ''] = process.argv.slice(2);
const out = path.join(folder, `out-${engine}-${task}`);
mkdirSync(out, { recursive: true });
const input = (name: string) => path.join(folder, name);
const many = () => readdirSync(folder).filter(name => name.startsWith('many-'));

/** What is done once; `times` of it are measured after one that warms up. */
type Work = () => Promise<unknown>;
const quality = 80;

function ours(): Record<string, Work> {
  const client = new ImagingClient({ workerPath: tools, workers: 2 });
  const convert = (from: string, to: string, options: object) =>
    client.convert(input(from), path.join(out, to), { format: 'webp', quality, ...options });
  return {
    card: () => convert('photo-1024.png', 'card.webp', { width: 1200, height: 630 }),
    large: () => convert('photo-4096.png', 'large.webp', {}),
    thumbnails: () =>
      Promise.all(many().map(name => convert(name, `${name}.webp`, { width: 256, height: 256 }))),
    favicon: () => {
      const set = builtIn('favicon');
      const planned = planSet(set, {
        ...ask(),
        image: { width: 1024, height: 1024, format: 'png', hasAlpha: false },
      });
      if (!('plan' in planned)) throw new Error('no plan');
      const jobs = planned.plan.files.flatMap(file => {
        const make = makeOf(file);
        return make ? [{ output: path.join(out, path.basename(file.path)), make }] : [];
      });
      return client.renderAll(input('photo-1024.png'), jobs);
    },
    oxipng: () => client.optimisePng(input('photo-1024.png'), path.join(out, 'photo.png')),
    end: () => client.dispose(),
  };
}

interface Sharp {
  (file: string): Sharp;
  resize(width: number, height: number): Sharp;
  webp(options: { quality: number }): Sharp;
  png(options: { compressionLevel: number }): Sharp;
  extend(room: { top: number; bottom: number; left: number; right: number; background: string }): Sharp;
  flatten(options: { background: string }): Sharp;
  toBuffer(): Promise<Buffer>;
  clone(): Sharp;
  toFile(file: string): Promise<unknown>;
  concurrency(threads: number): void;
}

function sharpWork(): Record<string, Work> {
  const sharp = createRequire(path.join(tools, 'x.js'))('sharp') as Sharp;
  sharp.concurrency(2);
  const webp = (from: Sharp, to: string) => from.webp({ quality }).toFile(path.join(out, to));
  return {
    card: () => webp(sharp(input('photo-1024.png')).resize(1200, 630), 'card.webp'),
    // The same files; the .ico is three PNGs behind one another.
    favicon: async () => {
      const square = (side: number, room = 0) => {
        const inner = side - 2 * room;
        const image = sharp(input('photo-1024.png')).resize(inner, inner);
        if (room === 0) return image;
        const edges = { top: room, bottom: room, left: room, right: room, background: '#102030' };
        return image.flatten({ background: '#102030' }).extend(edges);
      };
      const png = (of: Sharp) => of.png({ compressionLevel: 9 });
      const file = (of: Sharp, name: string) => png(of).toFile(path.join(out, name));
      const works: Work[] = [
        () => file(square(512), 'icon-512.png'),
        () => file(square(512, 102), 'icon-maskable-512.png'),
        () => file(square(192), 'icon-192.png'),
        () => file(square(180, 14), 'apple-touch-icon.png'),
        ...[16, 32, 96].map(side => () => file(square(side), `favicon-${side}.png`)),
        async () => {
          const parts = [];
          for (const side of [16, 32, 48]) parts.push(await png(square(side)).toBuffer());
          await writeFile(path.join(out, 'favicon.ico'), Buffer.concat(parts));
        },
      ];
      const lane = async (): Promise<void> => {
        for (let work = works.shift(); work; work = works.shift()) await work();
      };
      await Promise.all([lane(), lane()]);
    },
    large: () => webp(sharp(input('photo-4096.png')), 'large.webp'),
    thumbnails: async () => {
      const names = many();
      const lane = async (): Promise<void> => {
        for (let name = names.pop(); name; name = names.pop())
          await webp(sharp(input(name)).resize(256, 256), `${name}.webp`);
      };
      // Two at once, as our two workers.
      await Promise.all([lane(), lane()]);
    },
  };
}

function napiWork(): Record<string, Work> {
  const napi = createRequire(path.join(tools, 'x.js'))('@napi-rs/image') as {
    losslessCompressPng(bytes: Buffer): Promise<Buffer>;
  };
  return {
    oxipng: async () => {
      await writeFile(
        path.join(out, 'photo.png'),
        await napi.losslessCompressPng(await readFile(input('photo-1024.png'))),
      );
    },
  };
}

const engines: Record<string, () => Record<string, Work>> = { ours, sharp: sharpWork, napi: napiWork };
const works = engines[engine]?.() ?? {};
const work = works[task];
if (!work) throw new Error(`${engine} has no ${task}`);
void main(work);

async function main(work: Work): Promise<void> {
  const times = task === 'thumbnails' ? 1 : 5;
  if (task !== 'thumbnails') await work();
  const delay = monitorEventLoopDelay({ resolution: 2 });
  delay.enable();
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await work();
    taken.push(performance.now() - start);
  }
  delay.disable();
  await works['end']?.();
  const bytes = readdirSync(out).reduce((sum, name) => sum + statSync(path.join(out, name)).size, 0);
  console.log(
    JSON.stringify({
      ms: taken.sort((a, b) => a - b)[times >> 1],
      peakMiB: process.resourceUsage().maxRSS / 1024,
      blockMs: delay.max / 1e6,
      bytes,
    }),
  );
  process.exit(0);
}
