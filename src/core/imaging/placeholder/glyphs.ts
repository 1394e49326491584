import type { Outline } from '../vector/outline';

export interface Glyph {
  /** How far the pen moves, in font sizes. */
  advance: number;
  outline: Outline;
}

/** A font as the placeholder needs it. */
export interface Glyphs {
  /** Undefined: the font cannot draw this code point. */
  get(codePoint: number): Glyph | undefined;
  /** Correction of the distance between two neighbours, in font sizes. */
  kern(left: number, right: number): number;
}

/** Height of capitals and depth of descenders, in font sizes; typical of sans-serif text faces. */
export const capHeight = 0.72;
export const descent = 0.24;
