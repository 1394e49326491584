import {
  serviceModelId,
  unknownCapabilities,
  type ModelId,
  type ModelInfo,
} from '../../core/model/modelInfo';
import type { ProviderDeps, ProviderInfo } from '../../core/provider';
import { isRecord, pickList, pickString } from '../wire/json';
import { badList, type Query } from '../wire/listing';
import { apiAddress } from './address';

/** What `GET /models` says of one. */
export interface LiveModel {
  id: string;
  /** The day the service announced. */
  shutdownDate?: string;
}

/** The name becomes part of an id that people read and write. */
const usableName = /^\w[\w.:@/-]{0,99}$/;
/** More than anybody looks through. */
const maxAdded = 200;

/** Rejects with what the request ended with, and for what is no list. */
export async function fetchModels(
  { t }: Pick<ProviderDeps, 't'>,
  query: Query,
): Promise<readonly LiveModel[]> {
  const json = await query.json(apiAddress(query.endpoint.baseUrl, '/models'));
  if (!isRecord(json) || !Array.isArray(json['data']))
    throw badList(t('The list of models is not what was expected.'));
  return pickList(json, 'data')
    .filter(isRecord)
    .flatMap(model => {
      const id = pickString(model, 'id') ?? '';
      const shutdownDate = pickString(model, 'shutdown_date');
      if (!usableName.test(id) || id.includes('..')) return [];
      return [{ id, ...(isDay(shutdownDate) && { shutdownDate }) }];
    });
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text);
}

/**
 * The table, corrected by what the service offers: image models of its list are added, those of the family with all that
 * is known of it; models on their way out that it no longer lists are `retired`.
 */
export function mergeModels(info: ProviderInfo, live: readonly LiveModel[]): readonly ModelInfo[] {
  const offered = new Map<ModelId, LiveModel>(live.map(model => [`${info.id}/${model.id}`, model]));
  const family = new Map((info.family ?? info.models).map(model => [model.id, model]));
  const own = new Set(info.models.map(model => model.id));
  // A list may be of anything: an absence says something only where it knows our models.
  const telling = info.models.some(model => offered.has(model.id));
  const table = info.models.map(model => {
    const listed = offered.get(model.id);
    if (listed !== undefined) return ending(info, model, listed);
    return telling && model.status === 'deprecated' ? gone(model) : model;
  });
  const added = [...offered]
    .filter(([id]) => !own.has(id) && makesImages(serviceModelId(id), info.named === true))
    .slice(0, maxAdded)
    .map(([id, listed]) => ending(info, known(info, family, id), listed));
  return [...table, ...added];
}

/** A snapshot (`gpt-image-2-2026-04-21`) is what its model is. */
function known(info: ProviderInfo, family: ReadonlyMap<ModelId, ModelInfo>, id: ModelId): ModelInfo {
  const same = family.get(id);
  if (same !== undefined) return same;
  const day = /-(\d{4}-\d{2}-\d{2})$/.exec(id);
  const model = day && family.get(id.slice(0, -day[0].length));
  if (model) return { ...model, id, label: `${model.label} (${day[1] ?? ''})` };
  const replacement = info.retired?.[id]?.replacement;
  return {
    id,
    provider: info.id,
    label: serviceModelId(id),
    status: replacement === undefined ? 'unknown' : 'deprecated',
    ...(replacement !== undefined && { replacement }),
    local: false,
    ...(info.plain ?? { capabilities: unknownCapabilities }),
  };
}

function ending(info: ProviderInfo, model: ModelInfo, { shutdownDate }: LiveModel): ModelInfo {
  if (shutdownDate === undefined) return model;
  const replacement = model.replacement ?? info.models.find(({ status }) => status === 'stable')?.id;
  return {
    ...model,
    status: 'deprecated',
    lastDay: shutdownDate,
    ...(replacement !== undefined && replacement !== model.id && { replacement }),
  };
}

function gone(model: ModelInfo): ModelInfo {
  return { ...model, status: 'retired', statusNote: 'The service no longer lists it.' };
}

/** Such lists have no flag for it: names are all there is. Others can be named in the setting of the server. */
function makesImages(name: string, foreign: boolean): boolean {
  if (/embed|caption|vision|whisper|tts|rerank|upscal|video|-vl\b|clip-/i.test(name)) return false;
  if (/(^|\/)(chatgpt-image|gpt-image|dall-e)/i.test(name)) return true;
  return (
    foreign &&
    /flux|stable-?diffusion|sdxl|\bsd-?[1-9x]|(qwen|glm|hunyuan|z|cog)-?image|\bimage\b|imagen|dreamshaper|kolors|pixart|kandinsky|seedream|playground-v|ideogram|recraft|animagine|juggernaut|diffusers?\b/i.test(
      name,
    )
  );
}
