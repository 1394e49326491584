import type { EncodableFormat } from '../../core/model/output';
import { rename, stat, writeFile } from 'node:fs/promises';
import { assertNever } from '../../core/assertNever';
import { type Bitmap, flatten, hasTransparency, parseHex, white } from '../../core/imaging/bitmap';
import { firstWithin, highestWithin, type Budgeted, type BudgetSearch } from '../../core/imaging/byteBudget';
import { bytesSource } from '../../core/imaging/byteSource';
import { withJpegProfile, withWebpProfile } from '../../core/imaging/colourProfile';
import { hasFineColour } from '../../core/imaging/fineColour';
import { factsOf } from '../../core/imaging/facts';
import { readHeader } from '../../core/imaging/header/readHeader';
import { type Rights, withJpegRights, withWebpRights } from '../../core/imaging/metadata/rights';
import { type Converted, type EncodeOptions, imagingError } from '../../core/imaging/imagingPort';
import { formatBytes } from '../../core/model/format';
import { toSrgb } from '../../core/imaging/toSrgb';
import { sampleOf } from '../../core/imaging/sample';
import type { AvifEffort, Codecs } from './codecs';
import { asIoError } from './fileSource';
import { reduceColours } from './palette';
import { encodePng, withPngProfile } from './pngEncoder';
import { withFittingProfile } from './pngGray';

export interface EncodeTarget extends EncodeOptions {
  quality: number;
  /** The ICC profile of the pixels; without one they are sRGB. */
  profile?: Uint8Array | undefined;
  /** For JPEG and WebP. */
  rights?: Rights | undefined;
  /** For PNG: RGBA even where less would do, for readers that know nothing else. */
  rgba?: boolean;
}

/** Where the result goes: written to `temporary` beside it, then renamed. */
export interface OutputPath {
  path: string;
  temporary: string;
}

/** Bytes, and with which settings. */
interface Encoded {
  bytes: Uint8Array;
  quality?: number;
  colours?: number;
}

/** Longest side that the format can hold. */
const longestSide: Readonly<Record<EncodableFormat, number>> = {
  png: 0x7fffffff,
  jpeg: 65_500,
  webp: 16_383,
  avif: 65_535,
};

/** Below this, pictures fall apart. */
const lowestQuality = 10;
const palettes = [256, 128, 64, 32, 16, 8] as const;

/** From here on the whole takes so long that it is worth trying on a part. */
const sampledFrom = 4_000_000;
const samplePixels = 500_000;

/**
 * As thorough as about five seconds allow: at speed 5 a megapixel takes 10 s and the file is as small as sharp's, at 6 it
 * takes 1.5 s for 15 % more bytes, at 8 half a second for half as many again.
 */
const avifSpeeds = [
  { speed: 5, upTo: 500_000 },
  { speed: 6, upTo: 4_000_000 },
  { speed: 8, upTo: Infinity },
] as const;
/** To see how bytes grow; a megapixel takes 0.2 s. */
const avifTrialSpeed = 9;
/** Above this, colours in full resolution take more memory than is sure to be there. */
const fullColourPixels = 16_000_000;

/** May change the bitmap (transparency is laid on the matte for JPEG). */
export async function encodeTo(
  bitmap: Bitmap,
  target: EncodeTarget,
  output: OutputPath,
  codecs: Codecs,
): Promise<Converted> {
  const { bytes, ...took } = await encode(bitmap, target, codecs);
  const hasAlpha = target.format !== 'jpeg' && hasTransparency(bitmap);
  return { facts: await writeImage(bytes, hasAlpha, output), ...took };
}

export async function writeImage(
  bytes: Uint8Array,
  hasAlpha: boolean,
  output: OutputPath,
): Promise<Converted['facts']> {
  try {
    const size = await writeBytes(bytes, output);
    return factsOf(await readHeader(bytesSource(bytes)), size, hasAlpha);
  } catch (error) {
    throw asIoError(error);
  }
}

/** Resolves to the size that the file really has. */
export async function writeBytes(bytes: Uint8Array, output: OutputPath): Promise<number> {
  try {
    await writeFile(output.temporary, bytes);
    await rename(output.temporary, output.path);
    return (await stat(output.path)).size;
  } catch (error) {
    throw asIoError(error);
  }
}

/** The bytes that `encodeTo` would write. */
export async function encode(bitmap: Bitmap, target: EncodeTarget, codecs: Codecs): Promise<Encoded> {
  checkSides(bitmap, target.format);
  const profile = keptProfile(bitmap, target);
  const { format, progressive, lossless = false, rights } = target;
  switch (format) {
    case 'png':
      return encodePngWithin(bitmap, target, profile, codecs);
    case 'jpeg':
      flatten(bitmap, parseHex(target.matte ?? '') ?? white);
      return byQuality(bitmap, target, {
        make: (of, at) => codecs.encodeJpeg(of, at, progressive),
        finish: bytes => {
          const profiled = profile ? withJpegProfile(bytes, profile) : bytes;
          return rights ? withJpegRights(profiled, rights) : profiled;
        },
      });
    case 'webp':
      return byQuality(bitmap, target, {
        make: (of, at) => codecs.encodeWebp(of, lossless ? 'lossless' : at),
        finish: bytes => {
          const profiled = profile ? withWebpProfile(bytes, profile) : bytes;
          return rights ? withWebpRights(profiled, rights) : profiled;
        },
      });
    case 'avif': {
      const effort = avifEffort(bitmap, lossless);
      return byQuality(bitmap, target, {
        make: (of, at) => codecs.encodeAvif(of, lossless ? 'lossless' : at, effort),
        tryOut: (of, at) => codecs.encodeAvif(of, at, { ...effort, speed: avifTrialSpeed }),
      });
    }
    default:
      return assertNever(format);
  }
}

