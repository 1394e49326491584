import { sniffFormat } from '../../core/imaging/sniff';
import { mimeTypeOf } from '../../core/model/imageFormat';
import type { AnswerPart, Failure, Outcome, ReceivedBlob } from '../../core/model/outcome';
import type { GenerateContext } from '../../core/provider';
import type { Translate } from '../../core/translate';
import type { Base64Sink } from '../wire/base64Sink';
import { decodeWhole, findDataUrls } from '../wire/dataUrls';
import { emptyReason } from './finishReason';
import { groundingOf } from './grounding';
import { isRecord, pick, pickList, pickString, type Json } from '../wire/json';
import { limits } from '../wire/exchange';
import type { Reply } from '../wire/readReply';
import { safeLines, safeText } from '../wire/failures';
import { usageOf } from './usage';

/** Of the model's own words. */
const maxTextLength = 4000;
/** Words of an answer that are told apart; its images are bounded by themselves. */
const maxParts = 64;
/** Of a model or an answer: they go on record with every request. */
const maxNameLength = 200;

/** An image as the next request names it. */
interface TurnImage {
  file: string;
  mimeType: string;
}

interface FoundImage {
  part: Json;
  declaredType: string | undefined;
  blob: Base64Sink;
}

/**
 * Makes an outcome of a reply that is not an error. Images of thoughts are dropped, all others kept; nothing that is
 * not named by the outcome stays in the store. Rejects only with what the store rejects with.
 */
export async function mapReply(
  t: Translate,
  reply: Reply,
  createBlob: GenerateContext['createBlob'],
  key: string | undefined,
): Promise<Outcome> {
  const { json } = reply;
  const { maxImages } = limits;
  const candidates = pickList(json, 'candidates').filter(isRecord);
  const parts = candidates.flatMap(candidate => pickList(candidate['content'], 'parts').filter(isRecord));
  const said = parts.filter(part => part['thought'] !== true);
  const made: Base64Sink[] = [];
  const keep = new Set<Base64Sink>();
  try {
    const images = await collectImages(said, reply, createBlob, made, maxImages);
    const words = wordsOf(said);
    const inText =
      images.length > 0 ? { images: [], words } : await imagesInText(words, createBlob, made, maxImages);
    const good = [...images, ...inText.images].filter(image => !image.blob.corrupt);
    const answer = {
      ...optional('text', safeLines(inText.words.join('\n'), key, maxTextLength)),
      ...optional('usage', usageOf(json)),
      ...optional('modelVersion', safeText(pickString(json, 'modelVersion') ?? '', key, maxNameLength)),
      ...optional('responseId', safeText(pickString(json, 'responseId') ?? '', key, maxNameLength)),
      ...optional('grounding', groundingOf(candidates, key)),
    };
    if (good.length === 0) {
      const damaged = images.length + inText.images.length > 0;
      return { ...answer, ...withoutImage(t, json, candidates, parts, damaged, key) };
    }
    const received: ReceivedBlob[] = [];
    const files = new Map<Json, TurnImage>();
    for (const { blob, part, declaredType } of good) {
      const stored = await blob.sink.close();
      keep.add(blob);
      received.push({ ...stored, ...optional('declaredType', declaredType) });
      files.set(part, { file: stored.file, mimeType: typeOf(blob, declaredType) });
    }
    const turn = inText.images.length > 0 ? undefined : turnOf(candidates, files);
    const order = partsOf(said, [...files.keys()], key);
    return {
      kind: 'images',
      images: received,
      ...answer,
      ...optional('parts', order),
      ...optional('turn', turn),
    };
  } finally {
    await reply.discard(keep);
    for (const blob of made) if (!keep.has(blob)) await blob.sink.abort().catch(() => undefined);
  }
}

/** All that the model said besides its thoughts, as it said it. */
export function saidIn(json: unknown): string {
  const candidates = pickList(json, 'candidates').filter(isRecord);
  const parts = candidates.flatMap(candidate => pickList(candidate['content'], 'parts').filter(isRecord));
  return wordsOf(parts.filter(part => part['thought'] !== true)).join('\n');
}

function wordsOf(parts: readonly Json[]): readonly string[] {
  return parts.map(part => part['text']).filter(text => typeof text === 'string');
}

/** The order of words and images, where an image has words between it and another. `drawn`: parts of the images that are kept. */
function partsOf(
  said: readonly Json[],
  drawn: readonly Json[],
  key: string | undefined,
): readonly AnswerPart[] | undefined {
  const parts: AnswerPart[] = [];
  let room = maxTextLength;
  for (const part of said) {
    const image = drawn.indexOf(part);
    if (image >= 0) parts.push({ image });
    else if (typeof part['text'] === 'string' && room > 1 && parts.length < maxParts) {
      const text = safeLines(part['text'], key, room);
      room -= text.length;
      if (text !== '') parts.push({ text });
    }
  }
  const first = parts.findIndex(part => 'image' in part);
  const last = parts.findLastIndex(part => 'image' in part);
  return parts.slice(first, last + 1).some(part => 'text' in part) ? parts : undefined;
}

