import type { ConvertOptions } from '../imaging/imagingPort';
import { hasMarks } from '../model/provenanceMarks';
import type { ImageFacts } from '../model/run';

/** `lossless`: the same pixels. `lossy`: JPEG and WebP are encoded again, too. */
export type OptimiseMode = 'lossless' | 'lossy';

const shrinks: Readonly<Record<OptimiseMode, RegExp>> = {
  lossless: /\.png$/i,
  lossy: /\.(?:png|jpe?g|webp)$/i,
};

/** By its name: whether this mode may make the file smaller. */
export function mayShrink(file: string, mode: OptimiseMode): boolean {
  return shrinks[mode].test(file);
}

/** Why a file is left as it is. */
export type Skipped =
  /** No smaller form of it is made here. */
  | 'format'
  | 'animated'
  /** Its Content Credentials, or its mark as AI-made, would break or go. */
  | 'credentials'
  /** What was made is not smaller, or hardly. */
  | 'no-gain';

export type OptimisePlan =
  | { kind: 'png' }
  | { kind: 'convert'; options: ConvertOptions }
  | { kind: 'skip'; why: Exclude<Skipped, 'no-gain'> };

/**
 * `quality`: of the user's settings, for JPEG and WebP. `keepOriginals`: bytes that something vouches for may change,
 * because they stay beside.
 */
export function planOptimise(
  facts: ImageFacts,
  mode: OptimiseMode,
  quality: number,
  keepOriginals = false,
): OptimisePlan {
  const { format, animated, provenance } = facts;
  if (animated) return { kind: 'skip', why: 'animated' };
  const lossy = mode === 'lossy' && (format === 'jpeg' || format === 'webp');
  if (format !== 'png' && !lossy) return { kind: 'skip', why: 'format' };
  // A PNG keeps all that stands in words.
  const breaks = lossy ? hasMarks(provenance) : provenance.contentCredentials;
  if (breaks && !keepOriginals) return { kind: 'skip', why: 'credentials' };
  return lossy ? { kind: 'convert', options: { format, quality, keepRights: true } } : { kind: 'png' };
}

/** Encoding a lossy file again for a few percent costs more than it gives. */
const worthwhile: Readonly<Record<OptimisePlan['kind'], number>> = { png: 1, convert: 0.9, skip: 0 };

export function isWorthIt(plan: OptimisePlan, before: number, after: number): boolean {
  return after < before * worthwhile[plan.kind];
}
