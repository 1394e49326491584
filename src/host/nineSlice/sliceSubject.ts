import type { CandidateRef } from '../../core/model/run';

/** The image that gets guides; a path is absolute. */
export type SliceSubject = { file: string } | CandidateRef;
