import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { checkRequest } from './checkRequest';
import { errorFaults } from './errorFaults';
import { json, type Answer, type Fault } from './faultTypes';
import { FilesApi } from './filesApi';
import { asInteraction, checkInteraction } from './interactions';
import { goodReply, promptOf } from './goodReply';
import * as errors from './googleErrors';
import { keyFaults } from './keyFaults';
import { dialectFaults } from './dialectFaults';
import { asEvents, heldFile } from './dialects';
import { replyFaults } from './replyFaults';
import { otherModels, serverModels, type ServerModel } from './serverModels';
import { wireFaults } from './wireFaults';

/** Keys that the server knows. They look like Google's and are none. */
export const testKeys = {
  good: 'AIzaSyTestServerGoodKey0000000000000000',
  /** Good, but without billing: lists models, makes no image. */
  free: 'AIzaSyTestServerFreeKey0000000000000000',
  leaked: 'AIzaSyTestServerLeakedKey00000000000000',
} as const;

export interface GeminiServerOptions {
  /** Default: one that is free. */
  port?: number;
  host?: string;
  /** Default `['v1beta']`; others get 404, as at most gateways. */
  apiVersions?: readonly string[];
  /** How the key must come. Default `x-goog-api-key`. */
  keyHeader?: 'x-goog-api-key' | 'authorization';
  /** File size that images are padded to, for benchmarks. Default: as small as they are. */
  payloadBytes?: number;
  /** Before every answer. */
  delayMs?: number;
  /** Models a page of `models.list`. */
  pageSize?: number;
  /** Answers only bit by bit (`:streamGenerateContent?alt=sse`), as some gateways. */
  streamOnly?: boolean;
  /** Does not serve `models.list`, as some gateways. */
  noList?: boolean;
  /** Keep what was received, for tests. Default true. */
  record?: boolean;
  /** Takes no longer JSON, as some gateways. */
  maxBodyBytes?: number;
  /** Its models are asked by interactions alone. */
  interactionsOnly?: boolean;
  /** Does not serve the Files API, as most gateways. */
  noFiles?: boolean;
  /** Speaks https with it, PEM. */
  tls?: { cert: string; key: string };
}

export interface ReceivedRequest {
  method: string;
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: unknown;
  bodyBytes: number;
}

export interface GeminiServer {
  /** `http://127.0.0.1:port`, https with `tls` */
  url: string;
  requests: ReceivedRequest[];
  /** Every generation fails so until it is taken back. Name as in `faultNames`, with `-once` or `-twice` if wanted. */
  setFault(name: string | undefined): void;
  /** What was uploaded and not removed, and what goes wrong there. */
  files: FilesApi;
  /** Generations that arrive from now on are answered when what this returns is called. */
  hold(): () => void;
  stop(): Promise<void>;
}

interface Call {
  incoming: IncomingMessage;
  response: ServerResponse;
  key: string;
}

const noJson = errors.invalid('Invalid JSON payload received. Parsing terminated before end of input.');

const faults: Readonly<Record<string, Fault>> = {
  ...errorFaults,
  ...replyFaults,
  ...dialectFaults,
  ...keyFaults,
  ...wireFaults,
};

/**
 * Everything that can go wrong on demand: by `setFault`, by the request header `x-test-fault`, or by words in the
 * prompt, e.g. `a cat [fault:overloaded-twice]`.
 */
export const faultNames: readonly string[] = Object.keys(faults).sort();

