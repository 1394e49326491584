import { isImages, type Failure, type Outcome, type RetryNote } from '../../core/model/outcome';
import type {
  BlobSink,
  Endpoint,
  GenerateContext,
  ImageProvider,
  ProviderDeps,
  ProviderRequest,
} from '../../core/provider';
import { createClient, type HttpFailure, type Wire } from './client';
import { deadline } from './deadline';
import { failureOf, fromService, type Failed, type FailureContext } from './failures';
import { tryParse } from './json';
import { missingKey, unusableKey, usableKey } from './key';
import { mapReply } from './mapReply';
import { canRestart, mapRequest } from './mapRequest';
import { hasError, readReply, type Reply } from './readReply';
import { refuse, replacementOf } from './refusal';
import { fillBody } from './requestBody';
import { retryDelay } from './retry';
import { usageOf } from './usage';

const megabyte = 1024 * 1024;
/** Above what any model sends, below what a disk or a user would notice too late. */
const limits = {
  maxImages: 32,
  maxImageBytes: 256 * megabyte,
  maxTotalBytes: 512 * megabyte,
  maxJsonBytes: 96 * megabyte,
};

export function createGenerate(deps: ProviderDeps): ImageProvider['generate'] {
  return async (request, context) => {
    const refused = refuse(deps.t, request);
    if (refused !== undefined) return refused;
    // Read at the same moment as the key and kept for every try: another address must not get this address's key.
    const endpoint = deps.endpoint();
    const stored = await deps.apiKey();
    if (stored === undefined || stored.trim() === '') return missingKey(deps.t);
    const key = usableKey(stored);
    if (key === undefined) return unusableKey(deps.t);

    const retries: RetryNote[] = [];
    let restart = false;
    for (;;) {
      const attempt = await once(deps, endpoint, key, request, context, restart);
      const noted = {
        ...(retries.length === 0 ? {} : { retries: [...retries] }),
        ...(restart ? { restarted: true as const } : {}),
      };
      if (!('failure' in attempt)) return { ...attempt, ...noted };
      const failure = withReplacement(attempt.failure, request);
      if (!restart && !context.signal.aborted && refusesHistory(failure) && canRestart(request)) {
        // Nothing was made, and the same again would be refused again.
        deps.log(`${request.model.id}: ${failure.reason ?? ''}, again from the last image alone`);
        retries.push({ kind: failure.kind, waitedMs: 0 });
        restart = true;
        continue;
      }
      const waitMs = context.signal.aborted ? undefined : retryDelay(attempt, retries, deps.random);
      if (waitMs === undefined) return { ...failure, ...noted };
      deps.log(`${request.model.id}: ${failure.kind} ${failure.reason ?? ''}, again in ${String(waitMs)} ms`);
      retries.push({ kind: failure.kind, waitedMs: waitMs });
      context.onProgress({ state: 'retrying', inMs: waitMs, because: failure.kind });
      try {
        await deps.sleep(waitMs, context.signal);
        context.signal.throwIfAborted();
      } catch {
        // Refused every time, and not sent again: only a lost connection leaves it open what became of the request.
        const refused = failure.sent && retries.every(({ kind }) => kind !== 'network');
        return {
          kind: 'cancelled',
          sent: failure.sent,
          ...(refused ? { unbilled: true } : {}),
          retries: retries.slice(0, -1),
        };
      }
    }
  };
}

/** Refused for a signature of an earlier turn: it is another model's, out of date, or a gateway changed it. */
function refusesHistory({ status, reason, usage }: Failure): boolean {
  return status === 400 && reason === 'thought-signature' && usage === undefined;
}

