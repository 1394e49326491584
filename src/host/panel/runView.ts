import { answerNotes } from '../../core/run/answerNotes';
import { sizeDifference } from '../../core/compose/came';
import { expectedPixels } from '../../core/compose/derive';
import { serviceModelId, type ModelId, type ModelInfo } from '../../core/model/modelInfo';
import {
  currentRequests,
  earlierTries,
  originalOf,
  sameCandidate,
  type Candidate,
  type CandidateRef,
  type RequestRecord,
  type Run,
  type StoredOutcome,
} from '../../core/model/run';
import type { Progress } from '../../core/provider';
import type { Translate } from '../../core/translate';
import type { CandidateView, ColumnView, FailureView, RequestView, RunView } from '../../protocol/views';
import { optional } from './optional';
import { isVeiled, letterOf, modelsOf } from '../../core/run/marks';
import { plainModel } from '../../core/models/namedEndpoints';
import { adaptationSentence } from '../text/composeText';
import { failureView } from '../text/failureText';
import { keyNotes } from '../text/cutoutText';
import { labelOf } from '../text/labels';
import { linkViews, sourceViews } from '../text/linkViews';
import { progressText } from '../text/progressText';
import { differenceSentence, retrySentence, runSummary } from '../text/runText';
import { safeText } from '../text/safeText';

/** What a view needs to know beyond the run: names, addresses, what goes on. */
export interface RunViewContext {
  t: Translate;
  model(id: ModelId): ModelInfo | undefined;
  /** Label of the service that runs a model. */
  service(id: ModelId): string;
  /** Webview URI of a file of the run. The same for the same file, always. */
  fileUri(runId: string, file: string): string;
  /** Webview URI of its thumbnail; absent while it is made. */
  thumbnailUri(runId: string, file: string): string | undefined;
  progress(requestId: string): Progress | undefined;
  /** Whether this window works on the run. */
  isOurs(runId: string): boolean;
  /** A URI as the user knows the file: relative to the workspace. */
  shownPath(uri: string): string;
  /** URI of the workspace file that "Replace original" is about, if it is there. */
  original(run: Run): string | undefined;
}

export function runView(run: Run, known: RunViewContext): RunView {
  const veiled = isVeiled(run);
  const models = modelsOf(run);
  const context = veiled ? veil(known, models) : known;
  const original = context.original(run);
  const running = run.requests.some(request => request.state !== 'done');
  const hidden = currentRequests(run).filter(({ id }) => run.marks?.hidden.includes(id));
  return {
    id: run.id,
    createdAt: run.createdAt,
    prompt: run.prompt,
    columns: models.map(model => columnView(run, model, context, veiled)),
    ...(run.blind && { blind: veiled ? ('hidden' as const) : ('shown' as const) }),
    hidden: hidden.length,
    references: run.references.map(({ file, name, role, facts }) => ({
      name,
      role,
      facts,
      image: context.fileUri(run.id, file),
      ...optional('thumbnail', context.thumbnailUri(run.id, file)),
    })),
    ...(original !== undefined && { replaceable: { name: context.shownPath(original) } }),
    ...optional('parent', run.parent),
    running,
    // A sum that grows tells by its steps who is done.
    costUsd: veiled && running ? 0 : run.requests.reduce((sum, request) => sum + (request.costUsd ?? 0), 0),
    costIsEstimate: run.requests.some(request => request.costIsEstimate === true),
    summary: runSummary(context.t, run),
  };
}

/** Names that say nothing, in place of those of models and services. */
function veil(context: RunViewContext, models: readonly ModelId[]): RunViewContext {
  const { t } = context;
  const label = (id: ModelId): string => t('Model {0}', letterOf(models.indexOf(id)));
  return {
    ...context,
    service: () => t('The service'),
    model: id => {
      const model = context.model(id) ?? plainModel(id, '');
      return { ...model, label: models.includes(id) ? label(id) : t('Another model') };
    },
  };
}

function columnView(run: Run, id: ModelId, context: RunViewContext, veiled: boolean): ColumnView {
  const { marks } = run;
  const requests = currentRequests(run).filter(
    request => request.model === id && !marks?.hidden.includes(request.id),
  );
  const view = (request: RequestRecord): Omit<RequestView, 'place'> =>
    veiled ? unnamed(context.t, requestView(run, request, context)) : requestView(run, request, context);
  return {
    // What a page holds, its tools show.
    model: veiled ? labelOf(id, context) : id,
    label: labelOf(id, context),
    requests: [...requests]
      .sort((a, b) => a.variation - b.variation)
      .map((request, index, all) => {
        const first = all.findIndex(each => each.variation === request.variation);
        return {
          ...view(request),
          place: `${request.variation}.${index - first}`,
        };
      }),
  };
}

/** Without what gives a model away: its price, its time, its words. */
function unnamed(t: Translate, view: Omit<RequestView, 'place'>): Omit<RequestView, 'place'> {
  const { id, state, expected, startedAt, progress, candidates, pinned, failure } = view;
  return {
    ...{ id, state, candidates, notes: [] },
    ...optional('expected', expected),
    ...optional('progress', progress),
    ...optional('pinned', pinned),
    ...(state !== 'done' && optional('startedAt', startedAt)),
    ...(failure && { failure: unnamedFailure(t, failure) }),
  };
}

function unnamedFailure(t: Translate, { kind, title, action, also }: FailureView): FailureView {
  const detail = t('More is said once the names are shown.');
  return { kind, title, detail, cost: '', ...optional('action', action), ...optional('also', also) };
}

