import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findFetchRefused } from '../../../src/core/fetchRefused';
import { redact } from '../../../src/core/redact';
import { english } from '../../../src/core/translate';
import { createGuardedFetch, isReadableOnTheWay, originOf } from '../../../src/host/net';

const secret = 'AIzaSyExampleExampleExample';

describe('The way out', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** Its origin, and the requests it got. */
  async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    const got: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', chunk => (body += String(chunk)));
      request.on('end', () => {
        got.push(`${request.method} ${request.url} ${request.headers['x-goog-api-key'] ?? 'no key'} ${body}`);
        answer(request, response);
      });
    });
    servers.push(server);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, got };
  }
  const guarded = (...origins: string[]): typeof fetch =>
    createGuardedFetch({ allowedOrigins: () => origins, t: english });
  const post = { method: 'POST', body: 'prompt', headers: { 'x-goog-api-key': secret } };

  it('leads only to allowed origins', async () => {
    const { origin, got } = await serve((_request, response) => response.end('ok'));
    assert.equal(await (await guarded(origin)(`${origin}/a`, post)).text(), 'ok');
    const failure = await guarded('https://example.com')(`${origin}/a`, post).catch(findFetchRefused);
    assert.ok(failure && 'reason' in failure);
    assert.deepEqual([failure.reason, failure.sent], ['endpoint-not-allowed', false]);
    assert.equal(got.length, 1);
  });

  it('never carries a key to another origin, allowed or not', async () => {
    const target = await serve((_request, response) => response.end('stolen'));
    const { origin } = await serve((_request, response) =>
      response.writeHead(307, { location: `${target.origin}/b` }).end(),
    );
    const failure = await guarded(origin, target.origin)(`${origin}/a`, post).catch(findFetchRefused);
    assert.ok(failure && 'reason' in failure);
    assert.deepEqual([failure.reason, failure.sent], ['redirect', true]);
    assert.ok(failure.message.includes(target.origin));
    assert.deepEqual(target.got, []);
  });

  it('follows inside one origin, and gives up a circle', async () => {
    const { origin, got } = await serve((request, response) => {
      if (request.url === '/a') response.writeHead(307, { location: '/b' }).end();
      else if (request.url === '/circle') response.writeHead(307, { location: '/circle' }).end();
      else response.end('there');
    });
    assert.equal(await (await guarded(origin)(`${origin}/a`, post)).text(), 'there');
    assert.deepEqual(got, [`POST /a ${secret} prompt`, `POST /b ${secret} prompt`]);
    const failure = await guarded(origin)(`${origin}/circle`, post).catch(findFetchRefused);
    assert.ok(failure && 'reason' in failure && failure.reason === 'redirect');
  });

  it('says what a proxy wants', async () => {
    const { origin } = await serve((_request, response) => response.writeHead(407).end());
    const byStatus = await guarded(origin)(origin).catch(findFetchRefused);
    assert.ok(byStatus && 'reason' in byStatus && byStatus.reason === 'proxy-auth');
    assert.match(byStatus.message, /http\.proxy/);
    const tunnel = createGuardedFetch({
      allowedOrigins: () => ['https://example.com'],
      t: english,
      fetch: () => {
        const cause = new Error('Proxy response (407) !== 200 when HTTP Tunneling');
        return Promise.reject(new TypeError('fetch failed', { cause }));
      },
    });
    const byError = await tunnel('https://example.com/x').catch(findFetchRefused);
    assert.ok(byError && 'reason' in byError && byError.reason === 'proxy-auth' && !byError.sent);
  });

  it('knows origins', () => {
    assert.equal(originOf('https://Example.com:443/v1?x'), 'https://example.com');
    for (const no of ['', 'example.com', 'file:///x', 'javascript:1']) assert.equal(originOf(no), undefined);
  });

  it('is readable by others where it is plain http to another machine', () => {
    for (const origin of [
      'http://gateway.example',
      'http://10.0.0.7:8080',
      'http://[fd00::1]',
      'http://localhost.example',
      'http://127.0.0.1.example',
    ])
      assert.equal(isReadableOnTheWay(origin), true, origin);
    for (const origin of [
      'https://gateway.example',
      'https://10.0.0.7',
      'http://localhost:8080',
      'http://gemini.localhost',
      'http://127.0.0.1:1',
      'http://127.1',
      'http://[::1]:8080',
    ])
      assert.equal(isReadableOnTheWay(origin), false, origin);
  });
});

describe('What is written down', () => {
  it('has no keys, no credentials and no images in it', () => {
    const base64 = Buffer.alloc(300, 7).toString('base64');
    const line = redact(
      `Bearer abcdefgh123 x-goog-api-key: ${secret} ?key=${secret}&a=1 http://me:pass@proxy:80 {"api_key":"qwertz"} ${base64} my-own-token`,
      2000,
      ['my-own-token'],
    );
    for (const no of ['abcdefgh123', secret, 'pass', 'qwertz', base64, 'my-own-token'])
      assert.ok(!line.includes(no), no);
    assert.match(line, /\[400 characters\]/);
  });

  it('is bounded, however much a service echoes', () => {
    const start = process.hrtime.bigint();
    assert.ok(redact('word '.repeat(5_000_000), 500).length <= 501);
    assert.ok(redact('A'.repeat(20_000_000), 500).length <= 501);
    assert.ok(process.hrtime.bigint() - start < 1_000_000_000n);
  });
});
