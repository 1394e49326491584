import path from 'node:path';
import { makesDrawings, type ModelId, type ModelInfo } from '../../core/model/modelInfo';
import { isImages, type Failure, type FailureKind } from '../../core/model/outcome';
import type { Candidate, CandidateRef, ImageFacts, RequestRecord, Run } from '../../core/model/run';
import { formatOfExtension } from '../../core/model/imageFormat';
import { requestsOf } from '../../core/run/adapt';
import { parseAutomation, type AutomationArgs, type FileArgument } from '../../core/run/automationArgs';
import { unsent } from '../../core/run/failures';
import type { RunService } from '../../core/run/runService';
import { transparencyOf } from '../../core/transparency/transparencyOf';
import type { Translate } from '../../core/translate';
import { adaptationSentence } from '../text/composeText';
import { keyNotes } from '../text/cutoutText';

export type AutomationOutcome = 'images' | 'exists' | FailureKind;

/** One image, or one failure. */
export interface AutomationResult {
  model: ModelId;
  outcome: AutomationOutcome;
  /** Where the bytes are: `saveTo` if it was given, else the store. */
  uri?: string;
  mimeType?: string;
  width?: number;
  height?: number;
  hasAlpha?: boolean;
  costUsd?: number;
  costIsEstimate?: boolean;
  message?: string;
}

export interface AutomationAnswer {
  /** Absent when nothing was begun. */
  runId?: string;
  results: readonly AutomationResult[];
}

/** Of a run that nobody waits for. */
export interface BegunAnswer {
  runId: string;
  /** Resolves when everything is saved, to a sentence for each image that could not be. Never rejects. */
  unsaved: Promise<readonly string[]>;
}

/** A file argument as a path of this machine, or why it is none. */
export type Located = { path: string; name: string; uri: string } | { refused: string };

export interface AutomationSave {
  overwrite: boolean;
  format?: string;
  size?: { width: number; height: number };
}

export type Saved =
  { path: string; uri: string; facts: ImageFacts } | { failure: AutomationOutcome; message: string };

export interface AutomationPorts {
  runs: Pick<RunService, 'start' | 'whenDone' | 'pathOf'>;
  models: { defaults(): Promise<readonly ModelId[]>; find(id: ModelId): Promise<ModelInfo | undefined> };
  locate(file: FileArgument): Located;
  /** Says before anything is spent why a file can't be written there. Changes nothing. */
  checkTarget(target: string, options: AutomationSave): Promise<Saved | undefined>;
  saveTo(ref: CandidateRef, target: string, options: AutomationSave): Promise<Saved>;
  toUri(path: string): string;
  sentence(failure: Failure, model: ModelInfo | undefined): string;
  t: Translate;
}

/**
 * `inlineAssets.generate` and `inlineAssets.edit` with an argument object. With `wait` it always resolves, and what went
 * wrong is an outcome; without, it resolves when the run has begun, and what keeps it from that is a thrown sentence.
 */
export async function automate(
  ports: AutomationPorts,
  verb: 'generate' | 'edit',
  value: Readonly<Record<string, unknown>>,
): Promise<AutomationAnswer | BegunAnswer> {
  const wait = value['wait'] === true;
  const begun = await begin(ports, verb, value);
  if ('results' in begun) {
    if (wait) return begun;
    throw new Error(begun.results[0]?.message ?? begun.results[0]?.outcome);
  }
  const { run, args, target } = begun;
  const finished = finish(ports, run, args, target);
  // What a service answered is in the panel; that a file could not be written is nowhere else.
  return wait
    ? finished
    : { runId: run.id, unsaved: finished.then(notSaved, (error: unknown) => [String(error)]) };
}

function notSaved({ results }: AutomationAnswer): readonly string[] {
  const lost = results.filter(({ uri, outcome }) => uri !== undefined && outcome !== 'images');
  return lost.map(({ message, outcome }) => message ?? outcome);
}

interface Begun {
  run: Run;
  args: AutomationArgs;
  target: string | undefined;
}

