import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VertexSettings } from '../../../src/core/provider';
import { createProvider } from '../../../src/providers/vertex/index';
import { vertexInfo } from '../../../src/providers/vertex/info';
import own from '../../../src/providers/vertex/models.json';
import { json } from '../../server/faultTypes';
import { makePng } from '../../server/png';
import {
  startVertexServer,
  vertexKey,
  vertexRefreshToken,
  type VertexServer,
} from '../../server/vertexServer';
import { turn } from '../gemini/harness';
import { createServiceHarness, inputImage, type ServiceHarness } from '../services/harness';

describe('vertex: Google’s models at Vertex AI', () => {
  let server: VertexServer;
  let harness: ServiceHarness;
  before(async () => {
    server = await startVertexServer();
  });
  after(() => server.stop());
  beforeEach(async () => {
    server.requests.length = 0;
    server.answerTokens(undefined);
    harness = await createServiceHarness({
      info: vertexInfo,
      createProvider,
      baseUrl: server.url,
      key: vertexKey,
    });
  });
  afterEach(async () => {
    await rm(join(harness.blobs.path, 'credentials.json'), { force: true });
    await harness.remove();
  });

  const paths = (): string[] => server.requests.map(({ path }) => path);
  const imageConfig = (): unknown =>
    (server.requests.at(-1)?.body as { generationConfig?: { imageConfig?: unknown } }).generationConfig
      ?.imageConfig;
  /** With a project, as the settings make it. */
  async function withProject(credentials: unknown, more: Partial<VertexSettings> = {}): Promise<void> {
    const credentialsFile = join(harness.blobs.path, 'credentials.json');
    await writeFile(
      credentialsFile,
      typeof credentials === 'string' ? credentials : JSON.stringify(credentials),
    );
    const vertex = {
      ...{ project: 'my-project', location: 'global', credentialsFile, outputType: '', personGeneration: '' },
      ...more,
    };
    harness.endpoint = { ...harness.endpoint, keyHeader: 'none', vertex };
    harness.key = undefined;
  }

  it('has the models of the Gemini API that it serves, each with its own last day', () => {
    assert.deepEqual(vertexInfo.problems, []);
    assert.deepEqual(
      vertexInfo.models.map(({ id }) => id).sort(),
      own.models.map(({ id }) => `vertex/${id}`).sort(),
    );
    const lastDays = vertexInfo.models.map(({ id, status, lastDay }) => [id, status, lastDay]);
    // At the Gemini API both have ended before.
    assert.deepEqual(
      lastDays.filter(([id]) => /3\.1-flash-image|2\.5-flash-image/.test(String(id))),
      [
        ['vertex/gemini-3.1-flash-image', 'stable', undefined],
        ['vertex/gemini-2.5-flash-image', 'deprecated', '2027-03-15'],
      ],
    );
  });

  describe('Imagen, which Google has shut down', () => {
    const gone = Object.entries(vertexInfo.retired ?? {});
    const imagen = gone.filter(([id]) => id.startsWith('vertex/imag'));

    it('is known by all its ids, with the day, a source and a model in its place that is not going itself', () => {
      assert.ok(gone.every(([id]) => id.startsWith('vertex/')));
      assert.deepEqual(
        imagen.map(([id]) => id.slice('vertex/'.length)).sort(),
        own.retired.map(({ id }) => id).sort(),
      );
      for (const [id, { since, source, replacement }] of imagen) {
        const heir = vertexInfo.models.find(model => model.id === replacement);
        assert.equal(heir?.status, 'stable', id);
        assert.match(since ?? '', /^202[56]-\d\d-\d\d$/, id);
        assert.match(source, /read 2026-11-24/, id);
      }
    });

    it('is not asked for, and its replacement named', async () => {
      for (const [id, { label, replacement = '' }] of imagen) {
        const heir = harness.model(replacement.slice('vertex/'.length));
        const model = { ...heir, id, label, status: 'retired' as const, replacement };
        const failure = await harness.failure('a', { model });
        assert.deepEqual([failure.kind, failure.replacement, failure.sent], ['retired', replacement, false]);
      }
      assert.deepEqual(paths(), []);
    });

    it('is told of as retired where no table knew it and the service does not', async () => {
      const model = { ...harness.model('gemini-3-pro-image'), id: 'vertex/imagen-4.0-ingredients-preview' };
      const failure = await harness.failure('a', { model });
      assert.deepEqual([failure.kind, failure.status, paths().length], ['retired', 404, 1]);
    });
  });

  describe('with a key of express mode', () => {
    it('makes an image under no project', async () => {
      const outcome = await harness.images('a cat', {
        settings: { aspectRatio: '16:9', imageSize: '2K', seed: 4 },
      });
      assert.deepEqual(paths(), ['/v1beta1/publishers/google/models/gemini-nano-banana-2.1:generateContent']);
      assert.deepEqual(imageConfig(), { aspectRatio: '16:9', imageSize: '2K' });
      assert.equal(outcome.images.length, 1);
      assert.ok((outcome.usage?.imageOutputTokens ?? 0) > 0);
    });

    it('asks every model for every ratio and size that its table has', async () => {
      for (const { id, capabilities } of vertexInfo.models) {
        for (const { name } of capabilities.sizes) {
          const model = harness.model(id.slice('vertex/'.length));
          const settings = { imageSize: name, aspectRatio: capabilities.aspectRatios.at(-1) ?? '1:1' };
          const outcome = await harness.generate('a', { model, settings });
          assert.equal(outcome.kind, 'images', JSON.stringify(outcome));
        }
      }
    });

    it('sends images, continues a thread, and starts anew where its signatures are not taken', async () => {
      const path = join(harness.blobs.path, 'a.png');
      await writeFile(path, makePng(40, 30, 1));
      const first = await harness.images('a cat', { images: [inputImage(path)] });
      const history = [turn('a cat', first.turn, harness.blobs)];
      const second = await harness.images('make it blue', { history });
      assert.equal(second.restarted, undefined);
      const contents = (server.requests.at(-1)?.body as { contents: { role: string }[] }).contents;
      assert.deepEqual(
        contents.map(({ role }) => role),
        ['user', 'model', 'user'],
      );
      const anew = await harness.images('make it red [fault:missing-signature-once]', { history });
      assert.equal(anew.restarted, true);
    });

    it('checks a key without spending', async () => {
      const { signal } = new AbortController();
      assert.deepEqual(await harness.provider.checkKey?.(vertexKey, signal), { ok: true });
      const wrong = await harness.provider.checkKey?.('AIzaWrong', signal);
      assert.equal(wrong?.ok === false && wrong.failure.kind, 'auth');
      assert.ok(paths().every(path => path.endsWith(':countTokens')));
    });

    const rows = [
      ['bad-key', 'auth', 1],
      ['api-disabled', 'auth', 1],
      ['no-billing', 'billing', 1],
      ['rate-limited', 'rate-limited', 4],
      ['per-day', 'quota', 1],
      ['overloaded', 'overloaded', 4],
      ['not-found', 'retired', 1],
      ['bad-argument', 'bad-request', 1],
      ['image-safety', 'blocked', 1],
      ['prompt-blocked', 'blocked', 1],
      ['text-only', 'text-only', 1],
      ['html', 'bad-response', 1],
      ['empty', 'bad-response', 1],
      ['garbage', 'bad-response', 1],
      ['truncated', 'bad-response', 1],
      ['corrupt-base64', 'bad-response', 1],
      ['redirect', 'network', 1],
      ['reset-body', 'network', 1],
    ] as const;
    for (const [fault, kind, times] of rows) {
      it(fault, async () => {
        const failure = await harness.failure(`a [fault:${fault}]`);
        assert.deepEqual([failure.kind, server.requests.length], [kind, times]);
        assert.ok(!JSON.stringify(failure).includes(vertexKey));
        assert.deepEqual(await harness.blobs.list(), []);
      });
    }

    it('takes an answer that comes bit by bit', async () => {
      await harness.images('a [fault:sse]');
      await harness.images('a [fault:array]');
    });
  });

  describe('in a project', () => {
    it('makes a token of a service account, once, and sends no key', async () => {
      await withProject(server.serviceAccount, { location: 'europe-west4' });
      const before = server.tokens();
      await harness.images('a');
      await harness.images('b');
      assert.equal(server.tokens() - before, 1);
      const place = 'projects/my-project/locations/europe-west4/publishers/google/models';
      assert.equal(paths().at(-1), `/v1beta1/${place}/gemini-nano-banana-2.1:generateContent`);
      assert.ok(server.requests.every(({ headers }) => headers['x-goog-api-key'] === undefined));
    });

    it('sends no token to a place that is not Google’s, also when there is one already', async () => {
      await withProject(server.serviceAccount);
      await harness.images('a');
      const before = server.requests.length;
      const elsewhere = server.url.replace('127.0.0.1', 'localhost');
      harness.endpoint = { ...harness.endpoint, baseUrl: elsewhere };
      const failure = await harness.failure('b');
      assert.deepEqual([failure.kind, failure.reason, failure.sent], ['auth', 'no-credentials', false]);
      assert.equal(server.requests.length, before);
    });

    it('makes a token of a login, and another one when that was taken back', async () => {
      await withProject(server.login);
      const before = server.tokens();
      await harness.images('a');
      server.revoke();
      await harness.images('b');
      assert.equal(server.tokens() - before, 2);
    });

    it('asks for what only Vertex AI has', async () => {
      await withProject(server.login, { outputType: 'image/png', personGeneration: 'ALLOW_ADULT' });
      await harness.images('a', { settings: { aspectRatio: '1:1' } });
      assert.deepEqual(imageConfig(), {
        ...{ aspectRatio: '1:1', personGeneration: 'ALLOW_ADULT' },
        imageOutputOptions: { mimeType: 'image/png' },
      });
    });

    it('says what is wrong with the credentials, before anything is sent', async () => {
      await withProject('', { credentialsFile: join(harness.blobs.path, 'none.json') });
      const none = await harness.failure('a');
      assert.deepEqual([none.kind, none.reason, none.sent], ['auth', 'no-credentials', false]);
      assert.match(none.message ?? '', /gcloud auth application-default login/);
      for (const credentials of [
        'no JSON',
        {},
        { type: 'external_account', token_uri: `${server.url}/token` },
        { ...server.serviceAccount, private_key: 'not a key' },
        { ...server.login, refresh_token: '' },
        { ...server.login, token_uri: 'https://collect.example/token' },
        { ...server.login, token_uri: 'https://oauth2.googleapis.com.collect.example/token' },
      ]) {
        await withProject(credentials);
        const failure = await harness.failure('a');
        assert.deepEqual([failure.kind, failure.reason, failure.sent], ['auth', 'no-credentials', false]);
      }
      assert.deepEqual(paths(), []);
    });

    it('says what the token service says, and asks it again for what passes', async () => {
      await withProject({ ...server.login, refresh_token: '1//expired' });
      const failure = await harness.failure('a');
      assert.deepEqual([failure.kind, failure.message, failure.quoted], ['auth', 'Bad Request', true]);
      await withProject(server.login);
      server.answerTokens(json({ error: 'unavailable' }, 503));
      assert.equal((await harness.failure('a')).kind, 'overloaded');
      assert.equal(harness.slept.length, 3);
      for (const answer of [
        json({}),
        { status: 200, body: '<html>' },
        { status: 302, headers: { location: 'https://x.example/' }, body: '' },
      ]) {
        server.answerTokens(answer);
        const { kind } = await harness.failure('a');
        assert.ok(kind === 'bad-response' || kind === 'network', kind);
      }
      assert.ok(paths().every(path => path === '/token'));
      assert.ok(!JSON.stringify(harness.logged).includes(vertexRefreshToken));
    });

    it('tells a project that the account may not use from a bad token', async () => {
      await withProject(server.login, { project: 'another' });
      const failure = await harness.failure('a');
      assert.deepEqual([failure.kind, failure.reason, failure.status], ['auth', 'no-access', 403]);
    });
  });

  it('goes to the address of the location, and takes its token from Google', async () => {
    const asked: string[] = [];
    const fetch = ((input: string | URL | Request, init?: RequestInit): Promise<Response> => {
      asked.push(`${String(input)} ${new Headers(init?.headers).get('authorization') ?? ''}`.trim());
      return Promise.resolve(
        Response.json(String(input).includes('oauth2') ? { access_token: 'ya29.x' } : { candidates: [] }),
      );
    }) as typeof globalThis.fetch;
    await harness.remove();
    harness = await createServiceHarness({
      ...{ info: vertexInfo, createProvider, baseUrl: 'https://aiplatform.googleapis.com', fetch },
    });
    const login: Record<string, string> = { ...server.login };
    delete login['token_uri'];
    for (const [location, host] of [
      ['global', 'aiplatform.googleapis.com'],
      ['eu', 'aiplatform.eu.rep.googleapis.com'],
      ['europe-west4', 'europe-west4-aiplatform.googleapis.com'],
    ] as const) {
      await withProject(login, { location });
      await harness.failure('a');
      assert.ok(
        asked.at(-1)?.startsWith(`https://${host}/v1beta1/projects/my-project/locations/${location}/`),
      );
      assert.ok(asked.at(-1)?.endsWith('Bearer ya29.x'));
    }
    assert.equal(asked.filter(each => each === 'https://oauth2.googleapis.com/token').length, 1);
  });
});
