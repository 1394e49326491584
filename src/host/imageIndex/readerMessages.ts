import type { ImageFormat } from '../../core/model/run';
import type { Place } from '../../core/imageIndex/imageIndex';
import type { ConfigFacts } from '../../core/references/config/configFacts';
import type { ImageReference } from '../../core/references/reference';

/** Files of one folder. */
export interface FolderFiles {
  /** Of its URI. */
  path: string;
  /** On this system. */
  file: string;
  /** The workspace folder it belongs to (`uri.path`). */
  root: string;
  names: readonly string[];
  /** Of a scan, one a name: a file that has its stamp still is not read (`FilesRead.same`). Absent or '': it is. */
  stamps?: readonly string[];
  /** Documents are read to the letter, and not only what is around their images. */
  whole?: boolean;
}

/** A document that is open and not saved. */
export interface OpenText {
  path: string;
  root: string;
  languageId: string;
  text: string;
}

/** `scan` looks at images and finds the documents that are worth reading closely, which `files` does. */
export type ReaderTask =
  | { kind: 'scan' | 'files'; folders: readonly FolderFiles[] }
  | { kind: 'texts'; texts: readonly OpenText[] }
  | { kind: 'config'; path: string; file: string }
  | { kind: 'hashes'; files: readonly string[] };

/** One reference of a document, with its place as editors count. */
export interface PlacedReference {
  reference: ImageReference;
  range: { start: Place; end: Place };
}

/** Only of documents in which something was found. */
export interface ReadDocument {
  path: string;
  languageId: string;
  references: readonly PlacedReference[];
  /** Names of images that stand in it besides (`mentionKey`). */
  names: readonly string[];
  /** Folders out of which it takes whatever is there. */
  folders: readonly string[];
  /** Its references are complete, and what is told of their surroundings is not (see `shorten`). */
  short?: true;
}

export interface ReadImage {
  path: string;
  bytes: number;
  mtimeMs: number;
  format?: ImageFormat;
  width?: number;
  height?: number;
  /** Hex; when somebody had to know. */
  sha256?: string;
}

/** Files of one folder (see `FolderFiles`), and a stamp for each. */
export interface StampedFiles {
  path: string;
  root: string;
  names: string[];
  stamps: string[];
}

export interface FilesRead {
  images: ReadImage[];
  documents: ReadDocument[];
  skipped: { path: string; bytes: number }[];
  /** Documents that may name images, of a scan. */
  named: FolderFiles[];
  /** Files that were read, as they were then; a stamp is '' for what may change again without another one. */
  seen: StampedFiles[];
  /** Of a scan, those that are as they were. */
  same: StampedFiles[];
}

export type ReaderResult =
  FilesRead | { config: ConfigFacts | undefined } | { hashes: readonly (string | undefined)[] };

export type ReaderReply = { id: number } & ({ result: ReaderResult } | { failed: string });

/** What a reader is started with. `at`: the number of the file that it is busy with, from 1; 0: it still loads. */
export interface ReaderData {
  role: 'reader';
  at: SharedArrayBuffer;
  /** A file that changed later than this before it is read may change again within the same tick of a coarse clock. */
  freshMs: number;
}
