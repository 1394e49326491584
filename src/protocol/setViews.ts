import type { OutputSettings } from '../core/model/output';
import type { Position } from '../core/model/position';
import type { ImageFacts } from '../core/model/run';

/** What a set is to be, as the view asks for it. */
export interface SetChoicesView {
  /** Id of the set. */
  set: string;
  /** From the workspace folder where it is in one, `/` separated; else absolute. */
  folder: string;
  name: string;
  background: string | null;
  /** Percent of the shorter side at each edge. */
  padding: number;
  fit: 'contain' | 'cover';
  position: Position;
  /** Pixels at 1×; `null`: by the size of the image. */
  width: number | null;
  format: OutputSettings['format'];
  options: Readonly<Record<string, boolean>>;
}

export interface SetImageView {
  name: string;
  /** Webview URI. */
  image: string;
  facts: ImageFacts;
}

export interface SetKindView {
  id: string;
  title: string;
  about: string;
  /** The platform's document. */
  source: string;
  /** A file of the workspace describes it. */
  own: boolean;
  options: readonly { id: string; title: string }[];
  /** Absent: the set says them. */
  formats?: readonly OutputSettings['format'][];
  /** Its files are multiples of a size at 1×. */
  scaled: boolean;
  /** Pictures are fitted into sizes of another shape. */
  fitted: boolean;
  /** All of them are square. */
  square: boolean;
  /** Some of its files are of a second image, for dark themes; `needed`: it cannot be made without. */
  dark?: 'possible' | 'needed';
}

/** What the view of a set begins with. */
export interface SetView extends SetImageView {
  id: string;
  dark?: SetImageView;
  /** Lies beside the image: for dark themes where a set needs that, and no other one was chosen. */
  proposedDark?: SetImageView;
  sets: readonly SetKindView[];
  /** Sets of the user's that cannot be used: which file, which field, a sentence each. */
  broken: readonly string[];
  choices: SetChoicesView;
}

/** What happens at the place of a file. */
export type SetFateView = 'new' | 'replaced' | 'merged' | 'same' | 'kept' | 'left-out';

export interface SetFileView {
  id: string;
  /** From the base folder. */
  path: string;
  about?: string;
  fate: SetFateView;
  bytes: number;
  width?: number;
  height?: number;
  /** Webview URI of the picture. */
  url?: string;
  /** Of a text. */
  text?: string;
  zones: readonly { shape: 'circle' | 'rect' | 'rounded'; width: number; height: number; title: string }[];
}

export type SetPreview =
  | {
      files: readonly SetFileView[];
      /** What is worth a word before it is written, a sentence each. */
      notes: readonly string[];
      /** The subject has no shape of its own: why its background could be removed first, for the user. */
      cutOut?: string;
      /** Files that must be opaque show the color behind the image, and nobody chose one: why, for the user. */
      needsColor?: string;
    }
  | { problem: string };

export interface SetWrittenView {
  files: number;
  /** What was left as it is, and why, a sentence each. */
  notes: readonly string[];
  /** The code that uses the files. */
  snippets: readonly { id: string; title: string; text: string }[];
  /** The one that fits the document. */
  snippet?: string;
  /** The document that it would be inserted into. */
  document?: string;
}
