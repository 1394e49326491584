import type { CandidateRef, ImageFacts, Run, RunReference } from '../model/run';

/** The workspace file that "Replace original" is about. */
export interface Original {
  uri: string;
  /** Of the bytes that were sent, hex. */
  sha256: string;
  /** Of the bytes that were sent. */
  facts: ImageFacts;
  /** As the user knows it. */
  name: string;
}

/** Longest thread that is followed back. */
const maxSteps = 200;

/** The file that the run's first reference image came from; along the thread when that is a candidate itself. */
export async function findOriginal(
  run: Run,
  get: (runId: string) => Promise<Run | undefined>,
): Promise<Original | undefined> {
  let current: Run | undefined = run;
  const seen = new Set<string>();
  while (current && !seen.has(current.id) && seen.size < maxSteps) {
    seen.add(current.id);
    const first: RunReference | undefined = current.references[0];
    // A run that continues a candidate is about that candidate; what is beside it came along.
    if (!current.parent && first?.sourceUri !== undefined) {
      return { uri: first.sourceUri, sha256: first.sha256, facts: first.facts, name: first.name };
    }
    const earlier: CandidateRef | undefined = current.parent ?? first?.candidate;
    current = earlier && (await get(earlier.runId));
  }
  return undefined;
}
