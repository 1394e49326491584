import {
  serviceModelId,
  unknownCapabilities,
  type ModelCapabilities,
  type ModelId,
  type ModelInfo,
} from '../../core/model/modelInfo';
import { labelHere } from '../../core/models/namedEndpoints';
import type { ProviderInfo } from '../../core/provider';
import { safeText } from '../wire/failures';

/** What `models.list` says of one model. */
export interface LiveModel {
  /** `models/gemini-…` */
  name: string;
  displayName?: string;
  description?: string;
  /** Empty where a gateway leaves it out. */
  actions: readonly string[];
}

/** A list of models as far as it was read. */
export interface LiveModels {
  models: readonly LiveModel[];
  /** There are no more pages: what is not in it is not offered. */
  complete: boolean;
}

/** The name becomes part of an address; some gateways put a vendor in front or a variant behind. */
const usableName = /^\w[\w.:@/-]{0,99}$/;
/** More than anybody looks through. */
const maxAdded = 200;

/**
 * The table, corrected by what the service offers: image models that the table does not know are added with
 * conservative capabilities; models on their way out that are no longer offered are `retired`.
 */
export function mergeModels(
  info: ProviderInfo,
  { models: live, complete }: LiveModels,
): readonly ModelInfo[] {
  const offered = new Map<ModelId, LiveModel>(
    live.flatMap(model => {
      const name = model.name.replace(/^models\//, '');
      return usableName.test(name) && !name.includes('..') ? [[`${info.id}/${name}`, model]] : [];
    }),
  );
  const known = new Set(info.models.map(model => model.id));
  // A gateway's list may be of anything: an absence says something only in a whole list that knows our models.
  const telling = complete && info.models.some(model => offered.has(model.id));
  const table = info.models.map(model =>
    telling && model.status === 'deprecated' && !offered.has(model.id) ? gone(model) : model,
  );
  const added = [...offered]
    .filter(([id, model]) => !known.has(id) && makesImages(model))
    .slice(0, maxAdded)
    .map(([id, model]) => unknownModel(info, id, model));
  return [...table, ...added];
}

function gone(model: ModelInfo): ModelInfo {
  return { ...model, status: 'retired', statusNote: 'The service no longer lists it.' };
}

function unknownModel(info: ProviderInfo, id: string, { displayName, description }: LiveModel): ModelInfo {
  const replacement = info.retired?.[id]?.replacement;
  const label = bounded(displayName, 80) ?? serviceModelId(id);
  return {
    id,
    provider: info.id,
    label: info.named === true ? labelHere(info.label, label) : label,
    ...optionalDescription(bounded(description, 300)),
    status: replacement !== undefined ? 'deprecated' : /preview|exp\b/.test(id) ? 'preview' : 'unknown',
    ...(replacement === undefined ? {} : { replacement }),
    local: false,
    capabilities: conservative(info),
    ...(info.plain?.price && { price: info.plain.price }),
  };
}

/** What any image model of the family can do, as far as is known: what all of the table can. */
function conservative({ models }: ProviderInfo): ModelCapabilities {
  const [first, ...others] = models.map(model => model.capabilities.aspectRatios);
  const shared = first?.filter(ratio => others.every(ratios => ratios.includes(ratio))) ?? [];
  return { ...unknownCapabilities, aspectRatios: shared };
}

/** There is no flag for it. Ids no longer all say "image", so names and descriptions are asked too. */
function makesImages({ name, displayName = '', description = '', actions }: LiveModel): boolean {
  if (actions.length > 0 && !actions.includes('generateContent')) return false;
  const called = `${name} ${displayName}`;
  if (/imagen|veo|embed|tts|audio|live|computer-use|robotics|gemma|learnlm|omni/i.test(called)) return false;
  if (/\bimage\b|nano[- ]?banana/i.test(called)) return true;
  return /\b(generat|creat|edit)\w*\b[^.]{0,30}\bimages?\b|\bimage (generation|editing)/i.test(description);
}

function bounded(text: string | undefined, limit: number): string | undefined {
  const line = text === undefined ? '' : safeText(text, undefined, limit);
  return line === '' ? undefined : line;
}

function optionalDescription(description: string | undefined): { description?: string } {
  return description === undefined ? {} : { description };
}
