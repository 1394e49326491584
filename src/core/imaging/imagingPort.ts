import type { CandidateCutout, CutChecks, KeyName } from '../model/cutout';
import type { Cutout, EncodableFormat, Fit, Focus } from '../model/output';
import type { Description, Finding } from '../model/layers';
import type { PixelArt } from '../model/pixelArt';
import type { ImageFacts } from '../model/run';
import type { Slices } from '../model/slices';
import type { MetadataFound } from './metadata/item';
import type { RetouchStep } from './retouch/steps';
import type { Seams } from './seams';
import type { MadeSprites, SpriteRequest } from './sprites';

/** How pixels become bytes. */
export interface EncodeOptions {
  format: EncodableFormat;
  /** 1–100, for JPEG, WebP and AVIF; each has its own scale. */
  quality?: number;
  /** WebP and AVIF: every pixel as it was. */
  lossless?: boolean;
  /** JPEG that is shown coarse first. Default: below 2 megapixels, where it is also smaller. */
  progressive?: boolean;
  /** PNG: at most so many colours (2–256). */
  colours?: number;
  /** PNG: smaller without changing a pixel, by oxipng; takes time. */
  optimise?: boolean;
  /** The file may have no more bytes: `quality`, or the colours of a PNG, go down as far as that takes. */
  maxBytes?: number;
  /** `#rrggbb` that transparent pixels are laid on when the format has no alpha. Default white. */
  matte?: string;
  /** Pixels in sRGB and no colour profile; `where-possible` keeps a profile that cannot be turned. AVIF always is. */
  srgb?: boolean | 'where-possible';
}

export interface ConvertOptions extends EncodeOptions {
  /** JPEG of a JPEG, WebP of a WebP: who made it and under which terms goes along. */
  keepRights?: boolean;
  /** Scale down so that width × height stays at or below this. */
  maxPixels?: number;
  /** A flat background becomes transparent first. `unsupported` when there is none. */
  cutout?: Cutout;
  /** Then the picture becomes a drawing of true pixels, which are only ever enlarged by whole factors. */
  pixelArt?: PixelArt;
  /** Measure what the cut-out left: `#rrggbb` of the page that it will lie on. */
  page?: string;
  /** Output size in pixels; one that is left out follows the ratio. */
  width?: number;
  height?: number;
  /** What happens when the ratio differs. Default `cover`. */
  fit?: Fit;
  /** For `cover`: what stays in the picture; `auto` is what seems to matter in it. Default: the middle. */
  focus?: Focus | 'auto';
  /** `#rrggbb` of the bars of `pad`; default transparent, in a format without alpha the matte. */
  bars?: string;
  /** Room left around the image inside the size: a share of the shorter side at each edge, below 0.5. */
  inset?: number;
  /** `#rrggbb` behind everything, in formats with alpha too. */
  ground?: string;
  /** Transparent outside of the largest circle (an ellipse where it is not square), after everything else. */
  cut?: 'circle';
  /** Without colour, or the shape alone in one colour (`#rrggbb`). */
  tone?: 'gray' | { silhouette: string };
}

/** How each picture of an icon file is made. */
export type IconLook = Pick<ConvertOptions, 'fit' | 'focus' | 'inset' | 'ground' | 'cut' | 'tone' | 'srgb'>;

/** Several sizes of an image in one file. */
export interface IconFile {
  container: 'ico' | 'icns';
  /** Pixels; those that the format has no place for are refused. */
  sizes: readonly number[];
  /** Sizes below 256 of an `ico` as bitmaps, for programs older than PNG in it. */
  bmp?: boolean;
  look: IconLook;
}

/** One file of many that are made of the same image. */
export interface Rendering {
  output: string;
  make: ConvertOptions | IconFile;
}

/** Of an icon file, the size is that of its largest picture. */
export interface Rendered {
  width: number;
  height: number;
  bytes: number;
  hasAlpha: boolean;
}

