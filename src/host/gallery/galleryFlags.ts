import type { ImageFormat } from '../../core/model/run';
import type { ImageProblem, ProblemKind } from '../../core/imageIndex/problems';
import { flagBits, type GalleryFlag } from '../../protocol/galleryViews';

/** Those of a place in a document are told in the table of problems only. */
const flagOfKind: Readonly<Record<ProblemKind, GalleryFlag | undefined>> = {
  missing: undefined,
  unreadable: 'broken',
  unused: 'unused',
  'too-big': 'too-big',
  'wrong-extension': 'wrong-extension',
  'wrong-size': undefined,
  'no-alt': 'no-alt',
  duplicates: 'duplicate',
};

/** What is wrong with each image (its path), as a sum of `flagBits`. */
export function flagsOfProblems(problems: readonly ImageProblem[]): ReadonlyMap<string, number> {
  const flags = new Map<string, number>();
  for (const problem of problems) {
    const flag = flagOfKind[problem.kind];
    if (flag === undefined) continue;
    for (const path of imagesOf(problem)) flags.set(path, (flags.get(path) ?? 0) | flagBits[flag]);
  }
  return flags;
}

/** The images that a problem is about. */
export function imagesOf(problem: ImageProblem): readonly string[] {
  if (problem.kind === 'missing') return [];
  const own = problem.image === undefined ? [] : [problem.image];
  return problem.kind === 'duplicates' ? [...own, ...problem.others] : own;
}

/** `format`: `null` when it cannot be read. `saved`: by us. */
export function flagsOf(format: ImageFormat | null, problems: number, saved: boolean): number {
  return problems | (saved ? flagBits.generated : 0) | (format === null ? flagBits.broken : 0);
}
