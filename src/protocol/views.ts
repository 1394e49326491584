import type { ComposerValues } from '../core/model/composerValues';
import type { AspectRatio, ModelId, ModelStatus, PixelSize } from '../core/model/modelInfo';
import type { Description } from '../core/model/layers';
import type { EncodableFormat, OutputSettings } from '../core/model/output';
import type { FailureKind } from '../core/model/outcome';
import type { FoundGrid, Sheet, SpriteSettings } from '../core/model/sprites';
import type { CompareView } from './compareViews';
import type { MissingView } from './missingViews';
import type { ScoreboardView } from './scoreboardViews';
import type { SetView } from './setViews';
import type { CandidateRef, ImageFacts, ReferenceRole, RequestState } from '../core/model/run';
import type { SliceView } from './sliceViews';

/** What the panel shows. Made by the host, every sentence already in the user's language. */

export interface ModelView {
  id: ModelId;
  label: string;
  provider: string;
  /** The group's heading in the model list; absent: `provider` is shown. */
  providerLabel?: string;
  description?: string;
  status: ModelStatus;
  statusNote?: string;
  /** For `deprecated` and `retired`: offered with one press. */
  replacement?: ModelId;
  local: boolean;
  /** For one image at the default size, US dollars; 0 for local models; absent: unknown. */
  priceUsd?: number;
  /** There is none that is known before; what was charged is known after. */
  pricedAfter?: true;
  /** That price is the service's own list; who resells it may bill another one. */
  resold?: true;
  /** It came out, or was first listed, in the last 30 days. */
  isNew?: true;
  favourite?: true;
  /** Place among those used last, 0 the newest. */
  used?: number;
  /** No key of its service is stored. */
  needsKey?: true;
  /** How many reference images it works with, both ends included; absent: any number. */
  references?: { min: number; max: number };
  /** Why it cannot be chosen for the present reference images, or absent. */
  unavailable?: string;
}

export interface ReferenceView {
  /** Stable while it is in the composer. */
  id: string;
  name: string;
  role: ReferenceRole;
  /** Webview URI of a thumbnail; absent while it is made. */
  thumbnail?: string;
  facts?: ImageFacts;
  /** Deleted, unreadable, no image: what is wrong, one sentence. */
  problem?: string;
}

/** What follows from the values: choices that exist, pixels, money, sentences. */
export interface ComposerDerived {
  aspectRatios: readonly AspectRatio[];
  /** Tiers of the chosen models, with the pixels that the first model of them gives at the chosen ratio. */
  sizes: readonly { name: string; pixels?: PixelSize }[];
  exactSize: boolean;
  thinkingLevels: readonly string[];
  seed: boolean;
  systemInstruction: boolean;
  /** Cheap to dear; empty: cannot be chosen. */
  qualities: readonly string[];
  /** A chosen model can look up what the prompt speaks of. */
  search: boolean;
  /** A transparent background can be asked for. */
  transparency: boolean;
  /** The prompt asks for it in words, and a chosen model has no alpha. */
  offersTransparency: boolean;
  maxReferences: number;
  /** "1376 × 768; Local edits is asked for …": what is adapted, a sentence each. */
  notes: readonly string[];
  /** Requests that Generate would send. */
  requests: number;
  /** US dollars for all of them; absent: unknown. */
  estimateUsd?: number;
  /** It is not known before, and will be after. */
  pricedAfter?: true;
  /** Why Generate is off, or absent. Never set for an empty prompt: that is asked for on pressing. */
  blocked?: string;
}

export interface ComposerView extends ComposerValues {
  references: readonly ReferenceView[];
  derived: ComposerDerived;
  /** Prompts were written before that are not there now, sent or not. */
  earlierPrompts?: boolean;
  /** The candidate that this run will continue, when "Edit…" brought it here. */
  parent?: { ref: CandidateRef; label: string };
}

export type FailureAction =
  | 'retry'
  | 'fetch-links'
  | 'set-key'
  | 'open-billing'
  | 'switch-model'
  | 'use-offline'
  | 'edit-prompt'
  | 'open-settings'
  | 'allow-sending'
  | 'show-log';

