import type { Failure } from '../../core/model/outcome';
import type { Endpoint, ImageProvider, KeyCheck, ProviderDeps } from '../../core/provider';
import type { Wire } from './client';
import { deadline } from './deadline';
import { failureOf } from './failures';
import { createGenerate } from './generate';
import { geminiInfo } from './info';
import { unusableKey, usableKey } from './key';
import { fetchModels } from './listModels';
import { mergeModels } from './models';

/** Enough for a list; a slow service must not keep anybody from choosing a model. */
const listTimeoutMs = 20_000;

export function createProvider(deps: ProviderDeps): ImageProvider {
  return {
    generate: createGenerate(deps),

    async listModels(signal) {
      const endpoint = deps.endpoint();
      const key = await deps.apiKey();
      if (key === undefined || signal.aborted) return geminiInfo.models;
      const checked = await list(deps, endpoint, key, signal);
      if ('failure' in checked) {
        deps.log(
          `The list of Gemini models could not be read: ${checked.failure.kind} ${checked.failure.reason ?? ''}`,
        );
        return geminiInfo.models;
      }
      return mergeModels(checked.models);
    },

    async checkKey(key, signal): Promise<KeyCheck> {
      const endpoint = deps.endpoint();
      const checked = await list(deps, endpoint, key, signal, 1);
      if (!('failure' in checked)) return { ok: true };
      const { failure } = checked;
      // A gateway without a list of models can't be asked for free; the first request will tell.
      const hasNoList = failure.reason === 'endpoint' || failure.status === 405 || failure.status === 501;
      return hasNoList && !isGoogle(endpoint.baseUrl) ? { ok: true } : { ok: false, failure };
    },
  };
}

async function list(
  deps: ProviderDeps,
  endpoint: Endpoint,
  key: string,
  signal: AbortSignal,
  pages?: number,
): Promise<{ models: Awaited<ReturnType<typeof fetchModels>> } | { failure: Failure }> {
  const trimmed = usableKey(key);
  if (trimmed === undefined) return { failure: unusableKey(deps.t) };
  const wire: Wire = { sent: false, answered: false };
  const timeoutMs = Math.min(listTimeoutMs, endpoint.timeoutMs);
  const limit = deadline(signal, timeoutMs);
  try {
    return { models: await fetchModels(deps, endpoint, trimmed, wire, limit.signal, pages) };
  } catch (error) {
    const context = {
      t: deps.t,
      wire,
      key: trimmed,
      aborted: limit.cause(),
      timeoutMs,
      elapsedMs: limit.elapsedMs(),
    };
    return { failure: failureOf(error, context).failure };
  } finally {
    limit.dispose();
  }
}

function isGoogle(baseUrl: string): boolean {
  return /^https:\/\/([\w-]+\.)*googleapis\.com(\/|$)/i.test(baseUrl);
}
