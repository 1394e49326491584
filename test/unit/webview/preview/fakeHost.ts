import {
  type HostMethods,
  type InitialState,
  parseHostParams,
  type WebviewMethods,
} from '../../../../src/protocol/messages';
import { type Handlers, Rpc } from '../../../../src/protocol/rpc';
import { asksForTransparency } from '../../../../src/core/transparency/asksForTransparency';
import { coverWindow } from '../../../../src/core/imaging/fit';
import { type OutputSettings, plainOutput } from '../../../../src/core/model/output';
import { type CandidateRef, type ImageFacts, sameCandidate } from '../../../../src/core/model/run';
import { builtInPresets } from '../../../../src/core/save/presets';
import type { PixelSize } from '../../../../src/core/model/modelInfo';
import type { Description } from '../../../../src/core/model/layers';
import type { SetView } from '../../../../src/protocol/setViews';
import type {
  ComposerView,
  LayersPreview,
  LayersView,
  ModelView,
  RunView,
  SavePreview,
  SaveView,
} from '../../../../src/protocol/views';
import type { MissingView } from '../../../../src/protocol/missingViews';
import type { CompareView } from '../../../../src/protocol/compareViews';
import { compareViewOf, differenceOf } from './fakeCompare';
import { changed, missingUnderWay, missingViewOf, totalled } from './fakeMissing';
import { choicesOf, setPreviewOf, setViewOf } from './fakeSet';
import { slicePreviewOf, sliceViewOf } from './slices';
import { spritePreviewOf, spriteViewOf } from './sprites';
import { wire } from './wire';
import type { Seam } from '../../../../src/webview/seam';
import { onlyFavourites } from '../../../../src/webview/state';

/** What the panel asked for, in order. */
export interface Call {
  method: string;
  params: unknown;
}

export interface HostOptions {
  initial: InitialState;
  /** Runs of the store, newest first; `ready` gives the first `page`. */
  runs: readonly RunView[];
  page?: number;
  history?: readonly string[];
  refuse?: string;
  ui?: unknown;
  /** Methods that fail until `failing` is emptied. */
  failing?: readonly string[];
}

const uiKey = 'ui-state';
const seams = {
  verdict: 'shows',
  lines: [
    'A seam shows at left and right: the edges differ 12 times as much as neighbors inside.',
    'Top and bottom meet without a seam.',
  ],
} as const;

/** The host's side of the wire, in memory: the same messages, checked by the same schemas, cloned as VS Code clones them. */
export class FakeHost {
  readonly calls: Call[] = [];
  readonly seam: Seam;
  composer: ComposerView;
  models: readonly ModelView[];
  saving: SaveView | undefined;
  missing: MissingView | undefined;
  comparing: CompareView | undefined;
  setting: SetView | undefined;
  runs: RunView[];
  refuse: string | undefined;
  /** All files of the set are in its folder. */
  setThere = false;
  setFolder = '';
  /** Of the picture that is drawn, where it is not that of the results. */
  drawn: PixelSize | undefined;
  /** There is an image for dark themes beside that of the set. */
  darkBeside = false;
  /** No image is chosen from a list. */
  dismissing = false;
  /** Previews of a file wait for it. */
  held: Promise<void> | undefined;
  readonly failing: Set<string>;
  readonly rpc: Rpc<HostMethods, WebviewMethods>;

  constructor(private readonly options: HostOptions) {
    this.composer = options.initial.composer;
    this.models = options.initial.models;
    this.runs = [...options.runs];
    this.refuse = options.refuse;
    this.failing = new Set(options.failing);
    const [ours, theirs] = wire();
    this.rpc = new Rpc<HostMethods, WebviewMethods>(ours, this.handlers(), (method, params) => {
      const parsed = parseHostParams(method, params);
      this.calls.push({ method, params: parsed });
      if (this.failing.has(method)) throw new Error('The folder cannot be read.');
      return parsed;
    });
    this.seam = {
      transport: theirs,
      loadUi: () => options.ui ?? JSON.parse(sessionStorage.getItem(uiKey) ?? 'null'),
      saveUi: ui => sessionStorage.setItem(uiKey, JSON.stringify(ui)),
    };
  }

