import type { CandidateRef, RequestRecord } from '../../core/model/run';
import type { FailureKind } from '../../core/model/outcome';
import type { MissingItem } from '../../core/references/missingItems';
import type { Rewritten } from '../references/referenceRewriter';

/** A file of the list. */
export interface MissingRow {
  readonly id: string;
  readonly item: MissingItem;
  readonly prompt: string;
  /** The user wrote it; else it was drafted. */
  readonly edited: boolean;
  readonly chosen: boolean;
  /** Instead of what the model makes. */
  readonly placeholder: boolean;
  readonly state: MissingRowState;
  /** What its runs cost so far, in US dollars; failed ones included. */
  readonly costUsd: number;
  /** It came and could not be saved: another try only saves it. */
  readonly paid?: PaidRequest;
}

export type PaidRequest = RequestRecord & { runId: string };

export type MissingRowState =
  /** `note`: what became of it before. */
  | { kind: 'ready'; note?: string }
  | { kind: 'waiting' }
  | { kind: 'making'; runId?: string }
  | ({ kind: 'saved' } & SavedRow)
  | {
      kind: 'failed';
      outcome: 'exists' | 'changed' | 'save-failed' | FailureKind;
      reason: string;
    };

export interface SavedRow {
  saveId: string;
  /** URI. */
  uri: string;
  width: number;
  height: number;
  mimeType: string;
  bytes: number;
  /** Of an image. */
  candidate?: CandidateRef;
  /** Of a drawing. */
  svg?: string;
  /** The references that lead to another file now. */
  change?: Rewritten;
}

export function isBusy({ state }: Pick<MissingRow, 'state'>): boolean {
  return state.kind === 'waiting' || state.kind === 'making';
}

/** It can be made. */
export function isOpen({ state }: Pick<MissingRow, 'state'>): boolean {
  return state.kind === 'ready' || state.kind === 'failed';
}
