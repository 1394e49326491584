import type { Failure, Outcome, ReceivedBlob } from '../../core/model/outcome';
import type { Endpoint, ProviderDeps, ProviderRequest } from '../../core/provider';
import { limits, type Exchange, type Speaker } from '../wire/exchange';
import { fromService, safeLines, safeText, type Failed } from '../wire/failures';
import { jobFailure } from '../wire/jobFailure';
import { isRecord, pick, pickList, pickString } from '../wire/json';
import { replyError } from '../wire/readReply';
import { fetchResult } from '../wire/resultFile';
import { mapRequest } from './mapRequest';

/** Somebody may have pasted the address with its version, or that of the compatible mode. */
export function addressOf({ baseUrl }: Endpoint, what: string): string {
  return `${baseUrl.replace(/\/(api|compatible-mode)(\/v1)?$/, '')}/api/v1/${what}`;
}

export function createSpeaker(deps: ProviderDeps): Speaker {
  return {
    refuse: ({ model, images }) => {
      if (model.capabilities.generate || images.length > 0) return undefined;
      const message = deps.t('{0} changes images and needs at least one reference image.', model.label);
      return { kind: 'unsupported', reason: 'references', message, sent: false };
    },
    speak: (request, exchange) => speak(deps, request, exchange),
  };
}

async function speak(
  deps: ProviderDeps,
  request: ProviderRequest,
  exchange: Exchange,
): Promise<Outcome | Failed> {
  const { json, files } = mapRequest(request, exchange.marker);
  const url = addressOf(exchange.endpoint, 'services/aigc/multimodal-generation/generation');
  const response = await exchange.send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: (await exchange.fill(json, files)) as string,
  });
  const reply = await exchange.read(response);
  await reply.discard();
  if (reply.cut !== undefined) throw reply.cut;
  const id = pickString(reply.json, 'requestId') ?? '';
  const output = pick(reply.json, 'output');
  if (!isRecord(output) && pickString(reply.json, 'code') !== undefined) {
    return fromService(200, JSON.stringify(reply.json), undefined, exchange.failing());
  }
  const parts = pickList(output, 'choices')
    .filter(isRecord)
    .flatMap(choice => pickList(pick(choice, 'message'), 'content'));
  const urls = parts.flatMap(part => pickString(part, 'image') ?? []);
  const words = parts.flatMap(part => pickString(part, 'text') ?? []);
  return fetched(deps, urls, words, id, exchange);
}

/** Each image is a file that is there for a day. */
async function fetched(
  deps: ProviderDeps,
  urls: readonly string[],
  words: readonly string[],
  id: string,
  exchange: Exchange,
): Promise<Outcome | Failed> {
  const text = safeLines(words.join('\n'), exchange.key, 4000);
  const responseId = safeText(id, exchange.key, 80);
  const answer = { ...(text !== '' && { text }), ...(responseId !== '' && { responseId }) };
  const images: ReceivedBlob[] = [];
  try {
    for (const url of urls.slice(0, limits.maxImages)) images.push(await fetchResult(deps, url, exchange));
  } catch (error) {
    // What came is paid for, whatever became of the others.
    if (images.length > 0) return { kind: 'images', images, ...answer, cut: true };
    return jobFailure(deps.t, error, exchange, { id });
  }
  if (images.length > 0) return { kind: 'images', images, ...answer };
  if (text === '') throw replyError('malformed', deps.t('The answer names no image.'));
  const failure: Failure = { kind: 'text-only', ...answer, sent: true };
  return { failure };
}
