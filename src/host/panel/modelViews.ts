import { referenceRange, referenceTrouble } from '../../core/compose/derive';
import { priceOfOneImage } from '../../core/cost/cost';
import type { ModelId, ModelInfo } from '../../core/model/modelInfo';
import type { ProviderInfo } from '../../core/provider';
import type { Translate } from '../../core/translate';
import type { ModelView } from '../../protocol/views';
import { blockedSentence } from '../text/composeText';
import { optional } from './optional';

/** How long a model is new, milliseconds. */
const newForMs = 30 * 24 * 60 * 60 * 1000;

export interface ModelListInput {
  /** Retired ones too, for who searches for them. */
  models: readonly ModelInfo[];
  providers: readonly ProviderInfo[];
  /** How many reference images there are. */
  references: number;
  favourites?: readonly ModelId[];
  /** Newest first. */
  used?: readonly ModelId[];
  /** Providers whose key is not stored. */
  keyless?: ReadonlySet<string>;
  now?: number;
}

/** The model list. Retired ones are in it with what takes their place; who shows it leaves them out until asked. */
export function modelViews(t: Translate, input: ModelListInput): ModelView[] {
  const { models, providers, references, favourites = [], used = [], keyless, now = Date.now() } = input;
  const labels = new Map(providers.map(({ id, label }) => [id, label]));
  return models.map(model => {
    const trouble = model.status === 'retired' ? undefined : referenceTrouble(model, references);
    const rank = used.indexOf(model.id);
    return {
      id: model.id,
      label: model.label,
      provider: model.provider,
      ...optional('providerLabel', labels.get(model.provider)),
      ...optional('description', model.description),
      status: model.status,
      ...optional('statusNote', model.statusNote ?? endingOf(t, model, models, now)),
      ...optional('replacement', model.replacement),
      local: model.local,
      references: referenceRange(model),
      ...optional('priceUsd', priceOfOneImage(model)),
      ...(model.pricedAfter && !model.price && { pricedAfter: true as const }),
      ...(model.price?.resold && { resold: true as const }),
      ...(isNew(model, now) && { isNew: true as const }),
      ...(favourites.includes(model.id) && { favourite: true as const }),
      ...(rank >= 0 && { used: rank }),
      ...(keyless?.has(model.provider) && { needsKey: true as const }),
      ...(trouble && { unavailable: blockedSentence(t, trouble) }),
    };
  });
}

function isNew({ released, status }: ModelInfo, now: number): boolean {
  if (released === undefined || status === 'retired' || status === 'deprecated') return false;
  const age = now - Date.parse(released);
  return age >= 0 && age < newForMs;
}

/** Days are compared in UTC: a model is gone the day after its last one, wherever that is. */
function endingOf(
  t: Translate,
  { lastDay, replacement }: ModelInfo,
  models: readonly ModelInfo[],
  now: number,
): string | undefined {
  if (lastDay === undefined) return undefined;
  const passed = lastDay < new Date(now).toISOString().slice(0, 10);
  const other =
    replacement === undefined
      ? undefined
      : (models.find(({ id }) => id === replacement)?.label ?? replacement);
  if (other === undefined) {
    return passed ? t('Its announced last day has passed.') : t('Its announced last day is {0}.', lastDay);
  }
  return passed
    ? t('Its announced last day has passed; use {0}.', other)
    : t('Its announced last day is {0}; use {1} from then on.', lastDay, other);
}
