import type { Outcome } from '../../core/model/outcome';
import type { ImageProvider, ProviderDeps, ProviderRequest } from '../../core/provider';
import { createGenerate, settled, type Exchange } from '../wire/exchange';
import type { Failed } from '../wire/failures';
import { imageKeys } from '../wire/findImages';
import { imagesOutcome } from '../wire/imagesOutcome';
import { mapRequest } from './mapRequest';
import { usageOf } from './usage';

export function createOpenrouterGenerate(deps: ProviderDeps): ImageProvider['generate'] {
  return createGenerate(deps, { speak: (request, exchange) => speak(deps, request, exchange) });
}

async function speak(
  deps: ProviderDeps,
  request: ProviderRequest,
  exchange: Exchange,
): Promise<Outcome | Failed> {
  const { body, files } = mapRequest(request, exchange.marker);
  const response = await exchange.send(`${exchange.endpoint.baseUrl}/images`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: await exchange.fill(JSON.stringify(body), files),
  });
  const reply = await exchange.read(response, { imageKeys });
  const outcome = await imagesOutcome(deps, reply, exchange, usageOf(reply.json));
  return settled(reply, outcome, exchange.failing());
}