  /** The composer as the host would replace it. */
  setComposer(change: Partial<ComposerView>): void {
    this.composer = { ...this.composer, ...change };
    this.rpc.notify('composer', this.composer);
  }

  private mark(ref: CandidateRef, on: boolean): void {
    const run = this.runs.find(({ id }) => id === ref.runId);
    if (!run) return;
    const columns = run.columns.map(column => ({
      ...column,
      requests: column.requests.map(request => ({
        ...request,
        candidates: request.candidates.map(candidate => {
          const { favourite, ...rest } = candidate;
          if (!sameCandidate(candidate.ref, ref)) return candidate;
          return on ? { ...candidate, favourite: true as const } : favourite ? rest : candidate;
        }),
      })),
    }));
    this.setRun({ ...run, columns });
  }

  private star(id: string, on: boolean): void {
    this.models = this.models.map(model => {
      const { favourite, ...rest } = model;
      if (model.id !== id) return model;
      return on ? { ...model, favourite: true } : favourite ? rest : model;
    });
    this.rpc.notify('models', this.models);
  }

  /** What is not saved; here also where nothing was changed. */
  private layersDraft: LayersView['draft'];
  private saveDraft: SaveView['draft'];

  setRun(run: RunView): void {
    const known = this.runs.some(each => each.id === run.id);
    this.runs = known ? this.runs.map(each => (each.id === run.id ? run : each)) : [run, ...this.runs];
    this.rpc.notify('run', run);
  }

  /** As a command does: on a file, not on an image of the results. */
  openSprites(): void {
    this.rpc.notify('stage', { kind: 'sprites', ...spriteViewOf() });
  }

  openSave(facts: Partial<ImageFacts>, change: Partial<SaveView> = {}): void {
    const [candidate] = candidatesOf(this.runs);
    if (!candidate) throw new Error('no picture');
    const view = saveViewOf(this.runs, candidate.ref);
    this.saving = { ...view, ...change, facts: { ...view.facts, ...facts } };
    this.rpc.notify('stage', { kind: 'save', ...this.saving });
  }

  openLayers(size: PixelSize): void {
    const [candidate] = candidatesOf(this.runs);
    if (!candidate) throw new Error('no picture');
    this.drawn = size;
    const { description, ...view } = layersViewOf(this.runs, candidate.ref);
    const opened = { ...view, size, description: { ...description, imageSize: size } };
    this.rpc.notify('stage', { kind: 'layers', ...opened });
  }

  openSlices(small = false): void {
    this.rpc.notify('stage', { kind: 'slice', ...sliceViewOf(small) });
  }

  openCompare(view: CompareView): void {
    this.comparing = view;
    this.rpc.notify('stage', { kind: 'compare', ...view });
  }

  openMissing(view = missingViewOf()): void {
    this.missing = view;
    this.rpc.notify('stage', { kind: 'missing', ...view });
  }

  openMissingUnderWay(): void {
    this.openMissing(missingUnderWay(candidatesOf(this.runs)[0]?.image ?? ''));
  }

  /** The same list as it is by now. */
  showMissing(view: MissingView): void {
    this.missing = view;
    this.rpc.notify('missing', view);
  }

