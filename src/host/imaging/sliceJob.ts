import type { ImageLimits } from '../../core/imaging/facts';
import type { Sliced } from '../../core/imaging/imagingPort';
import { toSrgb } from '../../core/imaging/toSrgb';
import { ninePatch } from '../../core/nineSlice/ninePatch';
import { proposeSlices } from '../../core/nineSlice/proposeSlices';
import { withProposed } from '../../core/nineSlice/slicePlan';
import { crossed } from '../../core/model/slices';
import type { Codecs } from './codecs';
import { decodeFile } from './decode';
import { encodeTo } from './encode';
import type { JobOf } from './workerProtocol';

/** Guides of an image, and its `.9.png` where one is asked for and the guides do not cross. */
export async function sliceImage(
  { input, slices: asked, output }: JobOf<'nineSlice'>,
  codecs: Codecs,
  limits: ImageLimits,
): Promise<Sliced> {
  const { bitmap, profile } = await decodeFile(input, codecs, limits);
  const { width, height } = bitmap;
  const slices = withProposed(asked, proposeSlices(bitmap), bitmap);
  const sliced = { width, height, slices };
  if (output && !crossed(slices, bitmap)) {
    // Android looks at no profile.
    if (profile) toSrgb(bitmap, profile);
    // With an alpha channel: made smaller, it may become a transparent color, which not every tool for patches reads.
    await encodeTo(ninePatch(bitmap, slices), { format: 'png', quality: 100 }, output, codecs);
  }
  return sliced;
}
