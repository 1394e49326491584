import type { PixelSize } from './modelInfo';

/** Four guides, as pixels from their own edge; what is between them is stretched, the corners never are. */
export interface Slices {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const sliceEdges = ['left', 'top', 'right', 'bottom'] as const satisfies readonly (keyof Slices)[];
export type SliceEdge = (typeof sliceEdges)[number];

/** What the middle does in more room: it is stretched, or repeated: in whole tiles, or cut at the ends. */
export const sliceFills = ['stretch', 'tile', 'repeat'] as const;
export type SliceFill = (typeof sliceFills)[number];

export interface SliceSettings {
  slices: Slices;
  fill: SliceFill;
}

/** As `border-image-repeat` says it. Whole tiles are made to fit, because half a tile at the end is a seam. */
export const cssRepeat = {
  stretch: 'stretch',
  tile: 'round',
  repeat: 'repeat',
} as const satisfies Record<SliceFill, string>;

/** Guides that meet or cross leave nothing to stretch in that direction. */
export function crossed(slices: Slices, size: PixelSize): boolean {
  return crossedAlong('left', slices, size) || crossedAlong('top', slices, size);
}

/** This guide and the one across from it do. */
export function crossedAlong(
  edge: SliceEdge,
  { left, top, right, bottom }: Slices,
  size: PixelSize,
): boolean {
  return (edge === 'left' || edge === 'right' ? left + right : top + bottom) >= lengthAlong(edge, size);
}

/** The side that a guide moves along. */
export function lengthAlong(edge: SliceEdge, { width, height }: PixelSize): number {
  return edge === 'left' || edge === 'right' ? width : height;
}
