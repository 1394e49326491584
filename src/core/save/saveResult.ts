import type { CutChecks } from '../model/cutout';
import type { ImagingErrorReason, InputTraits } from '../imaging/imagingPort';
import type { MetadataFound } from '../imaging/metadata/item';
import type { ImageFacts } from '../model/run';
import type { FileNameProblem } from './fileName';

/** What was to be made of an image: other pixels or bytes, the same without metadata, the files of a set. */
export type Conversion = 'convert' | 'strip' | 'set';

/** Why nothing was saved. Paths are absolute. Nothing was left behind, and the candidate is still in the store. */
export type SaveFailure =
  | { kind: 'untrusted' }
  | { kind: 'no-workspace' }
  /** The candidate was deleted, or its file is gone from the store. */
  | { kind: 'gone' }
  /** `truePlace` is where the path really leads. */
  | { kind: 'outside'; path: string; truePlace: string }
  | { kind: 'dangling-link'; path: string }
  | { kind: 'not-a-file'; path: string }
  | { kind: 'bad-name'; path: string; problem: FileNameProblem }
  | { kind: 'exists'; path: string }
  /** A set failed, and these files could not be put back: an undo will do it once the disk takes it. */
  | { kind: 'half-done'; path: string; left: readonly string[]; failure: SaveFailure }
  /** The undo is about a set that a window is still writing. */
  | { kind: 'under-way'; path: string; count: number }
  /** Two files of a set would go to the same place. */
  | { kind: 'named-twice'; path: string }
  /** Without the dot. */
  /** `drawing`: the image is an SVG, which stays one. */
  | { kind: 'cannot-write-format'; extension: string; drawing?: true }
  /** The asked format and the extension of the path differ. */
  | { kind: 'format-mismatch'; extension: string; format: string }
  | { kind: 'read-only'; path: string }
  | { kind: 'disk-full'; path: string }
  | { kind: 'disk'; path: string; detail: string }
  /** A file of the workspace that is to be saved in another way. `reason`: what the decoder found. */
  | { kind: 'unreadable'; path: string; detail: string; reason?: ImagingErrorReason }
  /** `path`: the file of the workspace that it was to be made of. */
  | { kind: 'conversion'; work: Conversion; path?: string; reason: ImagingErrorReason; detail: string }
  /** Text and marks on an image. */
  | { kind: 'drawing'; path?: string; reason: ImagingErrorReason; detail: string }
  /** Somebody else wrote to the file while the new bytes were made. */
  | { kind: 'changed-meanwhile'; path: string }
  | { kind: 'no-original' }
  | { kind: 'original-deleted'; path: string }
  /** The document could not be edited; nothing was saved either. */
  | { kind: 'not-inserted'; document: string }
  /** The user closed a question. */
  | { kind: 'cancelled' };

export interface SavedFile {
  /** Names this save for its own undo. */
  saveId: string;
  /** As the user named it: symlinks are not resolved. */
  path: string;
  uri: string;
  /** Of the bytes that were written. */
  facts: ImageFacts;
  /** False: byte for byte what the service sent. */
  converted: boolean;
  /** Another file's bytes are kept in the journal. */
  replaced: boolean;
  /** Of the bytes that it was made of. */
  original: ImageFacts;
  /** Those bytes stay among the generated images. */
  generated: boolean;
  /** What was written in the same step, absolute: the bytes it was made of, a recipe. */
  beside?: readonly string[];
  /** What those bytes have beside the picture, and the file has not. */
  left?: MetadataFound;
  /** What those bytes are that the file is not. */
  was?: InputTraits;
  /** `#rrggbb` that transparent pixels were laid on. */
  flattenedOn?: string;
  /** What the encoder took: with a budget of bytes, what was found. */
  quality?: number;
  /** Of a cut-out that was to be measured. */
  checks?: CutChecks;
  colours?: number;
}

export type SaveResult = { saved: SavedFile } | { failure: SaveFailure };
