import type { FailureKind } from '../../core/model/outcome';
import { looksLikeHtml } from './html';
import { isRecord, pick, pickList, pickNumber, pickString, tryParse, type Json } from './json';

/** What a service's error says, before it is made an outcome. */
export interface ServiceError {
  kind: FailureKind;
  reason?: string;
  /** What the service said, neither bounded nor redacted. Absent: it was a web page. */
  message?: string;
  status: number;
  retryAfterMs?: number;
  /** Asking again may help. */
  passing: boolean;
}

interface Facts {
  status: number;
  /** `INVALID_ARGUMENT`, or a gateway's own code. */
  code: string;
  message: string;
  /** `ErrorInfo.reason` */
  reason: string;
  quotas: readonly Json[];
  retryAfterMs: number | undefined;
  /** The body is what the Gemini API sends. */
  google: boolean;
  /** OpenAI's: the parameter that it is about. */
  param: string;
  /** OpenRouter's: what its filter found. */
  flags: readonly string[];
  /** OpenRouter's: whose limit it is. */
  limitSource: string;
}

/** Tells an error answer apart. Texts and details: `google.rpc.*`, Google's own samples, and gateways. */
export function classifyError(status: number, body: string, headers?: Headers): ServiceError {
  const json = tryParse(body);
  if (json === undefined && looksLikeHtml(body)) return htmlError(status);
  const facts = readFacts(status, json, body, headers);
  const [kind, reason] = classify(facts);
  const passing =
    kind === 'rate-limited' || (kind === 'overloaded' && [500, 502, 503, 504].includes(facts.status));
  return {
    kind,
    ...(reason === '' ? {} : { reason }),
    message: facts.message,
    status: facts.status,
    ...(facts.retryAfterMs === undefined || !passing ? {} : { retryAfterMs: facts.retryAfterMs }),
    passing,
  };
}

function classify(facts: Facts): readonly [FailureKind, string] {
  const { status, message, code } = facts;
  const reason = facts.reason === '' ? code : facts.reason;
  if (isBlocked(facts)) return ['blocked', facts.flags.length > 0 ? facts.flags.join(', ') : reason];
  if (facts.limitSource === 'openrouter_in_flight_budget') return ['rate-limited', facts.limitSource];
  const studio = Object.hasOwn(modelStudio, code) ? modelStudio[code] : undefined;
  if (studio !== undefined) return [studio[0], studio[1] ?? reason];
  const money = moneyTrouble(facts);
  if (money !== undefined) return ['billing', money === 'no-billing' ? reason : money];
  if (isUnverified(facts)) return ['auth', 'unverified'];
  if (isBadKey(facts)) return ['auth', reason];
  if (status === 407) return ['network', 'proxy-auth'];
  if (status === 429 || code === 'RESOURCE_EXHAUSTED') {
    return isDaily(facts) ? ['quota', reason] : ['rate-limited', reason];
  }
  if (/location is not supported/i.test(message)) return ['bad-request', 'location'];
  if (/thought[_ ](signature|block)/i.test(message)) return ['bad-request', 'thought-signature'];
  if (status === 404 || status === 410) {
    return isModelGone(facts) ? ['retired', reason] : ['bad-request', 'endpoint'];
  }
  if (status === 400 && isUnknownModel(facts)) return ['retired', reason];
  if (status === 408) return ['timeout', reason];
  if (status === 413 || isTooLarge(facts)) return ['bad-request', 'too-large'];
  if (status === 501) return ['bad-request', reason];
  if (status >= 500) return ['overloaded', reason];
  if (status === 403) return ['auth', isApiOff(facts) ? 'SERVICE_DISABLED' : (noAccess(facts) ?? reason)];
  return ['bad-request', reason];
}

/** Codes of Alibaba's Model Studio whose status says another thing, or too little. */
const modelStudio: Readonly<Record<string, readonly [FailureKind, string?]>> = {
  Arrearage: ['billing', 'no-credit'],
  DataInspectionFailed: ['blocked'],
  'Throttling.AllocationQuota': ['quota'],
  'AllocationQuota.Exceeded': ['quota'],
  'AllocationQuota.FreeTierOnly': ['billing'],
  'Model.AccessDenied': ['auth', 'no-model-access'],
};

