import type { ImageProvider, ProviderDeps } from '../../core/provider';
import { createFetchLinks } from '../wire/fetchLinks';
import { createListing } from '../wire/listing';
import { createOpenaiGenerate } from './generate';
import { fetchModels, mergeModels } from './models';

export function createProvider(deps: ProviderDeps): ImageProvider {
  return {
    generate: createOpenaiGenerate(deps),
    fetchLinks: createFetchLinks(deps, { freely: true }),
    ...createListing(deps, {
      fetch: query => fetchModels(deps, query),
      merge: list => mergeModels(deps.info, list),
    }),
  };
}
