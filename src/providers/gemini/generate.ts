import type { GenerateContentParameters, GoogleGenAI } from '@google/genai/web';
import type { ModelInfo } from '../../core/model/modelInfo';
import type { ImageProvider, ProviderDeps, ProviderRequest } from '../../core/provider';
import type { Exchange } from '../wire/exchange';
import type { Failed } from '../wire/failures';
import type { Reply } from '../wire/readReply';
import { baseOf, createClient } from './client';
import { mergeInteraction } from './interactionEvents';
import { replyOfInteraction } from './interactionReply';
import { interactionRequest } from './interactionRequest';
import type { MappedRequest } from './mapRequest';
import { mergeChunks } from './mergeChunks';
import { createGeminiSpeaker, type Ask } from './speak';
import { createUploads, type Lease } from './uploads';

export function createGeminiGenerate(deps: ProviderDeps): ImageProvider['generate'] {
  const uploads = createUploads(deps);
  return async (request, context) => {
    const lease = uploads();
    const recover =
      ({ images, history }: ProviderRequest) =>
      ({ failure: { reason, status } }: Failed): boolean =>
        // The endpoint takes less in one request than was thought.
        reason === 'too-large' &&
        status !== undefined &&
        images.length + history.length > 0 &&
        lease.insist();
    try {
      const { model } = request;
      const send: Ask = (mapped, exchange) =>
        model.interactions === true
          ? interact(mapped, model, exchange, lease)
          : ask(deps, mapped, exchange, lease);
      const speak = createGeminiSpeaker(deps, send, { recover });
      return await speak(request, context);
    } finally {
      lease.release();
    }
  };
}

async function ask(
  deps: ProviderDeps,
  { parameters, files }: MappedRequest,
  exchange: Exchange,
  lease: Lease,
): Promise<Reply> {
  const { endpoint, key, wire, signal } = exchange;
  let reply: Reply | undefined;
  const client = createClient({
    ...{ endpoint, key, wire, fetch: deps.fetch, t: deps.t },
    fillBody: json => lease.fill(json, files, exchange),
    readBody: async response => {
      reply = await exchange.read(response, { mergeChunks });
      return {};
    },
  });
  const config = { ...parameters.config, abortSignal: signal };
  // What the SDK returns is not looked at: it drops `finishMessage` and every field that it does not know. Nor is
  // what it rejects with once there is an answer, stopped in its middle or not: what came of it is paid for.
  const asked = { ...parameters, config };
  const going = endpoint.stream === true ? stream(client, asked) : client.models.generateContent(asked);
  await going.catch((error: unknown) => {
    if (reply === undefined) throw error;
  });
  if (reply === undefined) throw new Error(deps.t('The SDK did not read the answer.'));
  return reply;
}

/** The same by Google's Interactions API. */
async function interact(
  mapped: MappedRequest,
  model: ModelInfo,
  exchange: Exchange,
  lease: Lease,
): Promise<Reply> {
  const { endpoint } = exchange;
  const json = JSON.stringify(interactionRequest(mapped, model, endpoint.stream === true));
  const response = await exchange.send(`${baseOf(endpoint)}/${endpoint.apiVersion}/interactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: await lease.fill(json, mapped.files, exchange),
  });
  const reply = await exchange.read(response, { mergeChunks: mergeInteraction });
  return { ...reply, json: replyOfInteraction(reply.json) };
}

/** Bit by bit. The bits were read, and put together, before the SDK gets to see any. */
async function stream(client: GoogleGenAI, parameters: GenerateContentParameters): Promise<void> {
  const bits = await client.models.generateContentStream(parameters);
  while ((await bits.next()).done !== true) continue;
}
