import type { ImageFacts, ImageFormat } from '../model/run';
import type { RetouchStep } from './retouch/steps';

/** Formats that this machine can write. */
export type EncodableFormat = Extract<ImageFormat, 'png' | 'jpeg' | 'webp'>;

export interface ConvertOptions {
  format: EncodableFormat;
  /** 1–100, for JPEG and WebP. */
  quality?: number;
  /** Scale down so that width × height stays at or below this. */
  maxPixels?: number;
  /** Exact output size in pixels; covers and crops to the centre when the ratio differs. */
  width?: number;
  height?: number;
  /** `#rrggbb` that transparent pixels are laid on when the format has no alpha. Default white. */
  matte?: string;
}

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

/**
 * Everything that touches pixels. Runs in a worker thread of the host, never on its main thread; paths are absolute.
 * Every call rejects with an `ImagingError`. Aborting a signal stops the work at once.
 */
export interface Imaging {
  /** Reads the header and, only where the format can hold transparency, the pixels. */
  inspect(path: string, signal?: AbortSignal): Promise<ImageFacts>;
  convert(input: string, output: string, options: ConvertOptions, signal?: AbortSignal): Promise<ImageFacts>;
  /** A WebP whose longer edge is at most `edge` pixels. */
  thumbnail(input: string, output: string, edge: number, signal?: AbortSignal): Promise<void>;
  placeholder(spec: PlaceholderSpec, output: string, signal?: AbortSignal): Promise<ImageFacts>;
  retouch(
    inputs: readonly string[],
    steps: readonly RetouchStep[],
    output: string,
    signal?: AbortSignal,
  ): Promise<ImageFacts>;
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