/** A limit that somebody set for what may be spent. Google's are a month's, of a project or of a billing account. */
const capped = /spend(ing)?[ _-](cap|limit)|billing[ _]hard[ _]limit|budget[ _](has been |is )?exceeded/i;

/** Nothing is left of what was paid before. */
const usedUp =
  /insufficient[ _](user[ _])?(quota|balance|credits?)|credits? (are|is|have been) (depleted|exhausted|used up)|用户额度不足|余额不足/i;

/** Nobody is there to pay. */
const unpaid =
  /(requires?|enable) billing|billing (to be enabled|account (is|has|not))|only accessible to billed users/i;

/** A filter of the service: OpenAI's codes and words, and OpenRouter's list of what was found. */
function isBlocked({ status, code, message, flags }: Facts): boolean {
  if (status >= 500 || status === 401 || status === 429) return false;
  return (
    flags.length > 0 ||
    /^(moderation_blocked|content_policy_violation|content_filter|safety_violations?)$/i.test(code) ||
    /rejected (by|as a result of) (the|our) safety system|requires moderation[^.]*flagged/i.test(message)
  );
}

/** OpenAI lets only organizations draw whose owner has shown an identity card. */
function isUnverified({ status, message }: Facts): boolean {
  return (status === 403 || status === 400) && /organization must be verified/i.test(message);
}

/** Some say 400 where others say 404. */
function isUnknownModel({ code, message, param }: Facts): boolean {
  if (code === 'model_not_found' || /is not a valid model id/i.test(message)) return true;
  return param === 'model' && /does not exist|not found|deprecated|shut ?down|retired/i.test(message);
}

/** Which want of money it is, each with another way out; `undefined`: none. They come as 429 too, where waiting is in vain. */
function moneyTrouble({
  status,
  message,
  reason,
  code,
  quotas,
}: Facts): 'spending-cap' | 'no-credit' | 'no-billing' | undefined {
  const says = (words: RegExp): boolean => words.test(message) || words.test(code);
  if (says(capped)) return 'spending-cap';
  if (status === 402 || says(usedUp)) return 'no-credit';
  if (reason === 'BILLING_DISABLED' || says(unpaid)) return 'no-billing';
  if (status !== 429 && code !== 'RESOURCE_EXHAUSTED') return undefined;
  // The texts name one limit for each quota; a free tier that allows something is a rate, one that allows nothing is
  // a missing payment method. Such answers carry a retry delay too.
  const limits = [...message.matchAll(/\blimit:\s*(\d+)/gi)].map(match => Number(match[1]));
  if (limits.length > 0) return limits.includes(0) ? 'no-billing' : undefined;
  const free = quotas.filter(quota => /free/i.test(quotaName(quota)));
  const nothing = free.every(
    quota => Number(pickString(quota, 'quotaValue') ?? pickNumber(quota, 'quotaValue') ?? 0) === 0,
  );
  return free.length > 0 && nothing ? 'no-billing' : undefined;
}

function quotaName(quota: Json): string {
  return `${pickString(quota, 'quotaId') ?? ''} ${pickString(quota, 'quotaMetric') ?? ''}`;
}

function isBadKey({ status, message, reason }: Facts): boolean {
  if (status === 401) return true;
  if (/^(API_KEY_|CONSUMER_|CREDENTIALS_|ACCESS_TOKEN_|ACCOUNT_)/.test(reason)) return true;
  // An address or a site that the key is not for, a key that is suspended: what names the key is about the key.
  if (status === 403 && /\bapi[ _]key\b|referr?er\b/i.test(message)) return true;
  return (
    status < 500 &&
    /api[ _]key (not valid|not found|expired|is (invalid|missing|required))|invalid api[ _]key|unregistered callers|reported as leaked/i.test(
      message,
    )
  );
}

/** The Gemini API has a switch for each project; the text is older than the reason. */
function isApiOff({ message, reason }: Facts): boolean {
  return reason === 'SERVICE_DISABLED' || /has not been used in project .* or it is disabled/i.test(message);
}

/** The key was known, and what it belongs to may not do this. Of a gateway's own 403 nobody knows what it means. */
function noAccess({ code, message }: Facts): 'no-access' | 'no-model-access' | undefined {
  if (code === 'model_not_found') return 'no-model-access';
  if (code !== 'PERMISSION_DENIED') return undefined;
  return /\bmodels?\b/i.test(message) ? 'no-model-access' : 'no-access';
}

