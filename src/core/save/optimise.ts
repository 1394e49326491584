import type { ConvertOptions } from '../imaging/imagingPort';
import type { ImageFacts } from '../model/run';

/** `lossless`: the same pixels. `lossy`: JPEG and WebP are encoded again, too. */
export type OptimiseMode = 'lossless' | 'lossy';

/** Why a file is left as it is. */
export type Skipped =
  /** No smaller form of it is made here. */
  | 'format'
  | 'animated'
  /** They vouch for these very bytes. */
  | 'credentials'
  /** What was made is not smaller, or hardly. */
  | 'no-gain';

export type OptimisePlan =
  | { kind: 'png' }
  | { kind: 'convert'; options: ConvertOptions }
  | { kind: 'skip'; why: Exclude<Skipped, 'no-gain'> };

/** `quality`: of the user's settings, for JPEG and WebP. */
export function planOptimise(facts: ImageFacts, mode: OptimiseMode, quality: number): OptimisePlan {
  if (facts.animated) return { kind: 'skip', why: 'animated' };
  if (facts.provenance.contentCredentials) return { kind: 'skip', why: 'credentials' };
  if (facts.format === 'png') return { kind: 'png' };
  if (mode === 'lossy' && (facts.format === 'jpeg' || facts.format === 'webp')) {
    return { kind: 'convert', options: { format: facts.format, quality } };
  }
  return { kind: 'skip', why: 'format' };
}

/** Encoding a lossy file again for a few percent costs more than it gives. */
const worthwhile: Readonly<Record<OptimisePlan['kind'], number>> = { png: 1, convert: 0.9, skip: 0 };

export function isWorthIt(plan: OptimisePlan, before: number, after: number): boolean {
  return after < before * worthwhile[plan.kind];
}
