import { costOf, estimateCost, type Priced } from '../cost/cost';
import { serviceModelId, type ModelInfo } from '../model/modelInfo';
import { isUnbilled } from '../model/outcome';
import type { RequestRecord, Run, RunSettings, StoredOutcome } from '../model/run';
import type { ProviderRequest } from '../provider';
import { adaptSettings } from './adapt';
import type { RunPorts } from './ports';

/**
 * What a request of a model with an unknown price is counted as until the service says more: above the dearest image of
 * the tables, so that a daily limit holds for it too.
 */
const assumedUsd = 0.25;

export function priced(model: ModelInfo, settings: RunSettings, inputImages: number, prompt: string): Priced {
  const adapted = adaptSettings(model, settings).settings;
  return {
    settings: adapted,
    inputImages,
    characters: prompt.length + (adapted.systemInstruction?.length ?? 0),
  };
}

/** The same of a request that is about to be sent, with all that its earlier turns bring along. */
export function pricedWith(
  model: ModelInfo,
  { settings, prompt }: Pick<Run, 'settings' | 'prompt'>,
  { images, history }: Pick<ProviderRequest, 'images' | 'history'>,
): Priced {
  // A turn that is replayed answered with one image; of several the thread would have begun anew.
  const earlier = history.reduce((sum, turn) => sum + turn.images.length + 1, 0);
  const prompts = [...history.map(turn => turn.prompt), prompt];
  return priced(model, settings, images.length + earlier, prompts.join(''));
}

export interface Estimate {
  /** What is reserved and compared with limits. */
  usd: number;
  /** The table does not know this model: `usd` is assumed. */
  unknown: boolean;
}

export function estimateFor(model: ModelInfo, ask: Priced): Estimate {
  const usd = estimateCost(model, ask);
  return usd === undefined ? { usd: assumedUsd, unknown: true } : { usd, unknown: false };
}

export interface Settlement {
  /** What is counted against the day. */
  countUsd: number;
  /** What the record says; nothing where nobody knows. */
  record: Pick<RequestRecord, 'costUsd' | 'costIsEstimate'>;
}

/** Of what was not sent. */
export const nothingSpent: Settlement = { countUsd: 0, record: { costUsd: 0, costIsEstimate: false } };

/** What services put behind a model's name: `-001`, `-preview-11-2025`. */
const versionSuffix = /(-(preview|exp|latest|\d[\d-]*))+$/;

/**
 * The model whose price holds: services answer for an id that is gone with another model, and bill that one. An answer
 * by a model that no table prices is an estimate by the price of the one that was asked.
 */
function billedAs(
  models: Pick<RunPorts['models'], 'resolve'>,
  model: ModelInfo,
  version: string | undefined,
): { model: ModelInfo; sure: boolean } {
  const name = version?.trim().replace(/^.*\//, '') ?? '';
  if (name === '') return { model, sure: true };
  // A reseller's ids have the vendor's name in them: `openrouter/google/gemini-3-pro-image`.
  const asked = serviceModelId(model.id).replace(/^.*\//, '');
  for (const each of [name, name.replace(versionSuffix, '')]) {
    if (each === asked) return { model, sure: true };
    const known = models.resolve(`${model.provider}/${each}`);
    if (known?.price !== undefined) return { model: known, sure: true };
  }
  return { model, sure: false };
}

/** What a finished request cost, and what may have been billed for one that did not finish. */
export function settle(
  models: Pick<RunPorts['models'], 'resolve'>,
  model: ModelInfo,
  outcome: StoredOutcome,
  ask: Priced,
  reservedUsd: number,
): Settlement {
  if (model.local) return nothingSpent;
  const failed = outcome.kind !== 'images';
  if (!failed || outcome.usage !== undefined) {
    const billed = billedAs(models, model, outcome.modelVersion);
    // What lies elsewhere was drawn all the same.
    const drawn = (failed ? 0 : outcome.images.length) + (outcome.links?.length ?? 0);
    const cost = costOf(billed.model, outcome.usage, drawn, ask);
    if (cost === undefined) return { countUsd: reservedUsd, record: {} };
    const costIsEstimate = cost.estimate || !billed.sure;
    return { countUsd: cost.usd, record: { costUsd: cost.usd, costIsEstimate } };
  }
  if (!outcome.sent) return nothingSpent;
  // Given up or broken off after it left: it may be billed, nobody can say. What is blocked counts when the service
  // reports usage, which was looked at first.
  const free = isUnbilled(outcome) || outcome.kind === 'blocked';
  return { countUsd: free ? 0 : reservedUsd, record: {} };
}
