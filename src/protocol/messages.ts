import * as z from 'zod/mini';
import { descriptionSchema } from '../core/model/layers';
import { encodableFormats, fits, maxStrokePoints, maxStrokes } from '../core/model/output';
import { maxPalette } from '../core/model/pixelArt';
import { positions } from '../core/model/position';
import { referenceRoles } from '../core/model/run';
import { compareModes, type Difference, mostCompared } from './compareViews';
import { maxPastedBytes } from './limits';
import { sliceSettings } from './sliceSchema';
import type { SlicePreview } from './sliceViews';
import { spriteSettings } from './spriteSchema';
import type { MissingView } from './missingViews';
import type { SetChoicesView, SetImageView, SetPreview, SetWrittenView } from './setViews';
import {
  candidateStages,
  type ComposerDerived,
  type ComposerView,
  type FailureAction,
  type LayersPreview,
  type ModelView,
  type ProvenanceView,
  type RunView,
  type SavePreview,
  type SeamsView,
  type SpendingView,
  type SpritePreview,
  type StageView,
  type WriteAnswer,
} from './views';

/** Longer than any prompt a service takes; keeps a broken webview from filling the disk. */
const maxPrompt = 100_000;

const id = z.string().check(z.minLength(1), z.maxLength(200));
const searched = z.string().check(z.maxLength(1000));
const candidate = z.object({ runId: id, requestId: id, index: z.int().check(z.nonnegative(), z.lte(1000)) });
const pixels = z.nullable(z.int().check(z.gte(1), z.lte(100_000)));
const nothing = z.object({});

const values = z.object({
  prompt: z.string().check(z.maxLength(maxPrompt)),
  models: z.array(id).check(z.maxLength(64)),
  count: z.int().check(z.gte(1), z.lte(64)),
  aspectRatio: z.nullable(z.string().check(z.regex(/^\d{1,3}:\d{1,3}$/))),
  imageSize: z.nullable(z.string().check(z.maxLength(20))),
  width: pixels,
  height: pixels,
  thinking: z.nullable(z.string().check(z.maxLength(20))),
  seed: z.nullable(z.int()),
  systemInstruction: z.string().check(z.maxLength(maxPrompt)),
  background: z.nullable(z.literal('transparent')),
  quality: z.nullable(z.string().check(z.maxLength(20))),
  search: z.boolean(),
  blind: z.boolean(),
});

