import { referenceRange, referenceTrouble } from '../../core/compose/derive';
import { priceOfOneImage } from '../../core/cost/cost';
import type { ModelId, ModelInfo } from '../../core/model/modelInfo';
import type { ProviderInfo } from '../../core/provider';
import type { Translate } from '../../core/translate';
import type { ModelView } from '../../protocol/views';
import { blockedSentence } from '../text/composeText';
import { optional } from './optional';

/** The model list. A retired model is in it only while it is chosen, so that it can be taken out. */
export function modelViews(
  t: Translate,
  models: readonly ModelInfo[],
  providers: readonly ProviderInfo[],
  chosen: readonly ModelId[],
  references: number,
  now: number = Date.now(),
): ModelView[] {
  return models
    .filter(model => model.status !== 'retired' || chosen.includes(model.id))
    .map(model => {
      const trouble = referenceTrouble(model, references);
      return {
        id: model.id,
        label: model.label,
        provider: model.provider,
        ...optional('providerLabel', providers.find(({ id }) => id === model.provider)?.label),
        ...optional('description', model.description),
        status: model.status,
        ...optional('statusNote', model.statusNote ?? endingOf(t, model, models, now)),
        ...optional('replacement', model.replacement),
        local: model.local,
        references: referenceRange(model),
        ...optional('priceUsd', priceOfOneImage(model)),
        ...(model.price?.resold === true && { resold: true as const }),
        ...(trouble && { unavailable: blockedSentence(t, trouble) }),
      };
    });
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
