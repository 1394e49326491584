import * as vscode from 'vscode';
import { formatPixels, formatUsd } from '../../core/model/format';
import { makesDrawings, type ModelInfo } from '../../core/model/modelInfo';
import type { Failure } from '../../core/model/outcome';
import type { RequestRecord } from '../../core/model/run';
import { draftPrompt, subjectOf } from '../../core/references/draftPrompt';
import { asPng, makingOf } from '../../core/references/makeable';
import { missingImageAsk, type MissingImageAsk } from '../../core/references/missingImageAsk';
import type { RunService } from '../../core/run/runService';
import type { SavedFile } from '../../core/save/saveResult';
import type { Catalog } from '../models/catalog';
import { refusalAt } from '../onDisk';
import type { PickOptions } from '../picker/imagePicker';
import type { Saver } from '../save/saver';
import type { SaveToResult } from '../save/saveToFlow';
import { leftOutText } from '../text/metadataText';
import { failureView } from '../text/failureText';
import { withoutLinks } from '../text/withoutLinks';
import { editPrompt } from './editPrompt';
import { drawPlaceholder } from './drawPlaceholder';
import { makeAndSave, type MakeAndSaveDeps } from './makeAndSave';
import { placeholderModel } from './missingBatch';
import type { MissingImage } from './missingImage';
import type { ReferenceChanges } from './referenceChanges';
import { useExisting } from './useExisting';
import { statOf } from '../fileStat';

export interface MissingImageFixes {
  /** Asks for the prompt, generates, saves at exactly the missing path. Resolves when the file is there, or nothing. */
  generate(missing: MissingImage): Promise<void>;
  /** The same at once, by the placeholder model of this machine; for an `.svg` a drawing. */
  placeholder(missing: MissingImage): Promise<void>;
  /** As `generate`, for a file that cannot be made: a PNG beside its place, and the reference leads there. */
  asPng(missing: MissingImage): Promise<void>;
  /** The reference leads to a file that is there: the `image` (URI) of the argument, else it is chosen. */
  use(missing: MissingImage & { image?: unknown }): Promise<void>;
}

export interface MissingImageFixesDeps {
  runs: Pick<RunService, 'start' | 'stop' | 'whenDone'>;
  models: Pick<Catalog, 'defaults' | 'drawing' | 'resolve'>;
  saver: Pick<Saver, 'saveTo' | 'saveInStep' | 'undoLastSave' | 'sets' | 'describe'>;
  changes: ReferenceChanges;
  pickImages(options?: PickOptions): Promise<readonly vscode.Uri[] | undefined>;
  /** The name of a service, for its failures. */
  serviceLabel(provider: string): string;
  setKey(): Promise<void>;
  /** The panel with nothing but this in the composer; Save proposes `target`. */
  compose(prompt: string, ask: MissingImageAsk, target: vscode.Uri): Promise<void>;
  showRun(runId: string): Promise<void>;
}

/** What is made, and where it goes. */
interface Task {
  missing: MissingImage;
  /** Not the missing file where that cannot be made. */
  target: vscode.Uri;
}

export function createMissingImageFixes(deps: MissingImageFixesDeps): MissingImageFixes {
  return {
    generate: missing => generate(deps, taskOf(missing), draftPrompt(missing.reference)),
    asPng: missing => generate(deps, pngTaskOf(missing), draftPrompt(missing.reference)),
    use: ({ image, ...missing }) =>
      useExisting(deps, missing, typeof image === 'string' ? vscode.Uri.parse(image, true) : undefined),
    async placeholder(missing) {
      const task = taskOf(missing);
      if (!(await isFree(task))) return;
      if (makingOf(missing.reference.extension) === 'vector') return drawPlaceholder(deps, missing);
      const model = deps.models.resolve(placeholderModel);
      if (model) await make(deps, task, model, subjectOf(missing.reference));
    },
  };
}

function taskOf(missing: MissingImage): Task {
  return { missing, target: vscode.Uri.parse(missing.target, true) };
}

function pngTaskOf(missing: MissingImage): Task {
  const { target } = taskOf(missing);
  return { missing, target: target.with({ path: asPng(target.path) }) };
}