/** An address on the web that came from a service, looked at by the host. */
export interface LinkView {
  title: string;
  url: string;
  /** What was searched for, and not what was found. */
  search?: true;
}

export interface FailureView {
  kind: FailureKind;
  /** A few words: "Blocked by the service". */
  title: string;
  /** What happened and whose fault it is, one or two sentences. */
  detail: string;
  /** "Nothing was sent, so it cost nothing." / "The service may bill this request." */
  cost: string;
  /** The model's own words, if it said any. */
  modelText?: string;
  /** Where images lie that were drawn and not fetched. */
  links?: readonly LinkView[];
  action?: { id: FailureAction; label: string };
  /** A second way out; only where the first costs money. */
  also?: { id: FailureAction; label: string };
}

export interface CandidateView {
  ref: CandidateRef;
  /** Webview URI of the thumbnail, stable. Absent while it is made. */
  thumbnail?: string;
  /** Webview URI of the full image, stable. */
  image: string;
  facts: ImageFacts;
  /** Of a cut-out: webview URI of what the service sent. */
  original?: string;
  favourite?: true;
  /** The winner of a blind run. */
  winner?: true;
  /** Workspace-relative path it was saved to, the newest. */
  savedAs?: string;
  /** Other paths it was saved to, newest first; absent: none. */
  alsoSavedAs?: readonly string[];
}

export interface RequestView {
  id: string;
  /** The same in a column for a request and what it is tried again with. */
  place: string;
  state: RequestState;
  /** Pixels that were asked for, as far as known: keeps the image's place free until it arrives. */
  expected?: PixelSize;
  /** Milliseconds since the epoch. */
  startedAt?: number;
  endedAt?: number;
  /** "Waiting for the service", "Receiving 1.2 MB", "Overloaded: trying again in 4 s". */
  progress?: string;
  /** US dollars. */
  costUsd?: number;
  costIsEstimate?: boolean;
  candidates: readonly CandidateView[];
  pinned?: true;
  failure?: FailureView;
  /** The model's text beside its images. */
  modelText?: string;
  /** The same between its images, in order. `image`: `ref.index` of a candidate. */
  said?: readonly ({ text: string } | { image: number })[];
  /** What the service looked up. */
  sources?: readonly LinkView[];
  /** Where further images lie that were not fetched. */
  links?: readonly LinkView[];
  /** Adapted settings, other sizes than asked, retries: a sentence each. */
  notes: readonly string[];
  /** The model that really answered, when it says another name than asked. */
  modelVersion?: string;
}

export interface ColumnView {
  model: ModelId;
  label: string;
  requests: readonly RequestView[];
}

export interface RunView {
  id: string;
  createdAt: number;
  prompt: string;
  columns: readonly ColumnView[];
  references: readonly {
    name: string;
    thumbnail?: string;
    image: string;
    role: ReferenceRole;
    facts: ImageFacts;
  }[];
  /** The first reference has a workspace file that still exists: Replace original is possible. */
  replaceable?: { name: string };
  parent?: CandidateRef;
  /** The names of its models are hidden until one is picked; `shown`: they were. */
  blind?: 'hidden' | 'shown';
  /** How many requests are out of sight. */
  hidden: number;
  running: boolean;
  costUsd: number;
  costIsEstimate: boolean;
  /** "4 images, 1 blocked, 1 running" */
  summary: string;
}

/** US dollars, of all windows. */
export interface SpendingView {
  todayUsd: number;
  dailyUsd: number;
  monthUsd: number;
  monthlyUsd: number;
}

/** Views as large as the panel, over it, by their kind: what each begins with. */
export interface StageViews {
  save: SaveView;
  sprites: SpriteView;
  layers: LayersView;
  set: SetView;
  slice: SliceView;
  missing: MissingView;
  scoreboard: ScoreboardView;
  compare: CompareView;
}
export type StageKind = keyof StageViews;
export type StageView = { [K in StageKind]: { kind: K } & StageViews[K] }[StageKind];

/** Stages that an image of a run can open. */
export const candidateStages = [
  'save',
  'sprites',
  'layers',
  'set',
  'slice',
] as const satisfies readonly StageKind[];

