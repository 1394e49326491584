import { assertNever } from '../../assertNever';
import type { ImageFormat } from '../../model/run';
import { type ByteSource, windowed } from '../byteSource';
import { endsEarly, imagingError } from '../imagingPort';
import { sniffBytes, sniffFormat } from '../sniff';
import { readBmffHeader } from './bmff';
import { readGifHeader } from './gif';
import type { ImageHeader } from './imageHeader';
import { readJpegHeader } from './jpeg';
import { readBmpHeader, readIcoHeader, readSvgHeader, readTiffHeader } from './others';
import { readPngHeader } from './png';
import { readWebpHeader } from './webp';

/**
 * Reads a few kilobytes, whatever the file's size. Rejects with an `ImagingError`: `empty`, `not-an-image`, or
 * `corrupt` when the format is known and its header makes no sense, or the file ends before it says how large the image
 * is. One that ends later is not an error here.
 */
export async function readHeader(source: ByteSource): Promise<ImageHeader> {
  if (source.size === 0) throw imagingError('empty', 'The file is empty.');
  const bytes = endNoticing(windowed(source));
  const format = sniffFormat(await bytes.read(0, sniffBytes));
  if (!format) throw imagingError('not-an-image', 'The file is not an image that can be read here.');
  bytes.ended = false;
  const header = await readAs(format, bytes);
  if (!header || header.storedWidth < 1 || header.storedHeight < 1) {
    // Of an SVG more is asked for than most have.
    if (!header && bytes.ended && format !== 'svg') throw endsEarly();
    throw imagingError('corrupt', `The ${format.toUpperCase()} file is damaged: its header makes no sense.`);
  }
  return header;
}

/** `ended`: more was asked for than there is. */
function endNoticing(source: ByteSource): ByteSource & { ended: boolean } {
  const noticing = {
    size: source.size,
    ended: false,
    read(offset: number, length: number) {
      if (offset + length > source.size) noticing.ended = true;
      return source.read(offset, length);
    },
  };
  return noticing;
}

function readAs(format: ImageFormat, source: ByteSource): Promise<ImageHeader | undefined> {
  switch (format) {
    case 'png':
      return readPngHeader(source);
    case 'jpeg':
      return readJpegHeader(source);
    case 'webp':
      return readWebpHeader(source);
    case 'gif':
      return readGifHeader(source);
    case 'avif':
    case 'heic':
      return readBmffHeader(source, format);
    case 'bmp':
      return readBmpHeader(source);
    case 'tiff':
      return readTiffHeader(source);
    case 'ico':
      return readIcoHeader(source);
    case 'svg':
      return readSvgHeader(source);
    default:
      return assertNever(format);
  }
}
