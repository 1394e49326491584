import type { ImageProvider, ProviderDeps } from '../../core/provider';
import { createFetchLinks } from '../wire/fetchLinks';
import { createListing } from '../wire/listing';
import { createGeminiGenerate } from './generate';
import { fetchModels } from './listModels';
import { mergeModels } from './mergeModels';

export function createProvider(deps: ProviderDeps): ImageProvider {
  return {
    generate: createGeminiGenerate(deps),
    fetchLinks: createFetchLinks(deps),
    ...createListing(deps, {
      fetch: (query, briefly) => fetchModels(deps, query, briefly ? 1 : undefined),
      merge: list => mergeModels(deps.info, list),
    }),
  };
}
