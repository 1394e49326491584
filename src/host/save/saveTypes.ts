import type { CandidateRef, ImageFacts } from '../../core/model/run';
import type { SaveFailure } from '../../core/save/saveResult';
import type { UndoResult } from './journal';

/** The candidate's bytes in the store. */
export interface SaveSource {
  candidate: CandidateRef;
  /** Absolute path in the store; never changes. */
  file: string;
  facts: ImageFacts;
}

/** Bytes as they will be in the workspace, ready to be copied or moved there. */
export interface Prepared {
  file: string;
  facts: ImageFacts;
  /** A temporary file of ours; else it is the store's original. */
  converted: boolean;
  flattenedOn?: string;
  /** Known for converted bytes only, hex. */
  sha256?: string;
}

/** Where the user wants the file. */
export interface ChosenTarget {
  /** Absolute, with the extension that says the format. */
  path: string;
  /** The user agreed to replace what is there. */
  overwrite: boolean;
  matte?: string;
  /** Folders that were made for the dialog, outermost first: an undo takes them back with the file. */
  madeFolders?: readonly string[];
}

export type UndoOutcome = UndoResult | { kind: 'refused'; failure: SaveFailure };
