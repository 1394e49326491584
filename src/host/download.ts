import { lookup } from 'node:dns/promises';
import { fetchRefused } from '../core/fetchRefused';
import { isPrivateAddress } from '../core/privateAddress';
import type { Translate } from '../core/translate';

export interface DownloadPorts {
  t: Translate;
  /** VS Code replaces `globalThis.fetch` to honour its proxy settings, so it is looked up at every call. */
  fetch?: typeof fetch;
  /** Every address of a name. */
  addressesOf?: (host: string) => Promise<readonly string[]>;
}

export type Download = (
  url: string,
  /** Of the service that named the file. */
  service: string,
  options: { signal: AbortSignal; maxBytes: number },
) => Promise<Response>;

const maxRedirects = 3;

/**
 * Fetches a file that the answer of a service names. It goes without a key and never to a private address (a service must
 * not make this machine ask its neighbours), unless the service itself is there: the name is looked up first, and behind a
 * proxy, where it may not be found, the proxy decides. A place elsewhere can't send us to where the service is. Rejects with
 * `FetchRefused`.
 */
export function createDownload({ t, fetch: given, addressesOf = resolve }: DownloadPorts): Download {
  return async (url, service, { signal, maxBytes }) => {
    let at = url;
    let strayed = false;
    for (let hop = 0; ; hop++) {
      const target = await check(at, service, strayed);
      strayed ||= target.hostname !== new URL(service).hostname;
      const response = await (given ?? globalThis.fetch)(target, { signal, redirect: 'manual' });
      const location = response.headers.get('location');
      if (location !== null && response.status >= 300 && response.status < 400) {
        await response.body?.cancel().catch(() => undefined);
        if (hop === maxRedirects) {
          throw fetchRefused(
            'redirect',
            t('The image at {0} is behind too many redirects.', target.host),
            true,
          );
        }
        at = URL.canParse(location, target.href) ? new URL(location, target).href : location;
        continue;
      }
      const length = Number(response.headers.get('content-length') ?? 0);
      if (length > maxBytes) {
        await response.body?.cancel().catch(() => undefined);
        throw tooLarge(target);
      }
      return bounded(response, maxBytes, tooLarge(target));
    }
  };

  function tooLarge({ host }: URL): Error {
    return fetchRefused('too-large', t('The image at {0} is too large.', host), true);
  }

  async function check(url: string, service: string, strayed: boolean): Promise<URL> {
    const target = URL.canParse(url) ? new URL(url) : undefined;
    const home = new URL(service);
    const refuse = (message: string): Error => fetchRefused('unsafe-address', message, true);
    if (!target || (target.protocol !== 'https:' && target.protocol !== 'http:')) {
      throw refuse(t('The service names an image at an address that is none.'));
    }
    if (target.origin === home.origin && !strayed) return target;
    if (target.username !== '' || target.password !== '') {
      throw refuse(t('The service names an image at {0} with a password in its address.', target.host));
    }
    const isHere = !strayed && (await isPrivate(home.hostname)) && target.hostname === home.hostname;
    if (isHere) return target;
    if (target.protocol !== 'https:') {
      throw refuse(t('The service names an image at {0}, which is not encrypted.', target.host));
    }
    if (await isPrivate(target.hostname)) {
      throw refuse(
        t('The service names an image at {0}, which is an address of a private network.', target.host),
      );
    }
    return target;
  }

  async function isPrivate(host: string): Promise<boolean> {
    if (/^(.+\.)?localhost\.?$/i.test(host)) return true;
    if (isPrivateAddress(host)) return true;
    if (/^[\d.]+$|^\[/.test(host)) return false;
    const addresses = await addressesOf(host).catch(() => []);
    return addresses.some(isPrivateAddress);
  }
}

/** The declared length may be of a compressed body, or missing. Reading rejects with `error` after `maxBytes`. */
function bounded(response: Response, maxBytes: number, error: Error): Response {
  if (response.body === null) return response;
  let bytes = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.length;
        if (bytes > maxBytes) controller.error(error);
        else controller.enqueue(chunk);
      },
    }),
  );
  const { status, headers } = response;
  return new Response(counted, { status, headers });
}

async function resolve(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}
