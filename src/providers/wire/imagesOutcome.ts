import type { Failure, Outcome, ReceivedBlob, Usage } from '../../core/model/outcome';
import type { ProviderDeps } from '../../core/provider';
import type { Base64Sink } from './base64Sink';
import { decodeWhole, findDataUrls } from './dataUrls';
import { limits, type Exchange } from './exchange';
import { failureOf, notFetched, safeLines, safeText } from './failures';
import { fetchImage } from './fetchImage';
import { findImages, type NamedImage } from './findImages';
import { pickString } from './json';
import type { Reply } from './readReply';

const maxTextLength = 4000;
/** Of a model or an answer: they go on record with every request. */
const maxNameLength = 200;

/**
 * An outcome of an answer that names images: as base64, as data URLs, or by addresses, which are fetched. Nothing that
 * the outcome does not name stays in the store. Rejects only with what the store rejects with.
 */
export async function imagesOutcome(
  deps: Pick<ProviderDeps, 't' | 'download'>,
  reply: Reply,
  exchange: Exchange,
  usage: Usage | undefined,
): Promise<Outcome> {
  const { json } = reply;
  const { key, createBlob } = exchange;
  const { images, words, finish } = findImages(json);
  const inText = images.length > 0 ? { images, words } : imagesInText(words);
  const made: Base64Sink[] = [];
  const keep = new Set<Base64Sink>();
  const received: ReceivedBlob[] = [];
  let damaged = false;
  let lost: unknown;
  try {
    for (const { value, declaredType } of inText.images.slice(0, limits.maxImages)) {
      if (/^https?:\/\//i.test(value)) {
        const fetched = await fetchImage(deps, value, exchange).catch((error: unknown) => {
          if (error instanceof Error && error.name === 'StoreWriteError') throw error;
          lost ??= notFetched(error, value);
        });
        if (fetched !== undefined) received.push(fetched);
        continue;
      }
      const blob = reply.blobs.get(value) ?? (await decodeWhole(value, createBlob, declaredType, made));
      if (blob.corrupt) {
        damaged = true;
        continue;
      }
      const stored = await blob.sink.close();
      keep.add(blob);
      received.push({ ...stored, ...(declaredType !== undefined && { declaredType }) });
    }
  } finally {
    await reply.discard(keep);
    for (const blob of made) if (!keep.has(blob)) await blob.sink.abort().catch(() => undefined);
  }
  const text = safeLines(inText.words.join('\n'), key, maxTextLength);
  const modelVersion = safeText(pickString(json, 'model') ?? '', key, maxNameLength);
  const responseId = safeText(pickString(json, 'id') ?? '', key, maxNameLength);
  const answer = {
    ...(text !== '' && { text }),
    ...(usage && { usage }),
    ...(modelVersion !== '' && { modelVersion }),
    ...(responseId !== '' && { responseId }),
  };
  if (received.length > 0) {
    return { kind: 'images', images: received, ...answer, ...(lost !== undefined && { cut: true }) };
  }
  if (lost !== undefined) return { ...answer, ...failureOf(lost, exchange.failing()).failure };
  return { ...answer, ...withoutImage(deps, damaged, text !== '', safeText(finish ?? '', key, 80)) };
}

/** Some gateways put the image into the text, as a Markdown image with a data URL. */
function imagesInText(words: readonly string[]): {
  images: readonly NamedImage[];
  words: readonly string[];
} {
  const images: NamedImage[] = [];
  const rest: string[] = [];
  for (const text of words) {
    const { urls, without } = findDataUrls(text, limits.maxImages - images.length);
    rest.push(without);
    images.push(...urls.map(({ mimeType, data }) => ({ value: data, declaredType: mimeType })));
  }
  return { images, words: rest };
}

function withoutImage(
  { t }: Pick<ProviderDeps, 't'>,
  damaged: boolean,
  spoke: boolean,
  finish: string,
): Failure {
  if (damaged) {
    return {
      kind: 'bad-response',
      reason: 'corrupt-image',
      message: t('The image in the answer is damaged.'),
      sent: true,
    };
  }
  if (/filter|safety|moderat|policy|prohibit|block/i.test(finish))
    return { kind: 'blocked', reason: finish, sent: true };
  if (spoke) return { kind: 'text-only', reason: finish === '' ? 'no-image' : finish, sent: true };
  return { kind: 'bad-response', reason: 'empty', sent: true };
}
