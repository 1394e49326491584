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
        ...optional('statusNote', model.statusNote),
        ...optional('replacement', model.replacement),
        local: model.local,
        references: referenceRange(model),
        ...optional('priceUsd', priceOfOneImage(model)),
        ...(trouble && { unavailable: blockedSentence(t, trouble) }),
      };
    });
}