async function generate(deps: MissingImageFixesDeps, task: Task, draft: string): Promise<void> {
  if (!(await isFree(task))) return;
  const { target, missing } = task;
  const model = isVector(task) ? await deps.models.drawing() : await firstModel(deps);
  if (model === undefined) return isVector(task) ? tellNoneDraws(deps, task, draft) : undefined;
  const answer = await editPrompt({
    prompt: draft,
    path: nameOf(target),
    say: prompt => summary(model, missingImageAsk(missing.reference, model, prompt.length), target),
    offerKey: model.local,
  });
  switch (answer?.then) {
    case undefined:
      return;
    case 'set-key':
      await deps.setKey();
      return generate(deps, task, answer.prompt);
    case 'panel':
      return inPanel(deps, task, model, answer.prompt);
    case 'generate':
      // Typing takes its time; somebody may have put the file there meanwhile.
      if (await isFree(task)) await make(deps, task, model, answer.prompt);
  }
}

function isVector({ target }: Task): boolean {
  return makingOf(target.path.slice(target.path.lastIndexOf('.') + 1)) === 'vector';
}

async function tellNoneDraws(deps: MissingImageFixesDeps, task: Task, draft: string): Promise<void> {
  const [png, key] = [vscode.l10n.t('Generate as PNG…'), vscode.l10n.t('Set API Key…')];
  const message = vscode.l10n.t(
    'No model that draws SVG is set up here. With a key of OpenRouter there is one.',
  );
  const chosen = await vscode.window.showInformationMessage(message, png, key);
  if (chosen === png) return generate(deps, pngTaskOf(task.missing), draft);
  if (chosen === key) return deps.setKey();
}

/** Nothing is there and it may be written; else that is said. */
async function isFree({ target }: Task): Promise<boolean> {
  const refused = refusalAt(target);
  if (refused !== undefined) {
    void vscode.window.showInformationMessage(refused);
    return false;
  }
  if (makingOf(target.path.slice(target.path.lastIndexOf('.') + 1)) === 'other') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Images with the extension .{0} cannot be made here.',
        withoutLinks(target.path.slice(target.path.lastIndexOf('.') + 1)),
      ),
    );
    return false;
  }
  if ((await statOf(target)) === undefined) return true;
  void vscode.window.showInformationMessage(
    vscode.l10n.t('{0} is there now, so nothing was generated.', nameOf(target)),
  );
  return false;
}

async function firstModel({ models }: MissingImageFixesDeps): Promise<ModelInfo | undefined> {
  for (const id of await models.defaults()) {
    const model = models.resolve(id);
    if (model?.capabilities.generate && !makesDrawings(model)) return model;
  }
  return models.resolve(placeholderModel);
}

/** `Nano Banana 2.1 · about $0.034 · saved as docs/img/login.png · 1200 × 630, cut from 1376 × 768` */
function summary(model: ModelInfo, ask: MissingImageAsk, target: vscode.Uri): string {
  const cost =
    ask.estimateUsd === undefined
      ? model.pricedAfter
        ? vscode.l10n.t('price known after')
        : vscode.l10n.t('price not known')
      : ask.estimateUsd === 0
        ? vscode.l10n.t('free')
        : vscode.l10n.t('about {0}', formatUsd(ask.estimateUsd));
  const facts = [
    withoutLinks(model.label),
    cost,
    vscode.l10n.t('saved as {0}', nameOf(target)),
    sizeText(ask),
  ].join(' · ');
  return model.local ? `${facts}. ${vscode.l10n.t('The key button sets up AI models.')}` : facts;
}

function sizeText({ asked, fit, made }: MissingImageAsk): string {
  if (!fit) return formatPixels(made ?? asked);
  if (made === undefined || (made.width === asked.width && made.height === asked.height))
    return formatPixels(asked);
  return vscode.l10n.t('{0}, cut from {1}', formatPixels(asked), formatPixels(made));
}

