import type { ImageProvider, ProviderDeps } from '../../core/provider';
import { createListing } from '../wire/listing';
import { createGeminiGenerate } from './generate';
import { fetchModels } from './listModels';
import { mergeModels } from './mergeModels';

export function createProvider(deps: ProviderDeps): ImageProvider {
  return {
    generate: createGeminiGenerate(deps),
    ...createListing(deps, {
      fetch: (query, briefly) => fetchModels(deps, query, briefly ? 1 : undefined),
      merge: list => mergeModels(deps.info, list),
    }),
  };
}
