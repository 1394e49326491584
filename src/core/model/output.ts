import type { PixelArt } from './pixelArt';
import type { ImageFormat } from './run';

/** Formats that this machine can write. */
export type EncodableFormat = Extract<ImageFormat, 'png' | 'jpeg' | 'webp' | 'avif'>;

export const encodableFormats: readonly EncodableFormat[] = ['png', 'jpeg', 'webp', 'avif'];

export function isEncodable(format: ImageFormat): format is EncodableFormat {
  return (encodableFormats as readonly ImageFormat[]).includes(format);
}

/** Of an image whose own format cannot be written: all its pixels and their alpha are in it. */
export const formatInstead: EncodableFormat = 'png';

/**
 * The quality at which a format is written when `setting` is that of JPEG and WebP. AVIF 67 has the same error (PSNR) as
 * WebP 82 on photographs, in two thirds of the bytes.
 */
export function qualityOf(format: ImageFormat | undefined, setting: number): number {
  return format === 'avif' ? Math.max(1, setting - 15) : setting;
}

/**
 * How an image comes into a box of another ratio, by the words of CSS `object-fit` where it has them: `cover` cuts off,
 * `contain` stays whole and may end up smaller than the box, `pad` is `contain` with bars up to the exact size, `stretch`
 * (CSS `fill`) distorts.
 */
export type Fit = 'cover' | 'contain' | 'pad' | 'stretch';

export const fits: readonly Fit[] = ['cover', 'contain', 'pad', 'stretch'];

/** What stays in the picture when something is cut off: 0–1 from the left and from the top. */
export interface Focus {
  x: number;
  y: number;
}

/** One movement of the brush. */
export interface Stroke {
  mode: 'erase' | 'restore';
  /** Of the image's shorter side, 0–1. */
  radius: number;
  /** x, y, x, y, …: 0–1 from the left and from the top of the image. */
  points: readonly number[];
}

export const maxStrokes = 200;
/** Pairs, in one stroke. */
export const maxStrokePoints = 500;

/** How a flat background is taken away. */
export interface Cutout {
  /** How far from the background's colour still counts as it, OKLab × 100; `null`: by the noise of the picture. */
  tolerance: number | null;
  /** Every pixel of the colour, not only what is reached from the edges. */
  everywhere: boolean;
  /** Softening of the edge, pixels. */
  feather: number;
  /** By hand, after all that. */
  strokes: readonly Stroke[];
}

export const plainCutout: Cutout = { tolerance: null, everywhere: false, feather: 0, strokes: [] };

/** What a file is to be, as the Save view asks for it. `null` leaves it to the machine. */
export interface OutputSettings {
  /** `keep`: the format of the image, and its very bytes where nothing else is asked. */
  format: 'keep' | EncodableFormat;
  /** Pixels; one that is left out follows the ratio. */
  width: number | null;
  height: number | null;
  fit: Fit;
  /** For `cover`; else what seems to matter in the picture. */
  focus: Focus | null;
  /** `null`: the background stays. */
  cutout: Cutout | null;
  /** `null`: a picture as it is, not pixels of a drawing. */
  pixelArt: PixelArt | null;
  /** `#rrggbb` of bars, and behind transparent pixels where the format has none. */
  background: string | null;
  /** 1–100; else the one of the settings. */
  quality: number | null;
  /** WebP and AVIF. */
  lossless: boolean;
  /** JPEG; else for small ones. */
  progressive: boolean | null;
  /** PNG: 2–256. */
  colours: number | null;
  /** PNG: the same pixels in fewer bytes. */
  optimise: boolean;
  srgb: boolean;
  /** Of 1000 bytes. */
  /** Of 1024 bytes, as sizes are shown. */
  maxKilobytes: number | null;
  /** Nothing in the file but the picture, its colour profile and which way up it is. */
  strip: boolean;
  /** The image's own bytes beside the file, where the file loses what they say about where it comes from. */
  keepOriginal: boolean;
  /** A recipe beside the file; `null`: by the settings. Only of what a run made. */
  recipe: boolean | null;
}

/** The image as it is. */
export const plainOutput: OutputSettings = {
  format: 'keep',
  width: null,
  height: null,
  fit: 'cover',
  focus: null,
  cutout: null,
  pixelArt: null,
  background: null,
  quality: null,
  lossless: false,
  progressive: null,
  colours: null,
  optimise: false,
  srgb: false,
  maxKilobytes: null,
  strip: false,
  keepOriginal: false,
  recipe: null,
};
