import { findFetchRefused } from '../../core/fetchRefused';
import type { Failure, FailureKind } from '../../core/model/outcome';
import { redact } from '../../core/redact';
import type { Translate } from '../../core/translate';
import type { HttpFailure, Wire } from './send';
import { describeHtml } from './html';
import type { LiftError } from './lift';
import type { ReplyError } from './readReply';
import { classifyError } from './serviceError';

/** A failure, and whether asking again by ourselves is right. */
export interface Failed {
  failure: Failure;
  /** Absent: never. */
  retry?: { afterMs?: number };
}

/** Thrown by what knows already what it comes to. Test `name`: it passes through an SDK. */
interface KnownFailure extends Error {
  name: 'KnownFailure';
  failed: Failed;
}

export function knownFailure(failed: Failed): KnownFailure {
  const error = new Error(failed.failure.message ?? failed.failure.kind);
  error.name = 'KnownFailure';
  return Object.assign(error, { failed }) as KnownFailure;
}

export interface FailureContext {
  t: Translate;
  wire: Wire;
  key: string | undefined;
  /** Why our own signal was aborted, if it was. The SDK's error is the same for both. */
  aborted: 'cancelled' | 'timeout' | undefined;
  timeoutMs: number;
  elapsedMs: number;
}

const messageLimit = 300;

/** No model draws this fast: a connection that breaks sooner was an idle one, a page that comes sooner a sign-in page. */
const tooSoonForAnImageMs = 2000;

/** Text that came from outside, fit to be shown on one line. */
export function safeText(text: string, key: string | undefined, limit = messageLimit): string {
  return safeLines(text.replace(/\s+/g, ' '), key, limit);
}

/** The same with its lines kept. The key goes first, while the text is whole. */
export function safeLines(text: string, key: string | undefined, limit: number): string {
  const plain = key === undefined || key.length < 4 ? text : text.split(key).join('***');
  return redact(plain.trim(), limit - 1);
}

/** Makes a failure of whatever a request ended with. */
export function failureOf(error: unknown, context: FailureContext): Failed {
  const failed = classified(error, context);
  const { link = '' } = error instanceof Error ? (error as Error & { link?: string }) : {};
  // A service that puts our key into an address gets it kept out of everything that is stored.
  if (link === '' || holdsKey(link, context.key)) return failed;
  const failure = { ...failed.failure, links: [link] };
  // It was drawn, and so it is billed.
  delete failure.unbilled;
  return { ...failed, failure };
}

/** Whether the key is in an address, as it is or as addresses write what they may not have. */
export function holdsKey(address: string, key: string | undefined): boolean {
  if (key === undefined || key.length < 4) return false;
  const plain = address.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return address.includes(key) || plain.includes(key);
}

/** The error of a file that an answer names: where it lies is kept, so that it can be fetched again. */
export function notFetched(error: unknown, link: string): unknown {
  if (!(error instanceof Error) || findFetchRefused(error) !== undefined) return error;
  return Object.assign(error, { link });
}

function classified(error: unknown, context: FailureContext): Failed {
  const { wire, aborted } = context;
  if (aborted === 'cancelled') return plain('cancelled', wire.sent);
  if (aborted === 'timeout') return timedOut(context);
  const known = find<KnownFailure>(error, 'KnownFailure');
  if (known !== undefined) return known.failed;
  const refused = findFetchRefused(error);
  if (refused !== undefined) {
    // It may say where a service sends us, in the words of the service.
    const words = safeText(refused.message, context.key);
    const failed = plain('network', refused.sent, refused.reason, words);
    // A service that redirects has not done the work.
    return refused.reason === 'redirect' ? unbilled(failed) : failed;
  }
  const http = find<HttpFailure>(error, 'HttpFailure');
  if (http !== undefined) return fromService(http.status, http.body, http.headers, context);
  const reply = find<ReplyError>(error, 'ReplyError') ?? find<LiftError>(error, 'LiftError');
  if (reply !== undefined) {
    const failed = plain('bad-response', true, reply.reason, safeText(reply.message, context.key));
    // A sign-in page comes at once. A later one may stand in the place of a finished answer: nobody can say.
    return reply.reason === 'html' && context.elapsedMs < tooSoonForAnImageMs ? unbilled(failed) : failed;
  }
  const store = find(error, 'StoreWriteError');
  if (store !== undefined) return plain('bad-response', true, 'store', safeText(store.message, context.key));
  const unreadable = find(error, 'UnreadableInput');
  if (unreadable !== undefined) return plain('bad-request', false, 'unreadable-input', unreadable.message);
  const large = find(error, 'BodyTooLarge');
  if (large !== undefined) return plain('unsupported', false, 'too-large', large.message);
  return fromConnection(error, context);
}

