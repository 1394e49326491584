import type { CandidateRef } from '../../core/model/run';

/** Images that become frames, or one that is cut. Paths are absolute. */
export type SpriteSubject = { images: readonly string[] } | { file: string } | CandidateRef;