interface ByQuality {
  make(of: Bitmap, quality: number): Promise<Uint8Array>;
  /** In a fraction of the time, with bytes that grow alike. */
  tryOut?(of: Bitmap, quality: number): Promise<Uint8Array>;
  /** What comes into the file beside the picture. */
  finish?(bytes: Uint8Array): Uint8Array;
}

async function byQuality(bitmap: Bitmap, target: EncodeTarget, encoder: ByQuality): Promise<Encoded> {
  const { quality, lossless, maxBytes } = target;
  const at = async (step: number) => {
    const bytes = await encoder.make(bitmap, step);
    return { bytes: encoder.finish?.(bytes) ?? bytes, ...(lossless ? {} : { quality: step }) };
  };
  if (maxBytes === undefined) return at(quality);
  const lowest = Math.min(lowestQuality, quality);
  const found = lossless
    ? await firstWithin(at, [quality], maxBytes)
    : await highestWithin(at, { lowest, highest: quality, maxBytes, estimate: estimateOf(bitmap, encoder) });
  return within(found, target);
}

/** What a faster try, or one with a part of a large picture, says about the whole. */
function estimateOf(bitmap: Bitmap, { make, tryOut }: ByQuality): BudgetSearch['estimate'] {
  const pixels = bitmap.width * bitmap.height;
  if (!tryOut && pixels < sampledFrom) return undefined;
  const sample = pixels > samplePixels ? sampleOf(bitmap, samplePixels) : bitmap;
  const times = pixels / (sample.width * sample.height);
  return async step => (await (tryOut ?? make)(sample, step)).length * times;
}

/** Depends on the whole picture, so that a part of it is made alike. */
function avifEffort(bitmap: Bitmap, lossless: boolean): AvifEffort {
  const pixels = bitmap.width * bitmap.height;
  return {
    speed: avifSpeeds.find(({ upTo }) => pixels <= upTo)?.speed ?? 8,
    fullColour: lossless || (pixels <= fullColourPixels && hasFineColour(bitmap)),
  };
}

async function encodePngWithin(
  bitmap: Bitmap,
  target: EncodeTarget,
  profile: Uint8Array | undefined,
  codecs: Codecs,
): Promise<Encoded> {
  const { colours, maxBytes, rgba } = target;
  if (rgba) return { bytes: encodePng(bitmap, profile, { rgba }) };
  const small = target.optimise === true || colours !== undefined || maxBytes !== undefined;
  const at = async (count: number | undefined): Promise<Encoded> => {
    if (!small) return { bytes: encodePng(bitmap, profile) };
    const reduced = count === undefined ? bitmap : reduceColours(bitmap, count);
    const made = withPngProfile(await codecs.encodeSmallPng(reduced), profile);
    const bytes = withFittingProfile(made, () => encodePng(reduced, profile));
    return { bytes, ...(count === undefined ? {} : { colours: count }) };
  };
  if (maxBytes === undefined) return at(colours);
  const fewer = palettes.filter(count => count < (colours ?? Infinity));
  return within(await firstWithin(at, [colours, ...fewer], maxBytes), target);
}

function within(found: Budgeted<Encoded>, { maxBytes = 0, lossless }: EncodeTarget): Encoded {
  if (found.fits) return found.best;
  throw imagingError(
    'over-budget',
    `At this size the file has at least ${formatBytes(found.smallest.bytes.length)}, not ${formatBytes(maxBytes)}. ` +
      (lossless
        ? 'Turn off lossless, or make the image smaller.'
        : 'Make the image smaller, or choose another format.'),
  );
}

function checkSides({ width, height }: Bitmap, format: EncodableFormat): void {
  const most = longestSide[format];
  if (width <= most && height <= most) return;
  throw imagingError(
    'unsupported',
    `${format.toUpperCase()} holds at most ${most} pixels a side; this image has ${width} × ${height}.`,
  );
}

/** The profile that has to go into the file; none when the pixels were, or are now, sRGB. */
function keptProfile(bitmap: Bitmap, { profile, format, srgb }: EncodeTarget): Uint8Array | undefined {
  if (!profile || !(srgb || format === 'avif')) return profile;
  if (toSrgb(bitmap, profile)) return undefined;
  if (srgb === 'where-possible' && format !== 'avif') return profile;
  throw imagingError(
    'unsupported',
    'The color profile of this image cannot be turned into sRGB here. Keep the profile, in PNG, JPEG or WebP.',
  );
}
