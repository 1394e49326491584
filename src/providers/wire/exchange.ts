import { megabyte } from '../../core/model/format';
import { isImages, type Failure, type Outcome } from '../../core/model/outcome';
import type {
  BlobSink,
  Endpoint,
  GenerateContext,
  ImageProvider,
  ProviderDeps,
  ProviderInfo,
  ProviderRequest,
} from '../../core/provider';
import { deadline } from './deadline';
import { failureOf, fromService, type Failed, type FailureContext } from './failures';
import { missingKey, unusableKey, usableKey } from './key';
import { hasError, readReply, type MergeChunks, type Reply } from './readReply';
import { refuse } from './refusal';
import { fillBody, type BodyFile } from './requestBody';
import { withRetries } from './retry';
import { send, withKey, type Wire } from './send';

/** Above what any model sends, below what a disk or a user would notice too late. */
export const limits = {
  maxImages: 32,
  maxImageBytes: 256 * megabyte,
  maxTotalBytes: 512 * megabyte,
  maxJsonBytes: 96 * megabyte,
};

/** One try of a request at a service. Everything in it may throw; `createGenerate` makes failures of it. */
export interface Exchange {
  endpoint: Endpoint;
  /** Empty where the endpoint takes none. */
  key: string;
  /** Aborts when the user stops and when the time is over. */
  signal: AbortSignal;
  wire: Wire;
  context: GenerateContext;
  /** The context's, with the errors of the disk told apart from those of the connection. */
  createBlob: GenerateContext['createBlob'];
  /** Random for each try, so that no prompt and no service can name a placeholder. */
  marker: string;
  /** What tells failures apart, now. */
  failing(): FailureContext;
  /** With the key, redirects refused; rejects with `HttpFailure` for an error status. */
  send(url: string, init: Omit<RequestInit, 'body'> & { body?: string | Buffer }): Promise<Response>;
  /** JSON with the bytes of `files` in place of their placeholders, as base64. Rejects with `BodyTooLarge` above the endpoint's limit. */
  fill(json: string, files: readonly BodyFile[]): Promise<string | Buffer>;
  /** JSON whose long base64 strings are decoded into blobs as they come. */
  read(response: Response, options?: ReadOptions): Promise<Reply>;
}

export interface ReadOptions {
  /** Members that hold base64, or a data URL, of an image. */
  imageKeys?: readonly string[];
  mergeChunks?: MergeChunks;
}

export interface Speaker {
  /** One request, and its answer as an outcome. May throw whatever it meets. */
  speak(request: ProviderRequest, exchange: Exchange): Promise<Outcome | Failed>;
  /** What is known to fail besides what the table says. */
  refuse?(request: ProviderRequest): Failure | undefined;
  /** What the counts of an error answer say, for what threw. */
  usageIn?(error: unknown): Partial<Outcome>;
  /** Whether the next try is another one, at once. Made anew for each request. */
  recover?(request: ProviderRequest): (failed: Failed) => boolean;
}

/** The road of every request to a service: refused, keyed, sent, read, tried again. */
export function createGenerate(deps: ProviderDeps, speaker: Speaker): ImageProvider['generate'] {
  return async (asked, context) => {
    const request = withHeir(deps.info, asked);
    const refused = refuse(deps.t, request) ?? speaker.refuse?.(request);
    if (refused !== undefined) return refused;
    // Read at the same moment as the key and kept for every try: another address must not get this address's key.
    const endpoint = deps.endpoint();
    const key = await keyFor(deps, endpoint);
    if (typeof key !== 'string') return key.failure;
    const once = (): Promise<Outcome | Failed> => attempt(deps, endpoint, key, request, context, speaker);
    return withRetries(deps, request.model.id, context, once, speaker.recover?.(request));
  };
}

/** The key as it is sent; empty for an endpoint that takes none. */
export async function keyFor(
  { apiKey, t }: Pick<ProviderDeps, 'apiKey' | 't'>,
  { keyHeader }: Endpoint,
): Promise<string | { failure: Failure }> {
  if (keyHeader === 'none') return '';
  const stored = await apiKey();
  if (stored === undefined || stored.trim() === '') return { failure: missingKey(t) };
  return usableKey(stored) ?? { failure: unusableKey(t) };
}

/** What takes the place of a model that is gone or going, as far as it is known. */
function withHeir({ models, retired }: ProviderInfo, request: ProviderRequest): ProviderRequest {
  const { id } = request.model;
  const replacement = retired?.[id]?.replacement ?? models.find(model => model.id === id)?.replacement;
  return replacement === undefined ? request : { ...request, model: { ...request.model, replacement } };
}

async function attempt(
  deps: ProviderDeps,
  endpoint: Endpoint,
  key: string,
  request: ProviderRequest,
  context: GenerateContext,
  speaker: Speaker,
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
  const marker = `blob:${crypto.randomUUID()}:`;
  const { signal } = limit;
  const exchange: Exchange = {
    ...{ endpoint, key, signal, wire, context, createBlob, marker, failing },
    send: (url, init) =>
      send(
        url,
        {
          ...(init as RequestInit),
          signal,
          headers: withKey(new Headers(init.headers), endpoint, key),
        },
        { fetch: deps.fetch, t: deps.t, wire },
      ),
    fill: async (json, files) => {
      const body = await fillBody(json, files, deps, signal, endpoint.inlineBytes);
      context.onProgress({ state: 'waiting' });
      return body;
    },
    read: (response, options = {}) =>
      readReply(response, { t: deps.t, createBlob, marker, ...limits, ...options }, context.onProgress),
  };
  try {
    context.onProgress({ state: 'sending' });
    return withReplacement(await speaker.speak(request, exchange), request);
  } catch (error) {
    return withReplacement(spent(failureOf(error, failing()), speaker.usageIn?.(error) ?? {}), request);
  } finally {
    limit.dispose();
  }
}

/** What a reply is, given what its images and words come to: an image that arrived whole counts for more than what went wrong behind it. */
export function settled(reply: Reply, outcome: Outcome, context: FailureContext): Outcome | Failed {
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

function withReplacement(ended: Outcome | Failed, { model }: ProviderRequest): Outcome | Failed {
  if (!('failure' in ended) || ended.failure.kind !== 'retired' || model.replacement === undefined)
    return ended;
  return { ...ended, failure: { replacement: model.replacement, ...ended.failure } };
}

/** A full disk must not look like a broken connection. */
export function taggedSinks(createBlob: GenerateContext['createBlob']): GenerateContext['createBlob'] {
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
