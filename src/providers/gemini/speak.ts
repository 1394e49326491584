import type { Outcome } from '../../core/model/outcome';
import type { Endpoint, ImageProvider, ProviderDeps, ProviderRequest } from '../../core/provider';
import { createGenerate, settled, type Exchange, type Speaker } from '../wire/exchange';
import type { Failed } from '../wire/failures';
import { fetchLinks } from '../wire/fetchLinks';
import { tryParse } from '../wire/json';
import type { Reply } from '../wire/readReply';
import type { HttpFailure } from '../wire/send';
import { mapReply, saidIn } from './mapReply';
import { canRestart, mapRequest, type MappedRequest } from './mapRequest';
import { usageOf } from './usage';

/** Sends one request and reads what comes; a failure instead is one that was known before. */
export type Ask = (mapped: MappedRequest, exchange: Exchange) => Promise<Reply | Failed>;

/** What every service does that speaks as Gemini does, whoever sends the request. */
export function createGeminiSpeaker(
  deps: ProviderDeps,
  ask: Ask,
  more: Pick<Speaker, 'recover'> = {},
): ImageProvider['generate'] {
  return async (request, context) => {
    let restart = false;
    const speaker: Speaker = {
      speak: (asked, exchange) => speak(deps, ask, asked, exchange, restart),
      usageIn,
      recover: asked => {
        const other = more.recover?.(asked);
        return failed => {
          if (other?.(failed) === true) return true;
          if (restart || !refusesHistory(failed) || !canRestart(asked)) return false;
          // Nothing was made, and the same again would be refused again.
          deps.log(`${asked.model.id}: ${failed.failure.reason ?? ''}, again from the last image alone`);
          restart = true;
          return true;
        };
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
  ask: Ask,
  request: ProviderRequest,
  exchange: Exchange,
  restart: boolean,
): Promise<Outcome | Failed> {
  const reply = await ask(mapRequest(request, exchange.marker, restart), exchange);
  if ('failure' in reply) return reply;
  const mapped = await mapReply(deps.t, reply, exchange.createBlob, exchange.key);
  const outcome = settled(reply, mapped, exchange.failing());
  if ('failure' in outcome || isGoogle(exchange.endpoint)) return outcome;
  return fetchLinks(deps, exchange, outcome, saidIn(reply.json));
}

/** What Google itself writes is never a place where the image lies. */
function isGoogle({ baseUrl }: Endpoint): boolean {
  return URL.canParse(baseUrl) && /(^|\.)googleapis\.com$/.test(new URL(baseUrl).hostname);
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