/** One request, whatever it ends with. */
async function once(
  deps: ProviderDeps,
  endpoint: Endpoint,
  key: string,
  request: ProviderRequest,
  context: GenerateContext,
  restart: boolean,
): Promise<Outcome | Failed> {
  const wire: Wire = { sent: false, answered: false };
  const limit = deadline(context.signal, endpoint.timeoutMs);
  const failing = (): FailureContext => ({
    t: deps.t,
    wire,
    key,
    aborted: limit.cause(),
    timeoutMs: endpoint.timeoutMs,
    elapsedMs: limit.elapsedMs(),
  });
  const createBlob = taggedSinks(context.createBlob);
  // Random for each request, so that no prompt and no service can name a placeholder.
  const marker = `blob:${crypto.randomUUID()}:`;
  let reply: Reply | undefined;
  try {
    context.onProgress({ state: 'sending' });
    const { parameters, files } = mapRequest(request, marker, restart);
    const client = createClient({
      endpoint,
      key,
      fetch: deps.fetch,
      t: deps.t,
      wire,
      fillBody: async json => {
        const body = await fillBody(json, files, deps, limit.signal);
        context.onProgress({ state: 'waiting' });
        return body;
      },
      readBody: async response => {
        reply = await readReply(response, { t: deps.t, createBlob, marker, ...limits }, context.onProgress);
        return {};
      },
    });
    const config = { ...parameters.config, abortSignal: limit.signal };
    // What the SDK returns is not looked at: it drops `finishMessage` and every field that it does not know. Nor is
    // what it rejects with once there is an answer, stopped in its middle or not: what came of it is paid for.
    await client.models.generateContent({ ...parameters, config }).catch((error: unknown) => {
      if (reply === undefined) throw error;
    });
    if (reply === undefined) throw new Error(deps.t('The SDK did not read the answer.'));
    return await outcomeOf(reply, createBlob, failing());
  } catch (error) {
    return spent(failureOf(error, failing()), usageIn(error));
  } finally {
    limit.dispose();
  }
}

/** An image that arrived whole counts for more than what went wrong behind it. */
async function outcomeOf(
  reply: Reply,
  createBlob: GenerateContext['createBlob'],
  context: FailureContext,
): Promise<Outcome | Failed> {
  const outcome = await mapReply(context.t, reply, createBlob, context.key, limits.maxImages);
  const { json, cut } = reply;
  if (cut === undefined && !hasError(json)) return outcome;
  if (isImages(outcome)) {
    // A turn that is not whole can't be sent back; the next step begins with the image.
    const came: Outcome = { ...outcome, cut: true };
    delete came.turn;
    return came;
  }
  const failed = hasError(json)
    ? fromService(200, JSON.stringify(json), undefined, context)
    : failureOf(cut, context);
  return spent(failed, outcome, reply.blobs.size > 0);
}

/** What the service counted, or drew, is paid for, whatever it says beside it: we do not ask again by ourselves. */
function spent(failed: Failed, { usage, modelVersion, responseId }: Partial<Outcome>, drew = false): Failed {
  const failure = {
    ...failed.failure,
    ...(usage && { usage }),
    ...(modelVersion !== undefined && { modelVersion }),
    ...(responseId !== undefined && { responseId }),
  };
  return usage !== undefined || drew ? { failure } : { ...failed, failure };
}

/** What an answer with an error status counts. */
function usageIn(error: unknown): Partial<Outcome> {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name !== 'HttpFailure') continue;
    const { body } = at as HttpFailure;
    // It may be long, an echo of what was sent, and was parsed once already.
    const usage = /usage_?metadata/i.test(body) ? usageOf(tryParse(body)) : undefined;
    return usage === undefined ? {} : { usage };
  }
  return {};
}

function withReplacement(failure: Failed['failure'], { model }: ProviderRequest): Failed['failure'] {
  if (failure.kind !== 'retired') return failure;
  const replacement = replacementOf(model.id) ?? model.replacement;
  return replacement === undefined ? failure : { ...failure, replacement };
}

/** A full disk must not look like a broken connection. */
function taggedSinks(createBlob: GenerateContext['createBlob']): GenerateContext['createBlob'] {
  const tag = (error: unknown): never => {
    const tagged = new Error(error instanceof Error ? error.message : String(error), { cause: error });
    tagged.name = 'StoreWriteError';
    throw tagged;
  };
  return async declaredType => {
    const sink: BlobSink = await createBlob(declaredType).catch(tag);
    return {
      write: chunk => sink.write(chunk).catch(tag),
      close: () => sink.close().catch(tag),
      abort: () => sink.abort(),
    };
  };
}
