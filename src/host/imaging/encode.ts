import type { EncodableFormat } from '../../core/model/output';
import { rename, stat, writeFile } from 'node:fs/promises';
import { assertNever } from '../../core/assertNever';
import { type Bitmap, flatten, hasTransparency, parseHex, white } from '../../core/imaging/bitmap';
import { firstWithin, highestWithin, type Budgeted } from '../../core/imaging/byteBudget';
import { bytesSource } from '../../core/imaging/byteSource';
import { withJpegProfile, withWebpProfile } from '../../core/imaging/colourProfile';
import { factsOf } from '../../core/imaging/facts';
import { readHeader } from '../../core/imaging/header/readHeader';
import { type Converted, type EncodeOptions, imagingError } from '../../core/imaging/imagingPort';
import { toSrgb } from '../../core/imaging/toSrgb';
import type { Codecs } from './codecs';
import { asIoError } from './fileSource';
import { reduceColours } from './palette';
import { encodePng, withPngProfile } from './pngEncoder';

export interface EncodeTarget extends EncodeOptions {
  quality: number;
  /** The ICC profile of the pixels; without one they are sRGB. */
  profile?: Uint8Array | undefined;
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
  const { format, quality, lossless = false, progressive, maxBytes } = target;
  switch (format) {
    case 'png':
      return encodePngWithin(bitmap, target, profile, codecs);
    case 'jpeg':
      flatten(bitmap, parseHex(target.matte ?? '') ?? white);
      return byQuality(async at => {
        const bytes = await codecs.encodeJpeg(bitmap, at, progressive);
        return profile ? withJpegProfile(bytes, profile) : bytes;
      });
    case 'webp':
      return byQuality(async at => {
        const bytes = await codecs.encodeWebp(bitmap, lossless ? 'lossless' : at);
        return profile ? withWebpProfile(bytes, profile) : bytes;
      });
    case 'avif':
      return byQuality(at => codecs.encodeAvif(bitmap, lossless ? 'lossless' : at));
    default:
      return assertNever(format);
  }

  async function byQuality(make: (quality: number) => Promise<Uint8Array>): Promise<Encoded> {
    const at = async (step: number) => ({ bytes: await make(step), ...(lossless ? {} : { quality: step }) });
    if (maxBytes === undefined) return at(quality);
    const lowest = Math.min(lowestQuality, quality);
    const found = lossless
      ? await firstWithin(at, [quality], maxBytes)
      : await highestWithin(at, { lowest, highest: quality, maxBytes });
    return within(found, target);
  }
}

async function encodePngWithin(
  bitmap: Bitmap,
  target: EncodeTarget,
  profile: Uint8Array | undefined,
  codecs: Codecs,
): Promise<Encoded> {
  const { colours, maxBytes } = target;
  const small = target.optimise === true || colours !== undefined || maxBytes !== undefined;
  const at = async (count: number | undefined): Promise<Encoded> => {
    if (!small) return { bytes: encodePng(bitmap, profile) };
    const reduced = count === undefined ? bitmap : reduceColours(bitmap, count);
    const bytes = withPngProfile(await codecs.encodeSmallPng(reduced), profile);
    return { bytes, ...(count === undefined ? {} : { colours: count }) };
  };
  if (maxBytes === undefined) return at(colours);
  const fewer = palettes.filter(count => count < (colours ?? Infinity));
  return within(await firstWithin(at, [colours, ...fewer], maxBytes), target);
}

function within(found: Budgeted<Encoded>, { maxBytes = 0, lossless }: EncodeTarget): Encoded {
  if (found.fits) return found.best;
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} KB`;
  throw imagingError(
    'over-budget',
    `At this size the file has at least ${kilobytes(found.smallest.bytes.length)}, not ${kilobytes(maxBytes)}. ` +
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
