import { serviceModelId, type ModelInfo } from '../../core/model/modelInfo';
import type { ProviderDeps, ProviderInfo } from '../../core/provider';
import { safeText } from '../wire/failures';
import { isRecord, pick, pickList, pickNumber, pickString, type Json } from '../wire/json';
import { badList, type Query } from '../wire/listing';
import { capabilitiesOf } from './capabilities';
import { priceOf } from './prices';

/** `vendor/model`, with a variant behind: it becomes part of an address. */
const usableId = /^[\w.-]{1,60}\/[\w.-]{1,80}(:[\w-]{1,20})?$/;
const maxModels = 2000;
/** Prices are a request for each model: those of the newest, a few at once, for as long as a list may take. */
const maxPriced = 64;
const pricesAtOnce = 8;
const pricesWithinMs = 8000;
const pricesFreshForMs = 24 * 60 * 60 * 1000;

export interface LiveModel {
  id: string;
  listed: Json;
  /** Of its records. */
  prices?: unknown;
}

export type PriceMemory = Map<string, { json: unknown; at: number }>;

/** Rejects with what the request ended with, and for what is no list; without prices where they do not come. */
export async function fetchModels(
  { t }: Pick<ProviderDeps, 't'>,
  query: Query,
  memory: PriceMemory,
): Promise<readonly LiveModel[]> {
  const { baseUrl } = query.endpoint;
  const json = await query.json(`${baseUrl}/images/models`);
  if (!isRecord(json) || !Array.isArray(json['data']))
    throw badList(t('The list of models is not what was expected.'));
  const seen = new Set<string>();
  const models = pickList(json, 'data')
    .filter(isRecord)
    .flatMap(listed => {
      const id = pickString(listed, 'id') ?? '';
      const outputs = pickList(pick(listed, 'architecture'), 'outputModalities');
      const draws = outputs.length === 0 || outputs.includes('image');
      if (!draws || !usableId.test(id) || id.includes('..') || seen.has(id)) return [];
      seen.add(id);
      return [{ id, listed }];
    })
    .slice(0, maxModels);
  await readPrices(models, query, memory);
  return models.map(model => {
    const known = memory.get(model.id);
    return known ? { ...model, prices: known.json } : model;
  });
}

async function readPrices(models: readonly LiveModel[], query: Query, memory: PriceMemory): Promise<void> {
  const begun = Date.now();
  const waiting = models
    .filter(({ id }) => begun - (memory.get(id)?.at ?? 0) > pricesFreshForMs)
    .sort((a, b) => created(b) - created(a))
    .slice(0, maxPriced);
  const worker = async (): Promise<void> => {
    for (;;) {
      const next = waiting.shift();
      if (next === undefined || Date.now() - begun > pricesWithinMs) return;
      const address = `${query.endpoint.baseUrl}/images/models/${next.id}/endpoints`;
      // A model without a price is still a model.
      const json = await query.json(address).catch(() => undefined);
      if (query.signal.aborted) return;
      if (json !== undefined) memory.set(next.id, { json: pick(json, 'data') ?? json, at: begun });
    }
  };
  await Promise.all(Array.from({ length: pricesAtOnce }, worker));
}

function created({ listed }: LiveModel): number {
  return pickNumber(listed, 'created') ?? 0;
}

/** The models of the list, in its order; of the table those that it knows too, with what the table says of them. */
export function mergeModels(info: ProviderInfo, live: readonly LiveModel[]): readonly ModelInfo[] {
  if (live.length === 0) return info.models;
  const table = new Map(info.models.map(model => [model.id, model]));
  const listed = live.map(model => modelOf(info, table, model));
  // What stands first in the table is proposed first.
  const first = info.models.flatMap(({ id }) => listed.filter(model => model.id === id));
  return [...first, ...listed.filter(model => !table.has(model.id))];
}

function modelOf(
  info: ProviderInfo,
  table: ReadonlyMap<string, ModelInfo>,
  { id: slug, listed, prices }: LiveModel,
): ModelInfo {
  const id = `${info.id}/${slug}`;
  const known = table.get(id);
  const capabilities = capabilitiesOf(listed);
  // Where prices do not come, what was read is better than nothing.
  const price = priceOf(prices, capabilities) ?? known?.price;
  const label = safeText(pickString(listed, 'name') ?? '', undefined, 80);
  const description = safeText((pickString(listed, 'description') ?? '').slice(0, 2000), undefined, 300);
  return {
    id,
    provider: info.id,
    label: label === '' ? serviceModelId(id) : label,
    ...(description !== '' && { description }),
    status: known?.status ?? (/preview/.test(slug) ? 'preview' : 'unknown'),
    local: false,
    capabilities,
    ...(price ? { price } : { pricedAfter: true as const }),
  };
}
