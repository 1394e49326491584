import assert from 'node:assert/strict';
import { english } from '../../../src/core/translate';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { KeyEntry, type KeyEntryPorts } from '../../../src/host/keys/keyEntry';
import { Keys, type KeysPorts } from '../../../src/host/keys/keys';
import { providers } from '../../../src/providers/registry';
import { originOf } from '../../../src/host/net';
import { ProviderAccess } from '../../../src/host/providerAccess';
import { startGeminiServer, testKeys, type GeminiServer } from '../../server/geminiServer';

/** VS Code's secret storage; a write waits for `gate()`. */
class Secrets {
  readonly values = new Map<string, string>();
  gate = (): Promise<void> => Promise.resolve();
  readonly onDidChange: KeysPorts['secrets']['onDidChange'] = () => ({ dispose: () => undefined });
  keys = (): Promise<string[]> => Promise.resolve([...this.values.keys()]);
  get = (name: string): Promise<string | undefined> => Promise.resolve(this.values.get(name));
  delete = (name: string): Promise<void> => Promise.resolve(void this.values.delete(name));
  async store(name: string, value: string): Promise<void> {
    await this.gate();
    this.values.set(name, value);
  }
}

describe('entering a key', () => {
  const { signal } = new AbortController();
  let servers: [GeminiServer, GeminiServer];
  let secrets: Secrets;
  let keys: Keys;
  let access: ProviderAccess;
  let baseUrl: string;
  const log = { debug() {}, info() {}, warn() {}, error() {}, show() {}, dispose() {} };

  beforeEach(async () => {
    servers = [await startGeminiServer(), await startGeminiServer()];
    baseUrl = servers[0].url;
    secrets = new Secrets();
    keys = new Keys({ secrets, originOf: () => originOf(baseUrl) });
    access = new ProviderAccess({
      providers: () => providers,
      fetch,
      download: () => assert.fail('nothing is downloaded'),
      endpoint: () => ({ baseUrl, apiVersion: 'v1beta', keyHeader: 'x-goog-api-key', timeoutMs: 10_000 }),
      keys,
      imaging: new ImagingClient({ workerPath: 'never started' }),
      t: english,
      log,
    });
  });
  afterEach(async () => {
    keys.dispose();
    for (const server of servers) await server.stop();
  });

  const entry = (ports: Partial<KeyEntryPorts> = {}): KeyEntry =>
    new KeyEntry('gemini', servers[0].url, {
      keys,
      origin: () => originOf(baseUrl),
      check: (...args) => access.checkKey(...args),
      ...ports,
    });
  const keysSent = (server: GeminiServer): unknown[] =>
    server.requests.map(({ headers }) => headers['x-goog-api-key']);

  it('says that billing is missing only where the service says so', async () => {
    const check = async () => ({ ok: false, failure: { kind: 'billing', sent: true } }) as const;
    assert.deepEqual(await entry({ check }).accept(testKeys.good, signal), {
      kind: 'stored',
      billing: 'missing',
    });
  });

  it('does not call a key wrong whose project may not do something', async () => {
    for (const reason of ['SERVICE_DISABLED', 'no-access', 'no-model-access']) {
      const check = async () => ({ ok: false, failure: { kind: 'auth', reason, sent: true } }) as const;
      const own = entry({ check });
      assert.equal((await own.accept(testKeys.good, signal)).kind, 'unchecked');
      assert.equal((await own.accept(testKeys.good, signal)).kind, 'stored');
    }
  });

  it('stores a good key for the address that was shown', async () => {
    const own = entry();
    assert.equal(await own.stored, false);
    assert.deepEqual(await own.accept(` ${testKeys.good}\n`, signal), { kind: 'stored', billing: 'unknown' });
    assert.equal(await own.stored, true);
    assert.deepEqual([...secrets.values], [[`inlineAssets.key.gemini.${servers[0].url}`, testKeys.good]]);
  });

  it('tells what is no key from a key that the service refuses', async () => {
    const own = entry();
    assert.deepEqual(await own.accept(' ', signal), { kind: 'empty' });
    assert.deepEqual(await own.accept('a b', signal), { kind: 'spaces' });
    assert.deepEqual(servers[0].requests, []);
    assert.equal((await own.accept('AIzaSyWrongWrongWrong', signal)).kind, 'wrong');
    assert.equal(secrets.values.size, 0);
  });

  it('stores a key that could not be checked when it is given once more, and only that one', async () => {
    await servers[0].stop();
    const own = entry();
    assert.equal((await own.accept(testKeys.free, signal)).kind, 'unchecked');
    assert.equal((await own.accept(testKeys.good, signal)).kind, 'unchecked');
    assert.deepEqual(await own.accept(testKeys.good, signal), { kind: 'stored', billing: 'unknown' });
  });

  it('sends the key nowhere when the address changed while it was typed', async () => {
    baseUrl = servers[1].url;
    assert.deepEqual(await entry().accept(testKeys.good, signal), { kind: 'moved' });
    assert.deepEqual([...servers[0].requests, ...servers[1].requests], []);
    assert.equal(secrets.values.size, 0);
  });

  it('sends the key nowhere when the address changes while the provider is loaded, and back again', async () => {
    const answer = entry({
      async check(...args) {
        const checking = access.checkKey(...args);
        baseUrl = servers[1].url;
        const result = await checking;
        baseUrl = servers[0].url;
        return result;
      },
    }).accept(testKeys.good, signal);
    assert.deepEqual(await answer, { kind: 'moved' });
    assert.deepEqual([...servers[0].requests, ...servers[1].requests], []);
    assert.equal(secrets.values.size, 0);
  });

  it('stores nothing when the address changes while the service is asked', async () => {
    const answer = await entry({
      async check(...args) {
        const result = await access.checkKey(...args);
        baseUrl = servers[1].url;
        return result;
      },
    }).accept(testKeys.good, signal);
    assert.deepEqual(answer, { kind: 'moved' });
    assert.deepEqual(keysSent(servers[0]), [testKeys.good]);
    assert.deepEqual(keysSent(servers[1]), []);
    assert.equal(secrets.values.size, 0);
  });

  it('does not store what the service says of a key after the box was closed', async () => {
    const closed = new AbortController();
    const answering = entry().accept(testKeys.good, closed.signal);
    closed.abort();
    assert.deepEqual(await answering, { kind: 'cancelled' });
    assert.equal(secrets.values.size, 0);
  });

  it('says of a box that was closed in the middle of storing what became of it', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>(resolve => (open = resolve));
    secrets.gate = () => gate;
    const closed = new AbortController();
    let checked = (): void => undefined;
    const storing = new Promise<void>(resolve => (checked = resolve));
    const own = entry({
      keys: {
        store: (...args) => {
          const stored = keys.store(...args);
          checked();
          return stored;
        },
      },
    });
    const answering = own.accept(testKeys.good, closed.signal);
    await storing;
    closed.abort();
    const { stored } = own;
    open();
    assert.equal(await stored, true);
    assert.deepEqual(await answering, { kind: 'stored', billing: 'unknown' });
    assert.equal(secrets.values.size, 1);
  });

  it('passes on what the secret storage refuses', async () => {
    secrets.gate = () => Promise.reject(new Error('The keyring is locked.'));
    const own = entry();
    await assert.rejects(own.accept(testKeys.good, signal), /locked/);
    assert.equal(await own.stored, false);
  });
});

describe('stored keys', () => {
  it('are stored for no other address than the present one', async () => {
    const secrets = new Secrets();
    const keys = new Keys({ secrets, originOf: () => 'https://b.example' });
    await assert.rejects(keys.store('gemini', testKeys.good, 'https://a.example'), /a\.example/);
    assert.equal(secrets.values.size, 0);
    keys.dispose();
  });

  it('are removed for the address that the question named', async () => {
    const secrets = new Secrets();
    let origin = 'https://a.example';
    const keys = new Keys({ secrets, originOf: () => origin });
    await keys.store('gemini', 'of a', 'https://a.example');
    origin = 'https://b.example';
    await keys.store('gemini', 'of b', 'https://b.example');
    await keys.remove('gemini', 'https://a.example');
    assert.equal(await keys.get('gemini'), 'of b');
    origin = 'https://a.example';
    assert.equal(await keys.get('gemini'), undefined);
    keys.dispose();
  });
});
