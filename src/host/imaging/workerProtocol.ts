import type { ImageLimits } from '../../core/imaging/facts';

import type {
  CleanedDrawing,
  Compared,
  Converted,
  ConvertOptions,
  DrawnFile,
  FontFamily,
  IconFile,
  ImagingErrorReason,
  KeyCut,
  LayersSpec,
  PlaceholderSpec,
  Rendered,
  Sliced,
} from '../../core/imaging/imagingPort';
import type { MadeSprites, SpriteRequest } from '../../core/imaging/sprites';
import type { RetouchStep } from '../../core/imaging/retouch/steps';
import type { Seams } from '../../core/imaging/seams';
import type { KeyName } from '../../core/model/cutout';
import type { ImageFacts } from '../../core/model/run';
import type { Slices } from '../../core/model/slices';
import type { OutputPath } from './encode';

export interface RenderOutput {
  output: OutputPath;
  make: ConvertOptions | IconFile;
}

interface Jobs {
  inspect: [{ input: string }, ImageFacts];
  convert: [{ input: string; output: OutputPath; options: ConvertOptions }, Converted];
  cleanSvg: [{ input: string; output: OutputPath }, CleanedDrawing];
  strip: [{ input: string; output: OutputPath }, Converted];
  renderAll: [{ input: string; outputs: readonly RenderOutput[] }, readonly Rendered[]];
  warmUp: [object, undefined];
  thumbnail: [{ input: string; output: OutputPath; edge: number }, ImageFacts];
  placeholder: [{ spec: PlaceholderSpec; output: OutputPath }, ImageFacts];
  retouch: [{ inputs: readonly string[]; steps: readonly RetouchStep[]; output: OutputPath }, ImageFacts];
  sprites: [{ request: SpriteRequest; folder: string }, MadeSprites];
  layers: [{ spec: LayersSpec; output: OutputPath }, DrawnFile];
  nineSlice: [{ input: string; slices: Partial<Slices>; output?: OutputPath }, Sliced];
  fontFamilies: [object, readonly FontFamily[]];
  optimisePng: [{ input: string; output: OutputPath }, ImageFacts];
  paintedCheckerboard: [{ input: string }, boolean];
  compare: [{ inputs: readonly [string, string]; output: OutputPath; tolerance: number }, Compared];
  seams: [{ input: string }, Seams];
  heldKeys: [{ input: string }, Record<KeyName, number>];
  cutKey: [{ input: string; output: OutputPath; key: KeyName; seeThrough: boolean }, KeyCut];
}

export type JobKind = keyof Jobs;
export type Job = { [K in JobKind]: { kind: K } & Jobs[K][0] }[JobKind];
export type JobOf<K extends JobKind> = Extract<Job, { kind: K }>;
export type JobResult<K extends JobKind = JobKind> = Jobs[K][1];

/** What every worker is started with. */
export interface WorkerSetup {
  /** Holds the codecs' `.wasm` files, compressed by Brotli. */
  wasmDir: string;
  limits: ImageLimits;
  /** Where fonts are looked for; default: where the platform keeps them. */
  fontFolders?: readonly string[];
}

/**
 * Jobs are sent one at a time: an answer belongs to the job before it. `spent`: start a fresh worker for the next one,
 * because a codec broke in the middle or holds much memory (WebAssembly never gives any back).
 */
export type WorkerAnswer = { spent: boolean } & (
  { result: JobResult } | { error: { reason: ImagingErrorReason; message: string } }
);