function isDaily({ message, quotas }: Facts): boolean {
  return (
    quotas.some(quota => /per_?day|daily/i.test(quotaName(quota))) ||
    /per[ _-]?day|daily (limit|quota)/i.test(message)
  );
}

/** Gateways and Google's front ends answer 400 where HTTP has 413. */
function isTooLarge({ status, message }: Facts): boolean {
  return (
    status === 400 &&
    /payload size exceeds|\b(request|payload|body)( entity| body)? (is )?too large/i.test(message)
  );
}

function isModelGone({ message, code, google }: Facts): boolean {
  // OpenRouter's, of a model that nobody serves any more.
  if (/^no endpoints found for /i.test(message)) return true;
  return /\bmodels?\b/i.test(message) || /model/i.test(code) || (google && code === 'NOT_FOUND');
}

function readFacts(status: number, json: unknown, body: string, headers: Headers | undefined): Facts {
  const error = unwrap(json);
  const details = pickList(error, 'details').filter(isRecord);
  const typed = (name: string): Json | undefined =>
    details.find(detail => pickString(detail, '@type')?.endsWith(`google.rpc.${name}`));
  const number = pickNumber(error, 'code') ?? numberOf(pick(error, 'code'));
  const code = pickString(error, 'status') ?? pickString(error, 'code') ?? pickString(error, 'type') ?? '';
  // A success status, or one that a gateway made up, says less than the error itself.
  const inner = number !== undefined && number >= 400 && number < 600 ? number : statusOf(code);
  const own = status >= 400 ? status : (inner ?? 500);
  const message = ends(messageOf(error) ?? (json === undefined ? body : ''));
  return {
    status: own,
    code,
    message,
    reason: pickString(typed('ErrorInfo'), 'reason') ?? '',
    quotas: pickList(typed('QuotaFailure'), 'violations').filter(isRecord),
    retryAfterMs: [
      seconds(pickString(typed('RetryInfo'), 'retryDelay')),
      retryAfter(headers),
      delayInWords(message),
      limitReset(headers),
      // A delay of nothing asks for nothing.
    ].find(ms => ms !== undefined && ms > 0),
    google: pickString(error, 'status') !== undefined,
    param: pickString(error, 'param') ?? '',
    flags: pickList(pick(error, 'metadata'), 'reasons')
      .filter(flag => typeof flag === 'string')
      .slice(0, 8),
    limitSource: pickString(pick(error, 'metadata'), 'limitSource') ?? '',
  };
}

