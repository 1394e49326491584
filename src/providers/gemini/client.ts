import { GoogleGenAI } from '@google/genai/web';
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

/** What happened on the wire, for telling failures apart: the SDK's errors do not say. */
export interface Wire {
  /** The request may have left this machine. */
  sent: boolean;
  /** An answer began. */
  answered: boolean;
}

export interface ClientOptions {
  endpoint: Endpoint;
  key: string;
  fetch: typeof fetch;
  t: Translate;
  wire: Wire;
  /** Puts the bytes of images into the body, just before it is sent. */
  fillBody?(json: string): Promise<string | Buffer>;
  /** Reads a good answer; what it returns is all the SDK gets to see. */
  readBody?(response: Response): Promise<unknown>;
}

/**
 * Google's SDK with our road underneath: it knows the addresses and the shape of requests, we keep keys off foreign
 * origins and images out of its JSON.
 */
export function createClient(options: ClientOptions): GoogleGenAI {
  const { endpoint, key } = options;
  return new GoogleGenAI({
    apiKey: key,
    // Always said: from 3.x on the SDK's own default is `v1`, which gateways do not serve.
    apiVersion: endpoint.apiVersion,
    httpOptions: { baseUrl: baseUrl(endpoint), fetch: wrapFetch(options) },
  });
}

/** Somebody may have pasted the address with its version. */
function baseUrl({ baseUrl: given, apiVersion }: Endpoint): string {
  const trimmed = given.trim().replace(/\/+$/, '');
  return trimmed.endsWith(`/${apiVersion}`) ? trimmed.slice(0, -apiVersion.length - 1) : trimmed;
}

function wrapFetch(options: ClientOptions): typeof fetch {
  const { endpoint, key, wire } = options;
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    if (endpoint.keyHeader === 'authorization') {
      // The SDK always adds its own header; a gateway that wants a bearer token must not get the key twice.
      headers.delete('x-goog-api-key');
      headers.set('authorization', `Bearer ${key}`);
    }
    const request: RequestInit = { ...init, headers, redirect: 'manual' };
    if (typeof init?.body === 'string' && options.fillBody !== undefined) {
      request.body = (await options.fillBody(init.body)) as BodyInit;
    }
    init?.signal?.throwIfAborted();
    wire.sent = true;
    const response = await options.fetch(input, request);
    wire.answered = true;
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      await response.body?.cancel().catch(() => undefined);
      throw fetchRefused(
        'redirect',
        options.t('The service redirects elsewhere. It was not followed.'),
        true,
      );
    }
    if (!response.ok) throw await httpFailure(response);
    if (options.readBody === undefined) return response;
    const json = await options.readBody(response);
    return new Response(JSON.stringify(json), { headers: { 'content-type': 'application/json' } });
  };
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