/** Speaks the Gemini wire format over real HTTP, as strict as the service about requests. */
export async function startGeminiServer(options: GeminiServerOptions = {}): Promise<GeminiServer> {
  const requests: ReceivedRequest[] = [];
  const state = {
    fault: undefined as string | undefined,
    count: 0,
    failed: new Map<string, number>(),
    held: Promise.resolve(),
  };
  const answer = (incoming: IncomingMessage, response: ServerResponse): void => {
    void handle(incoming, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  };
  const server = options.tls === undefined ? createServer(answer) : createTlsServer(options.tls, answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${String(port)}`;
  const files = new FilesApi(url);
  return {
    url,
    requests,
    files,
    setFault: name => {
      if (name !== undefined) parseFault(name);
      state.fault = name;
      state.failed.clear();
    },
    hold: () => {
      let release = (): void => undefined;
      state.held = new Promise(resolve => (release = resolve));
      return release;
    },
    stop: () => stop(server),
  };

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await readAll(incoming);
    const body = parse(raw);
    const { method = 'GET', url: path = '/', headers } = incoming;
    if (options.record !== false) requests.push({ method, path, headers, body, bodyBytes: raw.length });
    if (options.delayMs !== undefined) await new Promise(resolve => setTimeout(resolve, options.delayMs));
    if (method === 'POST') await state.held;
    const answer = route(incoming, response, body, raw);
    if (answer === 'taken') return;
    response.writeHead(answer.status, {
      ...answer.headers,
      'content-length': Buffer.byteLength(answer.body),
    });
    response.end(answer.body);
  }

  function route(
    incoming: IncomingMessage,
    response: ServerResponse,
    body: unknown,
    raw: Buffer,
  ): Answer | 'taken' {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', url);
    const file = heldFile(pathname);
    if (file !== undefined && incoming.method === 'GET') return file;
    const key = keyOf(incoming);
    if (options.noFiles !== true && files.serves(pathname)) {
      const refused = refuseKey(key);
      return refused ?? files.answer({ incoming, response, body, raw, key: key ?? '' });
    }
    const call = { incoming, response, key: key ?? '' };
    const versions = options.apiVersions ?? ['v1beta'];
    const version = /^\/(v\w+)\/interactions$/.exec(pathname)?.[1];
    if (version !== undefined && versions.includes(version) && incoming.method === 'POST')
      return refuseKey(key) ?? tooLong(raw) ?? interact(call, version, body);
    const match = /^\/(v\w+)\/models(?:\/([\w.-]+):(\w+))?$/.exec(pathname);
    if (match === null || !versions.includes(match[1] ?? '')) return notFoundPage(pathname);
    const [, served = '', id, action] = match;
    if (incoming.method === 'GET' && id === undefined) {
      if (options.noList === true) return json({ error: { message: 'Not Found' } }, 404);
      return refuseKey(key) ?? listModels(searchParams);
    }
    const model = serverModels.find(each => each.id === id);
    if (incoming.method !== 'POST' || id === undefined) return notFoundPage(pathname);
    const refused = refuseKey(key);
    if (refused !== undefined) return refused;
    const streams = action === 'streamGenerateContent' && searchParams.get('alt') === 'sse';
    if (action === 'generateContent' && options.streamOnly === true)
      return asAnswer(errors.invalid('This model only answers with stream=true.'));
    const known = action === 'generateContent' || streams;
    if (model === undefined || !known || options.interactionsOnly === true)
      return asAnswer(errors.notFound(id, served));
    const long = tooLong(raw);
    if (long !== undefined) return long;
    if (body === undefined) return asAnswer(noJson);
    const answer = generate(call, model, body);
    return streams && answer !== 'taken' ? asEvents(answer) : answer;
  }

  function interact(call: Call, version: string, body: unknown): Answer | 'taken' {
    if (body === undefined) return asAnswer(noJson);
    const asked = checkInteraction(body, uri => files.find(uri, call.key));
    if ('error' in asked) return asAnswer(asked.error);
    const model = serverModels.find(({ id }) => id === asked.model);
    if (model === undefined) return asAnswer(errors.notFound(asked.model ?? '', version));
    if (options.streamOnly === true && !asked.stream)
      return asAnswer(errors.invalid('This model only answers with stream=true.'));
    const request = asked.request(model);
    if ('error' in request) return asAnswer(request.error);
    const answer = generate(call, model, request);
    return answer === 'taken' ? answer : asInteraction(answer, asked.stream);
  }

  function tooLong(raw: Buffer): Answer | undefined {
    const most = options.maxBodyBytes ?? Infinity;
    if (raw.length <= most) return undefined;
    return asAnswer(errors.invalid(`Request payload size exceeds the limit: ${String(most)} bytes.`));
  }

  /** A checked request, and what comes of it. */
  function generate(call: Call, model: ServerModel, body: unknown): Answer | 'taken' {
    const { incoming, response, key } = call;
    const checked = checkRequest(body, model, uri => files.find(uri, key));
    if ('error' in checked) return asAnswer(checked.error);
    if (key === testKeys.free) return asAnswer(errors.freeTier(model.id));
    const reply = goodReply(checked.request, model, state.count++, options.payloadBytes ?? 0);
    const fault = chooseFault(incoming, promptOf(checked.request));
    const elsewhere = `http://localhost:${String(port)}`;
    const context = { request: checked.request, model, key, reply, incoming, response, elsewhere };
    return fault === undefined ? json(reply.json) : fault(context);
  }

  function chooseFault(incoming: IncomingMessage, prompt: string): Fault | undefined {
    const header = incoming.headers['x-test-fault'];
    const named =
      /\[fault:([\w-]+)\]/.exec(prompt)?.[1] ??
      (typeof header === 'string' ? header : undefined) ??
      state.fault;
    if (named === undefined) return undefined;
    const { fault, times } = parseFault(named);
    const counter = `${named} ${prompt}`;
    const failed = state.failed.get(counter) ?? 0;
    state.failed.set(counter, failed + 1);
    return failed < times ? fault : undefined;
  }

  function refuseKey(key: string | undefined): Answer | undefined {
    if (key === undefined || key === '') return asAnswer(errors.missingKey);
    if (key === testKeys.leaked) return asAnswer(errors.leakedKey(key));
    return key === testKeys.good || key === testKeys.free ? undefined : asAnswer(errors.badKey(key));
  }

  function keyOf({ headers }: IncomingMessage): string | undefined {
    const google = headers['x-goog-api-key'];
    const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    if ((options.keyHeader ?? 'x-goog-api-key') === 'authorization')
      return google === undefined ? bearer : undefined;
    return typeof google === 'string' && bearer === undefined ? google : undefined;
  }

  function listModels(query: URLSearchParams): Answer {
    const all = [...otherModels, ...serverModels].map(({ id, displayName, description, methods }) => ({
      name: `models/${id}`,
      version: '001',
      displayName,
      description,
      inputTokenLimit: 131072,
      outputTokenLimit: 32768,
      supportedGenerationMethods: methods,
    }));
    const from = Number(query.get('pageToken') ?? 0);
    const size = Math.min(options.pageSize ?? 50, Number(query.get('pageSize') ?? 50));
    const next = from + size;
    return json({
      models: all.slice(from, next),
      ...(next < all.length ? { nextPageToken: String(next) } : {}),
    });
  }
}

function parseFault(name: string): { fault: Fault; times: number } {
  const match = /^(.*?)(?:-(once|twice))?$/.exec(name);
  const fault = faults[match?.[1] ?? ''];
  if (fault === undefined) throw new Error(`There is no fault "${name}".`);
  return { fault, times: { once: 1, twice: 2 }[match?.[2] ?? ''] ?? Infinity };
}

function asAnswer({ status, body }: errors.GoogleError): Answer {
  return json(body, status);
}

/** What Google's front end says to an address that nothing serves. */
function notFoundPage(path: string): Answer {
  return {
    status: 404,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
    body: `<!DOCTYPE html>\n<html lang=en>\n  <title>Error 404 (Not Found)!!1</title>\n  <p>The requested URL <code>${path.replace(/[<>&]/g, '')}</code> was not found on this server.\n`,
  };
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parse(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function stop(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
