import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, request } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { english } from '../../../src/core/translate';
import { createDownload } from '../../../src/host/download';
import { writeCertificates } from '../../../scripts/lib/certificates.mjs';

const maxBytes = 1000;
const publicAddress = '93.184.216.34';
/** What names lead to: the download asks this, and not the resolver of the machine. */
const names: Readonly<Record<string, readonly string[]>> = {
  'files.example': [publicAddress],
  'other.example': [publicAddress],
  'api.example': [publicAddress],
  'inside.example': ['10.1.2.3'],
  'both.example': [publicAddress, '::1'],
  'mapped.example': ['::ffff:192.168.1.1'],
  'router.lan': ['192.168.1.1'],
};

describe('A download of what an answer names', () => {
  let folder: string;
  let plain: Server;
  let tls: Server;
  let port = 0;
  let tlsPort = 0;
  const asked: { host: string; url: string; headers: IncomingMessage['headers'] }[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'download-'));
    writeCertificates(folder, 'Test', Object.keys(names));
    const [cert, key] = await Promise.all(
      ['server.pem', 'server.key'].map(name => readFile(join(folder, name), 'utf8')),
    );
    plain = createServer(answer);
    tls = createTlsServer({ cert, key }, answer);
    for (const server of [plain, tls]) {
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    }
    port = (plain.address() as AddressInfo).port;
    tlsPort = (tls.address() as AddressInfo).port;
  });
  after(async () => {
    for (const server of [plain, tls]) await new Promise(resolve => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => (asked.length = 0));

  function answer(incoming: IncomingMessage, response: ServerResponse): void {
    const { url = '/', headers } = incoming;
    asked.push({ host: headers.host ?? '', url, headers });
    const { pathname, searchParams } = new URL(url, 'http://x');
    if (pathname === '/to') return void response.writeHead(302, { location: searchParams.get('at')! }).end();
    if (pathname === '/circle') return void response.writeHead(307, { location: '/circle' }).end();
    if (pathname === '/large') return void response.end(Buffer.alloc(maxBytes + 1));
    if (pathname === '/stream') {
      response.write(Buffer.alloc(maxBytes));
      return void response.end('more');
    }
    if (pathname === '/bomb') {
      response.setHeader('content-encoding', 'gzip');
      return void response.end(gzipSync(Buffer.alloc(1_000_000)));
    }
    if (pathname === '/gone') return void response.writeHead(403).end('expired');
    response.end('an image');
  }

  /** Names lead to the servers of this test, as those of the internet would; certificates are checked. */
  const overTls: typeof fetch = async (input, init) => {
    const url = new URL(input as URL);
    const ca = await readFile(join(folder, 'ca.pem'), 'utf8');
    return new Promise((resolve, reject) => {
      const headers = Object.fromEntries(new Headers(init?.headers));
      const options = { ca, headers, host: '127.0.0.1', servername: url.hostname, port: tlsPort };
      request({ ...options, path: url.pathname + url.search }, answered => {
        const { statusCode: status = 0, headersDistinct } = answered;
        const given = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
          values.map((value): [string, string] => [name, value]),
        );
        resolve(new Response(Readable.toWeb(answered) as ReadableStream, { status, headers: given }));
      })
        .setHeader('host', url.host)
        .once('error', reject)
        .end();
    });
  };
  const addressesOf = (host: string): Promise<readonly string[]> =>
    names[host] === undefined ? Promise.reject(new Error('ENOTFOUND')) : Promise.resolve(names[host]);

  const open = { signal: new AbortController().signal, maxBytes };
  const get = async (url: string, service = 'https://api.example'): Promise<string> => {
    const isPlain = url.startsWith('http://') && service.startsWith('http://');
    const download = createDownload({ t: english, addressesOf, ...(isPlain ? {} : { fetch: overTls }) });
    return (await download(url, service, open)).text();
  };
  const refused = (url: string, reason: string, message: RegExp, service?: string) =>
    assert.rejects(get(url, service), { name: 'FetchRefused', reason, message });

  it('comes over https from wherever it lies, without a key and without cookies', async () => {
    assert.equal(await get('https://files.example/a.png'), 'an image');
    const [only] = asked;
    assert.equal(only?.host, 'files.example');
    for (const name of ['authorization', 'x-goog-api-key', 'cookie', 'referer']) {
      assert.equal(only?.headers[name], undefined, name);
    }
  });

  it('follows to other open places, and only there', async () => {
    const to = (at: string) => `https://files.example/to?at=${encodeURIComponent(at)}`;
    assert.equal(await get(to('https://other.example/b.png')), 'an image');
    assert.equal(await get(to('/b.png')), 'an image');
    asked.length = 0;
    const inside = [
      ...['https://127.0.0.1/', 'https://[::1]/', 'https://[::ffff:10.0.0.1]/', 'https://localhost/'],
      ...['https://10.0.0.1/', 'https://169.254.169.254/latest/meta-data', 'https://inside.example/'],
      ...['https://2130706433/', 'https://0x7f.1/', 'https://a.localhost./', 'https://both.example/'],
    ];
    for (const at of inside) await refused(to(at), 'unsafe-address', /private network/);
    await refused(to('http://other.example/b.png'), 'unsafe-address', /not encrypted/);
    await refused(to('ftp://other.example/b.png'), 'unsafe-address', /address that is none/);
    await refused(to('file:///etc/passwd'), 'unsafe-address', /address that is none/);
    await refused(to('https://me:pw@other.example/'), 'unsafe-address', /password/);
    assert.ok(asked.every(({ host }) => host === 'files.example'));
    asked.length = 0;
    await refused('https://files.example/circle', 'redirect', /too many redirects/);
    assert.equal(asked.length, 4);
  });

  it('asks nobody on this machine or its network', async () => {
    const inside = [
      ...['https://127.0.0.1/', 'https://127.1/', 'https://0/', 'https://[::]/', 'https://[::1]/'],
      ...[
        'https://[fe80::1]/',
        'https://[fd00::1]/',
        'https://[::ffff:127.0.0.1]/',
        'https://[64:ff9b::7f00:1]/',
      ],
      ...['https://192.168.0.1/', 'https://router.lan/', 'https://mapped.example/', 'https://LOCALHOST/'],
    ];
    for (const url of inside) await refused(url, 'unsafe-address', /private network/);
    for (const url of ['', 'a.png', '//files.example/a', 'data:image/png;base64,AAAA', 'javascript:1']) {
      await refused(url, 'unsafe-address', /address that is none/);
    }
    await refused('http://files.example/a.png', 'unsafe-address', /not encrypted/);
    await refused('https://me:pw@files.example/a.png', 'unsafe-address', /password/);
    assert.equal(asked.length, 0);
  });

  it('may come from where the service itself is', async () => {
    const own = `http://127.0.0.1:${String(port)}`;
    assert.equal(await get(`${own}/a.png`, own), 'an image');
    // A service at home has its files beside it.
    assert.equal(await get(`${own}/a.png`, 'http://127.0.0.1:1'), 'an image');
    await refused(`${own}/a.png`, 'unsafe-address', /private network|not encrypted/, 'http://192.168.1.1');
    await refused(`${own}/to?at=https://10.0.0.1/`, 'unsafe-address', /private network/, own);
    // From elsewhere nobody is sent there.
    asked.length = 0;
    const back = `https://files.example/to?at=${encodeURIComponent(`${own}/shutdown`)}`;
    await refused(back, 'unsafe-address', /private network|not encrypted/, own);
    await refused(back, 'unsafe-address', /private network|not encrypted/, 'http://127.0.0.1:1');
    assert.deepEqual(
      asked.map(({ host }) => host),
      ['files.example', 'files.example'],
    );
    assert.equal(await get('https://api.example/a.png'), 'an image');
  });

  it('is no larger than an image can be, whatever it says of itself', async () => {
    const own = `http://127.0.0.1:${String(port)}`;
    await refused('https://files.example/large', 'too-large', /files\.example.* too large/);
    await refused(`${own}/stream`, 'too-large', /too large/, own);
    await refused(`${own}/bomb`, 'too-large', /too large/, own);
  });

  it('hands on what the place says, and stops when it is told to', async () => {
    const download = createDownload({ t: english, addressesOf, fetch: overTls });
    const response = await download('https://files.example/gone', 'https://api.example', open);
    assert.deepEqual([response.status, await response.text()], [403, 'expired']);
    const signal = AbortSignal.abort();
    const own = `http://127.0.0.1:${String(port)}`;
    const stopped = createDownload({ t: english })(`${own}/a.png`, own, { ...open, signal });
    await assert.rejects(stopped, { name: 'AbortError' });
    // A name that nobody knows may be known to the proxy.
    await assert.rejects(
      get('https://unknown.example/a.png'),
      (error: Error) => error.name !== 'FetchRefused',
    );
  });
});
