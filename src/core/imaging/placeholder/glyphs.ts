/** One step of an outline. Units: the font size is 1; x to the right from the pen, y down from the baseline. */
export type OutlineStep =
  | { type: 'M' | 'L'; x: number; y: number }
  | { type: 'Q'; x1: number; y1: number; x: number; y: number }
  | { type: 'C'; x1: number; y1: number; x2: number; y2: number; x: number; y: number }
  | { type: 'Z' };

export interface Glyph {
  /** How far the pen moves, in font sizes. */
  advance: number;
  outline: readonly OutlineStep[];
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
