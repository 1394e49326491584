import type { ImageProvider, ProviderDeps } from '../../core/provider';
import { createGenerate } from '../wire/exchange';
import { createFetchLinks } from '../wire/fetchLinks';
import { createListing } from '../wire/listing';
import { addressOf, createSpeaker } from './generate';

export function createProvider(deps: ProviderDeps): ImageProvider {
  const { checkKey } = createListing<unknown>(deps, {
    // What is left on the account: free to ask, and not for a stranger.
    fetch: query => query.json(addressOf(query.endpoint, 'credits')),
    merge: () => deps.info.models,
  });
  return {
    // The service lists no models.
    listModels: () => Promise.resolve(deps.info.models),
    checkKey,
    generate: createGenerate(deps, createSpeaker(deps)),
    fetchLinks: createFetchLinks(deps, { freely: true }),
  };
}
