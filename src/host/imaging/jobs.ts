import { stat } from 'node:fs/promises';
import { assertNever } from '../../core/assertNever';
import { type Bitmap, centredRect, crop, hasTransparency } from '../../core/imaging/bitmap';
import { sharedProfile } from '../../core/imaging/colourProfile';
import { factsOf, type ImageLimits } from '../../core/imaging/facts';
import { type ConvertOptions, imagingError } from '../../core/imaging/imagingPort';
import { drawPlaceholder } from '../../core/imaging/placeholder/drawPlaceholder';
import { applyRetouch } from '../../core/imaging/retouch/apply';
import type { ImageFacts } from '../../core/model/run';
import type { Codecs } from './codecs';
import { decodeFile } from './decode';
import { encodeTo } from './encode';
import { loadGlyphs } from './fonts';
import type { Job } from './workerProtocol';

/** High enough that a local edit of a JPEG is not seen to be encoded again. */
const retouchQuality = 92;
const defaultQuality = 85;
const thumbnailQuality = 78;

/** Rejects with an `ImagingError`, or with another error when a codec broke. */
export async function runJob(job: Job, codecs: Codecs, limits: ImageLimits): Promise<ImageFacts> {
  const decode = (path: string) => decodeFile(path, codecs, limits);
  switch (job.kind) {
    case 'inspect': {
      const { bitmap, header } = await decode(job.input);
      return factsOf(header, (await stat(job.input)).size, hasTransparency(bitmap));
    }
    case 'convert': {
      const { format, quality = defaultQuality, matte } = job.options;
      const { bitmap, profile } = await decode(job.input);
      const fitted = await fit(bitmap, job.options, codecs, limits);
      return encodeTo(fitted, { format, quality, profile, ...(matte ? { matte } : {}) }, job.output, codecs);
    }
    case 'thumbnail': {
      const { bitmap, profile } = await decode(job.input);
      const scale = Math.min(1, job.edge / Math.max(bitmap.width, bitmap.height));
      const small = await codecs.resize(bitmap, sideAt(bitmap.width, scale), sideAt(bitmap.height, scale));
      return encodeTo(small, { format: 'webp', quality: thumbnailQuality, profile }, job.output, codecs);
    }
    case 'placeholder': {
      const { width, height, format } = job.spec;
      checkSize(width, height, limits);
      const bitmap = drawPlaceholder(job.spec, loadGlyphs());
      return encodeTo(bitmap, { format, quality: retouchQuality }, job.output, codecs);
    }
    case 'retouch': {
      const inputs = await sequence(job.inputs, decode);
      const first = inputs[0]?.header.format;
      const profile = sharedProfile(inputs.map(input => input.profile));
      const bitmap = await applyRetouch(
        inputs.map(input => input.bitmap),
        job.steps,
        { resize: codecs.resize, maxPixels: limits.maxPixels },
      );
      const keeps = first === 'webp' || (first === 'jpeg' && !hasTransparency(bitmap));
      const format = keeps ? first : 'png';
      return encodeTo(bitmap, { format, quality: retouchQuality, profile }, job.output, codecs);
    }
    default:
      return assertNever(job);
  }
}

async function fit(
  bitmap: Bitmap,
  options: ConvertOptions,
  codecs: Codecs,
  limits: ImageLimits,
): Promise<Bitmap> {
  let out = bitmap;
  const { width, height, maxPixels } = options;
  if (width !== undefined || height !== undefined) {
    const w = width ?? Math.max(1, Math.round(((height ?? 1) * out.width) / out.height));
    const h = height ?? Math.max(1, Math.round((w * out.height) / out.width));
    checkSize(w, h, limits);
    out = await codecs.resize(crop(out, centredRect(out, w, h)), w, h);
  }
  const scale = maxPixels === undefined ? 1 : Math.sqrt(maxPixels / (out.width * out.height));
  if (scale >= 1) return out;
  return codecs.resize(
    out,
    Math.max(1, Math.floor(out.width * scale)),
    Math.max(1, Math.floor(out.height * scale)),
  );
}

function checkSize(width: number, height: number, limits: ImageLimits): void {
  const whole = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (!whole) throw imagingError('unsupported', `${width} × ${height} is not a size in pixels.`);
  if (width * height > limits.maxPixels) {
    const most = Math.round(limits.maxPixels / 1e6);
    throw imagingError(
      'too-large',
      `${width} × ${height} pixels are too many; at most ${most} megapixels are made.`,
    );
  }
}

function sideAt(side: number, scale: number): number {
  return Math.max(1, Math.round(side * scale));
}

/** One at a time: each takes hundreds of megabytes when it is large. */
async function sequence<A, B>(items: readonly A[], each: (item: A) => Promise<B>): Promise<B[]> {
  const out: B[] = [];
  for (const item of items) out.push(await each(item));
  return out;
}
