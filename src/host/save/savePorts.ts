import type { EncodableFormat } from '../../core/model/output';
import type { ImageFacts, ImageFormat } from '../../core/model/run';
import type { Loss } from '../../core/save/losses';
import type { ProvenanceMark } from '../../core/model/provenanceMarks';
import type { SavedFile, SaveFailure } from '../../core/save/saveResult';
import type { InterruptedSet } from './journal';
import type { UndoOutcome } from './saveTypes';

export interface WorkspaceView {
  trusted(): boolean;
  /** Absolute paths of the workspace folders, in their order. Empty: no folder is open. */
  folders(): readonly string[];
  /** Path of the document the user was in last, if it is a file. */
  activeDocument(): string | undefined;
  toPath(uri: string): string;
  toUri(path: string): string;
}

/** `vscode.Memento` of the workspace. */
export interface Memory {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** What is asked of the user and said to them. Every question may be closed: `undefined`, nothing happens then. */
export interface SaveUi {
  /** The file dialog. It asks by itself before it returns an existing file. `formats`: the bytes' own first. `into`: the document that gets a reference. */
  pickTarget(path: string, formats: readonly ImageFormat[], into?: string): Promise<string | undefined>;
  /** For a name that the file dialog did not see. */
  askOverwrite(path: string): Promise<'overwrite' | 'rename' | undefined>;
  askFormat(
    extension: string,
    choices: readonly ImageFormat[],
  ): Promise<{ format: ImageFormat } | 'rename' | undefined>;
  /** Transparent pixels and a JPEG: the colour (`#rrggbb`) to lay them on, or another format that keeps them. */
  askMatte(
    keep: readonly EncodableFormat[],
  ): Promise<{ matte: string } | { format: EncodableFormat } | undefined>;
  askWithoutWorkspace(): Promise<'anywhere' | undefined>;
  /** `replace-beside`: and the bytes of the new image beside it. */
  askReplace(question: ReplaceQuestion): Promise<'new' | 'replace' | 'replace-beside' | undefined>;
  /** Replacing is not possible; `new` is offered. */
  askSaveAsNew(failure: SaveFailure): Promise<'new' | undefined>;
  /** A place that cannot be taken; another one is offered. */
  askOtherPlace(failure: SaveFailure): Promise<'rename' | undefined>;
  /** A save whose document cannot take it back any more; the file alone is offered. */
  askFileOnly(path: string): Promise<'file-only' | undefined>;
  /** A set of which a part was written when the window went away. */
  askPutBack(set: Pick<InterruptedSet, 'written' | 'count'>): Promise<'put-back' | undefined>;
  tellFailure(failure: SaveFailure): void;
  tellSaved(saved: SavedFile, undo: () => void): void;
  tellInserted(saved: SavedFile, inserted: Inserted, undo: () => void): void;
  /** No new file: one from before got a reference. */
  tellReferenced(path: string, inserted: Exclude<Inserted, { kind: 'one-step' }>): void;
  tellUndo(outcome: UndoOutcome): void;
  copyText(text: string): Promise<void>;
  /** The sentence for the user. */
  describe(failure: SaveFailure): string;
  progress<T>(path: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

export interface ReplaceQuestion {
  path: string;
  losses: readonly Loss[];
  /** Of the new image, by converting it. */
  drops: readonly ProvenanceMark[];
  /** The file is not the one that the run started from. */
  changed: boolean;
}

/** How the reference to a saved file reached its document. `line` is 1-based. */
export type Inserted =
  /** One Undo in the document takes back both. */
  | { kind: 'one-step'; document: string; line: number }
  /** Undo in the document takes back the text; the file replaced another one and has its own undo. */
  | { kind: 'text-only'; document: string; line: number }
  /** There was no document to insert into: `text` is on the clipboard. */
  | { kind: 'clipboard'; text: string };

/** The document, and where in it. Offsets are UTF-16 units. */
export interface InsertionPoint {
  uri: string;
  /** Absolute. */
  path: string;
  languageId: string;
  text: string;
  /** Of the cursor. */
  offset: number;
}

/** Edits of the unchanged text, none overlapping: the markup, and an import where one is needed. */
export interface InsertionText {
  edits: readonly { offset: number; length: number; text: string }[];
}

/** How a document names the image at `imagePath` (absolute); `undefined`: its language is not known. */
export type ReferenceMaker = (
  document: InsertionPoint,
  imagePath: string,
  facts: ImageFacts,
  alt: string,
) => Promise<InsertionText | undefined>;

/** For each image that a document names, where its file may be (absolute), the likeliest place first. */
export type DocumentImages = (document: InsertionPoint) => Promise<readonly (readonly string[])[]>;

/** Absolute paths. */
export interface Move {
  from: string;
  to: string;
}

export interface Editors {
  /** The text editor the user was in last, of those whose file is open in a tab. */
  current(): Promise<InsertionPoint | undefined>;
  /** Text and the moves of files in one WorkspaceEdit. False: nothing was changed. */
  apply(point: InsertionPoint, text: InsertionText, moves?: readonly Move[]): Promise<boolean>;
  /** Undoes in the document's editor when nothing came after the insertion of `target`. False: the user has to. */
  undo(documentUri: string, target: string): Promise<boolean>;
  /** A change of the document that VS Code makes by itself, known by a part of its text, counts as an insertion. */
  expect(documentUri: string, part: string): void;
  /** Files that VS Code moved, Undo and Redo included. Returns the unsubscribe function. */
  onDidMove(listener: (from: string, to: string) => void): () => void;
}
