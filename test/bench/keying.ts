/**
 * How true cut-outs are, on pictures of known transparency, and how sure painted checkerboards are told:
 * `node --import tsx test/bench/keying.ts <worker> <folder of photographs>…` prints one line of JSON.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type Bitmap, createBitmap, crop } from '../../src/core/imaging/bitmap';
import { defaultLimits } from '../../src/core/imaging/facts';
import { hasPaintedCheckerboard } from '../../src/core/imaging/keying/checkerboard';
import { cutKey } from '../../src/core/imaging/keying/cutKey';
import { blur } from '../../src/core/imaging/retouch/focusOps';
import { createCodecs } from '../../src/host/imaging/codecs';
import { decodeFile } from '../../src/host/imaging/decode';
import { errorsOf, keyed8, makeKeyed } from '../unit/imaging/makeKeyed';

const [worker = '', ...folders] = process.argv.slice(2);
const codecs = createCodecs(path.join(path.dirname(worker), 'wasm'));
const seeds = [11, 12, 13];
const size = 320;

/** Worst and mean over the key colours, of edges: mean |Δα| (0–1) and ΔE2000 of the colour. */
async function quality(noise: number, jpeg?: number) {
  const rows: { name: string; alpha: number; colour: number }[] = [];
  for (const { name, key, palette } of keyed8) {
    let [alpha, colour] = [0, 0];
    for (const seed of seeds) {
      const { image, truth } = makeKeyed(key, palette, seed, size, noise);
      const cut =
        jpeg === undefined ? image : await codecs.decodeJpeg(await codecs.encodeJpeg(image, jpeg, false));
      const { r, g, b } = key;
      cutKey(cut, { r, g, b }, { seeThrough: true });
      const errors = errorsOf(cut, truth);
      alpha += errors.alpha / seeds.length;
      colour += errors.colour / seeds.length;
    }
    rows.push({ name, alpha, colour });
  }
  const worst = (part: 'alpha' | 'colour') => Math.max(...rows.map(row => row[part]));
  const mean = (part: 'alpha' | 'colour') => rows.reduce((sum, row) => sum + row[part], 0) / rows.length;
  return {
    worstAlpha: worst('alpha'),
    meanAlpha: mean('alpha'),
    worstColour: worst('colour'),
    meanColour: mean('colour'),
  };
}

const photos: Bitmap[] = [];
async function load(): Promise<void> {
  for (const folder of folders) {
    for (const name of readdirSync(folder)) {
      if (!/\.(jpe?g|png|webp)$/i.test(name)) continue;
      photos.push((await decodeFile(path.join(folder, name), codecs, defaultLimits)).bitmap);
    }
  }
}

/** Each photograph whole, and cut into tiles: a screenshot or a crop is an image, too. */
function alarms(): { alarms: number; looked: number } {
  let [found, looked] = [0, 0];
  const look = (bitmap: Bitmap) => {
    looked++;
    if (hasPaintedCheckerboard(bitmap)) found++;
  };
  for (const photo of photos) {
    look(photo);
    const side = Math.floor(Math.min(photo.width, photo.height) / 4);
    for (let y = 0; y + side <= photo.height; y += side) {
      for (let x = 0; x + side <= photo.width; x += side)
        look(crop(photo, { x, y, width: side, height: side }));
    }
  }
  return { alarms: found, looked };
}

/** The middle of a photograph before squares of every usual size and contrast, also soft and as a JPEG. */
async function checkerboards(): Promise<{ found: number; made: number }> {
  let [found, made] = [0, 0];
  const shades = [
    [255, 204],
    [255, 191],
    [255, 239],
    [204, 153],
    [153, 102],
    [68, 51],
  ] as const;
  for (const [index, square] of [5, 6.4, 8, 10.67, 12, 16, 20, 24, 31.5, 32].entries()) {
    for (const [light, dark] of shades) {
      const photo = photos[(index + light) % Math.max(1, photos.length)];
      const image = painted(photo, square, light, dark, index * 1.7);
      for (const each of [
        image,
        square < 6 ? image : blur(image, 0.7),
        await codecs.decodeJpeg(await codecs.encodeJpeg(image, 80, false)),
      ]) {
        made++;
        if (hasPaintedCheckerboard(each)) found++;
      }
    }
  }
  return { found, made };
}

function painted(
  photo: Bitmap | undefined,
  square: number,
  light: number,
  dark: number,
  offset: number,
): Bitmap {
  const out = createBitmap(480, 400);
  for (let y = 0, at = 0; y < out.height; y++) {
    for (let x = 0; x < out.width; x++, at += 4) {
      const cell = Math.floor((x + offset) / square) + Math.floor((y + offset) / square);
      const grey = cell % 2 === 0 ? light : dark;
      out.data.set([grey, grey, grey, 255], at);
      const inside = Math.hypot((x - 240) / 150, (y - 200) / 130) < 1;
      if (!inside || !photo) continue;
      const from = ((y % photo.height) * photo.width + (x % photo.width)) * 4;
      out.data.set(photo.data.subarray(from, from + 3), at);
    }
  }
  return out;
}

async function main(): Promise<void> {
  await load();
  const measured = {
    clean: await quality(0),
    noisy: await quality(2),
    jpeg: await quality(0, 90),
    ...alarms(),
    ...(await checkerboards()),
  };
  console.log(JSON.stringify(measured));
}

void main();
