import type { Imaging } from './imaging/imagingPort';
import type { ModelId, ModelInfo } from './model/modelInfo';
import type { Failure, Outcome, ReceivedBlob } from './model/outcome';
import type { ImageFacts, ReferenceRole, RunSettings } from './model/run';
import type { Translate } from './translate';

/** An image to send. `path` is absolute; its bytes are of `facts.mimeType`, which the model takes. */
export interface InputImage {
  path: string;
  facts: ImageFacts;
  role: ReferenceRole;
  name: string;
}

/** An earlier exchange of the same thread with the same model. */
export interface Turn {
  prompt: string;
  images: readonly InputImage[];
  /** `ImagesOutcome.turn` of that request, as the provider made it. */
  answer: unknown;
  /** Finds the bytes that `answer` names. */
  pathOf(file: string): string;
}

/** One call to a service: one model, one variation. Settings are already adapted to the model. */
export interface ProviderRequest {
  model: ModelInfo;
  prompt: string;
  images: readonly InputImage[];
  history: readonly Turn[];
  settings: RunSettings;
  /** 0-based; an `offline` model varies by it, a service is left to its own chance. */
  variation: number;
}

/** Bytes on their way to the store. Nothing is visible under its name before `close` resolves. */
export interface BlobSink {
  /** Resolves when more may be written. The chunk is not kept after that. */
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<ReceivedBlob>;
  /** Removes what was written. */
  abort(): Promise<void>;
}

export type Progress =
  | { state: 'sending' }
  | { state: 'waiting' }
  /** Bytes of the answer so far; `total` only where the service says it. */
  | { state: 'receiving'; bytes: number; total?: number }
  /** The image is here; its key colour is being taken away on this machine. */
  | { state: 'cutting-out' }
  | { state: 'retrying'; inMs: number; because: Failure['kind'] };

export interface GenerateContext {
  /** Aborts for `cancelled`. Deadlines are the provider's own (`timeout`). */
  signal: AbortSignal;
  onProgress(progress: Progress): void;
  /** A new file of the run in the store. */
  createBlob(declaredType?: string): Promise<BlobSink>;
  /**
   * Whether a service's images may be fetched from these addresses, which are not its own. Puts them on record, and asks the
   * user where there is one to ask. Absent: nothing may.
   */
  mayDownload?(links: readonly string[]): Promise<boolean>;
  /** A path in the run's folder for work that writes a file by itself (the codec worker), and its adoption as a blob. */
  createBlobPath(extension: string): Promise<{ path: string; adopt(): Promise<ReceivedBlob> }>;
}

export type KeyCheck = { ok: true } | { ok: false; failure: Failure };

export interface ImageProvider {
  /** Live, merged with the built-in table. Rejects never: without a key or network it gives the table. */
  listModels(signal: AbortSignal): Promise<readonly ModelInfo[]>;
  /** Never throws for what a service can answer. */
  generate(request: ProviderRequest, context: GenerateContext): Promise<Outcome>;
  /**
   * What an answer named (`links`) and did not bring, fetched now; nothing is drawn or billed for it. Absent where a service
   * names nothing. Never throws for what a service can answer.
   */
  fetchLinks?(links: readonly string[], context: GenerateContext): Promise<Outcome>;
  /** Asks the service whether it takes this key, without spending. */
  checkKey?(key: string, signal: AbortSignal): Promise<KeyCheck>;
}

/** `authorization` sends `Bearer KEY`, `bare` the key alone in that header; `none`: the service takes no key. */
export const keyHeaders = ['x-goog-api-key', 'authorization', 'bare', 'x-key', 'none'] as const;
export type KeyHeader = (typeof keyHeaders)[number];

/** How a service is spoken to: each has a bundle of its own. */
export type ApiId = 'gemini' | 'vertex' | 'openai' | 'openrouter' | 'bfl' | 'dashscope' | 'offline';

