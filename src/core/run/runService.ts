import type { Progress } from '../provider';
import type { MarkChange } from './marks';
import type { RunQuery } from './ports';
import type { ModelId } from '../model/modelInfo';
import type { Failure } from '../model/outcome';
import type { CandidateRef, ReferenceRole, Run, RunOrigin, RunSettings, SavedAsset } from '../model/run';

/** An image as somebody brings it: a file of the machine, bytes that were pasted, or a candidate. */
export type AskImage = { role?: ReferenceRole } & (
  | { path: string; name: string; sourceUri?: string }
  | { bytes: Uint8Array; name: string }
  /** Without a name it is called by its file in the store. */
  | { candidate: CandidateRef; name?: string }
);

/** What everybody asks in: panel, command, quick fix, automation, and later agents. */
export interface Ask {
  origin: RunOrigin;
  prompt: string;
  images: readonly AskImage[];
  models: readonly ModelId[];
  /** Variations for each model, at least 1. */
  count: number;
  settings: RunSettings;
  /** Folder URI that Save proposes later. */
  targetFolder?: string;
  /** File URI that Save proposes later, instead of a folder. */
  targetFile?: string;
  /** Continue the thread that ends in this candidate. */
  parent?: CandidateRef;
  /** Hide the names of the models until a winner is picked. */
  blind?: true;
  /** A limit of the caller's own, in US dollars, for the whole run. */
  maxCostUsd?: number;
  /** What the user said yes to with `agree`: as long as it reaches, the cost is not asked about again. */
  agreement?: Agreement;
}

/** A yes to the cost of several runs together. Only `agree` makes one. */
export interface Agreement {
  readonly requests: number;
}

/** A run that began, or the reason why nothing was sent and nothing was stored. */
export type StartResult = { run: Run } | { refused: Failure };

/** Transient; not stored. */
export interface RequestProgress {
  runId: string;
  requestId: string;
  progress: Progress;
}

export type Unsubscribe = () => void;

/**
 * The one road of every generation: ask → provider → outcome → store → listeners.
 * Runs live here and not in a view; they go on when the panel is closed.
 */
export interface RunService {
  start(ask: Ask): Promise<StartResult>;
  /**
   * All that is decided before anything is sent, of several runs at once: trust, keys, consent and cost are asked about
   * one time. Nothing is begun. `maxCostUsd` of the first holds for all of them.
   */
  agree(asks: readonly Ask[]): Promise<{ agreement: Agreement } | { refused: Failure }>;
  /** One request, or all of the run. Resolves when they have ended. */
  stop(runId: string, requestId?: string): Promise<void>;
  /** Adds a request to the run: the same model again, or another. */
  retry(runId: string, requestId: string, model?: ModelId): Promise<StartResult>;
  /** Fetches what an ended request's answer named and did not bring. Resolves to why not, or `undefined`. Asks the user where it must. */
  fetchLinks(runId: string, requestId: string, signal: AbortSignal): Promise<Failure | undefined>;
  /** Newest first. `text` is searched in prompts, case-insensitively; `before` is a run id to page on from. */
  list(query: RunQuery): Promise<{ runs: readonly Run[]; more: boolean }>;
  get(runId: string): Promise<Run | undefined>;
  /** Runs with a request that is not done, in this window. */
  active(): readonly Run[];
  /** Resolves when every request of the run is done. */
  whenDone(runId: string): Promise<Run>;
  /** Absolute path of a file that the run names. */
  pathOf(runId: string, file: string): string;
  /** A WebP thumbnail of a candidate or reference file, made on first use. */
  thumbnail(runId: string, file: string): Promise<string>;
  /** Removes the bytes; the request keeps its record. A candidate that was saved stays: `kept`. */
  deleteCandidate(ref: CandidateRef): Promise<'deleted' | 'kept'>;
  /** `kept`: a candidate of it was saved. */
  deleteRun(runId: string): Promise<'deleted' | 'kept'>;
  /** What the user's hands do with the results. A blind run's pick stays the first one. */
  mark(runId: string, change: MarkChange): Promise<void>;
  /** Puts a save on record, or its undo: the same candidate, `uri` and `savedAt` with `undone`. */
  recordSaved(asset: SavedAsset): Promise<void>;
  /** Added, changed (a request began, ended, …), from this window or another one. `undefined` run: removed. */
  onDidChange(listener: (runId: string, run: Run | undefined) => void): Unsubscribe;
  onDidProgress(listener: (event: RequestProgress) => void): Unsubscribe;
}
