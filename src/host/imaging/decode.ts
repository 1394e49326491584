import { readFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import { GifReader } from 'omggif';
import { assertNever } from '../../core/assertNever';
import { type Bitmap, createBitmap, drawOver, orient } from '../../core/imaging/bitmap';
import { decodeBmp } from '../../core/imaging/bmp';
import {
  checkProfile,
  findProfile,
  maxProfileBytes,
  withoutPngProfile,
} from '../../core/imaging/colourProfile';
import { checkHeader, type ImageLimits } from '../../core/imaging/facts';
import type { ImageHeader } from '../../core/imaging/header/imageHeader';
import { readHeader } from '../../core/imaging/header/readHeader';
import { imagingError, isImagingError } from '../../core/imaging/imagingPort';
import type { MetadataFound } from '../../core/imaging/metadata/item';
import { findMetadata } from '../../core/imaging/metadata/strip';
import { firstWebpFrame } from '../../core/imaging/webpFrame';
import { decodeCmykJpeg } from './cmyk';
import type { Codecs } from './codecs';
import { asIoError, withFile } from './fileSource';

export interface DecodedFile {
  bitmap: Bitmap;
  header: ImageHeader;
  /** ICC: the pixels are as stored, so whatever is made of them keeps it. */
  profile: Uint8Array | undefined;
  /** The file has a profile, whole or not. */
  hasProfile: boolean;
  /** What is in the file beside its picture. */
  metadata: MetadataFound;
}

/**
 * Pixels as shown: orientation applied, the first frame of an animation. Rejects with an `ImagingError`; any other
 * error comes from a codec, which must not be used again.
 */
export async function decodeFile(path: string, codecs: Codecs, limits: ImageLimits): Promise<DecodedFile> {
  const header = await withFile(path, async source => {
    const found = await readHeader(source);
    checkHeader(found, source.size, limits);
    return found;
  });
  const bytes = await readFile(path).catch((error: unknown) => Promise.reject(asIoError(error)));
  const profile = profileOf(header, bytes);
  const usable = header.format === 'png' && !profile ? withoutPngProfile(bytes) : bytes;
  const bitmap = await decode(header, usable, codecs);
  if (bitmap.width !== header.storedWidth || bitmap.height !== header.storedHeight) {
    throw imagingError('corrupt', 'The file is damaged: its header and its pixels disagree.');
  }
  return {
    bitmap: orient(bitmap, header.orientation),
    header,
    profile,
    hasProfile: findProfile(bytes, header.format) !== undefined,
    metadata: findMetadata(bytes, header.format),
  };
}

/** A damaged profile is left out: programs that meet one refuse the image or guess. */
function profileOf(header: ImageHeader, bytes: Uint8Array): Uint8Array | undefined {
  const found = findProfile(bytes, header.format);
  if (!found) return undefined;
  try {
    const whole = found.deflated
      ? inflateSync(found.bytes, { maxOutputLength: maxProfileBytes })
      : found.bytes;
    return checkProfile(whole);
  } catch {
    return undefined;
  }
}

function decode(header: ImageHeader, bytes: Uint8Array, codecs: Codecs): Promise<Bitmap> | Bitmap {
  switch (header.format) {
    case 'png':
      return codecs.decodePng(bytes);
    case 'jpeg':
      if (header.cmyk) return decodeCmykJpeg(bytes);
      return codecs.decodeJpeg(bytes);
    case 'webp':
      return header.animated ? decodeFirstFrame(header, bytes, codecs) : codecs.decodeWebp(bytes);
    case 'avif':
      return codecs.decodeAvif(bytes);
    case 'gif':
      return decodeGif(bytes);
    case 'bmp':
      return decodeBmp(bytes);
    case 'svg':
      throw imagingError('unsupported', 'SVG is drawing code, not pixels. Export it as PNG first.');
    case 'heic':
    case 'tiff':
    case 'ico': {
      const name = header.format.toUpperCase();
      throw imagingError(
        'unsupported',
        `${name} files cannot be read here. Save it as PNG, JPEG or WebP first.`,
      );
    }
    default:
      return assertNever(header.format);
  }
}

async function decodeFirstFrame(header: ImageHeader, bytes: Uint8Array, codecs: Codecs): Promise<Bitmap> {
  const frame = firstWebpFrame(bytes);
  if (!frame) throw imagingError('corrupt', 'The WebP file is damaged: its animation has no frame.');
  const canvas = createBitmap(header.storedWidth, header.storedHeight);
  drawOver(canvas, await codecs.decodeWebp(frame.file), frame.x, frame.y);
  return canvas;
}

function decodeGif(bytes: Uint8Array): Bitmap {
  try {
    const reader = new GifReader(bytes);
    const bitmap = createBitmap(reader.width, reader.height);
    reader.decodeAndBlitFrameRGBA(0, bitmap.data);
    return bitmap;
  } catch (error) {
    if (isImagingError(error)) throw error;
    // The reader keeps no state, so this is the file's fault alone.
    throw imagingError('corrupt', 'The GIF file is damaged.', error);
  }
}
