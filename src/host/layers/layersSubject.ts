import type { CandidateRef } from '../../core/model/run';

/** An image, a `*.layers.json` or a candidate; nothing: a card on a ground of its own. */
export type LayersSubject = CandidateRef | { file: string } | { blank: true };