/** What was made, and what it took to stay within `maxBytes`. */
export interface Converted {
  facts: ImageFacts;
  /** Of JPEG, WebP and AVIF that are not lossless. */
  quality?: number;
  /** Of a PNG with a palette. */
  colours?: number;
  /** Where there was a cut-out, and a `page` to measure it for. */
  checks?: CutChecks;
  /** What the drawing has, and how large its pixels were in the picture. */
  drawing?: { width: number; height: number; cell: number };
  /** What `auto` came to, where something was cut off. */
  focus?: Focus;
  /** What was in the input beside its picture, and is not in what was made. */
  left?: MetadataFound;
  /** What the input was that what was made is not. */
  was?: InputTraits;
}

export interface InputTraits {
  /** More than 8 bits a channel; 8 are written. */
  deep?: true;
  /** In the inks of a printing press; sRGB is written. */
  cmyk?: true;
  /** Turned by its metadata; upright is written. */
  turned?: true;
  /** Its colour profile: is in the file, or the pixels are sRGB now, or it was damaged and could not be used. */
  profile?: 'kept' | 'srgb' | 'damaged';
}

/** A subject cut out of the key colour it was painted before, or why it was not: nothing is written then. */
export type KeyCut = { facts: ImageFacts; checks: CutChecks } | Extract<CandidateCutout, { kept: unknown }>;

export interface PlaceholderSpec {
  /** Shown on the placeholder and the seed of its colours. */
  prompt: string;
  width: number;
  height: number;
  format: EncodableFormat;
  seed?: number;
  /** 0-based; each has another style and other colours. */
  variation?: number;
  transparent?: boolean;
}

/** A drawing: text and marks on an image or on a ground of their own. */
export interface LayersSpec {
  /** Variables are filled in already. */
  description: Description;
  /** What lies below the layers, absolute. */
  image?: string;
  output: LayersOutput;
}

export type LayersOutput =
  | (EncodeOptions & {
      /** Pixels of the longer edge at most: for a look at it. */
      maxEdge?: number;
    })
  | { format: 'svg'; text?: 'paths' | 'text' };

export interface DrawnFile extends Converted {
  /** Of the canvas. */
  width: number;
  height: number;
  /** Of the image below, as it is now. */
  imageSize?: { width: number; height: number };
  /** It moves, and what was drawn does not. */
  animated?: true;
  findings: readonly Finding[];
}

/** A family of fonts as one chooses it. */
export interface FontFamily {
  name: string;
  weights: readonly number[];
  /** Ships with the extension: the same on every machine. */
  bundled: boolean;
}

/** Guides of an image, in its pixels. */
export interface Sliced {
  width: number;
  height: number;
  slices: Slices;
}

/** Two images, the smaller one scaled to the larger one: in `width` × `height` pixels. */
export interface Compared {
  width: number;
  height: number;
  /** Pixels that differ by more than the tolerance. */
  changed: number;
  /** Of the pixel that differs most, 0–255. */
  most: number;
  /** Both were too large to be compared pixel by pixel. */
  scaledDown: boolean;
  /** One has transparent pixels and the other has none. */
  alphaDiffers: boolean;
  /** Their colour profiles differ, and cannot be brought together here. */
  unknownColours?: true;
}

/**
 * Everything that touches pixels. Runs in a worker thread of the host, never on its main thread; paths are absolute.
 * Every call rejects with an `ImagingError`. Aborting a signal stops the work at once.
 */
