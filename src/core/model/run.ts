import type { AspectRatio, ModelId } from './modelInfo';
import type { CandidateCutout, RequestKey } from './cutout';
import type { Failure, ImagesOutcome } from './outcome';

/** What a reference image is for. A `mask` says where the first other image may change: where the mask is transparent. */
export const referenceRoles = ['subject', 'object', 'scene', 'style', 'template', 'mask'] as const;
export type ReferenceRole = (typeof referenceRoles)[number];

/** The formats that this extension reads and tells apart by their bytes. */
export type ImageFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'avif' | 'heic' | 'bmp' | 'tiff' | 'ico' | 'svg';

/** What the bytes of an image say. */
export interface ImageFacts {
  format: ImageFormat;
  mimeType: string;
  width: number;
  height: number;
  bytes: number;
  /** True only when a pixel really is transparent; an alpha channel that is opaque everywhere is `false`. */
  hasAlpha: boolean;
  animated: boolean;
  /** EXIF orientation 1–8; 1 when absent. `width` and `height` are as shown, after turning. */
  orientation: number;
  provenance: Provenance;
}

/** Only what was found in the bytes. */
export interface Provenance {
  /** A C2PA manifest store (Content Credentials) is embedded. It was found, not validated. */
  contentCredentials: boolean;
  /** The credentials or XMP name a digital source type of generative AI. */
  aiGenerated: boolean;
  /** The credentials name SynthID. The watermark itself cannot be checked on this machine. */
  synthIdClaimed: boolean;
  /** The generator that the credentials or XMP name, if any. */
  generator?: string;
}

/** Names one candidate everywhere: commands, messages, store. */
export interface CandidateRef {
  runId: string;
  requestId: string;
  /** 0-based position among the request's images. */
  index: number;
}

export function sameCandidate(a: CandidateRef, b: CandidateRef | undefined): boolean {
  return a.runId === b?.runId && a.requestId === b.requestId && a.index === b.index;
}

export interface Candidate {
  /** File name inside the run's folder. Its extension matches its bytes. */
  file: string;
  facts: ImageFacts;
  deleted?: boolean;
  /** What was taken out of a drawing (SVG) before it was kept, by name. */
  removed?: readonly string[];
  /** Found in an opaque image that was to be transparent. */
  painted?: 'checkerboard';
  /** What came of taking away the key colour of its request. */
  cutout?: CandidateCutout;
  /** The service's own image, untouched, where `file` was made from it on this machine. */
  original?: { file: string; facts: ImageFacts };
}

/** What the service answered: what goes back to it in the next turn, and what its bytes say of themselves. */
export function originalOf({ file, facts, original }: Candidate): { file: string; facts: ImageFacts } {
  return original ?? { file, facts };
}

/** A reference image as the run keeps it: its own copy, so that later changes to the workspace do not matter. */
export interface RunReference {
  /** File name inside the run's folder. */
  file: string;
  role: ReferenceRole;
  facts: ImageFacts;
  /** Shown to the user: workspace-relative path, or the name of a pasted image. */
  name: string;
  /** Where it was read, for "Replace original"; absent for pasted images. */
  sourceUri?: string;
  /** sha256 of the source bytes when it was read, hex. */
  sha256: string;
  /** Set when the reference is a candidate of an earlier run. */
  candidate?: CandidateRef;
}

/** What the user chose, the same for every request of a run. Absent: the model's default. */
export interface RunSettings {
  aspectRatio?: AspectRatio;
  /** Tier name, e.g. `2K`. */
  imageSize?: string;
  /** Exact pixels; only for models with `exactSize`. */
  width?: number;
  height?: number;
  thinking?: string;
  seed?: number;
  systemInstruction?: string;
  background?: 'transparent';
  /** One of the model's `qualities`. */
  quality?: string;
  /** Look up what the prompt speaks of, as far as the model can. */
  search?: true;
}

/** Who asked. Decides what may be shown: `automation` never opens a dialog. */
export type RunOrigin = 'panel' | 'quick-fix' | 'automation';

/** The one outcome form that is stored: images with what their bytes said, or a failure. */
export type StoredOutcome = StoredImages | Failure;
export type StoredImages = Omit<ImagesOutcome, 'images' | 'turn'> & { images: readonly Candidate[] };

/** A setting that this model cannot take as asked, and what it is asked for instead (absent: left out). */
export interface Adaptation {
  setting: keyof RunSettings | 'references' | 'count';
  asked: string;
  used?: string;
}

export type RequestState = 'queued' | 'running' | 'done';

export interface RequestRecord {
  id: string;
  model: ModelId;
  /** 0-based, within the model. What failed and was tried again shares it with its next try. */
  variation: number;
  state: RequestState;
  /** Milliseconds since the epoch. */
  startedAt?: number;
  endedAt?: number;
  outcome?: StoredOutcome;
  /**
   * While it is running: the images as they came, which are worked on before they are shown. Taking away a background takes
   * seconds, and what is paid for is on record before that.
   */
  came?: StoredImages;
  /** While it is running: where its images lie, as the answer named them. */
  links?: readonly string[];
  /** What it cost, in US dollars. Absent: unknown. */
  costUsd?: number;
  /** True when `costUsd` comes from the table and not from the service's count. */
  costIsEstimate?: boolean;
  /** The model has no alpha: what it was asked to paint instead of a transparent background. */
  key?: RequestKey;
  /** What was adapted for this model. */
  adapted?: readonly Adaptation[];
  /** The window that sent it; used to find requests whose window went away. */
  hostId?: string;
}

export interface SavedAsset {
  candidate: CandidateRef;
  uri: string;
  sha256: string;
  /** Milliseconds since the epoch. */
  savedAt: number;
  undone?: boolean;
}

/** What the user's hands did with a run's results. */
export interface RunMarks {
  favourites: readonly CandidateRef[];
  /** Requests that stand first. */
  pinned: readonly string[];
  /** Requests that are not shown. */
  hidden: readonly string[];
  /** Of a blind run: the best, or `null` where the names were shown without a vote. Absent: they are still hidden. */
  picked?: CandidateRef | null;
}

export interface Run {
  id: string;
  createdAt: number;
  origin: RunOrigin;
  prompt: string;
  models: readonly ModelId[];
  count: number;
  settings: RunSettings;
  references: readonly RunReference[];
  /** Folder URI that Save proposes ("Generate Image Here…"). */
  targetFolder?: string;
  /** File URI that Save proposes, instead of a folder: a missing image of a document. */
  targetFile?: string;
  /** The candidate this run continues, if it does. */
  parent?: CandidateRef;
  requests: readonly RequestRecord[];
  saved: readonly SavedAsset[];
  /** The names of its models are hidden until a winner is picked. */
  blind?: true;
  marks?: RunMarks;
}

/** Earlier tries of a request that ended without an image, oldest first. */
export function earlierTries(run: Run, request: RequestRecord): readonly RequestRecord[] {
  const at = run.requests.indexOf(request);
  return run.requests.filter((other, index) => index < at && isSameTry(other, request) && failed(other));
}

/** Without what failed and was tried again. */
export function currentRequests(run: Run): readonly RequestRecord[] {
  return run.requests.filter(
    (request, index) =>
      !failed(request) || !run.requests.some((other, later) => later > index && isSameTry(other, request)),
  );
}

function isSameTry(a: RequestRecord, b: RequestRecord): boolean {
  return a.model === b.model && a.variation === b.variation;
}

function failed({ outcome }: RequestRecord): boolean {
  return outcome !== undefined && outcome.kind !== 'images';
}

export function isDone(run: Run): boolean {
  return run.requests.every(request => request.state === 'done');
}
