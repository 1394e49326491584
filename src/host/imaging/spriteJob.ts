import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Bitmap } from '../../core/imaging/bitmap';
import type { ImageLimits } from '../../core/imaging/facts';
import { imagingError, isImagingError } from '../../core/imaging/imagingPort';
import { findBackground } from '../../core/imaging/keying/flatColour';
import { removeBackground } from '../../core/imaging/retouch/background';
import type { MadeSprites, SpriteNote, SpriteRequest } from '../../core/imaging/sprites';
import { toSrgb } from '../../core/imaging/toSrgb';
import type { ImageFacts } from '../../core/model/run';
import { type CutSettings, maxFrames } from '../../core/model/sprites';
import { cutPieces, findPieces, type Pieces } from '../../core/sprites/cut';
import { unique } from '../../core/sprites/frameNames';
import { standStill } from '../../core/sprites/standStill';
import { type FrameImage, makeSheet } from '../../core/sprites/sheet';
import { boundsOf } from '../../core/sprites/trim';
import type { Codecs } from './codecs';
import { decodeFile } from './decode';
import { encodeTo, type OutputPath } from './encode';
import { decodeGifFrames, type GifFrame } from './gifFrames';

interface Still {
  bitmap: Bitmap;
  /** Of an animated GIF. */
  frames?: GifFrame[];
  notes: SpriteNote[];
}

interface Gathered {
  images: FrameImage[];
  notes: SpriteNote[];
  pieces?: Pieces;
  /** What was cut. */
  whole?: Bitmap;
}

/** Writes the sheet, and the frames where they are asked for, into `folder`. Rejects with an `ImagingError`. */
export async function makeSprites(
  request: SpriteRequest,
  folder: string,
  codecs: Codecs,
  limits: ImageLimits,
): Promise<MadeSprites> {
  const { settings, format, final } = request;
  const { images, notes, pieces, whole } = await framesOf(request, codecs, limits);
  const frames: ImageFacts[] = [];
  if (settings.output !== 'sheet') {
    for (const [i, { bitmap }] of images.entries()) {
      frames.push(await write(bitmap, path.join(folder, `${i}.png`), 'png', false, codecs));
    }
  }
  // Where only files are written, the sheet is there to be looked at.
  const sheetSettings = settings.output === 'files' ? { ...settings.sheet, maxSide: 16_384 } : settings.sheet;
  const { sheet, bitmap } = makeSheet(images, sheetSettings);
  if (bitmap.width * bitmap.height > limits.maxPixels) throw tooMany(limits);
  const clear = images.filter(image => !boundsOf(image.bitmap)).length;
  return {
    sheet,
    facts: await write(bitmap, path.join(folder, `sheet.${format}`), format, final, codecs),
    frames,
    notes: [...notes, ...(clear > 0 ? [{ kind: 'transparent' as const, count: clear }] : [])],
    ...(pieces && { cells: pieces.cells.map(({ x, y, width, height }) => ({ x, y, width, height })) }),
    ...(whole &&
      !final && { source: await write(whole, path.join(folder, 'source.png'), 'png', false, codecs) }),
    ...(pieces?.found && { found: pieces.found }),
    ...(pieces?.gap !== undefined && { gap: pieces.gap }),
  };
}

async function framesOf(request: SpriteRequest, codecs: Codecs, limits: ImageLimits): Promise<Gathered> {
  const { settings, inputs, stem } = request;
  const [input] = inputs;
  if (!input) throw imagingError('unsupported', 'There is no image.');
  if (!settings.cut) return gather(inputs, codecs, limits);
  const still = await decodeStill(input, codecs, limits);
  // An animation is in frames already.
  return still.frames
    ? gather([{ ...input, name: stem }], codecs, limits)
    : cutInput(still, settings.cut, stem, limits);
}

