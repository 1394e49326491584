import type { ImageProvider, ProviderDeps } from '../../core/provider';
import { createGeminiSpeaker } from '../gemini/speak';
import { createListing } from '../wire/listing';
import { addressOf } from './address';
import { createAsk } from './ask';

export function createProvider(deps: ProviderDeps): ImageProvider {
  const { checkKey } = createListing<unknown>(deps, {
    fetch: query => {
      const [model] = deps.info.models;
      // Counting is free, and open to the keys of express mode, which list nothing.
      return query.json(addressOf(query.endpoint, model?.id ?? '', 'countTokens'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'a' }] }] }),
      });
    },
    merge: () => deps.info.models,
  });
  const { ask, recover } = createAsk(deps);
  return {
    listModels: () => Promise.resolve(deps.info.models),
    checkKey,
    generate: createGeminiSpeaker(deps, ask, { recover }),
  };
}
