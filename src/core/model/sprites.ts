/** How frames become a sheet. Lengths are whole pixels. */
export interface SheetSettings {
  /** `grid`: every frame has one shared size and its place in rows. `packed`: as little space as possible. */
  layout: 'packed' | 'grid';
  /** Of a grid; `null`: about as wide as high. */
  columns: number | null;
  /** Transparent borders are left out; of a grid what all frames have in common of them. */
  trim: boolean;
  /** Between frames. */
  padding: number;
  /** Around all. */
  border: number;
  /** Every frame's edge is repeated outwards, so that filtering takes no neighbour's colour. */
  extrude: number;
  powerOfTwo: boolean;
  /** Width and height of the sheet at most. */
  maxSide: number;
  /** The point a frame is placed and turned by; `none` leaves it to the engine. */
  pivot: Pivot | 'none';
  /** Where images smaller than the shared frame stand in it. */
  align: Pivot;
  atlas: AtlasForm | 'none';
  /** Milliseconds a frame, where the image says nothing itself. */
  duration: number;
  /** By name, numbers as numbers; false: as they were given. */
  sort: boolean;
}

export type Pivot = 'center' | 'feet';

/** `hash` and `array` are TexturePacker's; `aseprite` has durations and tags. */
export type AtlasForm = 'hash' | 'array' | 'aseprite';

/** How a sheet is taken apart. */
export interface CutSettings {
  by: 'grid' | 'islands';
  /** `null`: as the gaps between the frames say. */
  columns: number | null;
  rows: number | null;
  /** Pixels; both instead of columns and rows. */
  frameWidth: number | null;
  frameHeight: number | null;
  /** Around all cells. */
  margin: number;
  /** Between cells. */
  spacing: number;
  /** Of islands: parts that are nearer than this belong together; `null`: by the size of the image. */
  gap: number | null;
  /** A flat background becomes transparent first. */
  removeBackground: boolean;
  /** `none`: the cells as they are. Else frames of one size, their content in the middle or on the ground. */
  align: Pivot | 'none';
}

/** What is written. */
export type SpriteOutput = 'sheet' | 'files' | 'both';

export interface SpriteSettings {
  /** `null`: the images are frames themselves. */
  cut: CutSettings | null;
  sheet: SheetSettings;
  output: SpriteOutput;
}

export const plainSheet: SheetSettings = {
  layout: 'packed',
  columns: null,
  trim: true,
  padding: 2,
  border: 0,
  extrude: 0,
  powerOfTwo: false,
  maxSide: 4096,
  pivot: 'none',
  align: 'center',
  atlas: 'hash',
  duration: 100,
  sort: true,
};

export const plainCut: CutSettings = {
  by: 'grid',
  columns: null,
  rows: null,
  frameWidth: null,
  frameHeight: null,
  margin: 0,
  spacing: 0,
  gap: null,
  removeBackground: false,
  align: 'none',
};

/** Until somebody says otherwise: cells of a grid keep what moves in them; pieces of no common size stand on one ground. */
export const usualAlign: Readonly<Record<CutSettings['by'], CutSettings['align']>> = {
  grid: 'none',
  islands: 'feet',
};

export const atlasForms: readonly AtlasForm[] = ['hash', 'array', 'aseprite'];
export const pivots: readonly Pivot[] = ['center', 'feet'];
export const spriteOutputs: readonly SpriteOutput[] = ['sheet', 'files', 'both'];

/** Inclusive bounds of what may be asked for. */
export const sheetRanges = {
  columns: [1, 1000],
  padding: [0, 256],
  border: [0, 256],
  extrude: [0, 32],
  maxSide: [16, 16_384],
  duration: [1, 60_000],
} as const satisfies Partial<Record<keyof SheetSettings, readonly [number, number]>>;

export const cutRanges = {
  columns: [1, 1000],
  rows: [1, 1000],
  frameWidth: [1, 20_000],
  frameHeight: [1, 20_000],
  margin: [0, 4096],
  spacing: [0, 4096],
  gap: [0, 4096],
} as const satisfies Partial<Record<keyof CutSettings, readonly [number, number]>>;

/** Frames that one sheet may have. */
export const maxFrames = 2000;

/** A frame's place on a sheet, and in the image that it was. Pixels. */
export interface SheetFrame {
  name: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Where the part on the sheet begins in the whole frame. */
  offsetX: number;
  offsetY: number;
  sourceWidth: number;
  sourceHeight: number;
  /** Milliseconds. */
  duration: number;
}

export interface Sheet {
  width: number;
  height: number;
  frames: readonly SheetFrame[];
}

/** How the pieces of a sheet were found; for the fields that were left empty. */
export interface FoundGrid {
  columns: number;
  rows: number;
  frameWidth: number;
  frameHeight: number;
}
