import { findFetchRefused } from '../../core/fetchRefused';
import type { ProviderDeps } from '../../core/provider';
import { isSameService } from '../../core/sameService';
import { failureOf } from '../wire/failures';
import { limits, type Exchange } from '../wire/exchange';
import { pickString, tryParse } from '../wire/json';
import { readReply, replyError } from '../wire/readReply';
import type { HttpFailure } from '../wire/send';

const firstMs = 500;
const longestMs = 1500;
/** Answers in a row that are none; a job is not given up for one that got lost. */
const maxStumbles = 5;
/** A job may not be known everywhere at once. */
const maxUnknown = 3;

const ends: ReadonlySet<string> = new Set([
  'Ready',
  'Error',
  'Failed',
  'Request Moderated',
  'Content Moderated',
  'Task not found',
]);

export interface JobState {
  /** One that is an end. */
  status: string;
  json: unknown;
}

/**
 * Asks after a job until it ends, at the address that the service gave for it; the key goes along, so that has to be the
 * service. Rejects when the time is over, with what is no passing trouble, and after too many answers that are none.
 */
export async function pollJob(deps: ProviderDeps, pollingUrl: string, exchange: Exchange): Promise<JobState> {
  const { info, sleep, t } = deps;
  const { endpoint, signal, context } = exchange;
  const home = new URL(endpoint.baseUrl);
  const url = URL.canParse(pollingUrl, home.href) ? new URL(pollingUrl, home) : undefined;
  if (url === undefined || url.username !== '' || !isSameService(info, home.origin, url.origin)) {
    throw replyError('unsafe-address', t('The service names a job at an address that is not its own.'));
  }
  let waitMs = firstMs;
  let stumbles = 0;
  let unknown = 0;
  for (;;) {
    await sleep(waitMs, signal);
    signal.throwIfAborted();
    context.onProgress({ state: 'waiting' });
    const asked = await ask(deps, url.href, exchange).catch((error: unknown) => stumble(error, exchange));
    if ('failed' in asked) {
      if (++stumbles > maxStumbles) throw asked.failed;
      waitMs = Math.max(asked.afterMs, Math.min(8000, firstMs * 2 ** stumbles));
      continue;
    }
    stumbles = 0;
    waitMs = Math.min(longestMs, Math.max(firstMs, waitMs + 100));
    const { status } = asked;
    unknown = status === 'Task not found' ? unknown + 1 : 0;
    if (ends.has(status) && (unknown === 0 || unknown === maxUnknown)) return asked;
  }
}

interface Stumble {
  failed: unknown;
  afterMs: number;
}

async function ask({ t }: ProviderDeps, url: string, exchange: Exchange): Promise<JobState> {
  const { createBlob, marker } = exchange;
  const response = await exchange.send(url, { headers: { accept: 'application/json' } });
  const reply = await readReply(response, { t, createBlob, marker, ...limits }, () => undefined);
  await reply.discard();
  const status = pickString(reply.json, 'status');
  if (status === undefined) {
    throw reply.cut ?? replyError('malformed', t('The answer does not say how the job is getting on.'));
  }
  return { status, json: reply.json };
}

/** What may pass; rejects with the error when it does not. Asking after a job costs nothing. */
function stumble(error: unknown, exchange: Exchange): JobState | Stumble {
  // A job that failed comes with an error status too.
  const body = error instanceof Error && error.name === 'HttpFailure' ? (error as HttpFailure).body : '';
  const json = tryParse(body);
  const status = pickString(json, 'status');
  if (status !== undefined && ends.has(status)) return { status, json };
  const { failure } = failureOf(error, exchange.failing());
  const passing = ['network', 'overloaded', 'rate-limited', 'bad-response'].includes(failure.kind);
  if (!passing || findFetchRefused(error) !== undefined) throw error;
  return { failed: error, afterMs: Math.min(60_000, failure.retryAfterMs ?? 0) };
}
