import type { ImageProvider, ProviderDeps } from '../../core/provider';
import { createFetchLinks } from '../wire/fetchLinks';
import { createListing } from '../wire/listing';
import { createOpenrouterGenerate } from './generate';
import { fetchModels, mergeModels, type LiveModel, type PriceMemory } from './models';

export function createProvider(deps: ProviderDeps): ImageProvider {
  const memory: PriceMemory = new Map();
  return {
    generate: createOpenrouterGenerate(deps),
    fetchLinks: createFetchLinks(deps, { freely: true }),
    ...createListing<readonly LiveModel[]>(deps, {
      fetch: async (query, briefly) => {
        if (!briefly) return fetchModels(deps, query, memory);
        // The list of models is for everybody; this is not.
        await query.json(`${query.endpoint.baseUrl}/key`);
        return [];
      },
      merge: list => mergeModels(deps.info, list),
    }),
  };
}
