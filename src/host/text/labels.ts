import { providerOf, type ModelId, type ModelInfo } from '../../core/model/modelInfo';
import type { ProviderInfo } from '../../core/provider';
import type { Translate } from '../../core/translate';

export function labelOf(id: ModelId, known: { model(id: ModelId): ModelInfo | undefined }): string {
  return known.model(id)?.label ?? id;
}

/** Of the service that runs a model. */
export function serviceLabel(
  t: Translate,
  model: ModelId,
  providers: readonly Pick<ProviderInfo, 'id' | 'label'>[],
): string {
  const id = providerOf(model);
  return providers.find(provider => provider.id === id)?.label ?? (id || t('The service'));
}
