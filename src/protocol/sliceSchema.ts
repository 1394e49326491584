import * as z from 'zod/mini';
import { sliceFills } from '../core/model/slices';

const pixels = z.int().check(z.gte(0), z.lte(100_000));

/** `SliceSettings`. */
export const sliceSettings = z.object({
  slices: z.object({ left: pixels, top: pixels, right: pixels, bottom: pixels }),
  fill: z.enum(sliceFills),
});