function cutInput({ bitmap, notes }: Still, cut: CutSettings, stem: string, limits: ImageLimits): Gathered {
  const ground = cut.removeBackground ? findBackground(bitmap).kind : undefined;
  if (ground === 'flat') removeBackground(bitmap);
  else if (ground !== undefined && ground !== 'transparent') notes.push({ kind: 'background-kept' });
  const pieces = findPieces(bitmap, cut);
  const bitmaps = cutPieces(bitmap, pieces.cells, cut.align);
  checkAll(bitmaps, limits);
  const still = cut.align === 'none' ? 0 : standStill(bitmap, pieces.cells, bitmaps);
  const digits = String(bitmaps.length - 1).length;
  return {
    images: bitmaps.map((each, i) => ({ name: `${stem}-${String(i).padStart(digits, '0')}`, bitmap: each })),
    notes: [
      ...notes,
      ...notesOf(pieces),
      ...(still > 0 ? [{ kind: 'stand-still' as const, count: still }] : []),
    ],
    pieces,
    whole: bitmap,
  };
}

function notesOf({ uneven, empty, specks, noGround }: Pieces): SpriteNote[] {
  return [
    ...(uneven ? [{ kind: 'uneven' as const }] : []),
    ...(empty > 0 ? [{ kind: 'empty-cells' as const, count: empty }] : []),
    ...(specks > 0 ? [{ kind: 'specks' as const, count: specks }] : []),
    ...(noGround ? [{ kind: 'no-ground' as const }] : []),
  ];
}

/** Images as frames; an animated GIF is as many as it has. */
async function gather(
  inputs: SpriteRequest['inputs'],
  codecs: Codecs,
  limits: ImageLimits,
): Promise<Gathered> {
  const images: FrameImage[] = [];
  const notes: SpriteNote[] = [];
  for (const input of inputs) {
    const still = await decodeStill(input, codecs, limits).catch((error: unknown) => {
      throw inputs.length > 1 ? named(error, input.name) : error;
    });
    if (still.frames) {
      const digits = String(still.frames.length - 1).length;
      still.frames.forEach((frame, i) => {
        images.push({ ...frame, name: `${input.name}-${String(i).padStart(digits, '0')}` });
      });
    } else images.push({ name: input.name, bitmap: still.bitmap });
    notes.push(...still.notes);
    if (images.length > maxFrames) {
      throw imagingError('too-large', `There are more than ${maxFrames} frames.`);
    }
    checkAll(
      images.map(({ bitmap }) => bitmap),
      limits,
    );
  }
  const names = unique(images.map(({ name }) => name));
  return { images: images.map((image, i) => ({ ...image, name: names[i] ?? image.name })), notes };
}

/** In sRGB, because engines look at no profile. */
async function decodeStill(
  { path: file, name }: SpriteRequest['inputs'][number],
  codecs: Codecs,
  limits: ImageLimits,
): Promise<Still> {
  const { bitmap, header, profile } = await decodeFile(file, codecs, limits);
  if (header.format === 'gif' && header.animated) {
    return { bitmap, frames: decodeGifFrames(await readFile(file), limits), notes: [] };
  }
  if (profile) toSrgb(bitmap, profile);
  return { bitmap, notes: header.animated ? [{ kind: 'first-frame', name }] : [] };
}

/** Of many images it has to be said which one it was. */
function named(error: unknown, name: string): unknown {
  return isImagingError(error) ? imagingError('unsupported', `${name}: ${error.message}`, error) : error;
}

function checkAll(bitmaps: readonly Bitmap[], limits: ImageLimits): void {
  const pixels = bitmaps.reduce((sum, { width, height }) => sum + width * height, 0);
  if (pixels > limits.maxPixels) throw tooMany(limits);
}

function tooMany({ maxPixels }: ImageLimits): Error {
  return imagingError(
    'too-large',
    `The frames have more than ${Math.round(maxPixels / 1e6)} megapixels together.`,
  );
}

async function write(
  bitmap: Bitmap,
  file: string,
  format: 'png' | 'webp',
  optimise: boolean,
  codecs: Codecs,
): Promise<ImageFacts> {
  const output: OutputPath = { path: file, temporary: `${file}.tmp` };
  const target = { format, quality: 100, lossless: format === 'webp', optimise };
  return (await encodeTo(bitmap, target, output, codecs)).facts;
}