async function make(
  deps: MissingImageFixesDeps,
  task: Task,
  model: ModelInfo,
  prompt: string,
): Promise<void> {
  const { missing, target } = task;
  const ask = missingImageAsk(missing.reference, model, prompt.length);
  const started = await deps.runs.start({
    ...{ origin: 'quick-fix', prompt, images: [], models: [model.id], count: 1 },
    settings: ask.settings,
  });
  if ('refused' in started) return tellFailed(deps, task, model, prompt, started.refused);
  const runId = started.run.id;
  const size = ask.fit ? { size: ask.asked } : {};
  const result = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Making {0} with {1}', nameOf(target), withoutLinks(model.label)),
      cancellable: true,
    },
    async (_progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const save: MakeAndSaveDeps['save'] = (candidate, signal) =>
        target.toString() === missing.target
          ? deps.saver.saveTo(candidate, target.fsPath, { signal, ...size })
          : deps.saver.saveInStep(candidate, target.fsPath, deps.changes.placeOf(missing, target), {
              ...{ signal, ...size },
            });
      return makeAndSave({ runs: deps.runs, save }, runId, abort.signal);
    },
  );
  if ('stopped' in result) return tellStopped(deps, runId);
  if ('saving' in result) return tellSaving(deps, result.saving, runId);
  const { request } = result;
  if (request?.outcome === undefined || request.outcome.kind === 'images') return;
  return tellFailed(deps, task, model, prompt, request.outcome, request);
}

function tellSaving(deps: MissingImageFixesDeps, saving: SaveToResult, runId: string): void {
  const [undo, show] = [vscode.l10n.t('Undo'), vscode.l10n.t('Show in Panel')];
  const { window } = vscode;
  const message = saving.ok ? savedText(saving) : withoutLinks(saving.message);
  // The image is in the store either way, so there is always something to show.
  const asked = saving.ok
    ? window.showInformationMessage(message, undo, show)
    : window.showErrorMessage(message, show);
  void asked.then(async chosen => {
    if (chosen === undo && saving.ok) await deps.saver.undoLastSave(saving.saveId);
    else if (chosen === show) await deps.showRun(runId);
  });
}

function tellStopped(deps: MissingImageFixesDeps, runId: string): void {
  const show = vscode.l10n.t('Show in Panel');
  const message = vscode.l10n.t('Nothing was saved. The image is among the generated images.');
  void vscode.window.showInformationMessage(message, show).then(async chosen => {
    if (chosen === show) await deps.showRun(runId);
  });
}

function savedText({ path, facts, original, left, beside = [], flattenedOn }: SavedFile): string {
  const parts = [vscode.l10n.t('Saved {0} ({1}).', nameOf(vscode.Uri.file(path)), formatPixels(facts))];
  if (flattenedOn !== undefined)
    parts.push(vscode.l10n.t('JPEG has no transparency, so it was laid on {0}.', flattenedOn));
  const leftOut = leftOutText(vscode.l10n.t, original, facts, left);
  if (leftOut !== '')
    parts.push(vscode.l10n.t('Only in the original, among the generated images: {0}.', leftOut));
  if (beside.length > 0)
    parts.push(
      vscode.l10n.t('Beside it: {0}.', beside.map(file => nameOf(vscode.Uri.file(file))).join(', ')),
    );
  return parts.join(' ');
}

/** What went wrong, with the prompt kept for the next try. */
function tellFailed(
  deps: MissingImageFixesDeps,
  task: Task,
  model: ModelInfo,
  prompt: string,
  failure: Failure,
  request?: Pick<RequestRecord, 'costUsd' | 'costIsEstimate'>,
): void {
  const view = failureView(vscode.l10n.t, failure, {
    model: model.label,
    service: deps.serviceLabel(model.provider),
    local: model.local,
    ...(request?.costUsd === undefined ? {} : { costUsd: request.costUsd }),
    ...(request?.costIsEstimate === undefined ? {} : { costIsEstimate: request.costIsEstimate }),
  });
  const [again, panel] = [vscode.l10n.t('Try Again'), vscode.l10n.t('Open Panel')];
  // Stopping is what the user wanted; only money is left to be said.
  if (failure.kind === 'cancelled' && (model.local || !failure.sent)) return;
  const show =
    failure.kind === 'cancelled' ? vscode.window.showInformationMessage : vscode.window.showErrorMessage;
  void show(withoutLinks(`${view.title}. ${view.detail} ${view.cost}`), again, panel).then(chosen => {
    if (chosen === again) return generate(deps, task, prompt);
    if (chosen !== panel) return undefined;
    return inPanel(deps, task, model, prompt);
  });
}

function inPanel(
  deps: MissingImageFixesDeps,
  { missing, target }: Task,
  model: ModelInfo,
  prompt: string,
): Promise<void> {
  const ask = missingImageAsk(missing.reference, model, prompt.length);
  return deps.compose(prompt, ask, target);
}

function nameOf(uri: vscode.Uri): string {
  return withoutLinks(vscode.workspace.asRelativePath(uri));
}
