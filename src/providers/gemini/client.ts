import { GoogleGenAI } from '@google/genai/web';
import type { Endpoint } from '../../core/provider';
import { send, withKey, type SendOptions } from '../wire/send';

export interface ClientOptions extends SendOptions {
  endpoint: Endpoint;
  key: string;
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
    // The SDK wants one even where the endpoint does not; `withKey` decides what is sent.
    apiKey: key || 'none',
    // Always said: from 3.x on the SDK's own default is `v1`, which gateways do not serve.
    apiVersion: endpoint.apiVersion,
    httpOptions: { baseUrl: baseOf(endpoint), fetch: wrapFetch(options) },
  });
}

/** Somebody may have pasted the address with its version. */
export function baseOf({ baseUrl, apiVersion }: Pick<Endpoint, 'baseUrl' | 'apiVersion'>): string {
  const trimmed = baseUrl.trim().replace(/\/+$/, '');
  return trimmed.endsWith(`/${apiVersion}`) ? trimmed.slice(0, -apiVersion.length - 1) : trimmed;
}

function wrapFetch(options: ClientOptions): typeof fetch {
  return async (input, init) => {
    // The SDK always adds its own header; an endpoint that wants the key elsewhere must not get it twice.
    const headers = withKey(new Headers(init?.headers), options.endpoint, options.key);
    const request: RequestInit = { ...init, headers };
    if (typeof init?.body === 'string' && options.fillBody !== undefined) {
      request.body = (await options.fillBody(init.body)) as BodyInit;
    }
    const response = await send(input, request, options);
    if (options.readBody === undefined) return response;
    const json = await options.readBody(response);
    return new Response(JSON.stringify(json), { headers: { 'content-type': 'application/json' } });
  };
}
