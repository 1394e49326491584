import type {
  IndexedImage,
  IndexedReference,
  IndexProgress,
  IndexSummary,
} from '../../core/imageIndex/imageIndex';
import type { ImageProblem, ProblemOptions } from '../../core/imageIndex/problems';
import type { OpenText } from './readerMessages';

/** A workspace folder, as the worker is told of it. */
export interface IndexedFolder {
  /** `uri.path`, without a slash at its end (but for `/`). */
  path: string;
  /** On this system. */
  file: string;
  /** Globs of `files.exclude` and `search.exclude`, from this folder. */
  excludes: readonly string[];
  /** Whether `.gitignore`s count. */
  useIgnoreFiles: boolean;
}

/** To the worker. All but `more`, and the question for names, are worked off in their order. */
export type IndexMessage =
  /** Which folders there are. Of what was known, only what is different is read anew. */
  | { kind: 'folders'; folders: readonly IndexedFolder[] }
  /** Paths (`uri.path`) of files or folders that came, went or changed. */
  | { kind: 'changed'; paths: readonly string[] }
  /** Too much changed to be told: what changed since then (ms since 1970) is read anew. */
  | { kind: 'recheck'; since: number }
  /** Texts of open documents instead of what is on disk; those of `closed` are on disk again. */
  | { kind: 'texts'; open: readonly OpenText[]; closed: readonly string[] }
  | { kind: 'ask'; id: number; ask: IndexAsk }
  /** The next part of an answer, which is sent when it is asked for. */
  | { kind: 'more'; id: number };

export type IndexAsk =
  /** The only one that has no file read. */
  | { of: 'names' }
  | { of: 'ready' }
  | { of: 'images' }
  | { of: 'references'; images?: readonly string[] }
  | { of: 'missing' }
  | { of: 'documents'; naming: readonly string[] }
  | { of: 'problems'; options: ProblemOptions };

/** What an answer is made of; lists come in parts, each when it is asked for, so that none keeps the thread that takes it. */
export type IndexPart =
  | { summary: IndexSummary }
  | { names: readonly string[] }
  | { images: readonly IndexedImage[] }
  | { references: readonly IndexedReference[] }
  | { documents: readonly string[] }
  | { problems: readonly ImageProblem[] };

export type IndexReply =
  | { kind: 'progress'; progress: IndexProgress }
  | { kind: 'part'; id: number; part: IndexPart; last: boolean }
  | { kind: 'failed'; id: number; message: string }
  /** Something is different now. */
  | { kind: 'changed' };

/** Where what was read is kept for the next window of the workspace, and for which code it is good. */
export interface KeptPlace {
  /** On this system, of this workspace alone. Nothing outside of it is written. */
  folder: string;
  /** The bundles that read files: what others read may be something else. */
  code: readonly string[];
}

/** What the worker is started with. */
export interface IndexData {
  role: 'index';
  workerFile: string;
  /** Threads that read files. */
  readers: number;
  /** A file that keeps one of them longer is given up. */
  timeoutMs: number;
  /** Where it is leaving word of what it asks the disk (`diskMarkBytes`). */
  disk: SharedArrayBuffer;
  /** Folders on this system that did not answer; they are left out. */
  avoid: readonly string[];
  /** More files are not looked at. */
  maxFiles: number;
  /** Absent: nothing is kept for the next window. */
  kept?: KeptPlace;
  /** What was read is kept when nothing was asked for so long. */
  keepAfterMs: number;
  /** See `ReaderData`. */
  freshMs: number;
}
