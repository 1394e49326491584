import type { GenerateContentParameters, GoogleGenAI } from '@google/genai/web';
import type { Outcome } from '../../core/model/outcome';
import type { Endpoint, ImageProvider, ProviderDeps, ProviderRequest } from '../../core/provider';
import { createGenerate, settled, type Exchange, type Speaker } from '../wire/exchange';
import type { Failed } from '../wire/failures';
import { fetchLinks } from '../wire/fetchLinks';
import { tryParse } from '../wire/json';
import type { Reply } from '../wire/readReply';
import type { HttpFailure } from '../wire/send';
import { createClient } from './client';
import { geminiInfo } from './info';
import { mapReply, saidIn } from './mapReply';
import { canRestart, mapRequest } from './mapRequest';
import { mergeChunks } from './mergeChunks';
import { usageOf } from './usage';

export function createGeminiGenerate(deps: ProviderDeps): ImageProvider['generate'] {
  return async (request, context) => {
    let restart = false;
    const speaker: Speaker = {
      speak: (asked, exchange) => speak(deps, asked, exchange, restart),
      usageIn,
      recover: asked => failed => {
        if (restart || !refusesHistory(failed) || !canRestart(asked)) return false;
        // Nothing was made, and the same again would be refused again.
        deps.log(`${asked.model.id}: ${failed.failure.reason ?? ''}, again from the last image alone`);
        restart = true;
        return true;
      },
    };
    const outcome = await createGenerate(deps, speaker)(request, context);
    return restart ? { ...outcome, restarted: true } : outcome;
  };
}

/** Refused for a signature of an earlier turn: it is another model's, out of date, or a gateway changed it. */
function refusesHistory({ failure: { status, reason, usage } }: Failed): boolean {
  return status === 400 && reason === 'thought-signature' && usage === undefined;
}

async function speak(
  deps: ProviderDeps,
  request: ProviderRequest,
  exchange: Exchange,
  restart: boolean,
): Promise<Outcome | Failed> {
  const { endpoint, key, wire, signal, marker } = exchange;
  let reply: Reply | undefined;
  const { parameters, files } = mapRequest(request, marker, restart);
  const client = createClient({
    ...{ endpoint, key, wire, fetch: deps.fetch, t: deps.t },
    fillBody: json => exchange.fill(json, files),
    readBody: async response => {
      reply = await exchange.read(response, { mergeChunks });
      return {};
    },
  });
  const config = { ...parameters.config, abortSignal: signal };
  // What the SDK returns is not looked at: it drops `finishMessage` and every field that it does not know. Nor is
  // what it rejects with once there is an answer, stopped in its middle or not: what came of it is paid for.
  const asked = { ...parameters, config };
  const going = endpoint.stream === true ? ask(client, asked) : client.models.generateContent(asked);
  await going.catch((error: unknown) => {
    if (reply === undefined) throw error;
  });
  if (reply === undefined) throw new Error(deps.t('The SDK did not read the answer.'));
  const { json } = reply as Reply;
  const outcome = settled(reply, await mapReply(deps.t, reply, exchange.createBlob, key), exchange.failing());
  if ('failure' in outcome || isGoogle(endpoint)) return outcome;
  return fetchLinks(deps, exchange, outcome, saidIn(json));
}

/** Bit by bit. The bits were read, and put together, before the SDK gets to see any. */
async function ask(client: GoogleGenAI, parameters: GenerateContentParameters): Promise<void> {
  const bits = await client.models.generateContentStream(parameters);
  while ((await bits.next()).done !== true) continue;
}

/** What Google itself writes is never a place where the image lies. */
function isGoogle({ baseUrl }: Endpoint): boolean {
  const own = geminiInfo.endpoint?.baseUrl ?? '';
  return URL.canParse(baseUrl) && new URL(baseUrl).origin === new URL(own).origin;
}

/** What an answer with an error status counts. */
function usageIn(error: unknown): Partial<Outcome> {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name !== 'HttpFailure') continue;
    const { body } = at as HttpFailure;
    // It may be long, an echo of what was sent, and was parsed once already.
    const usage = /usage_?metadata/i.test(body) ? usageOf(tryParse(body)) : undefined;
    return usage === undefined ? {} : { usage };
  }
  return {};
}
