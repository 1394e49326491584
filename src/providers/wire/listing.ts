import type { ModelInfo } from '../../core/model/modelInfo';
import type { Failure } from '../../core/model/outcome';
import type { Endpoint, ImageProvider, KeyCheck, ProviderDeps } from '../../core/provider';
import { deadline } from './deadline';
import { failureOf } from './failures';
import { keyFor } from './exchange';
import { tryParse } from './json';
import { unusableKey, usableKey } from './key';
import { readBounded, send, withKey, type Wire } from './send';

/** Enough for a list; a slow service must not keep anybody from choosing a model. */
const listTimeoutMs = 20_000;
const maxListBytes = 16 * 1024 * 1024;

/** A short question that costs nothing. */
export interface Query {
  endpoint: Endpoint;
  key: string;
  signal: AbortSignal;
  wire: Wire;
  /** With the key, redirects refused; rejects with `HttpFailure` for an error status. */
  send(url: string, init?: RequestInit): Promise<Response>;
  /** The same, read and parsed; `undefined` for what is no JSON. */
  json(url: string, init?: RequestInit): Promise<unknown>;
}

export interface Lister<List> {
  /** The live list; with `briefly` as little of it as shows that the key is taken. May throw whatever it meets. */
  fetch(query: Query, briefly: boolean): Promise<List>;
  /** The built-in table, corrected by what the service offers. */
  merge(list: List): readonly ModelInfo[];
}

/** Models and keys of a service that lists what it offers. */
export function createListing<List>(
  deps: ProviderDeps,
  lister: Lister<List>,
): Required<Pick<ImageProvider, 'listModels' | 'checkKey'>> {
  const { info, log, t } = deps;
  return {
    async listModels(signal) {
      const endpoint = deps.endpoint();
      const key = await keyFor(deps, endpoint);
      if (typeof key !== 'string' || signal.aborted) return info.models;
      const asked = await ask(deps, endpoint, key, signal, query => lister.fetch(query, false));
      if ('failure' in asked) {
        const { kind, reason = '' } = asked.failure;
        log(`The list of models could not be read: ${kind} ${reason}`);
        return info.models;
      }
      return lister.merge(asked.value);
    },

    async checkKey(key, signal): Promise<KeyCheck> {
      const endpoint = deps.endpoint();
      const usable = usableKey(key);
      if (usable === undefined) return { ok: false, failure: unusableKey(t) };
      const asked = await ask(deps, endpoint, usable, signal, query => lister.fetch(query, true));
      if (!('failure' in asked)) return { ok: true };
      const { failure } = asked;
      // A gateway without a list of models can't be asked for free; the first request will tell.
      const hasNoList = failure.reason === 'endpoint' || failure.status === 405 || failure.status === 501;
      return hasNoList && !isOwn(info.endpoint?.baseUrl, endpoint) ? { ok: true } : { ok: false, failure };
    },
  };
}

async function ask<T>(
  { fetch, t }: ProviderDeps,
  endpoint: Endpoint,
  key: string,
  signal: AbortSignal,
  work: (query: Query) => Promise<T>,
): Promise<{ value: T } | { failure: Failure }> {
  const wire: Wire = { sent: false, answered: false };
  const timeoutMs = Math.min(listTimeoutMs, endpoint.timeoutMs);
  const limit = deadline(signal, timeoutMs);
  const query: Query = {
    ...{ endpoint, key, wire, signal: limit.signal },
    send: (url, init = {}) =>
      send(
        url,
        { ...init, signal: limit.signal, headers: withKey(new Headers(init.headers), endpoint, key) },
        { fetch, t, wire },
      ),
    json: async (url, init) => tryParse(await readBounded(await query.send(url, init), maxListBytes)),
  };
  try {
    return { value: await work(query) };
  } catch (error) {
    const aborted = limit.cause();
    const context = { t, wire, key, aborted, timeoutMs, elapsedMs: limit.elapsedMs() };
    return { failure: failureOf(error, context).failure };
  } finally {
    limit.dispose();
  }
}

/** The service's own address, where everything is as documented. */
function isOwn(own: string | undefined, { baseUrl }: Endpoint): boolean {
  return own !== undefined && URL.canParse(baseUrl) && new URL(own).origin === new URL(baseUrl).origin;
}

/** A list that is no list. Test `name`. */
export function badList(message: string): Error {
  const error = new Error(message);
  error.name = 'ReplyError';
  return Object.assign(error, { reason: 'malformed' });
}
