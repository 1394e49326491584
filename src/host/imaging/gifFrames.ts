import { GifReader } from 'omggif';
import { type Bitmap, createBitmap } from '../../core/imaging/bitmap';
import type { ImageLimits } from '../../core/imaging/facts';
import { imagingError, isImagingError } from '../../core/imaging/imagingPort';
import { maxFrames } from '../../core/model/sprites';

export interface GifFrame {
  bitmap: Bitmap;
  /** Milliseconds. */
  duration: number;
}

/** What browsers show frames for that ask for less than 20 ms, which old tools wrote for "as fast as it goes". */
const usualDuration = 100;

/** Every frame as it is seen. Throws an `ImagingError`: `corrupt`, `too-large`. */
export function decodeGifFrames(bytes: Uint8Array, limits: ImageLimits): GifFrame[] {
  try {
    const reader = new GifReader(bytes);
    const { width, height } = reader;
    const count = reader.numFrames();
    if (count > maxFrames || count * width * height > limits.maxPixels) {
      throw imagingError(
        'too-large',
        `The animation has ${count} frames of ${width} × ${height} pixels: too many.`,
      );
    }
    const frames: GifFrame[] = [];
    const canvas = createBitmap(width, height);
    for (let i = 0; i < count; i++) {
      const info = reader.frameInfo(i);
      if (info.width * info.height > limits.maxPixels) throw new Error('the frame is larger than it can be');
      const before = info.disposal === 3 ? canvas.data.slice() : undefined;
      reader.decodeAndBlitFrameRGBA(i, canvas.data);
      const duration = info.delay >= 2 ? info.delay * 10 : usualDuration;
      frames.push({ bitmap: { width, height, data: canvas.data.slice() }, duration });
      if (before) canvas.data.set(before);
      else if (info.disposal === 2) clear(canvas, info);
    }
    return frames;
  } catch (error) {
    if (isImagingError(error)) throw error;
    // The reader keeps no state, so this is the file's fault alone.
    throw imagingError('corrupt', 'The GIF file is damaged.', error);
  }
}

function clear(canvas: Bitmap, area: { x: number; y: number; width: number; height: number }): void {
  const right = Math.min(canvas.width, area.x + area.width);
  for (let y = area.y; y < Math.min(canvas.height, area.y + area.height); y++) {
    canvas.data.fill(0, (y * canvas.width + area.x) * 4, (y * canvas.width + right) * 4);
  }
}
