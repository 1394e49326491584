import { decode } from 'jpeg-js';
import { indexOf } from '../../core/imaging/binary';
import type { Bitmap } from '../../core/imaging/bitmap';
import { imagingError } from '../../core/imaging/imagingPort';

/** APP14 with the name that programs for print write. */
const adobe = [0x41, 0x64, 0x6f, 0x62, 0x65];
/** Where a header ends at the latest, profiles and previews included. */
const headBytes = 4 * 1024 * 1024;

/**
 * A JPEG in the inks of a printing press (CMYK or YCCK, stored inverted as Adobe does), as browsers show one: red is
 * what cyan and black leave of it. Its profile is not applied. The other decoder gives up on four channels.
 */
export function decodeCmykJpeg(bytes: Uint8Array): Bitmap {
  if (indexOf(bytes.subarray(0, headBytes), adobe) < 0) {
    throw imagingError(
      'unsupported',
      'This JPEG has the colors of a printing press (CMYK) and does not say how they are stored. Save it as RGB first.',
    );
  }
  try {
    const { width, height, data } = decode(bytes, {
      useTArray: true,
      formatAsRGBA: true,
      tolerantDecoding: false,
      maxResolutionInMP: 100,
      maxMemoryUsageInMB: 2048,
    });
    return { width, height, data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length) };
  } catch (error) {
    // It keeps no state between files, so this is the file's fault alone.
    throw imagingError('corrupt', 'The file is damaged: it could not be decoded.', error);
  }
}