/** What the Save view begins with. */
export interface SaveView {
  /** Names this view in what follows. */
  id: string;
  /** File name, or the label of the model. */
  name: string;
  /** Webview URI of the image as it is. */
  image: string;
  facts: ImageFacts;
  /** From the workspace folder where it is in one, `/` separated; else absolute. */
  path: string;
  settings: OutputSettings;
  presets: readonly { name: string; settings: OutputSettings }[];
  /** What is wrong with the user's own presets, a sentence each. */
  presetProblems: readonly string[];
  /** Quality that is taken where none is asked for, JPEG and WebP. */
  quality: number;
  /** The document that "Save and insert" would insert into. */
  document?: string;
  /** A recipe is written unless something else is asked; absent: of a file that no run made there is none. */
  recipe?: boolean;
  /** As the user left it, not saved. */
  draft?: { settings: OutputSettings; path: string };
}

export type SavePreview =
  | {
      /** Webview URI of the bytes that would be written. */
      url: string;
      /** Webview URI of the same pixels before they were encoded; absent: those of `SaveView.image`. */
      before?: string;
      facts: ImageFacts;
      quality?: number;
      colours?: number;
      /** How large a pixel of the drawing is in the image, where it became one. */
      cell?: number;
      /** What stays in the picture when it is cut, in pixels of the image. */
      window?: { x: number; y: number; width: number; height: number };
      /** What is lost or worth a word, a sentence each. */
      notes: readonly string[];
    }
  /** `instead`: the image's own format cannot be written, and this one can. */
  | { problem: string; instead?: EncodableFormat };

/** What the view of sprite sheets begins with. */
export interface SpriteView {
  id: string;
  /** File name, the label of the model, or how many images. */
  name: string;
  /** How it is written: as in `SaveView`; the sheet's file, or of frames alone their folder. */
  path: string;
  settings: SpriteSettings;
}

export type SpritePreview =
  | {
      /** Webview URI of the sheet. */
      url: string;
      sheet: Sheet;
      bytes: number;
      /** The smallest and the largest side of the frames each way, as they are written. */
      frameSizes: { least: PixelSize; most: PixelSize };
      /** What is cut, with its background removed where that was asked for, and where the frames are in it. */
      source?: PixelSize & { url: string; cells: readonly (PixelSize & { x: number; y: number })[] };
      found?: FoundGrid;
      gap?: number;
      /** Files that would be written, as `SaveView.path` is; `taken`: there is one already. */
      files: readonly { path: string; taken: boolean }[];
      notes: readonly string[];
      /** Why they cannot be written there. */
      place?: string;
    }
  | { problem: string };

/** What the view of text and marks begins with. */
export interface LayersView {
  id: string;
  /** Of the image or the description. */
  name: string;
  /** Of the image below the layers; empty: there is none. */
  imageName: string;
  /** Extension (with its dot) of the image below, where it is in no file of the workspace: keeping the layers writes it there. */
  source?: string;
  /** Of the canvas. */
  size: PixelSize;
  description: Description;
  /** As `SaveView.path`; may hold variables. */
  path: string;
  /** What text can be set in. */
  fonts: readonly { name: string; weights: readonly number[]; bundled: boolean }[];
  /** As the user left it, not saved. */
  draft?: { description: Description; path: string };
}

export type LayersPreview =
  | {
      /** Webview URI. */
      url: string;
      /** Of the canvas; the picture may have fewer. */
      width: number;
      height: number;
      /** WCAG 2.2, of text layers. */
      contrast: readonly { layer: string; ratio: number; needed: number }[];
      /** What is lost, a sentence each. */
      warnings: readonly string[];
      /** A sentence each. */
      notes: readonly string[];
    }
  | { problem: string };

/** Whether it was written; `refused`: why not, for the user. */
export type WriteAnswer = boolean | { refused: string };

/** How the edges of an image meet when it is repeated. */
export interface SeamsView {
  /** `unknown`: it could not be read. */
  verdict: 'meets' | 'shows' | 'unknown';
  /** A sentence each. */
  lines: readonly string[];
}

export interface ProvenanceView {
  /** Label and value, in the order to show them. */
  lines: readonly { label: string; value: string }[];
}
