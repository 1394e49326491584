import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, type Answer } from './faultTypes';
import { parseForm, type FormPart } from './formData';
import type { ServerImage } from './serverImages';
import { wireFaults } from './wireFaults';

export interface ImagesRequest {
  method: string;
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Of JSON. */
  body: unknown;
  /** Of a form. */
  form: readonly FormPart[] | undefined;
}

/** A request that was found good, and what would be answered. */
export interface ImagesContext {
  incoming: IncomingMessage;
  response: ServerResponse;
  key: string;
  image: ServerImage;
  reply: { json: object };
  /** Of this server. */
  url: string;
  /** An origin that is not this server's. */
  elsewhere: string;
}

export type ImagesFault = (context: ImagesContext) => Answer | 'taken';

export interface ImagesServer {
  /** `http://127.0.0.1:port` */
  url: string;
  requests: ImagesRequest[];
  setFault(name: string | undefined): void;
  stop(): Promise<void>;
}

export interface ImagesProtocol {
  /** `Bearer` keys that are good; empty: a key is refused. */
  keys: readonly string[];
  /** Where files lie, which are fetched without a key: with one it is refused. */
  openPaths: readonly string[];
  refuseKey(key: string | undefined): Answer;
  faults: Readonly<Record<string, ImagesFault>>;
  /** What is asked with GET. `undefined`: nothing is there. */
  get(path: string): Answer | undefined;
  /** Checks a request as strictly as the service: an answer refuses it. */
  post(request: ImagesRequest): Answer | { prompt: string; image: ServerImage; json: object };
}

/** The connection misbehaves as it does with any service. */
const shared = wireFaults as unknown as Readonly<Record<string, ImagesFault>>;

/** A server of one protocol over real HTTP; faults by `setFault` or in the prompt: `[fault:name-once]`. */
export async function startImagesServer(protocol: ImagesProtocol): Promise<ImagesServer> {
  const requests: ImagesRequest[] = [];
  const faults = { ...shared, ...protocol.faults };
  const failed = new Map<string, number>();
  let set: string | undefined;
  const server = createServer((incoming, response) => {
    void handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${String(port)}`;
  return {
    url,
    requests,
    setFault: name => {
      set = name;
      failed.clear();
    },
    stop: () =>
      new Promise(resolve => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const { method = 'GET', url: path = '/', headers } = incoming;
    const form = parseForm(headers['content-type'] ?? '', raw);
    const request = { method, path, headers, form, body: form ? undefined : parse(raw) };
    requests.push(request);
    const answer = route(request, incoming, response);
    if (answer === 'taken') return;
    response.writeHead(answer.status, {
      ...answer.headers,
      'content-length': Buffer.byteLength(answer.body),
    });
    response.end(answer.body);
  }

  function route(
    request: ImagesRequest,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Answer | 'taken' {
    const { authorization } = incoming.headers;
    const key = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
    const open = protocol.keys.length === 0 || protocol.openPaths.some(each => request.path.startsWith(each));
    if (open ? authorization !== undefined : key === undefined || !protocol.keys.includes(key))
      return protocol.refuseKey(key);
    if (request.method === 'GET') return protocol.get(request.path) ?? notFound(request.path);
    if (request.method !== 'POST') return notFound(request.path);
    const checked = protocol.post(request);
    if ('status' in checked) return checked;
    const fault = chooseFault(checked.prompt);
    if (fault === undefined) return json(checked.json);
    const { image, json: good } = checked;
    const elsewhere = `http://localhost:${String(port)}`;
    return fault({ incoming, response, key: key ?? '', image, reply: { json: good }, url, elsewhere });
  }

  function chooseFault(prompt: string): ImagesFault | undefined {
    const named = /\[fault:([\w-]+)\]/.exec(prompt)?.[1] ?? set;
    if (named === undefined) return undefined;
    const match = /^(.*?)(?:-(once|twice))?$/.exec(named);
    const fault = faults[match?.[1] ?? ''];
    if (fault === undefined) throw new Error(`There is no fault "${named}".`);
    const times = { once: 1, twice: 2 }[match?.[2] ?? ''] ?? Infinity;
    const count = failed.get(named + prompt) ?? 0;
    failed.set(named + prompt, count + 1);
    return count < times ? fault : undefined;
  }
}

export function notFound(path: string): Answer {
  return json({ error: { message: `Invalid URL (${path})`, type: 'invalid_request_error' } }, 404);
}

export function page(status: number, title: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
    body: `<!DOCTYPE html>\n<html>\n<head><title>${title}</title></head>\n<body>${title}</body></html>\n`,
  };
}

/** Answers that are damaged in ways that have nothing to do with a protocol. */
export const damagedAnswers: Readonly<Record<string, ImagesFault>> = {
  html: () => page(200, 'Sign in to the network'),
  'html-error': () => page(502, '502 Bad Gateway'),
  truncated: ({ reply }) => cut(reply.json, 0.5),
  'truncated-end': ({ reply }) => cut(reply.json, 0.999999),
  malformed: ({ reply }) => ({ ...json({}), body: JSON.stringify(reply.json).replace('"data":', '"data"') }),
  garbage: () => ({ ...json({}), body: 'upstream connect error' }),
  empty: () => ({ ...json({}), body: '' }),
  'empty-object': () => json({}),
  'no-images': () => json({ created: 1, data: [] }),
};

function cut(reply: object, share: number): Answer {
  const text = JSON.stringify(reply);
  return { ...json({}), body: text.slice(0, Math.floor((text.length - 1) * share)) };
}

function parse(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