  private handlers(): Handlers<HostMethods> {
    const nothing = () => undefined;
    const page = this.options.page ?? 20;
    return {
      ready: () => ({ ...this.options.initial, composer: this.composer, ...this.list('', undefined, page) }),
      updateComposer: change => {
        this.composer = { ...this.composer, ...(change as Partial<ComposerView>) };
        const requests = this.composer.models.length * this.composer.count;
        const { prompt, background } = this.composer;
        const offersTransparency = background === null && asksForTransparency(prompt);
        return { ...this.composer.derived, requests, estimateUsd: requests * 0.034, offersTransparency };
      },
      promptHistory: ({ offset }) => this.options.history?.[offset] ?? null,
      generate: () =>
        this.refuse === undefined ? { runId: this.runs[0]?.id ?? 'run-0' } : { refused: this.refuse },
      listRuns: ({ text, before, favourites }) => {
        const { runs, moreRuns } = this.list(text, before, page, favourites);
        return { runs, more: moreRuns };
      },
      provenance: () => ({
        lines: [
          { label: 'Model', value: 'gemini-nano-banana-2.1' },
          { label: 'Prompt', value: this.runs[0]?.prompt ?? '' },
          { label: 'Content Credentials', value: 'Embedded by Google; found, not validated' },
          { label: 'SynthID', value: 'Named in the credentials' },
        ],
      }),
      pngBytes: async () => {
        const blob = await new OffscreenCanvas(2, 2).convertToBlob().catch(() => undefined);
        return new Uint8Array((await blob?.arrayBuffer()) ?? (await onePixel()));
      },
      setRole: ({ id, role }) =>
        this.setComposer({
          references: this.composer.references.map(each => (each.id === id ? { ...each, role } : each)),
        }),
      removeReference: ({ id }) =>
        this.setComposer({ references: this.composer.references.filter(each => each.id !== id) }),
      moveReference: ({ id, to }) => {
        const moved = this.composer.references.find(each => each.id === id);
        const others = this.composer.references.filter(each => each.id !== id);
        if (moved) this.setComposer({ references: [...others.slice(0, to), moved, ...others.slice(to)] });
      },
      clearParent: () => {
        const composer = { ...this.composer };
        delete composer.parent;
        this.composer = composer;
        this.rpc.notify('composer', composer);
      },
      deleteRun: ({ runId }) => {
        this.runs = this.runs.filter(run => run.id !== runId);
        this.rpc.notify('runRemoved', { runId });
      },
      pickImages: nothing,
      addImages: nothing,
      addImageBytes: nothing,
      stop: nothing,
      retry: nothing,
      failureAction: nothing,
      useCandidate: nothing,
      editCandidate: nothing,
      openStage: ({ kind, candidate }) => {
        if (kind === 'sprites') return this.rpc.notify('stage', { kind, ...spriteViewOf() });
        if (kind === 'slice') return this.rpc.notify('stage', { kind, ...sliceViewOf() });
        if (kind === 'layers') {
          const view = layersViewOf(this.runs, candidate);
          this.rpc.notify('stage', { kind, ...view, ...(this.layersDraft && { draft: this.layersDraft }) });
          return;
        }
        if (kind === 'set') {
          const view = setViewOf(saveViewOf(this.runs, candidate));
          const { image, facts } = view;
          const proposed = this.darkBeside && { proposedDark: { name: 'lighthouse-dark.png', image, facts } };
          this.setting = { ...view, ...proposed };
          this.rpc.notify('stage', { kind, ...this.setting });
          return;
        }
        this.saving = saveViewOf(this.runs, candidate);
        this.rpc.notify('stage', {
          ...{ kind: 'save', ...this.saving },
          ...(this.saveDraft && { draft: this.saveDraft }),
        });
      },
      openCompare: ({ images }) => this.openCompare(compareViewOf(this.runs, images)),
      measureDifference: async ({ pair, tolerance }) => {
        await this.held;
        return differenceOf(this.comparing, pair, tolerance);
      },
      keepCompare: nothing,
      beginSet: ({ set }) => choicesOf(set),
      previewSet: ({ choices }) => {
        this.setThere = choices.folder === 'there';
        this.setFolder = choices.folder;
        return this.setting ? setPreviewOf(this.setting, choices) : null;
      },
      browseSet: () => 'static',
      cutOutOfSet: nothing,
      undoSet: nothing,
      changeMissing: change => {
        this.missing = changed(this.missing ?? missingViewOf(), change as Parameters<typeof changed>[1]);
        return this.missing;
      },
      startMissing: ({ row }) => {
        const view = this.missing ?? missingViewOf();
        this.showMissing(
          totalled({
            ...view,
            rows: view.rows.map(each =>
              each.id === row || (row === undefined && each.chosen)
                ? { ...each, state: 'saved' as const, costUsd: each.estimateUsd ?? 0 }
                : each,
            ),
          }),
        );
      },
      stopMissing: nothing,
      undoMissing: () => {
        const view = this.missing ?? missingViewOf();
        this.showMissing(
          totalled({
            ...view,
            rows: view.rows.map(each =>
              each.state === 'saved' ? { ...each, state: 'ready' as const, note: 'Taken back.' } : each,
            ),
          }),
        );
      },
      openMissingUse: nothing,
      pickDark: () => {
        // The list of images is outside of the page, and takes the focus.
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        (active as HTMLElement | null)?.blur();
        if (!this.setting || this.dismissing) return null;
        const { image, facts } = this.setting;
        this.setting = { ...this.setting, dark: { name: 'night.png', image, facts } };
        return this.setting.dark ?? null;
      },
      writeSet: () =>
        this.setFolder === 'locked'
          ? { refused: 'locked is read-only.' }
          : {
              files: this.setThere ? 0 : 9,
              notes:
                this.setFolder === 'odd' ? ['site.webmanifest is not valid JSON. It is left as it is.'] : [],
              snippets: [
                { id: 'html', title: 'HTML', text: '<link rel="icon" href="/favicon.ico" sizes="48x48">' },
                { id: 'jsx', title: 'JSX', text: '<link rel="icon" href="/favicon.ico" sizes="48x48" />' },
              ],
              snippet: 'html',
              document: 'src/index.html',
            },
      useSnippet: () => true,
      previewSave: async ({ settings, path }) => {
        await this.held;
        this.saveDraft = { settings, path };
        return previewOf(this.saving, settings);
      },
      seams: () => seams,
      seamsOfSave: () => seams,
      readPalette: () => ['#1a1c2c', '#5d275d', '#ffffff'],
      browseSave: () => 'media/browsed.webp',
      isSaveTaken: ({ path }) => path.includes('there'),
      writeSave: () => true,
      previewSprites: ({ settings, path }) => spritePreviewOf(settings, path),
      previewSlices: ({ settings, path }) => slicePreviewOf(settings, path),
      browseSlices: () => 'media/browsed.json',
      writeSlices: () => true,
      useSlices: () => true,
      browseSprites: () => 'media/browsed.png',
      writeSprites: ({ path }) => (path.startsWith('locked/') ? { refused: 'locked is read-only.' } : true),
      previewLayers: ({ description, path }) => {
        this.layersDraft = { description: description as Description, path };
        return layersPreviewOf(this.layersDraft.description, this.runs, this.drawn);
      },
      browseLayers: () => 'media/browsed.svg',
      writeLayers: ({ path }) => (path.startsWith('locked/') ? { refused: 'locked is read-only.' } : true),
      renderRows: () => false,
      closeStage: ({ discard }) => {
        if (discard) this.layersDraft = this.saveDraft = undefined;
      },
      saveAndInsert: nothing,
      replaceOriginal: nothing,
      reveal: nothing,
      copyPrompt: nothing,
      deleteCandidate: nothing,
      undoSave: nothing,
      reuseRun: nothing,
      setKey: nothing,
      showSpending: nothing,
      showScoreboard: nothing,
      exportScoreboard: nothing,
      resetScoreboard: nothing,
      favourite: ({ candidate, on }) => this.mark(candidate, on),
      pin: nothing,
      hide: nothing,
      showHidden: nothing,
      pick: nothing,
      manageProviders: nothing,
      starModel: ({ model, on }) => this.star(model, on),
      manageTrust: nothing,
    };
  }

