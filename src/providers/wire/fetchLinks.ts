import { findFetchRefused } from '../../core/fetchRefused';
import { sniffBytes, sniffFormat } from '../../core/imaging/sniff';
import type { Failure, Outcome, ReceivedBlob } from '../../core/model/outcome';
import type { BlobSink, ImageProvider, ProviderDeps } from '../../core/provider';
import { deadline } from './deadline';
import { limits, taggedSinks, type Exchange } from './exchange';
import { holdsKey, safeText } from './failures';
import { findImageLinks } from './imageLinks';

/** For one file; the service has done its work. */
const fetchTimeoutMs = 120_000;

type Fetching = Pick<Exchange, 'context' | 'endpoint' | 'key' | 'createBlob'>;

/**
 * An answer in words that names where its images lie, as the images. They come over https from wherever that is, and only
 * when the user lets them; from the service itself without asking. What is not fetched is paid for all the same: the outcome
 * says where it lies. `text`: all that the model said. Rejects never.
 */
export async function fetchLinks(
  deps: ProviderDeps,
  exchange: Exchange,
  outcome: Outcome,
  text: string,
): Promise<Outcome> {
  if (outcome.kind !== 'text-only') return outcome;
  const found = findImageLinks(text);
  // A service that puts our key into an address gets it kept out of everything that is stored.
  const links = found.links.filter(link => !holdsKey(link, exchange.key));
  return links.length === 0 ? outcome : fetchAll(deps, exchange, { ...outcome, links }, found.without);
}

/**
 * For `ImageProvider.fetchLinks`: what an earlier answer named, as the images. `freely`: it was named as the result, where this
 * service always has them, and not somewhere in the words of a model.
 */
export function createFetchLinks(
  deps: ProviderDeps,
  { freely = false }: { freely?: boolean } = {},
): NonNullable<ImageProvider['fetchLinks']> {
  return (links, asked) => {
    const context = freely ? { ...asked, mayDownload: () => Promise.resolve(true) } : asked;
    const createBlob = taggedSinks(context.createBlob);
    const named = { kind: 'text-only', sent: true, links } as const;
    return fetchAll(deps, { context, endpoint: deps.endpoint(), key: '', createBlob }, named, '');
  };
}

async function fetchAll(
  deps: ProviderDeps,
  exchange: Fetching,
  named: Failure & { links: readonly string[] },
  without: string,
): Promise<Outcome> {
  const { links } = named;
  const { context, endpoint, key } = exchange;
  const host = hostsOf(links)[0] ?? '';
  if (!links.every(link => isOf(link, endpoint.baseUrl))) {
    if (context.mayDownload === undefined) return named;
    // What is not encrypted is refused in any case, but for what lies beside a service of this machine or its network: that
    // may be anything, and a model's words name it.
    const open = links.filter(
      link =>
        !isOf(link, endpoint.baseUrl) && (link.startsWith('https:') || isBeside(link, endpoint.baseUrl)),
    );
    const allowed = open.length === 0 || (await context.mayDownload(open).catch(() => false));
    if (context.signal.aborted) return { ...named, kind: 'cancelled' };
    if (!allowed) {
      const message = deps.t('It lies at {0}, and fetching it from there was not allowed.', host);
      return { ...withoutWords(named), kind: 'consent', reason: 'download', message };
    }
  }
  const limit = deadline(context.signal, Math.min(fetchTimeoutMs, endpoint.timeoutMs));
  try {
    const got = await Promise.all(links.map(link => fetchOne(deps, exchange, link, limit.signal)));
    const images = got.flatMap(each => ('image' in each ? [each.image] : []));
    const missing = links.filter((_, index) => 'problem' in (got[index] ?? {}));
    if (images.length > 0) return made(named, images, missing, without, key);
    if (limit.cause() === 'cancelled') return { ...named, kind: 'cancelled' };
    const problem = got.find(each => 'problem' in each)?.problem ?? '';
    const message = limit.cause() === 'timeout' ? deps.t('{0} did not answer in time.', host) : problem;
    return { ...withoutWords(named), kind: 'bad-response', reason: 'download', message };
  } finally {
    limit.dispose();
  }
}

function made(
  { usage, modelVersion, responseId, grounding }: Failure,
  images: readonly ReceivedBlob[],
  missing: readonly string[],
  without: string,
  key: string,
): Outcome {
  const text = safeText(without, key, 4000);
  return {
    kind: 'images',
    images,
    ...(text !== '' && { text }),
    ...(usage && { usage }),
    ...(modelVersion !== undefined && { modelVersion }),
    ...(responseId !== undefined && { responseId }),
    ...(grounding && { grounding }),
    ...(missing.length > 0 && { links: missing }),
  };
}

/** Why there was no image in the answer itself, in the service's words, is beside the point. */
function withoutWords(failure: Failure): Failure {
  const ours = { ...failure };
  delete ours.quoted;
  return ours;
}

async function fetchOne(
  { download, t }: ProviderDeps,
  { createBlob, key }: Fetching,
  link: string,
  signal: AbortSignal,
): Promise<{ image: ReceivedBlob } | { problem: string }> {
  const { host } = new URL(link);
  let sink: BlobSink | undefined;
  try {
    const response = await download(link, { signal, maxBytes: limits.maxImageBytes });
    if (!response.ok || response.body === null) {
      await response.body?.cancel().catch(() => undefined);
      return { problem: t('{0} answers with the error {1}: it may be gone.', host, response.status) };
    }
    const declaredType = response.headers.get('content-type')?.replace(/;.*$/, '').trim() ?? undefined;
    sink = await createBlob(declaredType);
    const head: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      if (bytes < sniffBytes) head.push(Uint8Array.from(chunk.subarray(0, sniffBytes)));
      bytes += chunk.length;
      await sink.write(chunk);
    }
    if (sniffFormat(Buffer.concat(head)) === undefined) {
      await sink.abort().catch(() => undefined);
      return { problem: t('What lies at {0} is no image.', host) };
    }
    return { image: await sink.close() };
  } catch (error) {
    await sink?.abort().catch(() => undefined);
    const own = findFetchRefused(error)?.message ?? (isOfStore(error) ? String(error.message) : undefined);
    return { problem: safeText(own ?? t('The connection to {0} failed.', host), key) };
  }
}

function isOfStore(error: unknown): error is Error {
  return error instanceof Error && error.name === 'StoreWriteError';
}

function isOf(link: string, service: string): boolean {
  return URL.canParse(service) && new URL(link).origin === new URL(service).origin;
}

/** Another port of the same machine. */
function isBeside(link: string, service: string): boolean {
  return URL.canParse(service) && new URL(link).hostname === new URL(service).hostname;
}

function hostsOf(links: readonly string[]): readonly string[] {
  return [...new Set(links.map(link => new URL(link).host))];
}
