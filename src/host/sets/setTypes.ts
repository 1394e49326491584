import type { Unmergeable } from '../../core/sets/mergeJson';
import type { SaveFailure } from '../../core/save/saveResult';
import type { SetDescription } from '../../core/sets/description';
import type { SetPlan, SetProblem } from '../../core/sets/plan';
import type { PlannedFile, SetAsk } from '../../core/sets/planned';
import type { SaveSource, SaveSubject } from '../save/saveTypes';

/** What a set is made of. */
export interface SetSources {
  image: SaveSource;
  dark?: SaveSource;
  /** The same as a drawing, absolute. */
  svg?: string;
  /** What the image is called: its file, or its prompt, as the stem of a file name. */
  name: string;
  /** Plain text that describes the image. */
  alt: string;
}

export interface SetSubjects {
  image: SaveSubject;
  dark?: SaveSubject;
  /** Absolute. Default: the one of the same name beside a workspace file. */
  svg?: string;
}

/** The user's part of what a set is to be; `null` leaves it to the set. */
export interface SetChoices extends Pick<
  SetAsk,
  'background' | 'padding' | 'position' | 'width' | 'options'
> {
  set: SetDescription;
  /** Base folder, absolute. */
  folder: string;
  name: string | null;
  fit: SetAsk['fit'] | null;
  format: SetAsk['format'] | null;
}

/**
 * What happens at the place of a file. Three are not written: `same` (its bytes are there already), `kept` (nothing
 * can be merged into what is there), `left-out` (it only changes a file that is there).
 */
export type FileFate = 'new' | 'replaced' | 'merged' | 'same' | 'kept' | 'left-out';

/** One file of a set as it will be. */
export interface MadeFile {
  planned: PlannedFile;
  /** Absolute. */
  target: string;
  fate: FileFate;
  bytes: number;
  width?: number;
  height?: number;
  /** Where the bytes are, absolute; for pictures. */
  file?: string;
  text?: string;
  /** Why nothing is merged into what is there. */
  kept?: Unmergeable;
  /** Of what is at the target now, hex. */
  replaces?: string;
}

/** A whole set, ready to be written. `release` it. */
export interface MadeSet {
  choices: SetChoices;
  sources: SetSources;
  plan: SetPlan;
  files: readonly MadeFile[];
  /** Of the sources' bytes, by path. */
  fingerprints: ReadonlyMap<string, string>;
  /** Temporary files of ours. */
  staged: readonly string[];
}

export type SetFailure = { problem: SetProblem } | { failure: SaveFailure };