  private list(
    text: string,
    before: string | undefined,
    page: number,
    favourites = false,
  ): { runs: RunView[]; moreRuns: boolean } {
    const found = this.runs
      .filter(run => run.prompt.toLowerCase().includes(text.trim().toLowerCase()))
      .filter(run => !favourites || onlyFavourites(run) !== undefined);
    const from = before === undefined ? 0 : found.findIndex(run => run.id === before) + 1;
    return { runs: found.slice(from, from + page), moreRuns: found.length > from + page };
  }
}

function saveViewOf(runs: readonly RunView[], ref: CandidateRef): SaveView {
  const placed = runs
    .flatMap(run => run.columns)
    .flatMap(column =>
      column.requests.flatMap(({ candidates }) => candidates.map(each => ({ column, each }))),
    )
    .find(({ each }) => sameCandidate(each.ref, ref));
  if (!placed) throw new Error('no such candidate');
  return {
    id: 'save-1',
    name: placed.column.label,
    image: placed.each.image,
    facts: placed.each.facts,
    path: 'docs/img/lighthouse.jpg',
    settings: plainOutput,
    presets: builtInPresets(String),
    presetProblems: [],
    quality: 82,
    document: 'docs/guide.md',
    recipe: false,
  };
}

function layersViewOf(runs: readonly RunView[], ref: CandidateRef): LayersView {
  const { facts } = saveViewOf(runs, ref);
  const { width, height } = facts;
  return {
    id: 'layers-1',
    name: 'lighthouse.jpg',
    imageName: 'lighthouse.jpg',
    source: '.jpg',
    size: { width, height },
    description: { version: 1, image: 'lighthouse.jpg', imageSize: { width, height }, layers: [] },
    path: 'docs/img/lighthouse-marked.jpg',
    fonts: [
      { name: 'Manrope', weights: [400, 700], bundled: true },
      { name: 'DejaVu Sans', weights: [400, 700], bundled: false },
    ],
  };
}

