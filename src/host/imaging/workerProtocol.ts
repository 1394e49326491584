import type { ImageLimits } from '../../core/imaging/facts';
import type { ConvertOptions, ImagingErrorReason, PlaceholderSpec } from '../../core/imaging/imagingPort';
import type { RetouchStep } from '../../core/imaging/retouch/steps';
import type { ImageFacts } from '../../core/model/run';
import type { OutputPath } from './encode';

export type Job =
  | { kind: 'inspect'; input: string }
  | { kind: 'convert'; input: string; output: OutputPath; options: ConvertOptions }
  | { kind: 'thumbnail'; input: string; output: OutputPath; edge: number }
  | { kind: 'placeholder'; spec: PlaceholderSpec; output: OutputPath }
  | { kind: 'retouch'; inputs: readonly string[]; steps: readonly RetouchStep[]; output: OutputPath };

/** What every worker is started with. */
export interface WorkerSetup {
  /** Holds the codecs' `.wasm` files. */
  wasmDir: string;
  limits: ImageLimits;
}

/**
 * Jobs are sent one at a time: an answer belongs to the job before it. `spent`: start a fresh worker for the next one,
 * because a codec broke in the middle or holds much memory (WebAssembly never gives any back).
 */
export type WorkerAnswer = { spent: boolean } & (
  { facts: ImageFacts } | { error: { reason: ImagingErrorReason; message: string } }
);
