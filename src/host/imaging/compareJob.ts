import { hasTransparency, type Bitmap } from '../../core/imaging/bitmap';
import { centred, compareBitmaps } from '../../core/imaging/compareImages';
import type { ImageLimits } from '../../core/imaging/facts';
import type { Compared } from '../../core/imaging/imagingPort';
import { alignedSize, commonSize } from '../../core/model/commonSize';
import { toSrgb } from '../../core/imaging/toSrgb';
import type { Codecs } from './codecs';
import { type DecodedFile, decodeFile } from './decode';
import { encodeTo } from './encode';
import type { JobOf } from './workerProtocol';

/** More are compared scaled down: both pictures, the heat map and its file are in memory at once. */
export const mostCompared = 4096 * 4096;

/** Two images in one size, pixel by pixel. */
export async function compareFiles(
  { inputs, tolerance, output }: JobOf<'compare'>,
  codecs: Codecs,
  limits: ImageLimits,
): Promise<Compared> {
  const [one, other] = [
    await decodeFile(inputs[0], codecs, limits),
    await decodeFile(inputs[1], codecs, limits),
  ];
  const unknownColours = [one, other].some((each, at) => isOtherColour(each, at === 0 ? other : one));
  const whole = commonSize([one.bitmap, other.bitmap]);
  const scale = Math.min(1, Math.sqrt(mostCompared / (whole.width * whole.height)));
  const size = {
    width: Math.max(1, Math.floor(whole.width * scale)),
    height: Math.max(1, Math.floor(whole.height * scale)),
  };
  const aligned = async ({ bitmap }: DecodedFile): Promise<Bitmap> => {
    const { width, height } = alignedSize(bitmap, size);
    const same = width === bitmap.width && height === bitmap.height;
    return centred(same ? bitmap : await codecs.resize(bitmap, width, height), size);
  };
  const [a, b] = [await aligned(one), await aligned(other)];
  const alphas = [hasTransparency(one.bitmap), hasTransparency(other.bitmap)];
  const { changed, most, heat } = compareBitmaps(a, b, tolerance);
  await encodeTo(heat, { format: 'png', quality: 100 }, output, codecs);
  return {
    ...size,
    changed,
    most,
    scaledDown: scale < 1,
    alphaDiffers: alphas[0] !== alphas[1],
    ...(unknownColours && { unknownColours }),
  };
}

/** Turns its pixels into sRGB where the other one has other colours. True: that cannot be done. */
function isOtherColour({ bitmap, profile }: DecodedFile, other: DecodedFile): boolean {
  if (!profile || (other.profile && Buffer.from(profile).equals(other.profile))) return false;
  return !toSrgb(bitmap, profile);
}
