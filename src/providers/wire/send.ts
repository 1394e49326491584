import { fetchRefused } from '../../core/fetchRefused';
import type { Endpoint } from '../../core/provider';
import type { Translate } from '../../core/translate';

/** An answer with an error status, read as far as it is worth reading. Test `name`, not `instanceof`. */
export interface HttpFailure extends Error {
  name: 'HttpFailure';
  status: number;
  headers: Headers;
  body: string;
}

/** Services echo what was sent, in front of what tells errors apart. */
const maxErrorBytes = 32 * 1024 * 1024;

/** What happened on the wire, for telling failures apart: an SDK's errors do not say. */
export interface Wire {
  /** The request may have left this machine. */
  sent: boolean;
  /** An answer began. */
  answered: boolean;
}

export interface SendOptions {
  fetch: typeof fetch;
  t: Translate;
  wire: Wire;
}

/** One request, followed nowhere. Rejects with `HttpFailure` for an error status, and with what `fetch` rejects with. */
export async function send(
  input: string | URL | Request,
  init: RequestInit,
  { fetch, t, wire }: SendOptions,
): Promise<Response> {
  init.signal?.throwIfAborted();
  wire.sent = true;
  const response = await fetch(input, { ...init, redirect: 'manual' });
  wire.answered = true;
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    await response.body?.cancel().catch(() => undefined);
    throw fetchRefused('redirect', t('The service redirects elsewhere. It was not followed.'), true);
  }
  if (!response.ok) throw await httpFailure(response);
  return response;
}

/** The key as the endpoint wants it, and in no other header. */
export function withKey(headers: Headers, { keyHeader }: Pick<Endpoint, 'keyHeader'>, key: string): Headers {
  headers.delete('x-goog-api-key');
  switch (keyHeader) {
    case 'authorization':
      headers.set('authorization', `Bearer ${key}`);
      break;
    case 'bare':
      headers.set('authorization', key);
      break;
    case 'none':
      break;
    default:
      headers.set(keyHeader, key);
  }
  return headers;
}

async function httpFailure(response: Response): Promise<HttpFailure> {
  const body = await readBounded(response, maxErrorBytes);
  const error = new Error(`HTTP ${String(response.status)}`);
  error.name = 'HttpFailure';
  return Object.assign(error, { status: response.status, headers: response.headers, body }) as HttpFailure;
}

/** The first `maxBytes` of a body, or what came of it: a connection that breaks in an error's body leaves its status. */
export async function readBounded(response: Response, maxBytes: number): Promise<string> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    while (reader !== undefined && length < maxBytes) {
      const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
      if (done || value === undefined) break;
      parts.push(value);
      length += value.length;
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
  }
  await reader?.cancel().catch(() => undefined);
  return Buffer.concat(parts).subarray(0, maxBytes).toString('utf8');
}
