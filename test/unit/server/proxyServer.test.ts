import assert from 'node:assert/strict';
import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { startGeminiServer, testKeys, type GeminiServer } from '../../server/geminiServer';
import { startProxyServer, type ProxyServer, type ProxyServerOptions } from '../../server/proxyServer';

describe('the test proxy', () => {
  let server: GeminiServer;
  let proxy: ProxyServer;
  before(async () => {
    server = await startGeminiServer();
  });
  after(() => server.stop());
  afterEach(() => proxy.stop());

  const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`;
  const place = (): string => `gemini.test:${new URL(server.url).port}`;

  async function ask(options: ProxyServerOptions, how: 'forward' | 'tunnel', authorization?: string) {
    proxy = await startProxyServer(options);
    const [host, port] = proxy.address.split(':');
    const path = '/v1beta/models';
    const key = { 'x-goog-api-key': testKeys.good };
    const proof = authorization === undefined ? {} : { 'proxy-authorization': authorization };
    const end = (sent: ReturnType<typeof request>, by: 'response' | 'connect') =>
      new Promise<{ answer: IncomingMessage; socket: Socket }>((resolve, reject) => {
        sent.once('error', reject);
        sent.once(by, (answer: IncomingMessage, socket: Socket) => resolve({ answer, socket }));
        sent.end();
      });
    if (how === 'forward') {
      const headers = { ...key, ...proof };
      const asked = request({ host, port, path: `http://${place()}${path}`, headers, agent: false });
      const { answer } = await end(asked, 'response');
      answer.resume();
      return answer;
    }
    const asked = request({ host, port, method: 'CONNECT', path: place(), headers: proof, agent: false });
    const { answer, socket } = await end(asked, 'connect');
    if (answer.statusCode !== 200) {
      socket.destroy();
      return answer;
    }
    const inner = request({ createConnection: () => socket, path, headers: { ...key, host: place() } });
    const reply = (await end(inner, 'response')).answer;
    socket.destroy();
    return reply;
  }

  for (const how of ['forward', 'tunnel'] as const) {
    it(`leads anywhere, by name (${how})`, async () => {
      assert.equal((await ask({}, how)).statusCode, 200);
      assert.equal(server.requests.at(-1)?.headers['host'], place());
      assert.equal(proxy.seen.length, 1);
      assert.match(proxy.seen[0] ?? '', /gemini\.test:\d+.* → 200$/);
    });

    it(`wants its password and keeps it to itself (${how})`, async () => {
      const before = server.requests.length;
      const none = await ask({ credentials: 'me:secret' }, how);
      assert.deepEqual(
        [none.statusCode, none.headers['proxy-authenticate']],
        [407, 'Basic realm="The company"'],
      );
      await proxy.stop();
      assert.equal((await ask({ credentials: 'me:secret' }, how, 'Basic bm8=')).statusCode, 407);
      await proxy.stop();
      assert.equal(server.requests.length, before);
      assert.equal((await ask({ credentials: 'me:secret' }, how, basic)).statusCode, 200);
      assert.equal(server.requests.at(-1)?.headers['proxy-authorization'], undefined);
    });

    it(`says no when it is to (${how})`, async () => {
      assert.equal((await ask({ refuse: 403 }, how)).statusCode, 403);
    });
  }
});
