import { hasTransparency, copyOf, type Bitmap } from '../../core/imaging/bitmap';
import { dibOf, encodeIcns, encodeIco, type IconEntry } from '../../core/imaging/iconFile';
import {
  type ConvertOptions,
  type IconFile,
  imagingError,
  type Rendered,
} from '../../core/imaging/imagingPort';
import { toSrgb } from '../../core/imaging/toSrgb';
import type { Codecs } from './codecs';
import { encode, encodeTo, writeBytes } from './encode';
import type { RenderOutput } from './workerProtocol';

export interface RenderTools {
  codecs: Codecs;
  /** In the asked size; may give back the same bitmap. */
  fit(bitmap: Bitmap, options: ConvertOptions): Promise<Bitmap>;
  quality: number;
  profile: Uint8Array | undefined;
}

/** One file of a bitmap that others are made of as well: it stays as it is. */
export async function render(
  bitmap: Bitmap,
  { output, make }: RenderOutput,
  tools: RenderTools,
): Promise<Rendered> {
  if ('container' in make) {
    const { bytes, hasAlpha } = await icon(bitmap, make, tools);
    const largest = Math.max(...make.sizes);
    return { width: largest, height: largest, bytes: await writeBytes(bytes, output), hasAlpha };
  }
  const fitted = await own(bitmap, make, tools);
  const { facts } = await encodeTo(
    fitted,
    { quality: tools.quality, ...make, profile: tools.profile },
    output,
    tools.codecs,
  );
  const { width, height, bytes, hasAlpha } = facts;
  return { width, height, bytes, hasAlpha };
}

async function icon(
  bitmap: Bitmap,
  { container, sizes, bmp, look }: IconFile,
  tools: RenderTools,
): Promise<{ bytes: Uint8Array; hasAlpha: boolean }> {
  const entries: IconEntry[] = [];
  let hasAlpha = false;
  for (const size of sizes) {
    const square: ConvertOptions = {
      ...look,
      format: 'png',
      width: size,
      height: size,
      optimise: size <= 128,
    };
    const fitted = await own(bitmap, square, tools);
    hasAlpha ||= hasTransparency(fitted);
    // Windows documents PNG of 32 bits a pixel alone for icons.
    const rgba = container === 'ico';
    const target = { quality: tools.quality, ...square, profile: tools.profile, rgba };
    const asBitmap = bmp === true && container === 'ico' && size < 256;
    // A bitmap has no place for a profile.
    if (asBitmap && tools.profile) toSrgb(fitted, tools.profile);
    const bytes = asBitmap ? dibOf(fitted) : (await encode(fitted, target, tools.codecs)).bytes;
    entries.push({ size, bytes });
  }
  if (entries.length === 0) throw imagingError('unsupported', 'An icon file needs a size.');
  return { bytes: container === 'ico' ? encodeIco(entries) : encodeIcns(entries), hasAlpha };
}

/** Encoding may change its bitmap. */
async function own(bitmap: Bitmap, options: ConvertOptions, { fit }: RenderTools): Promise<Bitmap> {
  const fitted = await fit(bitmap, options);
  return fitted === bitmap ? copyOf(bitmap) : fitted;
}
