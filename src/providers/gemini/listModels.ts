import type { ProviderDeps } from '../../core/provider';
import type { Translate } from '../../core/translate';
import { createClient } from './client';
import { isRecord, tryParse } from '../wire/json';
import { badList, type Query } from '../wire/listing';
import { readBounded } from '../wire/send';
import type { LiveModel, LiveModels } from './mergeModels';

const maxPages = 10;
const maxListBytes = 4 * 1024 * 1024;

/** Every page of `models.list`, or only the first. Rejects with what the request ended with. */
export async function fetchModels(
  { fetch, t }: Pick<ProviderDeps, 'fetch' | 't'>,
  { endpoint, key, wire, signal }: Query,
  pages = maxPages,
): Promise<LiveModels> {
  const client = createClient({
    endpoint,
    key,
    fetch,
    t,
    wire,
    readBody: response => readList(t, response),
  });
  const found: LiveModel[] = [];
  const pager = await client.models.list({ config: { pageSize: 200, abortSignal: signal, queryBase: true } });
  for (let page = 1; ; page++) {
    for (const model of pager.page) {
      if (typeof model.name !== 'string') continue;
      found.push({
        name: model.name,
        ...(typeof model.displayName === 'string' ? { displayName: model.displayName } : {}),
        ...(typeof model.description === 'string' ? { description: model.description } : {}),
        actions: Array.isArray(model.supportedActions) ? model.supportedActions : [],
      });
    }
    if (!pager.hasNextPage()) return { models: found, complete: true };
    if (page >= pages) return { models: found, complete: false };
    await pager.nextPage();
  }
}

async function readList(t: Translate, response: Response): Promise<unknown> {
  const json = tryParse(await readBounded(response, maxListBytes));
  if (!isRecord(json) || 'error' in json) throw badList(t('The list of models is not what was expected.'));
  // Only what is looked at: the SDK chokes on lists of anything else.
  const models = Array.isArray(json['models']) ? json['models'].filter(isRecord) : [];
  return { ...json, models };
}
