import { readFile, stat } from 'node:fs/promises';
import { bytesSource } from '../../core/imaging/byteSource';
import { checkHeader, type ImageLimits } from '../../core/imaging/facts';
import { readHeader } from '../../core/imaging/header/readHeader';
import { type CleanedDrawing, imagingError, type ImagingErrorReason } from '../../core/imaging/imagingPort';
import { cleanSvg } from '../../core/imaging/svg/cleanSvg';
import { svgLimits, type SvgRefusal } from '../../core/imaging/svg/svgTree';
import { writeImage } from './encode';
import { asIoError } from './fileSource';
import type { JobOf } from './workerProtocol';

const refusals: Readonly<Record<SvgRefusal, readonly [ImagingErrorReason, string]>> = {
  'too-large': ['too-large', 'The SVG drawing has too many bytes.'],
  'too-deep': ['too-large', 'The SVG drawing is nested too deeply.'],
  'too-many': ['too-large', 'The SVG drawing draws too much, or without end.'],
  entities: ['corrupt', 'The SVG drawing uses entities of its own.'],
  broken: ['corrupt', 'The SVG drawing is not well-formed.'],
  'no-svg': ['not-an-image', 'There is no SVG drawing in it.'],
};

/** Rejects with an `ImagingError`; the input is as it was then. */
export async function cleanDrawing(
  { input, output }: JobOf<'cleanSvg'>,
  limits: ImageLimits,
): Promise<CleanedDrawing> {
  try {
    if ((await stat(input)).size > svgLimits.maxBytes) throw imagingError(...refusals['too-large']);
    const clean = cleanSvg(await readFile(input));
    if ('refused' in clean) throw imagingError(...refusals[clean.refused]);
    for (const base64 of clean.rasters) {
      const bytes = Buffer.from(base64, 'base64');
      checkHeader(await readHeader(bytesSource(bytes)), bytes.length, limits);
    }
    const made = new TextEncoder().encode(clean.text);
    return { facts: await writeImage(made, true, output), removed: clean.removed };
  } catch (error) {
    throw asIoError(error);
  }
}
