import type { Priced } from '../cost/cost';
import type { ModelInfo } from '../model/modelInfo';
import type { Failure, Outcome } from '../model/outcome';
import type { Adaptation, RequestRecord, Run, StoredImages, StoredOutcome } from '../model/run';
import type { Progress } from '../provider';
import type { RequestKey } from '../model/cutout';
import { withKey } from '../transparency/keyPrompt';
import { adaptSettings } from './adapt';
import { describe, storageFailure, unexpected, unsent } from './failures';
import { overLimit } from './overLimit';
import { toStored } from './finish';
import { areToBeCleared, cutOut, findPainted } from './keying';
import { estimateFor, nothingSpent, pricedWith, settle, type Settlement } from './money';
import type { RequestBlobs, ReserveResult, RunPorts } from './ports';
import type { Context } from './thread';

/** How long a provider has to answer a stop before the request ends without it. Milliseconds. */
const stopGrace = 400;

export interface Job {
  run: Run;
  request: RequestRecord;
  model: ModelInfo;
  signal: AbortSignal;
  /** Reference images and earlier turns as the model takes them. */
  context(): Promise<Context>;
  /** What is asked for in place of transparency, with a model that has none. */
  key(): Promise<RequestKey | undefined>;
  /** Whether the run's own limit leaves room for `usd` more; counts it. */
  withinRunLimit(usd: number): Failure | undefined;
  /** What was counted as `estimatedUsd` was `usd`. */
  onCounted(estimatedUsd: number, usd: number): void;
  /** Persists that the request is about to be sent. It is not sent when this rejects. */
  onSending(adapted: readonly Adaptation[], key: RequestKey | undefined): Promise<void>;
  onProgress(progress: Progress): void;
  /** Persists what came, before the seconds that are worked on it. Rejects never. */
  onCame(images: StoredImages, record: Settlement['record']): Promise<void>;
  /** Persists where its images lie, before anybody is asked whether they may be fetched. Rejects never. */
  onLinks(links: readonly string[]): Promise<void>;
  /** An image that arrived after the request had been given up. */
  onLate(ended: Ended): void;
}

export interface Ended extends Settlement {
  outcome: StoredOutcome;
}

type Ready = Exclude<Context, { refused: Failure }>;

interface PricedJob extends Job {
  ask: Priced;
  /** As it is sent. */
  prompt: string;
  sentKey: RequestKey | undefined;
}

function free(outcome: Failure): Ended {
  return { outcome, ...nothingSpent };
}

/** One request from queue to outcome. Rejects never: whatever goes wrong is an outcome. */
export async function execute(ports: RunPorts, job: Job): Promise<Ended> {
  const { model } = job;
  const { t } = ports;

  let ready: readonly [Context, RequestKey | undefined] | undefined;
  try {
    ready = await until(job.signal, Promise.all([job.context(), job.key()]));
  } catch (error) {
    return free(storageFailure(t, error, false));
  }
  if (ready === undefined) return free(unsent('cancelled', t('Stopped before anything was sent.')));
  const [context, key] = ready;
  if ('refused' in context) return free(context.refused);

  const prompt = withKey(job.run.prompt, key);
  const ask = pricedWith(model, { ...job.run, prompt }, context);
  const estimate = estimateFor(model, ask);
  const overRun = job.withinRunLimit(estimate.usd);
  if (overRun) return free(overRun);
  const ended = await sendCounted(ports, { ...job, ask, prompt, sentKey: key }, context, estimate.usd);
  job.onCounted(estimate.usd, ended.countUsd);
  return ended;
}

/** Sends it when the day leaves room for it. */
async function sendCounted(
  ports: RunPorts,
  job: PricedJob,
  context: Ready,
  estimatedUsd: number,
): Promise<Ended> {
  const { model } = job;
  if (model.local) return send(ports, job, context, 0);
  let reserved: ReserveResult;
  try {
    const about = { runId: job.run.id, requestId: job.request.id, model: model.id };
    reserved = await ports.spending.reserve(estimatedUsd, about);
  } catch (error) {
    return free(storageFailure(ports.t, error, false));
  }
  if (!reserved.ok) return free(overLimit(ports.t, reserved));
  const ended = await send(ports, job, context, estimatedUsd);
  await count(ports, reserved.reservation, ended);
  return ended;
}

