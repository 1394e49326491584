import type { ModelInfo } from '../../core/model/modelInfo';
import type { CandidateRef, RequestRecord } from '../../core/model/run';
import type { FailureKind } from '../../core/model/outcome';
import type { MissingImageAsk } from '../../core/references/missingImageAsk';
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

/** What one row will be asked for with. */
export interface RowPlan extends MissingImageAsk {
  model: ModelInfo;
  prompt: string;
  /** No run: a drawing. */
  drawn: boolean;
  /** The model draws, and the file is to have pixels. */
  unfit: boolean;
  /** URI of the file. */
  target: string;
}

export function isBusy({ state }: Pick<MissingRow, 'state'>): boolean {
  return state.kind === 'waiting' || state.kind === 'making';
}

/** It can be made. */
export function isOpen({ state }: Pick<MissingRow, 'state'>): boolean {
  return state.kind === 'ready' || state.kind === 'failed';
}

export function withStyle(style: string, prompt: string): string {
  const said = style.trim();
  if (said === '') return prompt.trim();
  return `${/[.!?…。！？]$/u.test(said) ? said : `${said}.`} ${prompt.trim()}`;
}