const flag = z.boolean();
const colour = z.string().check(z.regex(/^#[0-9a-f]{6}$/i));
const share = z.number().check(z.gte(0), z.lte(1));
/** Beyond the edges too: a brush is moved out of the picture. */
const place = z.number().check(z.gte(-1), z.lte(2));
const stroke = z.object({
  mode: z.enum(['erase', 'restore']),
  radius: z.number().check(z.gt(0), z.lte(1)),
  points: z.readonly(
    z.array(place).check(
      z.minLength(2),
      z.maxLength(2 * maxStrokePoints),
      z.refine(points => points.length % 2 === 0),
    ),
  ),
});
/** What a draft is read by, too. */
export const outputSettings = z.object({
  format: z.enum(['keep', ...encodableFormats]),
  width: pixels,
  height: pixels,
  fit: z.enum(fits),
  focus: z.nullable(z.object({ x: share, y: share })),
  cutout: z.nullable(
    z.object({
      tolerance: z.nullable(z.number().check(z.gte(0), z.lte(50))),
      everywhere: flag,
      feather: z.number().check(z.gte(0), z.lte(20)),
      strokes: z.readonly(z.array(stroke).check(z.maxLength(maxStrokes))),
    }),
  ),
  pixelArt: z.nullable(
    z.object({
      cell: z.nullable(z.number().check(z.gte(1), z.lte(512))),
      sample: z.enum(['median', 'dominant']),
      colours: z.nullable(z.int().check(z.gte(2), z.lte(256))),
      palette: z.nullable(z.readonly(z.array(colour).check(z.minLength(1), z.maxLength(maxPalette)))),
      dither: flag,
      hardAlpha: flag,
      scale: z.nullable(z.int().check(z.gte(1), z.lte(64))),
    }),
  ),
  background: z.nullable(colour),
  quality: z.nullable(z.int().check(z.gte(1), z.lte(100))),
  lossless: flag,
  progressive: z.nullable(flag),
  colours: z.nullable(z.int().check(z.gte(2), z.lte(256))),
  optimise: flag,
  srgb: flag,
  maxKilobytes: z.nullable(z.int().check(z.gte(1), z.lte(1_000_000))),
  strip: flag,
  keepOriginal: flag,
  recipe: z.nullable(flag),
});
/** As it was typed; the host decides whether it may be written there. */
const typedPath = z.string().check(z.minLength(1), z.maxLength(4096));

const setChoices = z.object({
  set: id,
  folder: z.string().check(z.maxLength(4096)),
  name: z.string().check(z.maxLength(300)),
  background: z.nullable(z.string().check(z.regex(/^#[0-9a-f]{6}$/i))),
  padding: z.number().check(z.gte(0), z.lte(40)),
  fit: z.enum(['contain', 'cover']),
  position: z.enum(positions),
  width: z.nullable(z.int().check(z.gte(1), z.lte(8192))),
  format: z.enum(['keep', ...encodableFormats]),
  options: z.record(z.string().check(z.maxLength(60)), z.boolean()),
});

const failureActions = [
  'retry',
  'set-key',
  'open-billing',
  'switch-model',
  'fetch-links',
  'use-offline',
  'edit-prompt',
  'open-settings',
  'allow-sending',
  'show-log',
] as const satisfies readonly FailureAction[];

/** What the webview may ask of the host: intents, never commands or URLs. One schema a message is type and check at once. */
export const hostSchemas = {
  ready: nothing,
  updateComposer: z.partial(values),
  pickImages: nothing,
  /** `text/uri-list` of a drop from the Explorer. */
  addImages: z.object({ uris: z.array(z.string().check(z.maxLength(4096))).check(z.maxLength(1000)) }),
  addImageBytes: z.object({
    name: z.string().check(z.maxLength(500)),
    bytes: z.instanceof(Uint8Array).check(z.refine(bytes => bytes.byteLength <= maxPastedBytes)),
  }),
  removeReference: z.object({ id }),
  moveReference: z.object({ id, to: z.int().check(z.nonnegative()) }),
  setRole: z.object({ id, role: z.enum(referenceRoles) }),
  clearParent: nothing,
  /** Older or newer prompt of the history; `null` when there is none further. */
  promptHistory: z.object({ offset: z.int().check(z.nonnegative()) }),
  generate: nothing,
  stop: z.object({ runId: id, requestId: z.optional(id) }),
  retry: z.object({ runId: id, requestId: id, model: z.optional(id) }),
  failureAction: z.object({ runId: id, requestId: id, action: z.enum(failureActions) }),
  listRuns: z.object({ text: searched, favourites: z.optional(z.boolean()), before: z.optional(id) }),
  deleteRun: z.object({ runId: id }),
  useCandidate: z.object({ candidate }),
  editCandidate: z.object({ candidate }),
  saveAndInsert: z.object({ candidate }),
  /** Save…: `stage` follows. */
  /** `original`: of a cut-out what the service sent. */
  openStage: z.object({
    kind: z.enum(candidateStages),
    candidate,
    original: z.optional(z.literal(true)),
  }),
  /** `discard`: the user said that what was not saved is not wanted any more. */
  closeStage: z.object({ id, discard: z.optional(z.literal(true)) }),
  /** The newest one counts: earlier ones that are not done answer `null`. */
  /** `page`: the colour of the page, that a cut-out is measured on. `whole`: as it is cut out, in its own pixels. */
  previewSave: z.object({
    id,
    settings: outputSettings,
    path: typedPath,
    page: z.optional(colour),
    whole: z.optional(flag),
  }),
  /** The file dialog for a palette; answers its colours. */
  readPalette: z.object({ id }),
  /** The file dialog; answers the path that was chosen. */
  browseSave: z.object({ id, path: typedPath }),
  /** Whether there is a file already, which Save would ask about. */
  isSaveTaken: z.object({ id, path: typedPath }),
  writeSave: z.object({ id, settings: outputSettings, path: typedPath, insert: flag }),
  /** The newest one counts, as with `previewSave`. */
  previewSprites: z.object({ id, settings: spriteSettings, path: typedPath }),
  browseSprites: z.object({ id, settings: spriteSettings, path: typedPath }),
  writeSprites: z.object({ id, settings: spriteSettings, path: typedPath }),
  /** The newest one counts, as with `previewSave`. */
  previewSlices: z.object({ id, settings: sliceSettings, path: typedPath }),
  browseSlices: z.object({ id, path: typedPath }),
  writeSlices: z.object({ id, settings: sliceSettings, path: typedPath }),
  /** The code of these guides: at the cursor, or into the clipboard. */
  useSlices: z.object({
    id,
    settings: sliceSettings,
    path: typedPath,
    snippet: id,
    how: z.enum(['insert', 'copy']),
  }),
  /** As `previewSave`. What is wrong with the description is a problem that is said, not a message that is refused. */
  previewLayers: z.object({ id, description: z.unknown(), path: typedPath }),
  browseLayers: z.object({ id, path: typedPath }),
  /** `keep`: the description, too, beside the file. */
  writeLayers: z.object({ id, description: descriptionSchema, path: typedPath, keep: flag }),
  /** Asks for a table or pages, and draws a file for every row. */
  renderRows: z.object({ id, description: descriptionSchema, path: typedPath }),
  /** How this image begins with another set; `null`: it is not there any more. */
  beginSet: z.object({ id, set: id }),
  /** The newest one counts: earlier ones that are not done answer `null`. */
  previewSet: z.object({ id, choices: setChoices }),
  /** Removes the background of the image of a set: `stage` follows. */
  cutOutOfSet: z.object({ id }),
  /** The folder dialog; answers the path that was chosen. */
  browseSet: z.object({ id, folder: z.string().check(z.maxLength(4096)) }),
  /** Which image is for dark themes. */
  pickDark: z.object({ id }),
  /** Takes back what the view of a set wrote. */
  undoSet: z.object({ id }),
  /** What the newest preview shows, what is there replaced. */
  writeSet: z.object({ id }),
  /** The code of a set that was written: at the cursor, or into the clipboard. */
  useSnippet: z.object({ id, snippet: id, how: z.enum(['insert', 'copy']) }),
  /** What was changed in the list of missing images; answers how it is then. */
  changeMissing: z.object({
    id,
    rows: z
      .array(
        z.object({
          id,
          prompt: z.optional(z.string().check(z.maxLength(maxPrompt))),
          chosen: z.optional(flag),
          placeholder: z.optional(flag),
        }),
      )
      .check(z.maxLength(20_000)),
    model: z.optional(id),
    style: z.optional(z.string().check(z.maxLength(2000))),
  }),
  /** Makes what is chosen, or `row` alone. */
  startMissing: z.object({ id, row: z.optional(id) }),
  stopMissing: z.object({ id }),
  /** Takes back all that was saved from the list, or `row` alone. */
  undoMissing: z.object({ id, row: z.optional(id) }),
  /** Shows the document that names it. */
  openMissingUse: z.object({ id, row: id, use: z.int().check(z.nonnegative()) }),
  /** Holds images against each other: `stage` follows. `headOf`: what Git has of the file that this image is in or was made of. */
  openCompare: z.object({
    images: z
      .array(
        z.union([
          z.object({ candidate }),
          z.object({ original: candidate }),
          z.object({ reference: z.object({ runId: id, index: z.int().check(z.nonnegative()) }) }),
          z.object({ headOf: candidate }),
        ]),
      )
      .check(z.minLength(1), z.maxLength(mostCompared)),
  }),
  /** The newest one counts, as with `previewSave`. `tolerance`: how far channels may be apart, of 255. */
  measureDifference: z.object({
    id,
    pair: z.tuple([id, id]),
    tolerance: z.int().check(z.gte(0), z.lte(255)),
  }),
  /** What is shown, for when the page is loaded anew. */
  keepCompare: z.object({
    id,
    shown: z.array(id).check(z.maxLength(mostCompared)),
    mode: z.enum(compareModes),
  }),
  replaceOriginal: z.object({ candidate }),
  /** The newest save of this image. */
  undoSave: z.object({ candidate }),
  reveal: z.object({ candidate }),
  copyPrompt: z.object({ runId: id }),
  deleteCandidate: z.object({ candidate }),
  /** A star for an image, or none. */
  favourite: z.object({ candidate, on: z.boolean() }),
  /** A request stands first. */
  pin: z.object({ runId: id, requestId: id, on: z.boolean() }),
  /** Out of sight; `showHidden` brings back all of the run. */
  hide: z.object({ runId: id, requestId: id }),
  showHidden: z.object({ runId: id }),
  /** The best of a blind run; without one the names are shown all the same. */
  pick: z.object({ runId: id, candidate: z.optional(candidate) }),
  provenance: z.object({ candidate }),
  /** How its edges meet when it is repeated. */
  seams: z.object({ candidate }),
  /** The same of what the newest `previewSave` shows. */
  seamsOfSave: z.object({ id }),
  /** PNG bytes for the clipboard, which takes nothing else. */
  pngBytes: z.object({ candidate }),
  /** Prompt, models, settings and reference images of a run into the composer; `composer` follows. */
  reuseRun: z.object({ runId: id }),
  /** "Set API key…" of the empty state, or of one provider in the list of models. */
  setKey: z.object({ provider: z.optional(id) }),
  /** Where all services are, with their keys. */
  manageProviders: nothing,
  /** Makes it a favourite, or none; `models` follows. */
  starModel: z.object({ model: id, on: flag }),
  showSpending: nothing,
  showScoreboard: nothing,
  exportScoreboard: nothing,
  resetScoreboard: nothing,
  /** The banner of an untrusted workspace. */
  manageTrust: nothing,
} as const;

type HostParams = { [K in keyof typeof hostSchemas]: z.infer<(typeof hostSchemas)[K]> };

export interface InitialState {
  composer: ComposerView;
  models: readonly ModelView[];
  runs: readonly RunView[];
  moreRuns: boolean;
  spending: SpendingView;
  /** `vscode.l10n.bundle`, for the webview's own strings; absent: English. */
  l10n?: Readonly<Record<string, string | { message: string; comment: string[] }>>;
  /** Why nothing can be generated here (untrusted workspace), or absent. */
  restricted?: string;
  /** No key of any service is stored: the empty state says what works without one. */
  noKey: boolean;
}

interface HostResults {
  ready: InitialState;
  updateComposer: ComposerDerived;
  promptHistory: string | null;
  /** `refused`: what the composer shows under Generate; nothing was sent. */
  generate: { runId: string } | { refused: string };
  listRuns: { runs: readonly RunView[]; more: boolean };
  provenance: ProvenanceView;
  seams: SeamsView;
  seamsOfSave: SeamsView | null;
  pngBytes: Uint8Array;
  previewSave: SavePreview | null;
  browseSave: string | null;
  isSaveTaken: boolean;
  readPalette: string[] | null;
  /** False: nothing was written, and that was said. */
  writeSave: boolean;
  previewSprites: SpritePreview | null;
  browseSprites: string | null;
  writeSprites: WriteAnswer;
  previewSlices: SlicePreview | null;
  browseSlices: string | null;
  writeSlices: WriteAnswer;
  /** False: that was said. */
  useSlices: boolean;
  previewLayers: LayersPreview | null;
  browseLayers: string | null;
  writeLayers: WriteAnswer;
  renderRows: WriteAnswer;
  beginSet: SetChoicesView | null;
  previewSet: SetPreview | null;
  browseSet: string | null;
  pickDark: SetImageView | null;
  /** `null`: it was stopped, and nothing was written. */
  writeSet: SetWrittenView | { refused: string } | null;
  /** False: that was said. */
  useSnippet: boolean;
  changeMissing: MissingView;
  measureDifference: Difference | null;
}

/** Methods of the host. Those without a result in `HostResults` answer nothing: what follows comes as notifications. */
export type HostMethods = {
  [K in keyof HostParams]: (params: HostParams[K]) => K extends keyof HostResults ? HostResults[K] : void;
};

/** What the host tells the webview. */
export type WebviewMethods = {
  /** The host changed the composer (images picked, "Edit…", model switched). Replaces it whole. */
  composer: (composer: ComposerView) => void;
  models: (models: readonly ModelView[]) => void;
  /** A run is new or changed; whole, never a delta. */
  run: (run: RunView) => void;
  runRemoved: (params: { runId: string }) => void;
  spending: (spending: SpendingView) => void;
  /** Put the focus where the next step is. */
  focus: (params: { target: 'prompt' } | { target: 'run'; runId: string }) => void;
  restricted: (params: { reason?: string }) => void;
  noKey: (params: { noKey: boolean }) => void;
  /** Opens a view over the panel, instead of the one that is there. */
  stage: (view: StageView) => void;
  /** The list of missing images is another one by now; nothing where it is not shown. */
  missing: (view: MissingView) => void;
};

export function parseHostParams(method: string, params: unknown): unknown {
  if (!Object.hasOwn(hostSchemas, method)) throw new Error(`Unknown method: ${method}`);
  return z.parse(hostSchemas[method as keyof typeof hostSchemas], params);
}
