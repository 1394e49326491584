import type { Failure, Outcome } from '../../core/model/outcome';
import type { ImageProvider, ProviderDeps, ProviderRequest } from '../../core/provider';
import { createGenerate, settled, type Exchange } from '../wire/exchange';
import type { Failed } from '../wire/failures';
import { imageKeys } from '../wire/findImages';
import { imagesOutcome } from '../wire/imagesOutcome';
import { composeForm } from '../wire/multipart';
import { apiAddress } from './address';
import { mapRequest } from './mapRequest';
import { usageOf } from './usage';

export function createOpenaiGenerate(deps: ProviderDeps): ImageProvider['generate'] {
  return (request, context) => {
    let bare = false;
    return createGenerate(deps, {
      speak: (asked, exchange) => speak(deps, asked, exchange, bare),
      refuse: asked => refuseMask(deps, asked),
      recover: () => failed => {
        if (bare || !refusesFormat(failed)) return false;
        // Nothing was made: the request is asked again in the words that are left.
        deps.log(`${request.model.id}: without response_format`);
        bare = true;
        return true;
      },
    })(request, context);
  };
}

/** Which parameters a server takes nobody can know before. */
function refusesFormat({ failure: { status = 0, message = '', usage } }: Failed): boolean {
  return status >= 400 && usage === undefined && /response_?format/i.test(message);
}

function refuseMask({ t }: ProviderDeps, { images, model }: ProviderRequest): Failure | undefined {
  const mask = images.find(({ role }) => role === 'mask');
  if (mask === undefined || mask.facts.mimeType === 'image/png') return undefined;
  const message = t('{0} takes masks as PNG only.', model.label);
  return { kind: 'unsupported', reason: 'mask', message, supported: ['image/png'], sent: false };
}

async function speak(
  deps: ProviderDeps,
  request: ProviderRequest,
  exchange: Exchange,
  bare: boolean,
): Promise<Outcome | Failed> {
  const { endpoint, signal, context } = exchange;
  const { fields, files } = mapRequest(request, bare);
  let response: Response;
  if (files.length === 0) {
    response = await exchange.send(apiAddress(endpoint.baseUrl, '/images/generations'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: await exchange.fill(JSON.stringify(fields), []),
    });
  } else {
    const values = Object.entries(fields).map(([name, value]) => [name, String(value)] as const);
    const { body, contentType } = await composeForm(values, files, deps, signal);
    context.onProgress({ state: 'waiting' });
    response = await exchange.send(apiAddress(endpoint.baseUrl, '/images/edits'), {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    });
  }
  const reply = await exchange.read(response, { imageKeys });
  const outcome = await imagesOutcome(deps, reply, exchange, usageOf(reply.json));
  return settled(reply, outcome, exchange.failing());
}