/** An error answer, or an error inside an answer that claims success. */
export function fromService(
  status: number,
  body: string,
  headers: Headers | undefined,
  context: FailureContext,
): Failed {
  const { t, key } = context;
  const { kind, reason, message, status: real, retryAfterMs, passing } = classifyError(status, body, headers);
  // The proxy answered, and not the service.
  const said = kind === 'network' ? undefined : message;
  const text = safeText(said ?? (kind === 'network' ? proxyAdvice(t) : describeHtml(t, body)), key);
  const failure: Failure = {
    kind,
    ...(reason === undefined ? {} : { reason: safeText(reason, key, 80) }),
    ...(text === '' ? {} : { message: text }),
    ...(text !== '' && said !== undefined ? { quoted: true } : {}),
    status: real,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    sent: kind !== 'network',
    // A web page with an error status: whoever sent it refused.
    ...(kind === 'bad-response' ? { unbilled: true } : {}),
  };
  if (!passing) return { failure };
  return { failure, retry: retryAfterMs === undefined ? {} : { afterMs: retryAfterMs } };
}

function proxyAdvice(t: Translate): string {
  return t(
    'The proxy wants a user name and password (407). Put them into the setting http.proxy: http://user:password@host:port.',
  );
}

/** Codes of Node and undici, names of Electron's network stack. */
function fromConnection(error: unknown, context: FailureContext): Failed {
  const chain = causes(error);
  const codes = chain.map(codeOf).filter(code => code !== undefined);
  const said = chain.map(at => at.message).join(' ');
  const text = `${codes.join(' ')} ${said}`;
  const code = codes.at(-1);
  const tell = (sentence: string): string =>
    safeText(code === undefined ? sentence : `${sentence} (${code})`, context.key);
  const { wire, t } = context;
  const has = (pattern: RegExp): boolean => pattern.test(text);
  // Of a proxy as well as of the service: the name tells which.
  const place = /(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN) ([\w.:[\]-]+)/.exec(said)?.[1];

  if (isNamelessRefusal(chain)) return plain('network', false, 'proxy-auth', proxyAdvice(t));
  const tunnel = /Proxy response \((\d{3})\)/.exec(text)?.[1];
  if (tunnel !== undefined) return noTunnel(t, Number(tunnel));
  if (has(/UND_ERR_(HEADERS|BODY)_TIMEOUT|ERR_TIMED_OUT\b/)) return timedOut(context);
  if (has(/ENOTFOUND|NAME_NOT_RESOLVED|INTERNET_DISCONNECTED/)) {
    const sentence =
      place === undefined
        ? t('The address was not found. Is this machine online?')
        : t('The address {0} was not found. Is this machine online?', place);
    return plain('network', false, 'dns', tell(sentence));
  }
  if (has(/EAI_AGAIN/)) {
    return again(
      plain('network', false, 'dns', tell(t('The address could not be looked up. Is this machine online?'))),
    );
  }
  if (has(/ECONNREFUSED|CONNECTION_REFUSED|PROXY_CONNECTION_FAILED/)) {
    const sentence =
      place === undefined ? t('Nothing answers at this address.') : t('Nothing answers at {0}.', place);
    return plain('network', false, 'refused', tell(sentence));
  }
  if (
    has(/UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT|CONNECTION_TIMED_OUT|EHOSTUNREACH|ENETUNREACH|ADDRESS_UNREACHABLE/)
  ) {
    return again(
      plain('network', wire.answered, 'unreachable', tell(t('The service could not be reached.'))),
    );
  }
  if (has(/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|ERR_TLS|ERR_SSL|EPROTO|ssl3?_|SSL routines/)) {
    if (has(untrusted)) return plain('network', false, 'untrusted-certificate', tell(certificateAdvice(t)));
    return plain('network', false, 'tls', tell(tlsFault(t, text)));
  }
  if (has(/\bHPE_|UND_ERR_INVALID|ERR_CONTENT_DECODING|Z_(DATA|BUF)_ERROR|incorrect header check/)) {
    return plain('bad-response', true, 'malformed', tell(t('The answer is damaged.')));
  }
  if (
    has(
      /ECONNRESET|EPIPE|ECONNABORTED|UND_ERR|other side closed|terminated|socket hang up|CONNECTION_(RESET|CLOSED)|EMPTY_RESPONSE|premature/i,
    )
  ) {
    const lost = plain('network', true, 'reset', tell(t('The connection was lost.')));
    return !wire.answered && context.elapsedMs < tooSoonForAnImageMs ? again(lost) : lost;
  }
  if (has(/Invalid URL|Failed to parse URL|ERR_INVALID_URL/)) {
    return plain(
      'bad-request',
      false,
      'endpoint',
      tell(t('The address of the service is not a valid address.')),
    );
  }
  if (!wire.sent) return plain('bad-request', false, 'local', safeText(text.trim(), context.key));
  const kind: FailureKind = wire.answered ? 'bad-response' : 'network';
  return plain(kind, true, 'unknown', safeText(chain.at(-1)?.message ?? String(error), context.key));
}

