import { rename, stat, writeFile } from 'node:fs/promises';
import { assertNever } from '../../core/assertNever';
import { type Bitmap, flatten, hasTransparency, parseHex, white } from '../../core/imaging/bitmap';
import { withJpegProfile, withWebpProfile } from '../../core/imaging/colourProfile';
import { factsOf } from '../../core/imaging/facts';
import { readHeader } from '../../core/imaging/header/readHeader';
import { type EncodableFormat, imagingError } from '../../core/imaging/imagingPort';
import { bytesSource } from '../../core/imaging/byteSource';
import type { ImageFacts } from '../../core/model/run';
import type { Codecs } from './codecs';
import { asIoError } from './fileSource';
import { encodePng } from './pngEncoder';

export interface EncodeTarget {
  format: EncodableFormat;
  /** 1–100, for JPEG and WebP. */
  quality: number;
  /** `#rrggbb`. */
  matte?: string;
  /** The ICC profile of the pixels; without one they are sRGB. */
  profile?: Uint8Array | undefined;
}

/** Where the result goes: written to `temporary` beside it, then renamed. */
export interface OutputPath {
  path: string;
  temporary: string;
}

/** Longest side that the format can hold. */
const longestSide: Readonly<Record<EncodableFormat, number>> = {
  png: 0x7fffffff,
  jpeg: 65_500,
  webp: 16_383,
};

/** May change the bitmap (transparency is laid on the matte for JPEG). */
export async function encodeTo(
  bitmap: Bitmap,
  target: EncodeTarget,
  output: OutputPath,
  codecs: Codecs,
): Promise<ImageFacts> {
  const bytes = await encode(bitmap, target, codecs);
  const hasAlpha = target.format !== 'jpeg' && hasTransparency(bitmap);
  try {
    await writeFile(output.temporary, bytes);
    await rename(output.temporary, output.path);
    const { size } = await stat(output.path);
    return factsOf(await readHeader(bytesSource(bytes)), size, hasAlpha);
  } catch (error) {
    throw asIoError(error);
  }
}

async function encode(bitmap: Bitmap, target: EncodeTarget, codecs: Codecs): Promise<Uint8Array> {
  const most = longestSide[target.format];
  if (bitmap.width > most || bitmap.height > most) {
    throw imagingError(
      'unsupported',
      `${target.format.toUpperCase()} holds at most ${most} pixels a side; this image has ${bitmap.width} × ${bitmap.height}.`,
    );
  }
  const { profile } = target;
  let bytes: Uint8Array;
  switch (target.format) {
    case 'png':
      return encodePng(bitmap, profile);
    case 'jpeg':
      flatten(bitmap, parseHex(target.matte ?? '') ?? white);
      bytes = await codecs.encodeJpeg(bitmap, target.quality);
      return profile ? withJpegProfile(bytes, profile) : bytes;
    case 'webp':
      bytes = await codecs.encodeWebp(bitmap, target.quality);
      return profile ? withWebpProfile(bytes, profile) : bytes;
    default:
      return assertNever(target.format);
  }
}
