import type { ProviderDeps } from '../../core/provider';
import type { MappedRequest } from '../gemini/mapRequest';
import { mergeChunks } from '../gemini/mergeChunks';
import type { Ask } from '../gemini/speak';
import type { Exchange, Speaker } from '../wire/exchange';
import type { Failed } from '../wire/failures';
import type { Reply } from '../wire/readReply';
import { addressOf } from './address';
import { createTokens } from './tokens';

/** Asks with a key, or with a token of the project's account. */
export function createAsk(deps: ProviderDeps): { ask: Ask; recover: NonNullable<Speaker['recover']> } {
  const tokens = createTokens(deps);
  return {
    ask: async (mapped, exchange): Promise<Reply | Failed> => {
      const { vertex } = exchange.endpoint;
      const headers = new Headers({ 'content-type': 'application/json' });
      if (vertex !== undefined && vertex.project !== '') {
        const token = await tokens.get(exchange);
        if (typeof token !== 'string') return token;
        headers.set('authorization', `Bearer ${token}`);
      }
      const { parameters, files } = mapped;
      const url = addressOf(exchange.endpoint, `vertex/${parameters.model}`, 'generateContent');
      const body = (await exchange.fill(JSON.stringify(bodyOf(mapped, exchange)), files)) as string;
      return exchange.read(await exchange.send(url, { method: 'POST', headers, body }), { mergeChunks });
    },
    recover: () => {
      let renewed = false;
      return ({ failure }) => {
        // A token may end before its time; a new one is made once.
        if (renewed || failure.status !== 401 || !tokens.forget()) return false;
        renewed = true;
        return true;
      };
    },
  };
}

/** The words of the wire for what the SDK calls a config. */
function bodyOf({ parameters }: MappedRequest, { endpoint }: Exchange): Record<string, unknown> {
  const { contents, config = {} } = parameters;
  const { systemInstruction, responseModalities, imageConfig, thinkingConfig, seed, tools } = config;
  const { outputType = '', personGeneration = '' } = endpoint.vertex ?? {};
  const image = {
    ...imageConfig,
    ...(outputType !== '' && { imageOutputOptions: { mimeType: outputType } }),
    ...(personGeneration !== '' && { personGeneration }),
  };
  return {
    contents,
    ...(systemInstruction !== undefined && { systemInstruction }),
    ...(tools !== undefined && { tools }),
    generationConfig: {
      responseModalities,
      ...(Object.keys(image).length > 0 && { imageConfig: image }),
      ...(thinkingConfig !== undefined && { thinkingConfig }),
      ...(seed !== undefined && { seed }),
    },
  };
}
