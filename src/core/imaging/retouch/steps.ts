/** A length in pixels, or in percent of the side it is measured along. */
export interface Length {
  value: number;
  unit: 'px' | '%';
}

export type Edge = 'left' | 'right' | 'top' | 'bottom';

/**
 * One step of "Local edits (free)". Colours are `#rrggbb`. Percentages of change run from -100 to 100 and more; 0 changes
 * nothing. An absent amount is chosen by the image's size.
 */
export type RetouchStep =
  | { op: 'grayscale' }
  | { op: 'sepia' }
  | { op: 'invert' }
  /** `radius`: standard deviation in pixels, as CSS means it. `strength` multiplies the chosen one. */
  | { op: 'blur'; radius?: number; strength?: number }
  | { op: 'sharpen'; percent: number }
  | { op: 'brightness'; percent: number }
  | { op: 'contrast'; percent: number }
  | { op: 'saturation'; percent: number }
  | { op: 'warmth'; percent: number }
  | { op: 'hue'; degrees: number }
  | { op: 'tint'; colour: string; percent: number }
  /** 100 leaves it as it is. */
  | { op: 'opacity'; percent: number }
  | { op: 'cropRatio'; width: number; height: number }
  /** In pixels, from the centre. */
  | { op: 'cropTo'; width: number; height: number }
  | { op: 'cropEdges'; edges: readonly Edge[]; amount: Length }
  /** Cuts off uniform or transparent edges. */
  | { op: 'trim' }
  /** Clockwise. */
  | { op: 'rotate'; degrees: number }
  | { op: 'flip'; axis: 'horizontal' | 'vertical' }
  /** Covers and crops to the centre when both are given and the ratio differs; one alone keeps the ratio. */
  | { op: 'resize'; width?: number; height?: number }
  /** Keeps the ratio; never larger than the box. */
  | { op: 'fit'; width: number; height: number }
  | { op: 'scale'; percent: number }
  /**
   * The flat colour at the edges, as far as it reaches inwards; `everywhere` takes every pixel of the colour. `tolerance` in
   * OKLab × 100, `feather` in pixels.
   */
  | { op: 'removeBackground'; colour?: string; everywhere?: boolean; tolerance?: number; feather?: number }
  | { op: 'background'; colour: string }
  | { op: 'roundCorners'; radius?: Length }
  | { op: 'circle' }
  | { op: 'border'; colour: string; width?: number }
  | { op: 'pad'; amount?: Length; colour?: string }
  | { op: 'pixelate'; size?: number }
  /** Makes one image of several; `gap` in pixels. */
  | { op: 'combine'; layout: 'row' | 'column' | 'grid'; gap: number };

/** What "Local edits" understands, each line an example that works as it stands. */
export const retouchExamples: readonly string[] = [
  'grayscale',
  'sepia',
  'invert',
  'blur 4px',
  'sharpen',
  'brighten 20%',
  'darken 20%',
  'increase contrast 15%',
  'saturate 30%',
  'warmer',
  'shift hue 90°',
  'tint blue',
  '50% opacity',
  'crop to 16:9',
  'crop to 800x600',
  'crop 10% off the top',
  'trim',
  'rotate 90°',
  'flip horizontally',
  'resize to 800x600',
  'scale to 50%',
  'fit within 1024x1024',
  'remove the background',
  'white background',
  'round corners 24px',
  'crop to a circle',
  'add a 4px black border',
  'add 20px padding',
  'pixelate 12px',
  'side by side',
  'stack vertically',
  'grid',
];

/** The few that are shown when a wish is not understood. */
export const commonExamples: readonly string[] = [
  'crop to 16:9',
  'scale to 50%',
  'rotate 90°',
  'grayscale',
  'brighten 20%',
  'blur 4px',
  'remove the background',
  'side by side',
];
