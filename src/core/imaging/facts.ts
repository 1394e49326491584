import { formatBytes, megabyte } from '../model/format';
import { mimeTypeOf } from '../model/imageFormat';
import type { ImageFacts } from '../model/run';
import type { ImageHeader } from './header/imageHeader';
import { endsEarly, imagingError } from './imagingPort';
import { swapsSides } from './orientation';
import { readProvenance } from './provenance';

/** What is safe to decode: the pixels take 4 bytes each, twice. */
export interface ImageLimits {
  maxPixels: number;
  maxBytes: number;
}

export const defaultLimits: ImageLimits = { maxPixels: 64_000_000, maxBytes: 300 * megabyte };

/** Rejects with an `ImagingError` (`corrupt`, `too-large`) what must not reach a decoder. */
export function checkHeader(header: ImageHeader, bytes: number, limits: ImageLimits): void {
  const { storedWidth: width, storedHeight: height } = header;
  if (bytes > limits.maxBytes) {
    throw imagingError(
      'too-large',
      `The file has ${formatBytes(bytes)}; at most ${formatBytes(limits.maxBytes)} are read.`,
    );
  }
  if (width * height > limits.maxPixels) {
    const most = Math.round(limits.maxPixels / 1e6);
    throw imagingError(
      'too-large',
      `The image has ${width} × ${height} pixels; at most ${most} megapixels are read.`,
    );
  }
  if (header.truncated) throw endsEarly();
}

export function factsOf(header: ImageHeader, bytes: number, hasAlpha: boolean): ImageFacts {
  const turned = swapsSides(header.orientation);
  return {
    format: header.format,
    mimeType: mimeTypeOf(header.format),
    width: turned ? header.storedHeight : header.storedWidth,
    height: turned ? header.storedWidth : header.storedHeight,
    bytes,
    hasAlpha,
    animated: header.animated,
    orientation: header.orientation,
    provenance: readProvenance(header),
  };
}