export interface Endpoint {
  /** Without a slash at its end. */
  baseUrl: string;
  /** Of Gemini's address; others have theirs in `baseUrl`. */
  apiVersion: string;
  keyHeader: KeyHeader;
  timeoutMs: number;
  /** Asked for an answer bit by bit, because it gives no other. */
  stream?: true;
  /** How long the JSON of a request may be, images and all; absent: 100 MB, which is Google's limit. */
  inlineBytes?: number;
  /** What only Vertex AI has. */
  vertex?: VertexSettings;
}

/** An empty text: nothing is said. */
export interface VertexSettings {
  /** With one, requests carry a token of the credentials of this machine instead of a key. */
  project: string;
  location: string;
  /** A service account's, or what `gcloud` made of a login. Absolute. */
  credentialsFile: string;
  /** MIME type of the images. */
  outputType: string;
  personGeneration: string;
}

/** What the host gives a provider when it loads it. */
export interface ProviderDeps {
  /** Which service this is: several may be spoken to alike. */
  info: ProviderInfo;
  /** The host's guarded fetch: allowed endpoints only, no redirect to another origin, VS Code's proxy settings. */
  fetch: typeof fetch;
  /**
   * A file that an answer names, from wherever it lies, without a key: https only (or where the service itself is), no
   * private address, no redirect elsewhere, at most `maxBytes`. Rejects with `FetchRefused` for what it will not fetch.
   */
  download(url: string, options: { signal: AbortSignal; maxBytes: number }): Promise<Response>;
  /** Read at every call, because settings change. */
  endpoint(): Endpoint;
  /** The key for the endpoint's origin. */
  apiKey(): Promise<string | undefined>;
  /** Reads a file that the request names; rejects with the file system's error. Given, so that providers stay free of `node:`. */
  readFile(path: string): Promise<Uint8Array>;
  imaging: Imaging;
  /** For every sentence of its own; what the service says stays as it is. */
  t: Translate;
  /** One line; never keys, prompts or bytes. */
  log(line: string): void;
  /** Resolves after `ms`, or rejects when the signal aborts. Given, so that tests do not wait. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** 0 ≤ n < 1. */
  random(): number;
}

/** What a provider's bundle exports. */
export interface ProviderModule {
  createProvider(deps: ProviderDeps): ImageProvider;
}

/** What is known of a provider without loading it. Lives in `providers/registry.ts`, or is named in the settings. */
export interface ProviderInfo {
  id: string;
  label: string;
  /** Needs no key and no network. */
  local: boolean;
  api: ApiId;
  /** Where its requests go unless a setting says otherwise; absent: nowhere. */
  endpoint?: Omit<Endpoint, 'timeoutMs'>;
  /** Origins of its servers, which its answers name: a key for one of them is good for all. Absent: it has one. */
  servers?: RegExp;
  /** The user named it in `inlineAssets.endpoints`, and it is as that says. */
  named?: true;
  /** The built-in table. */
  models: readonly ModelInfo[];
  /** Others speak as this service does without having its models: the table holds for those that they name or list. */
  ownTable?: true;
  /** Models of such a table, as they are where they are named or listed. */
  family?: readonly ModelInfo[];
  /** What is taken for true of a model that no table knows; absent: `unknownCapabilities`, and no price. */
  plain?: Pick<ModelInfo, 'capabilities' | 'price'>;
  /** What is wrong with that table, for the log. */
  problems?: readonly string[];
  /** Ids that the service took away. */
  retired?: Readonly<Record<ModelId, RetiredModel>>;
  /** Where a key is made, what it takes; shown before the key is asked for. Absent: it takes none. */
  key?: { createUrl?: string; billingUrl?: string; looksLike: string };
  /** Requests at once, all runs together; 4 where nothing is said. */
  atOnce?: number;
}

/** A model that people may still name. */
export interface RetiredModel {
  label: string;
  /** Of any provider. Absent: nothing takes its place. */
  replacement?: ModelId;
  /** The day it ended, `2026-03-31`; absent: not known. */
  since?: string;
  /** What is worth a word: "It never had an API." */
  note?: string;
  source: string;
}