/** Node's and Electron's names for a certificate that no authority known here has signed. */
const untrusted = /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_UNTRUSTED|CERT_AUTHORITY_INVALID/;

function certificateAdvice(t: Translate): string {
  return t(
    'The certificate comes from an authority that this machine does not trust. If it is your company’s, add it to the certificates of the system and restart VS Code.',
  );
}

function tlsFault(t: Translate, text: string): string {
  if (/EXPIRED|NOT_YET_VALID|DATE_INVALID/.test(text)) {
    return t(
      'The secure connection failed: the certificate is not valid today. It may be out of date, or the clock of this machine.',
    );
  }
  if (/ALTNAME|COMMON_NAME_INVALID/.test(text)) {
    return t('The secure connection failed: the certificate is for another name.');
  }
  if (/wrong version number|WRONG_VERSION/.test(text)) {
    return t('The secure connection failed: the address does not speak https.');
  }
  return t('The secure connection failed: the certificate is not right.');
}

/** A proxy that would not or could not connect: the service never heard of the request. */
function noTunnel(t: Translate, status: number): Failed {
  const message = t(
    'The proxy of the setting http.proxy did not connect to the service; it answered {0}.',
    status,
  );
  const failed = plain('network', false, 'proxy', message);
  return status >= 500 ? again(failed) : failed;
}

function timedOut({ t, wire, timeoutMs }: FailureContext): Failed {
  const seconds = Math.round(timeoutMs / 1000);
  return wire.answered
    ? plain('timeout', wire.sent, 'stalled', t('The answer was not complete within {0} s.', seconds))
    : plain('timeout', wire.sent, 'no-answer', t('No answer came within {0} s.', seconds));
}

function plain(kind: FailureKind, sent: boolean, reason?: string, message?: string): Failed {
  return {
    failure: {
      kind,
      ...(reason === undefined ? {} : { reason }),
      ...(message === undefined || message === '' ? {} : { message }),
      sent,
    },
  };
}

function unbilled({ failure, ...rest }: Failed): Failed {
  return { ...rest, failure: { ...failure, unbilled: true } };
}

function again(failed: Failed): Failed {
  return { ...failed, retry: {} };
}

/** The error and what caused it; of several addresses tried at once, the last. */
function causes(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  let at: unknown = error;
  while (at instanceof Error && chain.length < 8) {
    chain.push(at);
    at = at instanceof AggregateError ? (at.errors as unknown[]).at(-1) : at.cause;
  }
  return chain;
}

/** `fetch` makes an error without a word of the answer 407, and of nothing else (undici, `httpNetworkOrCacheFetch`). */
function isNamelessRefusal(chain: readonly Error[]): boolean {
  const [thrown, cause] = chain;
  return chain.length === 2 && thrown?.message === 'fetch failed' && cause?.message === '' && !codeOf(cause);
}

function codeOf(error: Error): string | undefined {
  const code: unknown = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : undefined;
}

function find<T extends Error = Error>(error: unknown, name: string): T | undefined {
  return causes(error).find(at => at.name === name) as T | undefined;
}