function candidatesOf(runs: readonly RunView[]) {
  return runs
    .flatMap(run => run.columns)
    .flatMap(column => column.requests)
    .flatMap(request => request.candidates);
}

/** The picture as it is: drawing is the worker's. */
function layersPreviewOf(
  description: Description,
  runs: readonly RunView[],
  drawn?: PixelSize,
): LayersPreview {
  const [candidate] = candidatesOf(runs);
  if (!candidate) throw new Error('no picture');
  const { width, height } = drawn ?? candidate.facts;
  return {
    url: candidate.image,
    ...{ width, height },
    contrast: description.layers.flatMap(({ id, type }) =>
      type === 'text' ? [{ layer: id, ratio: id === 'title' ? 2.1 : 7.4, needed: 3 }] : [],
    ),
    warnings: description.layers.flatMap(layer =>
      layer.type === 'text' && layer.text.includes('日')
        ? ['“日本”: no font here has the letters 日 本. They were left out.']
        : [],
    ),
    notes: description.layers.some(({ type }) => type === 'redact')
      ? ['What is redacted is gone from the new file. lighthouse.jpg itself still shows it.']
      : [],
  };
}

/** As the host would, without making anything: the same picture with other numbers. */
function previewOf(view: SaveView | undefined, settings: OutputSettings): SavePreview {
  if (!view) throw new Error('not open');
  if (settings.maxKilobytes === 1) return { problem: 'At this size the file has at least 4.2 KB, not 1 KB.' };
  const { facts } = view;
  const format = settings.format === 'keep' ? facts.format : settings.format;
  const width = settings.width ?? facts.width;
  const height = settings.height ?? Math.round((width * facts.height) / facts.width);
  const same = format === facts.format && width === facts.width && height === facts.height && !settings.strip;
  if (format === 'gif' && !same)
    return {
      problem: '.gif files cannot be written.',
      ...(settings.format === 'keep' && { instead: 'png' }),
    };
  const cut = settings.width !== null && settings.height !== null && settings.fit === 'cover';
  return {
    url: same ? view.image : `${view.image}#made`,
    facts: { ...facts, format, width, height, bytes: same ? facts.bytes : Math.round(facts.bytes / 3) },
    ...(format === 'png' || same ? {} : { quality: settings.quality ?? 82 }),
    ...(cut && { window: coverWindow(facts, { width, height }, settings.focus ?? { x: 0.6, y: 0.4 }) }),
    notes: [
      ...(same ? [] : ['In the original and not in this file: Content Credentials.']),
      ...(settings.recipe ? ['Written beside it: lighthouse.jpg.recipe.json.'] : []),
    ],
  };
}

async function onePixel(): Promise<ArrayBuffer> {
  const canvas = new OffscreenCanvas(1, 1);
  canvas.getContext('2d');
  return (await canvas.convertToBlob()).arrayBuffer();
}
