import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from './faultTypes';

export interface PlainRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed; `undefined` for what is no JSON. */
  body: unknown;
}

export interface PlainContext extends PlainRequest {
  url: URL;
  raw: Buffer;
  incoming: IncomingMessage;
  response: ServerResponse;
}

export interface PlainServer {
  /** `http://127.0.0.1:port` */
  url: string;
  requests: PlainRequest[];
  stop(): Promise<void>;
}

/** What every server of a service has: real HTTP, and a record of what was asked. `taken`: it answers by itself, or not. */
export async function startPlainServer(
  handle: (context: PlainContext) => Answer | 'taken' | Promise<Answer | 'taken'>,
): Promise<PlainServer> {
  const requests: PlainRequest[] = [];
  const server = createServer((incoming, response) => {
    void answer(incoming, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = 'GET', url = '/', headers } = incoming;
    const raw = Buffer.concat(chunks);
    const request = { method, path: url, headers, body: parse(raw) };
    requests.push(request);
    const made = await handle({ ...request, raw, url: new URL(url, origin), incoming, response });
    if (made === 'taken') return;
    response.writeHead(made.status, { 'content-length': Buffer.byteLength(made.body), ...made.headers });
    response.end(made.body);
  }

  return {
    url: origin,
    requests,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function parse(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** Faults by the words `[fault:name]` of a prompt; `-once` and `-twice` pass after so many times. */
export class PlainFaults {
  private readonly seen = new Map<string, number>();

  constructor(private readonly known: ReadonlySet<string>) {}

  /** What goes wrong this time, of what may go wrong here; each call counts once for the one it names. */
  at(prompt: string, here: readonly string[]): string | undefined {
    const named = /\[fault:([\w-]+)\]/.exec(prompt)?.[1];
    if (named === undefined) return undefined;
    const [, name = named, times] = /^(.*?)(?:-(once|twice))?$/.exec(named) ?? [];
    if (!this.known.has(name)) throw new Error(`There is no fault "${named}".`);
    if (!here.includes(name)) return undefined;
    const count = this.seen.get(prompt) ?? 0;
    this.seen.set(prompt, count + 1);
    return count < ({ once: 1, twice: 2 }[times ?? ''] ?? Infinity) ? name : undefined;
  }
}

export const signInPage: Answer = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!DOCTYPE html><html><title>Sign in to the network</title><p>Welcome</html>',
};

/** Width and height of a PNG, or of a JPEG as this server's tests send it; `undefined` for what is neither. */
export function pixelsOfBase64(data: unknown): readonly [number, number] | undefined {
  if (typeof data !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(data)) return undefined;
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47) {
    return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  }
  if (bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8) return jpegPixels(bytes);
  return undefined;
}

function jpegPixels(bytes: Buffer): readonly [number, number] | undefined {
  for (let at = 2; at + 9 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt16BE(at);
    if (marker >= 0xffc0 && marker <= 0xffc2) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
  }
  return undefined;
}
