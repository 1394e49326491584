import assert from 'node:assert/strict';
import { adaptSettings } from '../../../src/core/run/adapt';
import { estimateCost } from '../../../src/core/cost/cost';
import type { ModelInfo } from '../../../src/core/model/modelInfo';
import { providerOfEndpoint, readNamedEndpoints } from '../../../src/core/models/namedEndpoints';
import { readModelTable } from '../../../src/core/models/modelTable';
import type { ProviderInfo } from '../../../src/core/provider';
import { english } from '../../../src/core/translate';
import { createProvider } from '../../../src/providers/openai/index';
import { openaiInfo } from '../../../src/providers/openai/info';
import { mergeModels } from '../../../src/providers/openai/models';
import table from '../../../src/providers/openai/models.json';
import type { ImagesServer } from '../../server/imagesServer';
import { openaiKeys, startOpenaiServer } from '../../server/openaiServer';
import { createProviderHarness, type ProviderHarness } from '../providers/harness';

const signal = new AbortController().signal;
const ids = (models: readonly ModelInfo[]): string[] => models.map(model => model.id);
const named = (more: object = {}): ProviderInfo => {
  const { endpoints, problems } = readNamedEndpoints(
    [{ name: 'mine', api: 'openai', baseUrl: 'http://localhost:8080/v1', key: 'none', ...more }],
    [],
    english,
  );
  assert.deepEqual(problems, []);
  return providerOfEndpoint(endpoints[0]!, [openaiInfo]);
};

describe('openai: the table', () => {
  it('is whole, and every model that goes or is gone has an heir', () => {
    assert.deepEqual(readModelTable(table).problems, []);
    const known = new Set(ids(openaiInfo.models));
    for (const [id, { replacement }] of Object.entries(openaiInfo.retired ?? {}))
      assert.ok(replacement !== undefined && known.has(replacement) && !known.has(id), id);
    for (const { id, status, replacement, capabilities, price } of openaiInfo.models) {
      assert.equal(replacement !== undefined, status === 'deprecated', id);
      assert.ok(price && 'imageTokens' in price);
      assert.deepEqual(Object.keys(price.imageTokens), capabilities.qualities, id);
      for (const { pixels } of capabilities.sizes)
        assert.deepEqual(Object.keys(pixels).sort(), [...capabilities.aspectRatios].sort(), id);
    }
  });

  it('estimates as OpenAI’s calculator does, for squares of any size', () => {
    const model = openaiInfo.models.find(({ id }) => id === 'openai/gpt-image-2')!;
    const cents = (settings: object): number =>
      Math.round((estimateCost(model, { settings, inputImages: 0, characters: 0 }) ?? 0) * 1000);
    assert.equal(cents({ quality: 'high', imageSize: '1K' }), 211);
    assert.equal(cents({ quality: 'low' }), 6);
    // 96 × 96 × (2,000,000 + 2880²) / 4,000,000 = 23,718 tokens at $30 a million.
    assert.equal(cents({ quality: 'high', width: 2880, height: 2880 }), 712);
    assert.equal(cents({ quality: 'high', imageSize: '4K' }), 712);
    // Without a quality the service chooses, and nobody knows which: one is asked for.
    assert.equal(cents({}), 53);
    assert.equal(adaptSettings(model, {}).settings.quality, 'medium');
    assert.deepEqual(adaptSettings(model, { quality: 'LOW' }), { settings: { quality: 'low' }, adapted: [] });
  });
});

