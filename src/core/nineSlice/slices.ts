import type { PixelSize } from '../model/modelInfo';

/** Four guides, as pixels from their own edge; what is between them is stretched, the corners never are. */
export interface Slices {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const sliceEdges = ['left', 'top', 'right', 'bottom'] as const satisfies readonly (keyof Slices)[];

/** What the middle does in more room: it is stretched, or repeated. */
export const sliceFills = ['stretch', 'tile'] as const;
export type SliceFill = (typeof sliceFills)[number];

/** Guides that meet or cross leave nothing to stretch in that direction. */
export function crossed({ left, top, right, bottom }: Slices, { width, height }: PixelSize): boolean {
  return left + right >= width || top + bottom >= height;
}
