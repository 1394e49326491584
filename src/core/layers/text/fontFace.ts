import type { Outline } from '../../imaging/vector/outline';

/** Lengths in font sizes: x to the right, y down from the baseline. */
export interface ShapedGlyph {
  id: number;
  /** UTF-16 index in the text of what it stands for. */
  cluster: number;
  advance: number;
  x: number;
  y: number;
}

/** One weight of a font, or a part of one that has only some scripts. */
export interface FontFace {
  family: string;
  weight: number;
  italic: boolean;
  /** Above and below the baseline, both positive, in font sizes. */
  ascent: number;
  descent: number;
  /** Whether it draws this code point, as an outline. */
  has(codePoint: number): boolean;
  /** In the order from left to right. `text` has one direction and one script. */
  shape(text: string, options: { rtl: boolean; language?: string }): readonly ShapedGlyph[];
  outline(glyph: number): Outline;
}

export interface FontWish {
  family: string;
  weight: number;
  italic: boolean;
  language?: string;
}

/** The fonts of this machine. */
export interface FontBook {
  /** Nearest first; none: there is no such family. */
  faces(wish: FontWish): readonly FontFace[];
  /** A face of any family that has all of these; the one that looks most like the wish. */
  fallback(codePoints: readonly number[], wish: FontWish): FontFace | undefined;
}