describe('openai: models and keys', () => {
  let server: ImagesServer;
  let harness: ProviderHarness;
  before(async () => {
    server = await startOpenaiServer();
  });
  after(() => server.stop());
  beforeEach(async () => {
    server.requests.length = 0;
    harness = await createProviderHarness({
      ...{ info: openaiInfo, createProvider, key: openaiKeys.good },
      baseUrl: `${server.url}/v1`,
    });
  });
  afterEach(() => harness.blobs.remove());

  it('lists image models only, a snapshot as what its model is', async () => {
    const models = await harness.provider.listModels(signal);
    assert.deepEqual(ids(models), [...ids(openaiInfo.models), 'openai/gpt-image-2-2026-04-21']);
    const snapshot = models.at(-1)!;
    assert.deepEqual(snapshot.capabilities, harness.model('gpt-image-2').capabilities);
    assert.equal(snapshot.label, 'GPT Image 2 (2026-04-21)');
    await harness.images('a', { model: snapshot, settings: { aspectRatio: '16:9' } });
  });

  it('believes the day on which the service ends a model, and that it has ended', () => {
    const live = openaiInfo.models.map(({ id }) => ({ id: id.slice(7) }));
    const find = (models: readonly ModelInfo[], id: string) =>
      models.find(each => each.id === `openai/${id}`);
    const ending = mergeModels(openaiInfo, [
      ...live.slice(1),
      { id: live[0]!.id, shutdownDate: '2027-05-04' },
    ]);
    const { status, lastDay, replacement } = find(ending, 'gpt-image-2.6-sunburst')!;
    assert.deepEqual([status, lastDay], ['deprecated', '2027-05-04']);
    assert.notEqual(replacement, 'openai/gpt-image-2.6-sunburst');
    const without = mergeModels(
      openaiInfo,
      live.filter(({ id }) => id !== 'gpt-image-1.5'),
    );
    assert.equal(find(without, 'gpt-image-1.5')?.status, 'retired');
    assert.equal(find(mergeModels(openaiInfo, [{ id: 'gpt-5' }]), 'gpt-image-1.5')?.status, 'deprecated');
  });

  it('checks a key without spending, and says nothing of it', async () => {
    const { provider } = harness;
    assert.deepEqual(await provider.checkKey!(openaiKeys.good, signal), { ok: true });
    const wrong = await provider.checkKey!('sk-proj-WrongWrongWrong', signal);
    assert.ok(!wrong.ok && wrong.failure.kind === 'auth' && !JSON.stringify(wrong).includes('WrongWrong'));
    assert.ok(server.requests.every(({ method }) => method === 'GET'));
    harness.key = 'sk-proj-WrongWrongWrong';
    assert.equal(await provider.listModels(signal), openaiInfo.models);
    assert.ok(harness.logged.length === 1 && !harness.logged[0]!.includes('WrongWrong'));
  });

  it('adds only models whose names are names, and not any number of them', () => {
    const count = (names: readonly string[]): number =>
      mergeModels(
        named(),
        names.map(id => ({ id })),
      ).length;
    assert.ok(count(Array.from({ length: 5000 }, (_, index) => `flux-${index}`)) <= 200);
  });
});

describe('openai: a server of one’s own', () => {
  let server: ImagesServer;
  let harness: ProviderHarness;
  const info = named({ models: ['stablediffusion', 'gpt-image-2.6-flare'], pricePerImage: 0 });
  const own = info.models[1]!;
  beforeEach(async () => {
    server = await startOpenaiServer({ kind: 'compatible', listed: ['gpt-image-2', 'sdxl-turbo', 'phi-4'] });
    harness = await createProviderHarness({ info, createProvider, baseUrl: server.url });
  });
  afterEach(async () => {
    await harness.blobs.remove();
    await server.stop();
  });

  it('needs no key, gets none, and is asked for base64', async () => {
    const { images, usage } = await harness.images('a', {
      ...{ model: own, settings: { width: 512, height: 768 } },
    });
    assert.equal(images.length, 1);
    assert.equal(usage?.outputTokens, 196);
    const [request] = server.requests;
    assert.equal(request?.headers['authorization'], undefined);
    // An address without a path has the version that all of them have.
    assert.equal(request?.path, '/v1/images/generations');
    assert.deepEqual(request.body, {
      ...{ model: 'stablediffusion', prompt: 'a', n: 1, size: '512x768', response_format: 'b64_json' },
    });
  });

  it('is asked again without what it does not know, and its image is fetched', async () => {
    await server.stop();
    server = await startOpenaiServer({ kind: 'compatible', noResponseFormat: true });
    harness.endpoint = { ...harness.endpoint, baseUrl: server.url };
    const outcome = await harness.images('a', { model: own });
    assert.deepEqual(
      server.requests.map(({ method, path }) => `${method} ${path}`),
      ['POST /v1/images/generations', 'POST /v1/images/generations', 'GET /files/a.png'],
    );
    assert.deepEqual([outcome.images.length, outcome.usage], [1, undefined]);
    assert.deepEqual(harness.slept, []);
  });

  it('has the models that it lists or that are named, and OpenAI’s only then', async () => {
    assert.deepEqual(ids(info.models), ['mine/gpt-image-2.6-flare', 'mine/stablediffusion']);
    assert.equal(info.retired, undefined);
    const models = await harness.provider.listModels(signal);
    assert.deepEqual(ids(models), [
      ...ids(info.models),
      ...['mine/flux.1-schnell', 'mine/gpt-image-2', 'mine/sdxl-turbo'],
    ]);
    const known = models.find(({ id }) => id === 'mine/gpt-image-2')!;
    assert.equal(known.capabilities.maxReferences, 16);
    const plain = models.find(({ id }) => id === 'mine/sdxl-turbo')!;
    assert.deepEqual([plain.capabilities.mask, plain.capabilities.maxReferences], [undefined, 1]);
    for (const { price } of models)
      assert.deepEqual(price && 'perImage' in price && price.perImage, { any: 0 });
  });

  it('has prices only where somebody said them', () => {
    const { models, plain } = named({ models: ['x', 'gpt-image-2'], priceMultiplier: 2 });
    const [known, unknown] = models;
    assert.ok(known?.price && 'imageTokens' in known.price && known.price.imageOutputPerMillion === 60);
    assert.deepEqual([unknown?.price, plain?.price], [undefined, undefined]);
  });

  it('sends its key as a bearer token unless it is said otherwise', () => {
    const { endpoint } = named({ key: undefined });
    assert.equal(endpoint?.keyHeader, 'authorization');
  });
});