export interface Imaging {
  /** The same for work of many files, which gives way to what somebody waits for. */
  inBulk(): Imaging;
  /** Reads the header and, only where the format can hold transparency, the pixels. */
  inspect(path: string, signal?: AbortSignal): Promise<ImageFacts>;
  convert(input: string, output: string, options: ConvertOptions, signal?: AbortSignal): Promise<Converted>;
  /** Many files of one image, which is read only once; in the order of `renderings`. What was made stays when one fails. */
  renderAll(
    input: string,
    renderings: readonly Rendering[],
    signal?: AbortSignal,
  ): Promise<readonly Rendered[]>;
  /**
   * A drawing of a stranger, written anew of what is harmless (`core/imaging/svg`); may replace itself. `not-an-image`,
   * `corrupt`, `too-large` where nothing of it can be kept.
   */
  cleanSvg(input: string, output: string, signal?: AbortSignal): Promise<CleanedDrawing>;
  /** A PNG, JPEG or WebP without its metadata; the pixels, their profile and which way up they are stay as they are. */
  strip(input: string, output: string, signal?: AbortSignal): Promise<Converted>;
  /**
   * A PNG made smaller without changing a pixel or what else is in it, but without its Content Credentials: they vouch
   * for other bytes. May come out bigger: compare.
   */
  optimisePng(input: string, output: string, signal?: AbortSignal): Promise<ImageFacts>;
  /** Loads what thumbnails take, before the first is asked for. Rejects only when it is cancelled. */
  warmUp(signal?: AbortSignal): Promise<void>;
  /** A WebP whose longer edge is at most `edge` pixels. */
  thumbnail(input: string, output: string, edge: number, signal?: AbortSignal): Promise<void>;
  placeholder(spec: PlaceholderSpec, output: string, signal?: AbortSignal): Promise<ImageFacts>;
  retouch(
    inputs: readonly string[],
    steps: readonly RetouchStep[],
    output: string,
    signal?: AbortSignal,
  ): Promise<ImageFacts>;
  /** A checkerboard is painted in an opaque image where transparency should be. */
  paintedCheckerboard(input: string, signal?: AbortSignal): Promise<boolean>;
  /**
   * How far two images are apart, pixel by pixel, and where: `output` is a PNG, the first image in gray with heat over what
   * changed by more than `tolerance` (0–255). Of animations the first frame.
   */
  compare(
    inputs: readonly [string, string],
    output: string,
    tolerance: number,
    signal?: AbortSignal,
  ): Promise<Compared>;
  /** How its edges meet when it is repeated. */
  seams(input: string, signal?: AbortSignal): Promise<Seams>;
  /** Of each key colour the share (0–1) of an image that would become see-through. */
  heldKeys(input: string, signal?: AbortSignal): Promise<Readonly<Record<KeyName, number>>>;
  /** Takes away the key colour that a model was asked to paint; a PNG. `seeThrough`: the subject may be glass or smoke. */
  cutKey(
    input: string,
    output: string,
    options: { key: KeyName; seeThrough: boolean },
    signal?: AbortSignal,
  ): Promise<KeyCut>;
  /** Into a folder of the caller's that is there; what is in it after a failure is nobody's. */
  sprites(request: SpriteRequest, folder: string, signal?: AbortSignal): Promise<MadeSprites>;
  /**
   * Guides that are not `asked` for are proposed. `output`: Android's `.9.png`; nothing is written when the guides that were
   * asked for cross.
   */
  nineSlice(input: string, asked: Partial<Slices>, output?: string, signal?: AbortSignal): Promise<Sliced>;
  drawLayers(spec: LayersSpec, output: string, signal?: AbortSignal): Promise<DrawnFile>;
  /** What text can be set in on this machine: what ships with the extension first, then by name. */
  fontFamilies(signal?: AbortSignal): Promise<readonly FontFamily[]>;
}

export interface CleanedDrawing {
  facts: ImageFacts;
  /** Names of what was taken out and could have done more than look. */
  removed: readonly string[];
}

export type ImagingErrorReason =
  /** Not an image, or a kind that is not read here. */
  | 'not-an-image'
  /** Ends early or does not decode. */
  | 'corrupt'
  /** Zero bytes. */
  | 'empty'
  /** More pixels or bytes than is safe to decode. */
  | 'too-large'
  /** Readable, but not by this step (SVG, HEIC pixels). */
  | 'unsupported'
  /** Not even the coarsest setting stays within `maxBytes`; the message has the smallest there was. */
  | 'over-budget'
  | 'io'
  /** The result could not be written. Nothing of it is left. */
  | 'disk-full'
  | 'cancelled';

/** Tagged, because it crosses a thread and two bundles: test `reason`, never `instanceof`. */
export interface ImagingError extends Error {
  name: 'ImagingError';
  reason: ImagingErrorReason;
}

export function isImagingError(error: unknown): error is ImagingError {
  return error instanceof Error && error.name === 'ImagingError';
}

export function imagingError(reason: ImagingErrorReason, message: string, cause?: unknown): ImagingError {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  error.name = 'ImagingError';
  return Object.assign(error, { reason }) as ImagingError;
}

export function endsEarly(): ImagingError {
  return imagingError('corrupt', 'The file is damaged: it ends before the image does.');
}
