import type { LimitHit, Limits, Spent } from '../cost/limits';
import type { Imaging } from '../imaging/imagingPort';
import type { Logger } from '../logger';
import type { ModelId, ModelInfo } from '../model/modelInfo';
import type { Failure, ReceivedBlob } from '../model/outcome';
import type { RequestRecord, Run, RunMarks, RunOrigin, SavedAsset, StoredOutcome } from '../model/run';
import type { BlobSink, ImageProvider } from '../provider';
import type { Settings } from '../settings';
import type { Translate } from '../translate';

/** The files of one request as they arrive. */
export interface RequestBlobs {
  /** Named by its first bytes, never by what was declared: `.bin` when they are no image. */
  createBlob(declaredType?: string): Promise<BlobSink>;
  createBlobPath(extension: string): Promise<{ path: string; adopt(): Promise<ReceivedBlob> }>;
  /** What is completely there, whatever the provider says. */
  received(): readonly ReceivedBlob[];
  /** The first error of the disk, if there was one. */
  error(): unknown;
  /** Removes what was begun and not finished. */
  abandon(): Promise<void>;
}

export type AddedReference =
  /** `file` is its name in the run's folder, its extension from its bytes; `sha256` is hex. */
  | { file: string; sha256: string; bytes: number }
  /** The source's fault. */
  | { unreadable: 'missing' | 'denied' | 'not-a-file' | 'too-large' | 'failed' };

/** Which runs, newest first. */
export interface RunQuery {
  /** In their prompts, in any case. */
  text?: string;
  /** Only with images that are marked as favorites. */
  favourites?: boolean;
  /** Older than this one. */
  before?: string;
  limit: number;
}

/** Runs on disk. Rejects with `StorageError`. What is written is complete or not there at all. */
export interface RunStore {
  /** Makes the folder that references and blobs go to. It is a run only after `commit`. */
  prepare(runId: string): Promise<void>;
  /** Removes what `prepare` and later calls made, when nothing is going to be sent. */
  discard(runId: string): Promise<void>;
  /** Copies a file or bytes into the run; equal bytes are kept once. Rejects for the store's own faults only. */
  addReference(runId: string, source: { path: string } | { bytes: Uint8Array }): Promise<AddedReference>;
  /** The run and its requests are on record. */
  commit(run: Run): Promise<void>;
  /** Another window, or the next one after a crash of this one, reads it when it resolves. */
  saveRequest(runId: string, request: RequestRecord): Promise<void>;
  saveTurn(runId: string, requestId: string, turn: unknown): Promise<void>;
  loadTurn(runId: string, requestId: string): Promise<unknown>;
  saveAsset(asset: SavedAsset): Promise<void>;
  saveMarks(runId: string, marks: RunMarks): Promise<void>;
  /** `undefined`: not there, or damaged (which is reported once). */
  load(runId: string): Promise<Run | undefined>;
  list(query: RunQuery): Promise<{ runs: readonly Run[]; more: boolean }>;
  /** `after`: numbers up to it are taken by files that came earlier. */
  blobs(runId: string, requestId: string, after?: number): RequestBlobs;
  /** What a request received and finished writing, whoever wrote it, in the order in which it came. */
  arrived(runId: string, requestId: string): Promise<readonly ReceivedBlob[]>;
  pathOf(runId: string, file: string): string;
  /** A file made from others (thumbnail, converted reference): `make` is called when it is not there yet. */
  derived(runId: string, file: string, make: (temporary: string) => Promise<void>): Promise<string>;
  deleteFile(runId: string, file: string): Promise<void>;
  deleteRun(runId: string): Promise<void>;
  /** Another window changed or removed a run. */
  onDidChange(listener: (runId: string) => void): () => void;
}

/** What a sum was spent on. */
export interface SpentOn {
  outcome: StoredOutcome['kind'];
  /** From the table, and not what the service counted. */
  estimate: boolean;
}

/** Budgets of a day and a month that all windows share. */
export interface SpendingPort {
  spent(): Promise<Spent>;
  /** Counts `usd` against both before anything is sent. */
  reserve(usd: number, about: { runId: string; requestId: string; model: ModelId }): Promise<ReserveResult>;
  /** What it really was; 0 takes the reservation back. */
  settle(reservation: string, usd: number, on: SpentOn): Promise<void>;
}

export type ReserveResult = { ok: true; reservation: string } | ({ ok: false } & LimitHit);

/** Whether a window that began a request is still there. */
export interface PresencePort {
  readonly hostId: string;
  /** While work is under way, tells other windows that this one lives. Returns how to stop. */
  announce(): () => void;
  isAlive(hostId: string): Promise<boolean>;
}

/** Everything that may stand between an ask and a service: trust, allowed endpoints, a key, the user's permission. */
export interface GatePort {
  /** Resolves to why not, or `undefined`. Asks the user unless `origin` is `automation`. */
  admit(ask: {
    origin: RunOrigin;
    providers: readonly string[];
    images: number;
  }): Promise<Failure | undefined>;
  /** Whether images that the provider keeps at `links` may be fetched. Asks the user unless `origin` is `automation`. */
  mayDownload(ask: { origin: RunOrigin; provider: string; links: readonly string[] }): Promise<boolean>;
  /** `usd` is absent when a price is not known. */
  confirmCost(ask: { usd?: number; requests: number; spent: Spent; limits: Limits }): Promise<boolean>;
}

export interface RunPorts {
  store: RunStore;
  imaging: Imaging;
  spending: SpendingPort;
  presence: PresencePort;
  gate: GatePort;
  models: {
    /** At once. */
    resolve(id: ModelId): ModelInfo | undefined;
    /** For use; may ask a service for its list. */
    find(id: ModelId): Promise<ModelInfo | undefined>;
  };
  /** Requests to this provider at once. */
  atOnce(provider: string): number | undefined;
  /** Loads the provider's bundle on first use. */
  provider(id: string): Promise<ImageProvider>;
  settings(): Settings;
  log: Logger;
  t: Translate;
  /** Milliseconds since the epoch. */
  now(): number;
  /** 0 ≤ n < 1. */
  random(): number;
  /** Resolves after `ms`, at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
