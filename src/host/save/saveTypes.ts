import type { Converted } from '../../core/imaging/imagingPort';
import type { OutputSettings } from '../../core/model/output';
import type { ProvenanceMark } from '../../core/model/provenanceMarks';
import type { CandidateRef, ImageFacts } from '../../core/model/run';
import type { SaveFailure } from '../../core/save/saveResult';
import type { UndoResult } from './journal';

/**
 * What is saved: an image of a run (`original`: as the service sent it, where it was cut out on this machine), or a file
 * of the workspace (absolute path).
 */
export type SaveSubject = (CandidateRef & { original?: true }) | { file: string };

/** Where and how, as the Save view asks for it. */
export interface AskedSave {
  /** Absolute. */
  path: string;
  output: OutputSettings;
  /** What was looked at; else the bytes are found again. */
  source?: SaveSource;
  /** `#rrggbb`: a cut-out is to be measured on it. */
  page?: string;
}

/** The bytes that are saved. */
export interface SaveSource {
  /** Absent: a file of the workspace. */
  candidate?: CandidateRef;
  /** The file of the workspace (absolute) that the bytes are of, and what they were (hex). */
  workspaceFile?: { path: string; sha256: string };
  /** Absolute. A candidate's is in the store and never changes. */
  file: string;
  facts: ImageFacts;
  /** What the service sent, where `file` was cut out of it on this machine; absolute. */
  original?: { file: string; facts: ImageFacts };
}

/** Of the image, and what the service's own bytes say of where it comes from. */
export function beforeOf({ facts, original }: SaveSource): ImageFacts {
  return original ? { ...facts, provenance: original.facts.provenance } : facts;
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
  /** What the machine chose. */
  took?: Omit<Converted, 'facts'>;
}

/** A file that can be smaller, and the bytes for it. */
export interface Smaller {
  /** Absolute. */
  file: string;
  before: number;
  after: number;
  /** Of the bytes that were looked at, hex. */
  sha256: string;
  /** What those bytes say. */
  facts: ImageFacts;
  prepared: Prepared;
  /** What says where it comes from, and would be gone: then the old bytes stay beside. */
  drops: readonly ProvenanceMark[];
}

/** Where the user wants the file. */
export interface ChosenTarget {
  /** Absolute, with the extension that says the format. */
  path: string;
  /** The user agreed to replace what is there. */
  overwrite: boolean;
  matte?: string;
  output?: OutputSettings;
  /** Folders that were made for the dialog, outermost first: an undo takes them back with the file. */
  madeFolders?: readonly string[];
}

export type UndoOutcome =
  | Exclude<UndoResult, { kind: 'under-way' }>
  | { kind: 'refused'; failure: SaveFailure }
  /** Files that were saved together. `left`: changed, moved or locked since. */
  | { kind: 'group'; restored: number; removed: number; left: number };
