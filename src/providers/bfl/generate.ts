import type { Failure, Outcome, Usage } from '../../core/model/outcome';
import { serviceModelId } from '../../core/model/modelInfo';
import type { Endpoint, ProviderDeps, ProviderRequest } from '../../core/provider';
import { isSameService } from '../../core/sameService';
import type { Translate } from '../../core/translate';
import { credits } from '../wire/counts';
import type { Exchange, Speaker } from '../wire/exchange';
import { safeText, type Failed } from '../wire/failures';
import { jobFailure, type Job } from '../wire/jobFailure';
import { pick, pickString } from '../wire/json';
import { replyError } from '../wire/readReply';
import { fetchResult } from '../wire/resultFile';
import type { HttpFailure } from '../wire/send';
import { familyOf, mapRequest } from './mapRequest';
import { pollJob } from './poll';

/** One credit is one US cent. */
const usdPerCredit = 0.01;

/** Somebody may have pasted the address with its version. */
export function addressOf({ baseUrl }: Endpoint, what: string): string {
  return `${baseUrl.replace(/\/v1$/, '')}/v1/${what}`;
}

export function createSpeaker(deps: ProviderDeps): Speaker {
  return {
    refuse: request => refuse(deps.t, request),
    speak: (request, exchange) => speak(deps, request, exchange),
  };
}

/** What this model can't do without, said before anything is paid. */
function refuse(t: Translate, { model, images }: ProviderRequest): Failure | undefined {
  if (familyOf(serviceModelId(model.id)) !== 'fill') return undefined;
  const mask = images.find(({ role }) => role === 'mask');
  const image = images.find(({ role }) => role !== 'mask');
  const no = (message: string): Failure => ({ kind: 'bad-request', reason: 'mask', message, sent: false });
  if (image === undefined)
    return no(t('{0} changes images and needs at least one reference image.', model.label));
  if (mask === undefined) {
    return image.facts.hasAlpha
      ? undefined
      : no(t('{0} paints inside a mask: add one, or use an image that is transparent there.', model.label));
  }
  const same = mask.facts.width === image.facts.width && mask.facts.height === image.facts.height;
  return same ? undefined : no(t('The mask and the image have to have the same number of pixels.'));
}

async function speak(
  deps: ProviderDeps,
  request: ProviderRequest,
  exchange: Exchange,
): Promise<Outcome | Failed> {
  const { json, files } = mapRequest(request, exchange.marker, await maskOf(deps, request, exchange));
  const id = serviceModelId(request.model.id);
  const response = await exchange
    .send(addressOf(exchange.endpoint, encodeURIComponent(id)), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: (await exchange.fill(json, files)) as string,
    })
    .catch((error: unknown) => {
      const gone = modelGone(deps, error, exchange);
      if (gone === undefined) throw error;
      return gone;
    });
  if (!(response instanceof Response)) return response;
  const taken = await exchange.read(response);
  await taken.discard();
  const job = jobOf(taken.json);
  if (job === undefined) throw taken.cut ?? replyError('malformed', deps.t('The answer names no job.'));
  try {
    return await finish(deps, job, exchange);
  } catch (error) {
    return jobFailure(deps.t, error, exchange, job);
  }
}

/** Ours is transparent where is painted, the service's is white there. */
async function maskOf(
  { imaging }: ProviderDeps,
  { images }: ProviderRequest,
  { context, signal }: Exchange,
): Promise<string | undefined> {
  const mask = images.find(({ role }) => role === 'mask');
  if (mask === undefined) return undefined;
  // Not adopted: it goes with the request.
  const { path } = await context.createBlobPath('png');
  const white = { format: 'png', tone: { silhouette: '#000000' }, ground: '#ffffff' } as const;
  await imaging.convert(mask.path, path, white, signal);
  return path;
}

/** At the service's own address each model is an address. */
function modelGone({ info }: ProviderDeps, error: unknown, { endpoint }: Exchange): Failed | undefined {
  if (!(error instanceof Error) || error.name !== 'HttpFailure') return undefined;
  const { status, body } = error as HttpFailure;
  const own = new URL(info.endpoint?.baseUrl ?? endpoint.baseUrl).origin;
  const there = isSameService(info, own, new URL(endpoint.baseUrl).origin);
  if ((status !== 404 && status !== 410) || !there || !body.trimStart().startsWith('{')) return undefined;
  return { failure: { kind: 'retired', status, sent: true } };
}

interface TakenJob extends Job {
  pollingUrl: string;
}

function jobOf(json: unknown): TakenJob | undefined {
  const id = pickString(json, 'id');
  const pollingUrl = pickString(json, 'polling_url');
  if (id === undefined || pollingUrl === undefined) return undefined;
  return { id, pollingUrl, usage: usageOf(json) };
}

function usageOf(json: unknown): Usage | undefined {
  const cost = credits(json, 'cost');
  return cost === undefined ? undefined : { costUsd: cost * usdPerCredit };
}

async function finish(deps: ProviderDeps, job: TakenJob, exchange: Exchange): Promise<Outcome | Failed> {
  const { t } = deps;
  const { key } = exchange;
  const { status, json } = await pollJob(deps, job.pollingUrl, exchange);
  const usage = usageOf(json) ?? job.usage;
  const responseId = safeText(job.id, key, 80);
  if (status === 'Ready') {
    const sample = pickString(pick(json, 'result'), 'sample');
    if (sample === undefined)
      throw replyError('malformed', t('The job is done, and the answer names no image.'));
    const image = await fetchResult(deps, sample, exchange);
    return { kind: 'images', images: [image], responseId, ...(usage && { usage }) };
  }
  const said = safeText(detailsOf(json), key);
  const message = said === '' ? {} : { message: said, quoted: true as const };
  if (status.endsWith('Moderated')) {
    return { failure: { kind: 'blocked', reason: status, ...message, sent: true, responseId } };
  }
  return {
    failure: {
      kind: 'bad-response',
      reason: status === 'Task not found' ? status : 'service-error',
      ...(said === ''
        ? { message: t('The job {0} ended without an image: {1}.', responseId, status) }
        : message),
      sent: true,
      responseId,
    },
  };
}

/** What the service says of a job without an image: words, or lists of words under names of any kind. */
function detailsOf(json: unknown): string {
  const details = pick(json, 'details') ?? pick(json, 'error') ?? pick(json, 'detail');
  const words: string[] = [];
  const gather = (value: unknown, depth: number): void => {
    if (typeof value === 'string') words.push(value);
    else if (depth < 3 && typeof value === 'object' && value !== null) {
      for (const each of Object.values(value).slice(0, 8)) gather(each, depth + 1);
    }
  };
  gather(details, 0);
  return words.slice(0, 8).join(', ');
}
