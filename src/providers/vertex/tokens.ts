import type { Failure } from '../../core/model/outcome';
import type { ProviderDeps } from '../../core/provider';
import { isSameService } from '../../core/sameService';
import type { Exchange } from '../wire/exchange';
import { safeText, type Failed } from '../wire/failures';
import { pickNumber, pickString, tryParse } from '../wire/json';
import { replyError } from '../wire/readReply';
import { readBounded, send, type HttpFailure, type Wire } from '../wire/send';

const scope = 'https://www.googleapis.com/auth/cloud-platform';
const tokenUrl = 'https://oauth2.googleapis.com/token';
const lifetimeSeconds = 3600;
/** A token is not used to its last minute. */
const earlyMs = 60_000;
const maxAnswerBytes = 256 * 1024;

export interface Tokens {
  /** Made of the credentials of this machine, and kept for as long as it lasts. */
  get(exchange: Exchange): Promise<string | Failed>;
  /** Whether there was one. */
  forget(): boolean;
}

/**
 * Access tokens of a service account or of a user who logged in with `gcloud auth application-default login`. The private
 * key stays here; a signed word, or the refresh token, goes to Google's token service and nowhere else.
 */
export function createTokens(deps: ProviderDeps): Tokens {
  let kept: { of: string; token: string; until: number } | undefined;
  return {
    forget: () => {
      const had = kept !== undefined;
      kept = undefined;
      return had;
    },
    async get(exchange) {
      const { t } = deps;
      const path = exchange.endpoint.vertex?.credentialsFile ?? '';
      const file = path === '' ? undefined : await deps.readFile(path).catch(() => undefined);
      if (file === undefined) {
        return noCredentials(
          t(
            'There are no Google Cloud credentials on this machine. Run “gcloud auth application-default login”, or name a file in the setting inlineAssets.vertex.credentialsFile.',
          ),
        );
      }
      const text = Buffer.from(file).toString('utf8');
      const credentials = tryParse(text);
      const url = new URL(pickString(credentials, 'token_uri') ?? tokenUrl);
      if (!isSameService(deps.info, new URL(exchange.endpoint.baseUrl).origin, url.origin)) {
        return noCredentials(
          t('The file of Google Cloud credentials names a token service that is not Google’s.'),
        );
      }
      if (kept?.of === text && Date.now() < kept.until) return kept.token;
      const form = await formOf(credentials, url.href).catch(() => undefined);
      if (form === undefined) {
        return noCredentials(
          t(
            'The file of Google Cloud credentials is of a kind that is not built in: it has to be a service account’s, or a user’s who logged in with gcloud.',
          ),
        );
      }
      const made = await ask(deps, url.href, form, exchange);
      if ('failure' in made) return made;
      kept = { of: text, ...made };
      return made.token;
    },
  };
}

function noCredentials(message: string): Failed {
  return { failure: { kind: 'auth', reason: 'no-credentials', message, sent: false } };
}

/** `undefined` for what is neither kind of credentials. Rejects for a private key that is none. */
async function formOf(credentials: unknown, audience: string): Promise<URLSearchParams | undefined> {
  // `pickString` would look for other spellings.
  const read = (name: string): string | undefined => pickString(credentials, name);
  const kind = read('type');
  if (kind === 'authorized_user') {
    const [id, secret, refresh] = [read('client_id'), read('client_secret'), read('refresh_token')];
    if (id === undefined || secret === undefined || refresh === undefined) return undefined;
    return new URLSearchParams({
      ...{ grant_type: 'refresh_token', client_id: id, client_secret: secret, refresh_token: refresh },
    });
  }
  const [email, pem] = [read('client_email'), read('private_key')];
  if (kind !== 'service_account' || email === undefined || pem === undefined) return undefined;
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: email, scope, aud: audience, iat: now, exp: now + lifetimeSeconds };
  const head = { alg: 'RS256', typ: 'JWT', kid: read('private_key_id') };
  const signed = `${encode(JSON.stringify(head))}.${encode(JSON.stringify(claims))}`;
  const assertion = `${signed}.${encode(await sign(pem, signed))}`;
  return new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
}

async function sign(pem: string, text: string): Promise<Uint8Array> {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign(algorithm.name, key, Buffer.from(text)));
}

function encode(value: string | Uint8Array): string {
  return Buffer.from(value as Uint8Array).toString('base64url');
}

async function ask(
  { fetch, t }: ProviderDeps,
  url: string,
  body: URLSearchParams,
  { signal }: Exchange,
): Promise<{ token: string; until: number } | Failed> {
  // Nothing of the request has been sent yet.
  const wire: Wire = { sent: false, answered: false };
  try {
    const response = await send(url, { method: 'POST', body, signal }, { fetch, t, wire });
    const json = tryParse(await readBounded(response, maxAnswerBytes));
    const token = pickString(json, 'access_token');
    if (token === undefined || !/^[!-~]+$/.test(token)) {
      throw replyError('malformed', t('The token service of Google sent no token.'));
    }
    const seconds = pickNumber(json, 'expires_in') ?? lifetimeSeconds;
    return { token, until: Date.now() + seconds * 1000 - earlyMs };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'HttpFailure') throw error;
    const { status, body: said } = error as HttpFailure;
    if (status >= 500 || status === 429) throw error;
    const json = tryParse(said);
    const words = safeText(
      pickString(json, 'error_description') ?? pickString(json, 'error') ?? '',
      undefined,
    );
    const failure: Failure = {
      ...{ kind: 'auth', reason: 'no-credentials', status, sent: false },
      ...(words === ''
        ? { message: t('The token service of Google does not take the credentials.') }
        : { message: words, quoted: true }),
    };
    return { failure };
  }
}