/** `{error}`, `[{error}]`, an error whose message is such JSON again, or what gateways send instead. */
function unwrap(json: unknown): unknown {
  let at = Array.isArray(json) ? (json as unknown[])[0] : json;
  for (let depth = 0; depth < 4; depth++) {
    if (isRecord(at) && (isRecord(at['error']) || typeof at['error'] === 'string')) at = at['error'];
    const message = typeof at === 'string' ? at : pickString(at, 'message');
    const start = message === undefined || message.length > 1e6 ? -1 : message.search(/[[{]/);
    const nested = message === undefined || start < 0 ? undefined : tryParse(message.slice(start).trim());
    const inner = Array.isArray(nested) ? (nested as unknown[])[0] : nested;
    if (!isRecord(inner) || !('error' in inner || 'message' in inner)) break;
    at = inner;
  }
  return at;
}

/** An echo in the middle is not worth the expressions' time. */
function ends(message: string): string {
  return message.length > 10_000 ? `${message.slice(0, 5000)} … ${message.slice(-5000)}` : message;
}

function messageOf(error: unknown): string | undefined {
  if (typeof error === 'string') return error;
  return (
    pickString(error, 'message') ??
    pickString(error, 'detail') ??
    pickString(error, 'msg') ??
    pickString(error, 'title') ??
    validation(error)
  );
}

/** FastAPI's list of what is wrong: `{loc: ['body', 'width'], msg: '…'}`. */
function validation(error: unknown): string | undefined {
  const said = pickList(error, 'detail').flatMap(each => {
    const text = pickString(each, 'msg');
    const where = pickList(each, 'loc').filter(part => part !== 'body');
    return text === undefined ? [] : [where.length === 0 ? text : `${where.join('.')}: ${text}`];
  });
  return said.length === 0 ? undefined : said.slice(0, 8).join('; ');
}

function statusOf(code: string): number | undefined {
  const known: Readonly<Record<string, number>> = {
    INVALID_ARGUMENT: 400,
    FAILED_PRECONDITION: 400,
    UNAUTHENTICATED: 401,
    PERMISSION_DENIED: 403,
    NOT_FOUND: 404,
    RESOURCE_EXHAUSTED: 429,
    INTERNAL: 500,
    UNAVAILABLE: 503,
    DEADLINE_EXCEEDED: 504,
    InvalidParameter: 400,
    InvalidApiKey: 401,
    ModelNotFound: 404,
    Throttling: 429,
    'Throttling.RateQuota': 429,
  };
  return Object.hasOwn(known, code) ? known[code] : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : undefined;
}

/** A number of any length is more than a number can hold. */
const longestMs = 365 * 24 * 3600 * 1000;

/** `37s`, `1.5s` */
function seconds(text: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)s$/.exec(text ?? '');
  return match === null ? undefined : Math.min(longestMs, Math.ceil(Number(match[1]) * 1000));
}

/** `Please retry in 37.2s.`, `retry in 9h4m20.04s`, `try again in 20 seconds`, `in 800ms`: some leave out the details. */
function delayInWords(message: string): number | undefined {
  const match =
    /\b(?:re)?try(?: again)? (?:in|after) (?:(\d+) ?h[a-z]* ?)?(?:(\d+) ?m(?!s)[a-z]* ?)?(?:(\d+(?:\.\d+)?) ?(ms|s))?/i.exec(
      message,
    );
  if (match === null) return undefined;
  const [, hours = 0, minutes = 0, rest = 0, unit] = match;
  const ms = (Number(hours) * 3600 + Number(minutes) * 60) * 1000 + Number(rest) * (unit === 'ms' ? 1 : 1000);
  return Math.min(longestMs, Math.ceil(ms));
}

function retryAfter(headers: Headers | undefined): number | undefined {
  const value = headers?.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+$/.test(value)) return Math.min(longestMs, Number(value) * 1000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.min(longestMs, Math.max(0, at - Date.now()));
}

/**
 * When what is used up comes back: `1s`, `6m0s`, `20ms` for each of several limits (OpenAI), or a time in milliseconds
 * (OpenRouter). The longest of those that have nothing left.
 */
function limitReset(headers: Headers | undefined): number | undefined {
  const times = ['', '-requests', '-images', '-tokens'].flatMap(which => {
    const left = headers?.get(`x-ratelimit-remaining${which}`) ?? '0';
    const reset = headers?.get(`x-ratelimit-reset${which}`)?.trim();
    if (reset === undefined || Number(left) > 0) return [];
    if (/^\d{12,}$/.test(reset)) return [Math.max(0, Number(reset) - Date.now())];
    const match = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?$/.exec(reset);
    if (match === null || reset === '') return [];
    const [hours = 0, minutes = 0, secs = 0, ms = 0] = match.slice(1).map(part => Number(part ?? 0));
    return [Math.ceil(((hours * 60 + minutes) * 60 + secs) * 1000 + ms)];
  });
  return times.length === 0 ? undefined : Math.min(longestMs, Math.max(...times));
}

/** Not from the API itself: a proxy, a gateway's front door, a captive portal. */
function htmlError(status: number): ServiceError {
  const [kind, reason] = htmlKind(status);
  const passing = kind === 'rate-limited' || [500, 502, 503, 504].includes(status);
  return { kind, reason, status, passing };
}

function htmlKind(status: number): readonly [FailureKind, string] {
  if (status === 407) return ['network', 'proxy-auth'];
  if (status === 404) return ['bad-request', 'endpoint'];
  if (status === 413) return ['bad-request', 'too-large'];
  if (status === 429) return ['rate-limited', 'html'];
  // The network's own sign-in page, by definition not the service's (RFC 6585).
  if (status === 511) return ['bad-response', 'html'];
  return status >= 500 ? ['overloaded', 'html'] : ['bad-response', 'html'];
}
