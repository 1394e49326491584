/** How painted or enlarged pixel art becomes true pixels. */
export interface PixelArt {
  /** Size of a pixel of the drawing in the picture; fractions are fine. `null`: found. */
  cell: number | null;
  /** The colour of a cell. */
  sample: 'median' | 'dominant';
  /** At most so many colours of its own (2–256); `null`: all. */
  colours: number | null;
  /** `#rrggbb`, 1–256: only these. Takes the place of `colours`. */
  palette: readonly string[] | null;
  /** Colours between those of the palette as patterns. */
  dither: boolean;
  /** Pixels are there or not, nothing between. */
  hardAlpha: boolean;
  /** Each pixel as so many (1–64). `null`: about as large as the picture was, or as fits the asked size. */
  scale: number | null;
}

export const plainPixelArt: PixelArt = {
  cell: null,
  sample: 'median',
  colours: null,
  palette: null,
  dither: false,
  hardAlpha: false,
  scale: null,
};

export const pixelArtRanges = {
  cell: [1, 512],
  colours: [2, 256],
  scale: [1, 64],
} as const;

export const maxPalette = 256;
