import type { Focus } from '../../core/model/output';
import smartcrop from 'smartcrop';
import type { Bitmap } from '../../core/imaging/bitmap';

import type { PixelSize } from '../../core/model/modelInfo';

/** The middle of the window of the box's ratio that has the most detail, skin and colour in it. */
export async function proposeFocus(bitmap: Bitmap, box: PixelSize): Promise<Focus> {
  const { topCrop } = await smartcrop.crop(
    bitmap as unknown as CanvasImageSource,
    {
      width: box.width,
      height: box.height,
      prescale: false,
      // The library would draw on a canvas; the pixels are here already.
      imageOperations: { open: async (image: Bitmap) => image, getData: async (image: Bitmap) => image },
    } as Parameters<typeof smartcrop.crop>[1],
  );
  return {
    x: (topCrop.x + topCrop.width / 2) / bitmap.width,
    y: (topCrop.y + topCrop.height / 2) / bitmap.height,
  };
}
