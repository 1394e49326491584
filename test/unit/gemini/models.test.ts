import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ModelInfo } from '../../../src/core/model/modelInfo';
import { geminiInfo } from '../../../src/providers/gemini/info';
import { mergeModels, type LiveModel } from '../../../src/providers/gemini/mergeModels';
import { startGeminiServer, testKeys, type GeminiServer } from '../../server/geminiServer';
import { createHarness, type Harness } from './harness';

const signal = new AbortController().signal;
const merged = (models: readonly LiveModel[], complete = true) =>
  mergeModels(geminiInfo, { models, complete });
const ids = (models: readonly ModelInfo[]): string[] => models.map(model => model.id);

describe('gemini: models and keys', () => {
  let server: GeminiServer;
  let harness: Harness;
  before(async () => {
    server = await startGeminiServer({ pageSize: 2 });
  });
  after(() => server.stop());
  beforeEach(async () => {
    server.requests.length = 0;
    harness = await createHarness(server.url);
  });
  afterEach(() => harness.blobs.remove());

  it('reads every page and adds image models that the table does not know, and no others', async () => {
    const models = await harness.provider.listModels(signal);
    assert.ok(server.requests.length > 3);
    assert.deepEqual(ids(models), [...ids(geminiInfo.models), 'gemini/gemini-nano-banana-3-preview']);
    const added = models.at(-1)!;
    assert.deepEqual(
      [added.status, added.label, added.price],
      ['preview', 'Nano Banana 3 Preview', undefined],
    );
    const outcome = await harness.generate('a', { model: added, settings: { aspectRatio: '16:9' } });
    assert.equal(outcome.kind, 'images');
  });

  it('gives the table without a key, with a bad one, and when nobody answers', async () => {
    harness.key = undefined;
    assert.deepEqual(await harness.provider.listModels(signal), geminiInfo.models);
    assert.equal(server.requests.length, 0);
    harness.key = 'wrong';
    assert.deepEqual(await harness.provider.listModels(signal), geminiInfo.models);
    assert.ok(harness.logged.length === 1 && !harness.logged[0]!.includes('wrong'));
    harness.key = testKeys.good;
    harness.endpoint = { ...harness.endpoint, baseUrl: 'http://nobody.invalid' };
    assert.deepEqual(await harness.provider.listModels(signal), geminiInfo.models);
    assert.deepEqual(await harness.provider.listModels(AbortSignal.abort()), geminiInfo.models);
  });

  it('retires a model on its way out once the service no longer lists it', () => {
    const list = (...names: string[]) => merged(names.map(name => ({ name, actions: ['generateContent'] })));
    const old = (models: readonly ModelInfo[]) =>
      models.find(model => model.id.endsWith('/gemini-3.1-flash-image'))?.status;
    const short = list('models/gemini-nano-banana-2.1');
    assert.equal(old(short), 'retired');
    assert.equal(short.find(model => model.id === 'gemini/gemini-3-pro-image')?.status, 'stable');
    assert.equal(old(list('models/gemini-nano-banana-2.1', 'models/gemini-3.1-flash-image')), 'deprecated');
    // A list of something else says nothing.
    assert.equal(old(list('gpt-5')), 'deprecated');
    assert.equal(old(list()), 'deprecated');
  });

  it('retires nothing by a list that was not read to its end', async () => {
    const old = (models: readonly ModelInfo[]) =>
      models.find(model => model.id.endsWith('/gemini-3.1-flash-image'))?.status;
    const found = [{ name: 'models/gemini-nano-banana-2.1', actions: ['generateContent'] }];
    assert.deepEqual([old(merged(found)), old(merged(found, false))], ['retired', 'deprecated']);

    // A service whose list has no end, as the provider meets it.
    let pages = 0;
    const endless = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      const name = pages++ === 0 ? 'models/gemini-nano-banana-2.1' : `models/text-${String(pages)}`;
      response.end(
        JSON.stringify({
          models: [{ name, supportedGenerationMethods: ['generateContent'] }],
          nextPageToken: `${String(pages)}`,
        }),
      );
    });
    await new Promise<void>(resolve => endless.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = endless.address() as AddressInfo;
      harness.endpoint = { ...harness.endpoint, baseUrl: `http://127.0.0.1:${String(port)}` };
      assert.equal(old(await harness.provider.listModels(signal)), 'deprecated');
      assert.ok(pages > 1 && pages < 50, String(pages));
    } finally {
      endless.close();
    }
  });

  it('shows names of models on one line that reads one way', () => {
    const [model] = merged([
      {
        name: 'new-image',
        displayName: 'An\u202e image\n model',
        description: 'x'.repeat(1000),
        actions: [],
      },
    ]).slice(-1);
    assert.equal(model?.label, 'An image model');
    assert.ok((model?.description ?? '').length <= 300);
  });

  it('still offers an id that is gone at Google where a gateway lists it', () => {
    const [model] = merged([{ name: 'gemini-2.5-flash-image-preview', actions: [] }]).slice(-1);
    assert.deepEqual([model?.status, model?.replacement], ['deprecated', 'gemini/gemini-nano-banana-2.1']);
  });

  it('knows a replacement for every id that is gone or going', () => {
    const known = new Set(ids(geminiInfo.models));
    for (const [id, { replacement }] of Object.entries(geminiInfo.retired ?? {})) {
      assert.ok(replacement !== undefined && known.has(replacement), id);
      assert.ok(!known.has(id), id);
    }
    for (const model of geminiInfo.models) {
      assert.equal(model.replacement !== undefined, model.status === 'deprecated', model.id);
      for (const tier of model.capabilities.sizes) {
        const { price } = model;
        assert.ok(price && 'imageTokens' in price, model.id);
        assert.ok(price.imageTokens[tier.name] !== undefined, `${model.id} ${tier.name} has a price`);
        assert.deepEqual(
          Object.keys(tier.pixels).sort(),
          [...model.capabilities.aspectRatios].sort(),
          model.id,
        );
      }
    }
  });

  it('has the ratios and pixels that Google documents', () => {
    const { capabilities } = geminiInfo.models[0]!;
    assert.equal(capabilities.aspectRatios.length, 14);
    assert.deepEqual(
      capabilities.sizes.map(size => [size.name, size.pixels['16:9'], size.pixels['4:5']]),
      [
        ['1K', { width: 1376, height: 768 }, { width: 928, height: 1152 }],
        ['2K', { width: 2752, height: 1536 }, { width: 1856, height: 2304 }],
        ['4K', { width: 5504, height: 3072 }, { width: 3712, height: 4608 }],
      ],
    );
    assert.equal(geminiInfo.models[1]?.capabilities.aspectRatios.length, 10);
  });

  it('checks a key without spending', async () => {
    const { provider } = harness;
    assert.deepEqual(await provider.checkKey!(` ${testKeys.good}\n`, signal), { ok: true });
    // Billing can't be seen before an image is asked for.
    assert.deepEqual(await provider.checkKey!(testKeys.free, signal), { ok: true });
    const wrong = await provider.checkKey!('AIzaSyWrongWrongWrong', signal);
    assert.ok(!wrong.ok && wrong.failure.kind === 'auth' && !JSON.stringify(wrong).includes('WrongWrong'));
    const leaked = await provider.checkKey!(testKeys.leaked, signal);
    assert.ok(
      !leaked.ok && leaked.failure.kind === 'auth' && !JSON.stringify(leaked).includes(testKeys.leaked),
    );
    assert.ok(server.requests.every(request => request.method === 'GET'));
    const foreign = await provider.checkKey!('a\nb', signal);
    assert.ok(!foreign.ok && foreign.failure.reason === 'unusable-key');
    const cancelled = await provider.checkKey!(testKeys.good, AbortSignal.abort());
    assert.ok(!cancelled.ok && cancelled.failure.kind === 'cancelled');
    harness.endpoint = { ...harness.endpoint, baseUrl: 'http://nobody.invalid' };
    const offline = await provider.checkKey!(testKeys.good, signal);
    assert.ok(!offline.ok && offline.failure.kind === 'network');
  });

  it('takes a key on trust where a gateway has no list of models', async () => {
    const gateway = await startGeminiServer({ noList: true });
    try {
      harness.endpoint = { ...harness.endpoint, baseUrl: gateway.url };
      assert.deepEqual(await harness.provider.checkKey!(testKeys.good, signal), { ok: true });
      const wrong = await harness.provider.checkKey!('wrong', signal);
      assert.ok(wrong.ok, 'nobody can tell yet');
    } finally {
      await gateway.stop();
    }
  });
});