async function send(ports: RunPorts, job: PricedJob, context: Ready, reservedUsd: number): Promise<Ended> {
  const { run, request, model, signal } = job;
  const { settings, adapted } = adaptSettings(model, run.settings);
  const finish = (outcome: StoredOutcome): Ended => ({
    outcome,
    ...settle(ports.models, model, outcome, job.ask, reservedUsd),
  });
  try {
    await job.onSending([...(request.adapted ?? []), ...adapted, ...context.adapted], job.sentKey);
  } catch (error) {
    return finish(storageFailure(ports.t, error, false));
  }
  if (signal.aborted) return finish(unsent('cancelled', ports.t('Stopped before anything was sent.')));

  const blobs = ports.store.blobs(run.id, request.id);
  let sent = false;
  const answer = ask();
  const outcome = await Promise.race([answer, givenUp()]);
  if (outcome !== undefined) return finish(await store(outcome));

  void answer.then(async late => {
    if (late.kind === 'images' || blobs.received().length > 0) job.onLate(finish(await store(late)));
    else await blobs.abandon();
  });
  return finish({ kind: 'cancelled', sent: sent && !model.local });

  async function ask(): Promise<Outcome> {
    try {
      const provider = await ports.provider(model.provider);
      return await provider.generate(
        {
          model,
          prompt: job.prompt,
          images: context.images,
          history: context.history,
          settings,
          variation: request.variation,
        },
        {
          signal,
          onProgress: progress => {
            sent = true;
            job.onProgress(progress);
          },
          mayDownload: async links => {
            await job.onLinks(links);
            return ports.gate.mayDownload({ origin: run.origin, provider: model.provider, links });
          },
          createBlob: type => blobs.createBlob(type),
          createBlobPath: extension => blobs.createBlobPath(extension),
        },
      );
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled', sent: sent && !model.local };
      ports.log.error(`${model.id} failed in a way it should not`, error);
      return unexpected(error, sent && !model.local);
    }
  }

  /** Resolves some time after a stop, for providers that do not hear it. */
  function givenUp(): Promise<undefined> {
    return new Promise(resolve => {
      const later = (): void => void ports.sleep(stopGrace).then(() => resolve(undefined));
      if (signal.aborted) later();
      else signal.addEventListener('abort', later, { once: true });
    });
  }

  async function store(outcome: Outcome): Promise<StoredOutcome> {
    try {
      const stored = await toStored(ports, run.id, request.id, outcome, blobs);
      return stored.kind === 'images' && areToBeCleared(run, stored.images) ? await clear(stored) : stored;
    } finally {
      await abandon(ports, blobs);
    }
  }

  async function clear(came: StoredImages): Promise<StoredImages> {
    // Stopped, there is nothing to wait for.
    if (!signal.aborted) await job.onCame(came, finish(came).record);
    const onCutting = (): void => job.onProgress({ state: 'cutting-out' });
    const cut = await cutOut(ports, run, job.sentKey, came.images, { signal, onCutting });
    return { ...came, images: await findPainted(ports, run, cut) };
  }
}

async function abandon({ log }: RunPorts, blobs: RequestBlobs): Promise<void> {
  await blobs.abandon().catch((error: unknown) => log.warn(`Unfinished files stay: ${describe(error)}`));
}

async function count({ spending, log }: RunPorts, reservation: string, ended: Ended): Promise<void> {
  const { outcome, countUsd, record } = ended;
  // What cannot be settled stays counted as estimated.
  await spending
    .settle(reservation, countUsd, { outcome: outcome.kind, estimate: record.costIsEstimate !== false })
    .catch((error: unknown) => log.warn(`Spending was not settled: ${describe(error)}`));
}

/** The value, or `undefined` as soon as the signal aborts. */
async function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> {
  if (signal.aborted) {
    work.catch(() => undefined);
    return undefined;
  }
  let stop: (() => void) | undefined;
  const aborted = new Promise<undefined>(resolve => {
    stop = () => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
    work.catch(() => undefined);
  }
}