async function collectImages(
  parts: readonly Json[],
  reply: Reply,
  createBlob: GenerateContext['createBlob'],
  made: Base64Sink[],
  maxImages: number,
): Promise<readonly FoundImage[]> {
  const found: FoundImage[] = [];
  for (const part of parts) {
    // Each is an open file until all are read.
    if (found.length === maxImages) break;
    const inline = pick(part, 'inlineData');
    const data = pick(inline, 'data');
    if (typeof data !== 'string') continue;
    const declaredType = pickString(inline, 'mimeType');
    const lifted = reply.blobs.get(data);
    const blob = lifted ?? (await decodeWhole(data, createBlob, declaredType, made));
    found.push({ part, declaredType, blob });
  }
  return found;
}

/** Some gateways put the image into the text, as a Markdown image with a data URL. */
async function imagesInText(
  words: readonly string[],
  createBlob: GenerateContext['createBlob'],
  made: Base64Sink[],
  maxImages: number,
): Promise<{ images: readonly FoundImage[]; words: readonly string[] }> {
  const images: FoundImage[] = [];
  const rest: string[] = [];
  for (const text of words) {
    const { urls, without } = findDataUrls(text, maxImages - images.length);
    rest.push(without);
    for (const { mimeType, data } of urls) {
      const blob = await decodeWhole(data, createBlob, mimeType, made);
      images.push({ part: {}, declaredType: mimeType, blob });
    }
  }
  return { images, words: rest };
}

function withoutImage(
  t: Translate,
  json: unknown,
  candidates: readonly Json[],
  parts: readonly Json[],
  damaged: boolean,
  key: string | undefined,
): Failure {
  const feedback = pick(json, 'promptFeedback');
  const blockReason = pickString(feedback, 'blockReason');
  const blockMessage = pickString(feedback, 'blockReasonMessage');
  if (blockReason !== undefined || blockMessage !== undefined) {
    return {
      kind: 'blocked',
      reason: safeText(blockReason ?? 'BLOCKED', key, 80),
      ...quotation(blockMessage, key),
      sent: true,
    };
  }
  if (damaged) {
    return {
      kind: 'bad-response',
      reason: 'corrupt-image',
      message: t('The image in the answer is damaged.'),
      sent: true,
    };
  }
  const finish = candidates
    .map(candidate => pickString(candidate, 'finishReason'))
    .find(reason => reason !== undefined);
  const message = candidates
    .map(candidate => pickString(candidate, 'finishMessage'))
    .find(text => text !== undefined);
  const spoke = parts.some(
    part => part['thought'] !== true && typeof part['text'] === 'string' && part['text'].trim() !== '',
  );
  const thought = parts.some(part => part['thought'] === true);
  const { kind, reason } = emptyReason(finish, spoke, thought, message);
  return {
    kind,
    reason: safeText(reason, key, 80),
    ...quotation(message, key),
    sent: true,
  };
}

/** What the service said, marked as its words. */
function quotation(words: string | undefined, key: string | undefined): Pick<Failure, 'message' | 'quoted'> {
  const message = safeText(words ?? '', key);
  return message === '' ? {} : { message, quoted: true };
}

/** What the bytes are and not what they were called: a service refuses `image/jpg`, which others answer with. */
function typeOf({ head }: Base64Sink, declaredType: string | undefined): string {
  const format = sniffFormat(head);
  return format === undefined ? (declaredType ?? 'image/png') : mimeTypeOf(format);
}

/**
 * The model's turn as it must be sent back, signatures and all; images by file name. Of several candidates the one that
 * has an image: without it the next request would speak of a picture that is not there.
 */
function turnOf(candidates: readonly Json[], files: ReadonlyMap<Json, TurnImage>): unknown {
  const parts =
    candidates
      .map(candidate => pickList(candidate['content'], 'parts').filter(isRecord))
      .find(each => each.some(part => files.has(part))) ?? [];
  const echoed: Json[] = [];
  for (const part of parts) {
    const signature = pickString(part, 'thoughtSignature');
    const signed = {
      ...(part['thought'] === true ? { thought: true } : {}),
      ...optional('thoughtSignature', signature),
    };
    const inline = pick(part, 'inlineData');
    if (inline === undefined) {
      if (typeof part['text'] === 'string') echoed.push({ text: part['text'], ...signed });
      continue;
    }
    const image = files.get(part);
    if (image === undefined) continue;
    echoed.push({ inlineData: { mimeType: image.mimeType, data: image.file }, ...signed });
  }
  return echoed.length === 0 ? undefined : { role: 'model', parts: echoed };
}

function optional<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [P in K]?: V });
}