async function begin(
  ports: AutomationPorts,
  verb: 'generate' | 'edit',
  value: Readonly<Record<string, unknown>>,
): Promise<Begun | AutomationAnswer> {
  const { t } = ports;
  const refuse = (
    outcome: AutomationOutcome,
    message: string,
    models?: readonly ModelId[],
  ): AutomationAnswer => ({
    results: (models && models.length > 0 ? models : ['']).map(model => ({ model, outcome, message })),
  });
  const parsed = parseAutomation(value, t);
  if ('refused' in parsed) return refuse('bad-request', parsed.refused);
  const { args } = parsed;
  if (verb === 'edit' && args.images.length === 0)
    return refuse('bad-request', t('“images” must name what to edit.'));
  const ids = args.models ?? (await ports.models.defaults());
  const models = (await Promise.all(ids.map(id => ports.models.find(id)))).filter(
    model => model !== undefined,
  );

  const unable = whatNoModelCan(args, models, t);
  if (unable !== undefined) return refuse('unsupported', unable, ids);

  const images = [];
  for (const { file, role } of args.images) {
    const located = ports.locate(file);
    if ('refused' in located) return refuse('bad-request', `images: ${located.refused}`, ids);
    images.push({ path: located.path, name: located.name, sourceUri: located.uri, ...(role && { role }) });
  }
  let target: string | undefined;
  if (args.saveTo !== undefined) {
    const located = ports.locate(args.saveTo);
    if ('refused' in located) return refuse('bad-request', `saveTo: ${located.refused}`, ids);
    target = located.path;
    for (let index = 0; index < requestsOf(models, args.count); index++) {
      const problem = await ports.checkTarget(numbered(target, index), saveOptions(args));
      if (problem && 'failure' in problem) return refuse(problem.failure, problem.message, ids);
    }
  }
  const started = await ports.runs.start({
    origin: 'automation',
    prompt: args.prompt,
    images,
    models: ids,
    count: args.count,
    settings: settingsOf(args),
    ...(args.maxCostUsd !== undefined && { maxCostUsd: args.maxCostUsd }),
  });
  if ('refused' in started) {
    const { refused } = started;
    return refuse(refused.kind, refused.message ?? ports.sentence(refused, models[0]), ids);
  }
  return { run: started.run, args, target };
}

/** Names the part that none of the chosen models can do; what one of them can is theirs to do or refuse. */
function whatNoModelCan(
  args: AutomationArgs,
  models: readonly ModelInfo[],
  t: Translate,
): string | undefined {
  if (models.length === 0) return undefined;
  const none = (can: (model: ModelInfo) => boolean): boolean => !models.some(can);
  if (args.background !== undefined && none(model => transparencyOf(model) !== 'none')) {
    return t('“background”: no chosen model can make transparent backgrounds.');
  }
  const { saveTo } = args;
  const named = typeof saveTo === 'string' ? saveTo : saveTo?.path;
  const format = args.format ?? formatOfExtension(path.extname(named ?? '').slice(1));
  if (args.background !== undefined && format === 'jpeg') {
    return t('“background”: JPEG has no transparency. PNG, WebP and AVIF have.');
  }
  // One file name for all of them, with a number.
  const drawing = models.find(makesDrawings);
  const painting = models.find(model => !makesDrawings(model));
  if (named !== undefined && format === 'svg' && painting) {
    return t('“saveTo”: {0} makes pixels, and an SVG holds a drawing.', painting.label);
  }
  if (named !== undefined && format !== undefined && format !== 'svg' && drawing) {
    return t(
      '“saveTo”: {0} draws SVG, which nothing here turns into pixels. Name a .svg file.',
      drawing.label,
    );
  }
  // With `saveTo` the saved file is cut and scaled.
  if (args.width !== undefined && args.saveTo === undefined && none(model => model.capabilities.exactSize)) {
    return t(
      '“width” and “height”: no chosen model makes exact pixels. With “saveTo” the saved file has them.',
    );
  }
  if (args.format !== undefined && args.saveTo === undefined) {
    return t('“format”: no chosen model lets its format be chosen. With “saveTo” the saved file has it.');
  }
  const ratio = args.aspectRatio;
  if (ratio !== undefined && none(({ capabilities }) => capabilities.aspectRatios.includes(ratio))) {
    return t('“aspectRatio”: no chosen model makes {0}.', ratio);
  }
  const size = args.imageSize?.toUpperCase();
  if (size !== undefined && none(({ capabilities }) => capabilities.sizes.some(tier => tier.name === size))) {
    return t('“imageSize”: no chosen model makes {0}.', size);
  }
  const { quality } = args;
  if (
    quality !== undefined &&
    none(({ capabilities }) => capabilities.qualities?.includes(quality) === true)
  ) {
    return t('“quality”: no chosen model has {0}.', quality);
  }
  if (args.search === true && none(({ capabilities }) => capabilities.search !== undefined)) {
    return t('“search”: no chosen model looks anything up.');
  }
  return undefined;
}

