import type { ModelId, ModelInfo } from '../../core/model/modelInfo';
import type { Failure } from '../../core/model/outcome';
import type { ProviderInfo } from '../../core/provider';
import type { Translate } from '../../core/translate';
import { failureSentence } from './failureText';
import { labelOf, serviceLabel } from './labels';
import { withoutLinks } from './withoutLinks';

export interface RefusalWords {
  services: {
    models: { resolve(id: ModelId): ModelInfo | undefined };
    providers(): readonly ProviderInfo[];
  };
}

/** A failure that is shown outside of a run's cell. */
export function refusalSentence(
  t: Translate,
  failure: Failure,
  model: ModelId | undefined,
  { services }: RefusalWords,
): string {
  if (failure.kind === 'cancelled' && !failure.sent) return t('Nothing was sent.');
  const id = model ?? '';
  const known = { model: (each: ModelId) => services.models.resolve(each) };
  const sentence = failureSentence(t, failure, {
    model: labelOf(id, known),
    service: serviceLabel(t, id, services.providers()),
    local: known.model(id)?.local === true,
    ...(failure.replacement !== undefined && { replacement: labelOf(failure.replacement, known) }),
  });
  // Labels of models are words of a service, too.
  return withoutLinks(sentence);
}