function requestView(run: Run, request: RequestRecord, context: RunViewContext): Omit<RequestView, 'place'> {
  const { t } = context;
  const model = context.model(request.model);
  const { outcome } = request;
  const version = otherVersion(request.model, outcome?.modelVersion);
  const modelText = outcome?.kind === 'images' && outcome.text ? safeText(outcome.text) : undefined;
  return {
    id: request.id,
    state: request.state,
    ...optional('expected', model && expectedPixels(model, run.settings)),
    ...optional('startedAt', request.startedAt),
    ...optional('endedAt', request.endedAt),
    ...optional('progress', progressOf(run, request, model, context)),
    ...optional('costUsd', request.costUsd),
    ...optional('costIsEstimate', request.costIsEstimate),
    candidates: candidateViews(run, request, context),
    ...(run.marks?.pinned.includes(request.id) && { pinned: true as const }),
    ...optional('failure', failureOf(request, context)),
    ...optional('modelText', modelText),
    ...optional('said', saidOf(outcome)),
    ...optional('sources', some(sourceViews(outcome?.grounding))),
    ...optional('links', outcome?.kind === 'images' ? some(linkViews(outcome.links)) : undefined),
    notes: [
      ...new Set([
        ...(request.adapted ?? []).map(each => adaptationSentence(t, labelOf(request.model, context), each)),
        ...differences(outcome, model, run.settings, t),
        ...answerNotes(t, outcome),
        ...(outcome?.kind === 'images' ? outcome.images.flatMap(image => keyNotes(t, request, image)) : []),
        ...(version === undefined ? [] : [t('Answered by {0}.', version)]),
        ...[retrySentence(t, outcome?.retries)].filter(sentence => sentence !== undefined),
        ...earlierTries(run, request).map(earlier => earlierSentence(earlier, context)),
      ]),
    ],
    ...optional('modelVersion', version),
  };
}

/** Words and images in the order in which they came; an image that was deleted leaves its place to the words. */
function saidOf(outcome: StoredOutcome | undefined): RequestView['said'] {
  if (outcome?.kind !== 'images' || !outcome.parts) return undefined;
  const { images, parts } = outcome;
  return parts.flatMap((part): NonNullable<RequestView['said']> => {
    if ('image' in part) return images[part.image]?.deleted ? [] : [part];
    const text = safeText(part.text);
    return text === '' ? [] : [{ text }];
  });
}

function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** What an earlier try may have cost is not forgotten with its place. */
function earlierSentence(request: RequestRecord, context: RunViewContext): string {
  const failure = failureOf(request, context);
  return failure ? context.t('An earlier try: {0}. {1}', failure.title, failure.cost) : '';
}

function progressOf(
  run: Run,
  request: RequestRecord,
  model: ModelInfo | undefined,
  context: RunViewContext,
): string | undefined {
  if (request.state === 'done') return undefined;
  if (!context.isOurs(run.id)) return context.t('In another window');
  if (request.state === 'queued') return context.t('Waiting for its turn');
  return progressText(context.t, context.progress(request.id), model?.local === true);
}

function candidateViews(run: Run, request: RequestRecord, context: RunViewContext): CandidateView[] {
  if (request.outcome?.kind !== 'images') return [];
  return request.outcome.images.flatMap((candidate: Candidate, index) => {
    if (candidate.deleted) return [];
    const ref: CandidateRef = { runId: run.id, requestId: request.id, index };
    const saves = run.saved.filter(asset => !asset.undone && sameCandidate(asset.candidate, ref));
    const [savedAs, ...also] = new Set(saves.map(({ uri }) => context.shownPath(uri)).reverse());
    return {
      ref,
      image: context.fileUri(run.id, candidate.file),
      ...optional('thumbnail', context.thumbnailUri(run.id, candidate.file)),
      facts: candidate.facts,
      ...(candidate.original && { original: context.fileUri(run.id, candidate.original.file) }),
      ...(run.marks?.favourites.some(each => sameCandidate(each, ref)) && { favourite: true as const }),
      ...(run.marks?.picked && sameCandidate(run.marks.picked, ref) && { winner: true as const }),
      ...optional('savedAs', savedAs),
      ...(also.length > 0 && { alsoSavedAs: also }),
    };
  });
}

export function failureOf(request: RequestRecord, context: RunViewContext): FailureView | undefined {
  const { outcome } = request;
  if (!outcome || outcome.kind === 'images') return undefined;
  return failureView(context.t, outcome, {
    model: labelOf(request.model, context),
    service: context.service(request.model),
    local: context.model(request.model)?.local === true,
    ...optional('costUsd', request.costUsd),
    ...optional('costIsEstimate', request.costIsEstimate),
    ...(outcome.replacement !== undefined && { replacement: labelOf(outcome.replacement, context) }),
  });
}

function differences(
  outcome: StoredOutcome | undefined,
  model: ModelInfo | undefined,
  settings: Run['settings'],
  t: Translate,
): string[] {
  if (outcome?.kind !== 'images' || !model) return [];
  return outcome.images.flatMap(image => {
    const { facts } = originalOf(image);
    const difference = sizeDifference(model, settings, facts);
    return difference ? differenceSentence(t, difference) : [];
  });
}

/** Services answer `models/x` or `x-001` for `x`; only another model is worth saying. */
function otherVersion(asked: ModelId, answered: string | undefined): string | undefined {
  if (answered === undefined) return undefined;
  const name = safeText(answered.replace(/^.*\//, ''));
  return name === '' || name.startsWith(serviceModelId(asked).replace(/^.*\//, '')) ? undefined : name;
}
