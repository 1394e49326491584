import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ProxyServerOptions {
  /** `user:password` that it wants. Default: none. */
  credentials?: string;
  /** What it asks for them with. Default Basic. */
  challenge?: string;
  /** Answers every request itself, with this status, as a proxy does that forbids the place or cannot reach it. */
  refuse?: number;
}

export interface ProxyServer {
  /** `127.0.0.1:port` */
  address: string;
  /** What came, and how it was answered: `CONNECT gemini.test:443 → 200`. */
  seen: string[];
  /** Every byte that it passed on to a server, as Latin-1. */
  passed(): string;
  stop(): Promise<void>;
}

/**
 * A forward proxy as companies have: tunnels by CONNECT, and plain requests with the whole address. Whatever host is
 * named, this machine is what it leads to, so names may be made up.
 */
export async function startProxyServer(options: ProxyServerOptions = {}): Promise<ProxyServer> {
  const seen: string[] = [];
  const chunks: Buffer[] = [];
  const sockets = new Set<Duplex>();
  const keep = <S extends Duplex>(socket: S): S => {
    sockets.add(socket.once('close', () => sockets.delete(socket)));
    // A client that goes away is no fault of the proxy's.
    return socket.on('error', () => socket.destroy());
  };
  const statusFor = ({ headers }: IncomingMessage): number => {
    const wanted = options.credentials;
    const given = headers['proxy-authorization'];
    if (wanted !== undefined && given !== `Basic ${Buffer.from(wanted).toString('base64')}`) return 407;
    return options.refuse ?? 200;
  };
  const note = ({ method, url }: IncomingMessage, status: number): void =>
    void seen.push(`${method ?? ''} ${url ?? ''} → ${String(status)}`);
  const challenge = { 'proxy-authenticate': options.challenge ?? 'Basic realm="The company"' };

  const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
    const status = statusFor(incoming);
    note(incoming, status);
    if (status !== 200) {
      incoming.resume();
      response.writeHead(status, status === 407 ? challenge : {}).end();
      return;
    }
    const { pathname, search, port, host } = new URL(incoming.url ?? '');
    const headers = { ...incoming.headers, host };
    delete headers['proxy-authorization'];
    const onward = send(
      {
        host: '127.0.0.1',
        port,
        method: incoming.method,
        path: pathname + search,
        headers,
      },
      answer => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)),
    );
    onward.on('error', () => response.destroy());
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).pipe(onward);
  });
  server.on('connection', (socket: Socket) => keep(socket));
  server.on('connect', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    keep(client);
    const status = statusFor(incoming);
    note(incoming, status);
    if (status !== 200) {
      const lines = status === 407 ? [`proxy-authenticate: ${challenge['proxy-authenticate']}`] : [];
      client.end([`HTTP/1.1 ${String(status)} No`, ...lines, 'content-length: 0', '', ''].join('\r\n'));
      return;
    }
    const { port } = new URL(`http://${incoming.url ?? ''}`);
    const onward = keep(connect(Number(port || 80), '127.0.0.1'));
    onward.once('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      client.on('data', (chunk: Buffer) => chunks.push(chunk));
      client.pipe(onward).pipe(client);
    });
    onward.once('close', () => client.destroy());
    client.once('close', () => onward.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    address: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    seen,
    passed: () => Buffer.concat(chunks).toString('latin1'),
    stop: () =>
      new Promise(resolve => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}
