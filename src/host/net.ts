import { fetchRefused } from '../core/fetchRefused';
import type { Translate } from '../core/translate';

export interface NetPorts {
  /** Origins that may be talked to at all. Read at every call. */
  allowedOrigins(): readonly string[];
  /** Another server of a service whose origin is allowed. */
  isServerOf?(allowed: string, origin: string): boolean;
  t: Translate;
  /** VS Code replaces `globalThis.fetch` to honour its proxy settings, so it is looked up at every call. */
  fetch?: FetchLike;
}

type FetchLike = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

const maxRedirects = 5;

/** `https://host:port`, or `undefined` for what is no http address. */
export function originOf(url: string): string | undefined {
  try {
    const parsed = new URL(url);
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.origin : undefined;
  } catch {
    return undefined;
  }
}

/** Plain http to another machine: everybody between here and there can read what is sent. */
export function isReadableOnTheWay(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  // URL has put every way to write an IP address into this form.
  return protocol === 'http:' && !/^(127\.[\d.]+|\[::1\]|(.+\.)?localhost)$/.test(hostname);
}

/**
 * The only way out of this machine. Rejects with `FetchRefused` for an origin that is not allowed, for a redirect to
 * another origin (fetch would send the key along) and for a proxy that wants credentials.
 */
export function createGuardedFetch({ allowedOrigins, isServerOf, t, fetch: given }: NetPorts): typeof fetch {
  const isAllowed = (origin: string): boolean =>
    allowedOrigins().some(allowed => allowed === origin || isServerOf?.(allowed, origin) === true);
  return async (input, init) => {
    let url = new URL(input instanceof Request ? input.url : input);
    if (!isAllowed(url.origin)) {
      throw fetchRefused(
        'endpoint-not-allowed',
        t('Sending to {0} is not allowed by the setting inlineAssets.allowedEndpoints.', url.origin),
        false,
      );
    }
    let next: string | URL | Request = input;
    let options: RequestInit = { ...init, redirect: 'manual' };
    for (let hop = 0; ; hop++) {
      const response = await send(next, options);
      if (response.status === 407) {
        await response.body?.cancel().catch(() => undefined);
        throw proxyAuth(undefined);
      }
      const location = response.headers.get('location');
      if (location === null || ![301, 302, 303, 307, 308].includes(response.status)) return response;
      await response.body?.cancel().catch(() => undefined);
      const target = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
      if (target?.origin !== url.origin || hop === maxRedirects || input instanceof Request) {
        const where = target === undefined ? location.slice(0, 100) : target.origin;
        throw fetchRefused(
          'redirect',
          t(
            '{0} redirects to {1}. It was not followed, because your key would go there too.',
            url.origin,
            where,
          ),
          true,
        );
      }
      url = target;
      next = target;
      if (response.status === 303) {
        options = { ...options, method: 'GET' };
        delete options.body;
      }
    }
  };

  async function send(input: string | URL | Request, init: RequestInit): Promise<Response> {
    try {
      return await (given ?? (globalThis.fetch as FetchLike))(input, init);
    } catch (error) {
      if (means407(error)) throw proxyAuth(error);
      throw error;
    }
  }

  function proxyAuth(cause: unknown): Error {
    return fetchRefused(
      'proxy-auth',
      t(
        'The proxy wants a user name and password (407). Put them into the setting http.proxy: http://user:password@host:port.',
      ),
      false,
      cause,
    );
  }
}

/** Fetch hides the status: a tunnel through a proxy fails with an error, and so does a plain 407. */
function means407(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (/proxy response \(407\)|statusCode=407|proxy authentication required/i.test(at.message)) return true;
    if (at !== error && isNamelessNetworkError(at)) return true;
  }
  return false;
}

/**
 * What undici makes of a 407 response: a network error that says nothing at all. It has no other error like it for a
 * request of ours (6.24 and 7.x, `makeNetworkError()` without a reason).
 */
function isNamelessNetworkError(error: Error): boolean {
  return error.message === '' && error.name === 'Error' && !('code' in error) && !('errors' in error);
}