function settingsOf(args: AutomationArgs): Run['settings'] {
  const { aspectRatio, imageSize, width, height, background, quality, search } = args;
  return {
    ...(aspectRatio !== undefined && { aspectRatio }),
    ...(imageSize !== undefined && { imageSize: imageSize.toUpperCase() }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(background && { background }),
    ...(quality !== undefined && { quality }),
    ...(search && { search }),
  };
}

function saveOptions({ overwrite, format, width, height }: AutomationArgs): AutomationSave {
  return {
    overwrite,
    ...(format && { format }),
    ...(width !== undefined && height !== undefined && { size: { width, height } }),
  };
}

async function finish(
  ports: AutomationPorts,
  run: Run,
  args: AutomationArgs,
  target: string | undefined,
): Promise<AutomationAnswer> {
  const { requests } = await ports.runs.whenDone(run.id);
  const results: AutomationResult[] = [];
  let saved = 0;
  for (const request of requests) {
    const { outcome } = request;
    if (!outcome || !isStoredImages(outcome)) {
      results.push(await failed(ports, request, outcome));
      continue;
    }
    for (const [index, candidate] of outcome.images.entries()) {
      const from = ports.runs.pathOf(run.id, candidate.file);
      const ref = { runId: run.id, requestId: request.id, index };
      const place = target === undefined ? undefined : numbered(target, saved++);
      const options = saveOptions(args);
      const written = place === undefined ? undefined : await ports.saveTo(ref, place, options);
      const store = { path: from, uri: ports.toUri(from), facts: candidate.facts };
      // What could not be saved is still in the store.
      const { uri, facts } = written && !('failure' in written) ? written : store;
      results.push({
        model: request.model,
        outcome: written && 'failure' in written ? written.failure : 'images',
        uri,
        mimeType: facts.mimeType,
        width: facts.width,
        height: facts.height,
        hasAlpha: facts.hasAlpha,
        // The request is paid once, however many images came.
        ...(index === 0 && costOf(request)),
        ...(written && 'failure' in written
          ? { message: written.message }
          : await notes(ports, request, index, candidate)),
      });
    }
  }
  return { runId: run.id, results };
}

/** Fewer images than were asked for are explained, and what became of the background. */
async function notes(
  { models, t }: AutomationPorts,
  request: RequestRecord,
  index: number,
  candidate: Candidate,
): Promise<Pick<AutomationResult, 'message'>> {
  const fewer = index === 0 ? request.adapted?.find(({ setting }) => setting === 'count') : undefined;
  const label = (await models.find(request.model))?.label ?? request.model;
  const sentences = [
    ...(fewer ? [adaptationSentence(t, label, fewer)] : []),
    ...keyNotes(t, request, candidate),
  ];
  return sentences.length === 0 ? {} : { message: sentences.join(' ') };
}

async function failed(
  ports: AutomationPorts,
  request: RequestRecord,
  outcome: Failure | undefined,
): Promise<AutomationResult> {
  const failure = outcome ?? unsent('interrupted', '');
  const message = ports.sentence(failure, await ports.models.find(request.model));
  return { model: request.model, outcome: failure.kind, message, ...costOf(request) };
}

function isStoredImages(
  outcome: NonNullable<RequestRecord['outcome']>,
): outcome is Exclude<NonNullable<RequestRecord['outcome']>, Failure> {
  return isImages(outcome as Parameters<typeof isImages>[0]);
}

function costOf({
  costUsd,
  costIsEstimate,
}: RequestRecord): Pick<AutomationResult, 'costUsd' | 'costIsEstimate'> {
  if (costUsd === undefined) return {};
  return { costUsd, costIsEstimate: costIsEstimate === true };
}

/** `hero.png`, `hero-2.png`, …: the first image has the name that was asked for. */
function numbered(target: string, index: number): string {
  if (index === 0) return target;
  const { dir, name, ext } = path.parse(target);
  return path.join(dir, `${name}-${index + 1}${ext}`);
}
