import {
  unknownCapabilities,
  type ModelCapabilities,
  type ModelId,
  type ModelInfo,
} from '../../core/model/modelInfo';
import { safeText } from './failures';
import { geminiInfo } from './info';
import { ratios10 } from './sizes';

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

/** What any image model of the family can do, as far as is known. */
const conservative: ModelCapabilities = { ...unknownCapabilities, aspectRatios: ratios10 };

/** The name becomes part of an address; some gateways put a vendor in front or a variant behind. */
const usableName = /^\w[\w.:@/-]{0,99}$/;
/** More than anybody looks through. */
const maxAdded = 200;

/**
 * The table, corrected by what the service offers: image models that the table does not know are added with
 * conservative capabilities; models on their way out that are no longer offered are `retired`.
 */
export function mergeModels({ models: live, complete }: LiveModels): readonly ModelInfo[] {
  const offered = new Map<ModelId, LiveModel>(
    live.flatMap(model => {
      const name = model.name.replace(/^models\//, '');
      return usableName.test(name) && !name.includes('..') ? [[`gemini/${name}`, model]] : [];
    }),
  );
  const known = new Set(geminiInfo.models.map(model => model.id));
  // A gateway's list may be of anything: an absence says something only in a whole list that knows our models.
  const telling = complete && geminiInfo.models.some(model => offered.has(model.id));
  const table = geminiInfo.models.map(model =>
    telling && model.status === 'deprecated' && !offered.has(model.id) ? gone(model) : model,
  );
  const added = [...offered]
    .filter(([id, model]) => !known.has(id) && makesImages(model))
    .slice(0, maxAdded)
    .map(([id, model]) => unknownModel(id, model));
  return [...table, ...added];
}

function gone(model: ModelInfo): ModelInfo {
  return { ...model, status: 'retired', statusNote: 'The service no longer lists it.' };
}

function unknownModel(id: string, { displayName, description }: LiveModel): ModelInfo {
  const replacement = geminiInfo.retired?.[id];
  return {
    id,
    provider: 'gemini',
    label: bounded(displayName, 80) ?? id.slice('gemini/'.length),
    ...optionalDescription(bounded(description, 300)),
    status: replacement !== undefined ? 'deprecated' : /preview|exp\b/.test(id) ? 'preview' : 'unknown',
    ...(replacement === undefined ? {} : { replacement }),
    local: false,
    capabilities: conservative,
  };
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
