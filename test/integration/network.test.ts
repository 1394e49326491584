import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FailureView } from '../../src/protocol/views';
import { startGeminiServer, testKeys, type GeminiServer } from '../server/geminiServer';
import { startProxyServer, type ProxyServer, type ProxyServerOptions } from '../server/proxyServer';
import { World, type Page } from './lib/panelWorld';

const model = 'gemini/gemini-nano-banana-2.1';

/** What scripts/testIntegration.mjs made; the system of this host trusts `trusted`, NODE_EXTRA_CA_CERTS names `extra`. */
const pem = (name: string): string =>
  readFileSync(path.join(process.env['TEST_CERTIFICATES'] ?? '', name), 'utf8');
const tls = (authority: 'trusted' | 'extra' | 'unknown', certificate = 'server') => ({
  cert: pem(`${authority}/${certificate}.pem`),
  key: pem(`${authority}/server.key`),
});

const touched = new Set<string>();
async function set(name: string, value: unknown): Promise<void> {
  touched.add(name);
  await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
}

describe('the network of a company, under VS Code’s own fetch', () => {
  const servers: GeminiServer[] = [];
  const proxies: ProxyServer[] = [];
  let world: World;
  let page: Page;

  beforeEach(async () => {
    world = new World();
    page = await world.open();
    await page.request('ready', {});
  });

  afterEach(async () => {
    page.close();
    await world.dispose();
    for (const name of touched) await set(name, undefined);
    for (const each of [...servers.splice(0), ...proxies.splice(0)]) await each.stop();
  });

  async function serve(options: Parameters<typeof startGeminiServer>[0] = {}): Promise<GeminiServer> {
    const server = await startGeminiServer(options);
    servers.push(server);
    return server;
  }

  /** A proxy that is in the settings, with `user` as its user and password. */
  async function proxy(options: ProxyServerOptions = {}, user?: string): Promise<ProxyServer> {
    const started = await startProxyServer(options);
    proxies.push(started);
    await set('http.proxy', `http://${user === undefined ? '' : `${user}@`}${started.address}`);
    return started;
  }

  /** The address of a server under a name that only a proxy knows: VS Code never asks it for `localhost`. */
  const named = ({ url }: GeminiServer, name = 'gemini.test'): string => url.replace('127.0.0.1', name);

  /** Makes `endpoint` the service, with a key for it and the permission to send. */
  async function use(endpoint: string): Promise<void> {
    await set('inlineAssets.gemini.endpoint', endpoint);
    await world.context.workspaceState.update('inlineAssets.consent', [endpoint]);
    await world.engine.services.keys.store('gemini', testKeys.good, endpoint);
  }

  async function request(runId: string) {
    await page.until(() => page.runs.get(runId)?.running === false);
    const made = page.runs.get(runId)?.columns[0]?.requests.at(-1);
    assert.ok(made);
    return made;
  }

  async function generate(prompt = 'A fox in the snow') {
    await page.request('updateComposer', { prompt, models: [model] });
    const started = await page.request('generate', {});
    assert.ok('runId' in started, JSON.stringify(started));
    return { runId: started.runId, made: await request(started.runId) };
  }

  const generations = (server: GeminiServer): string[] =>
    server.requests.filter(({ method }) => method === 'POST').map(({ path: asked }) => asked);

  async function works(server: GeminiServer): Promise<void> {
    const { made } = await generate();
    assert.equal(made.failure, undefined, JSON.stringify(made.failure));
    const file = vscode.Uri.parse(made.candidates[0]?.image ?? '').path;
    assert.ok((await fs.stat(file)).size > 100);
    assert.equal(generations(server).length, 1);
    assert.ok((await world.engine.services.spending.spent()).todayUsd > 0.03);
  }

  /** Fails without having been sent, and all that was there is there, in this window and the next. */
  async function fails(
    ...services: GeminiServer[]
  ): Promise<{ runId: string; requestId: string; failure: FailureView }> {
    const prompt = 'A fox that must not be lost';
    const { runId, made } = await generate(prompt);
    const { failure } = made;
    assert.ok(failure);
    assert.deepEqual([failure.kind, made.candidates], ['network', []]);
    assert.equal(failure.cost, 'Nothing was sent, so it cost nothing.');
    assert.equal((await world.engine.services.spending.spent()).todayUsd, 0);
    for (const service of services) assert.deepEqual(generations(service), []);
    page.close();
    await world.dispose();
    const folder = path.join(world.engine.services.storeUri.fsPath, 'runs', runId);
    const left = await fs.readdir(folder);
    assert.ok(left.length > 0 && left.every(name => name.endsWith('.json')), left.join());
    for (const name of left) {
      const text = await fs.readFile(path.join(folder, name), 'utf8');
      JSON.parse(text);
      assert.ok(!text.includes('secret') && !text.includes(testKeys.good), name);
    }
    world = new World(world.context);
    page = await world.open();
    const { composer, runs } = await page.request('ready', {});
    assert.equal(composer.prompt, prompt);
    assert.deepEqual(runs[0]?.columns[0]?.requests[0]?.failure, failure);
    assert.equal((await world.engine.services.spending.spent()).todayUsd, 0);
    return { runId, requestId: made.id, failure };
  }

  describe('a proxy', () => {
    it('leads an image here from a service that only the proxy can reach', async () => {
      const server = await serve();
      const { seen } = await proxy();
      await use(named(server));
      await works(server);
      assert.ok(seen.length > 0 && seen.every(line => line.includes('gemini.test:') && line.endsWith('200')));
    });

    it('sees nothing of what is sent by https', async () => {
      const server = await serve({ tls: tls('trusted') });
      const { seen, passed } = await proxy();
      await use(named(server));
      await works(server);
      assert.deepEqual([...new Set(seen)], [`CONNECT ${new URL(named(server)).host} → 200`]);
      assert.ok(passed().length > 500);
      for (const word of [testKeys.good, 'fox', 'generateContent']) assert.ok(!passed().includes(word), word);
    });

    it('gets the user name and password of http.proxy', async () => {
      const server = await serve();
      const { seen } = await proxy({ credentials: 'me:se cret' }, 'me:se%20cret');
      await use(named(server));
      await works(server);
      assert.ok(seen.every(line => line.endsWith('200')));
      assert.ok(!JSON.stringify(server.requests).includes('proxy-authorization'));
    });

    // The desktop would ask for a Basic password itself, in a dialog.
    const challenge =
      vscode.env.uiKind === vscode.UIKind.Desktop ? 'Digest realm="x", nonce="y"' : 'Basic realm="x"';
    const wants: ProxyServerOptions = { credentials: 'me:secret', challenge };
    for (const [what, user] of [
      ['no password', undefined],
      ['a wrong password', 'me:secrets'],
    ] as const) {
      for (const secure of [false, true]) {
        it(`that is given ${what} is a failure that names http.proxy (${secure ? 'https' : 'http'})`, async () => {
          const server = await serve(secure ? { tls: tls('trusted') } : {});
          const { address, seen } = await proxy(wants, user);
          await use(named(server));
          const { runId, requestId, failure } = await fails(server);
          assert.ok(seen.length > 0 && seen.every(line => line.endsWith('407')), seen.join());
          assert.equal(failure.title, 'The proxy asks for a password');
          assert.match(failure.detail, /“http\.proxy”.*http:\/\/user:password@proxy:port/);
          assert.equal(failure.action?.id, 'open-settings');
          assert.ok(!JSON.stringify(failure).includes('secret'));
          // Put right, it works at once.
          await set('http.proxy', `http://me:secret@${address}`);
          await page.request('retry', { runId, requestId });
          await page.until(() => page.runs.get(runId)?.summary === '1 image');
        });
      }
    }

    it('that forbids the place is named, and is no lost connection', async () => {
      const server = await serve({ tls: tls('trusted') });
      const { seen } = await proxy({ refuse: 403 });
      await use(named(server));
      const { failure } = await fails(server);
      assert.match(`${failure.title}. ${failure.detail}`, /proxy did not connect.*http\.proxy.*403/);
      assert.equal(seen.filter(line => line.endsWith('403')).length, seen.length);
    });

    it('that is not there is named by its address', async () => {
      const server = await serve();
      const { address, stop } = await proxy();
      await stop();
      await use(named(server));
      const { failure } = await fails(server);
      assert.ok(failure.detail.includes(`Nothing answers at ${address}.`), failure.detail);
    });

    it('does not lead a redirect to another place, with the key in it', async () => {
      const server = await serve();
      const { passed, seen } = await proxy();
      await use(named(server));
      server.setFault('redirect');
      const { made } = await generate();
      assert.equal(made.failure?.kind, 'network');
      const port = new URL(server.url).port;
      assert.ok(made.failure.detail.includes(`http://localhost:${port}`), made.failure.detail);
      assert.equal(generations(server).length, 1);
      assert.ok(seen.every(line => line.includes('gemini.test:')));
      assert.equal(passed().split(testKeys.good).length - 1, server.requests.length);
      assert.equal((await world.engine.services.spending.spent()).todayUsd, 0);
    });
  });

  describe('a private certificate authority', () => {
    it('that the system trusts is trusted, directly and through a proxy', async () => {
      const server = await serve({ tls: tls('trusted') });
      await use(named(server, 'localhost'));
      await works(server);
      await proxy();
      await use(named(server));
      const { made } = await generate();
      assert.equal(made.candidates.length, 1);
    });

    for (const through of ['directly', 'through a proxy']) {
      it(`that nobody trusts gets nothing, and what to do is said (${through})`, async () => {
        const server = await serve({ tls: tls('unknown') });
        const direct = through === 'directly';
        const seen = direct ? undefined : await proxy();
        await use(named(server, direct ? 'localhost' : 'gemini.test'));
        const { failure } = await fails(server);
        assert.deepEqual(server.requests, []);
        assert.equal(failure.title, 'The certificate is not trusted');
        assert.match(
          failure.detail,
          /certificates of the system and restart VS Code\..*NODE_EXTRA_CA_CERTS.*“http\.systemCertificates”/,
        );
        assert.ok(!seen?.passed().includes(testKeys.good));
      });
    }

    it('of NODE_EXTRA_CA_CERTS is trusted as the sentence says: while http.systemCertificates is off', async () => {
      const server = await serve({ tls: tls('extra') });
      await use(named(server, 'localhost'));
      await fails(server);
      await set('http.systemCertificates', false);
      await works(server);
    });

    const broken: readonly [string, () => Parameters<typeof startGeminiServer>[0], string, RegExp][] = [
      ['that has expired', () => ({ tls: tls('trusted', 'expired') }), 'https://localhost', /clock/],
      ['for another name', () => ({ tls: tls('trusted') }), 'https://127.0.0.1', /another name/],
      ['that is none: plain http', () => ({}), 'https://localhost', /does not speak https/],
    ];
    for (const [what, options, place, sentence] of broken) {
      it(`a certificate ${what} is told apart`, async () => {
        const server = await serve(options());
        await use(`${place}:${new URL(server.url).port}`);
        const { failure } = await fails(server);
        assert.match(failure.detail, sentence);
        assert.deepEqual(server.requests, []);
      });
    }
  });
});
