import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { costOf, priceOfOneImage } from '../../../src/core/cost/cost';
import { makesDrawings, providerOf, serviceModelId, type ModelInfo } from '../../../src/core/model/modelInfo';
import { readModelTable } from '../../../src/core/models/modelTable';
import type { Failure } from '../../../src/core/model/outcome';
import { createProvider } from '../../../src/providers/openrouter/index';
import { openrouterInfo } from '../../../src/providers/openrouter/info';
import table from '../../../src/providers/openrouter/models.json';
import { imageSize, pngAlpha } from '../../server/imageFacts';
import type { ImagesServer } from '../../server/imagesServer';
import { openrouterKeys, serverDrawing, startOpenrouterServer } from '../../server/openrouterServer';
import { makeJpeg } from '../../server/jpeg';
import { makePng } from '../../server/png';
import { input } from '../gemini/harness';
import { createProviderHarness, type ProviderHarness } from '../providers/harness';

const signal = new AbortController().signal;
const harnessOf = (server: ImagesServer): Promise<ProviderHarness> =>
  createProviderHarness({
    ...{ info: openrouterInfo, createProvider, key: openrouterKeys.good },
    baseUrl: `${server.url}/api/v1`,
  });

describe('openrouter: requests and answers', () => {
  let server: ImagesServer;
  let harness: ProviderHarness;
  let models: readonly ModelInfo[];
  const find = (slug: string): ModelInfo => models.find(({ id }) => id === `openrouter/${slug}`)!;
  before(async () => {
    server = await startOpenrouterServer({ payloadBytes: 4_000_000 });
    const lister = await harnessOf(server);
    models = await lister.provider.listModels(signal);
    await lister.blobs.remove();
  });
  after(() => server.stop());
  beforeEach(async () => {
    server.requests.length = 0;
    harness = await harnessOf(server);
  });
  afterEach(() => harness.blobs.remove());
  const body = (): unknown => server.requests.at(-1)?.body;

  it('asks with nothing that was not chosen, and knows what was charged', async () => {
    const outcome = await harness.images('a lighthouse');
    assert.deepEqual(body(), { model: 'google/gemini-3.1-flash-image', prompt: 'a lighthouse' });
    assert.deepEqual(
      [server.requests[0]?.path, server.requests[0]?.headers['authorization']],
      ['/api/v1/images', `Bearer ${openrouterKeys.good}`],
    );
    assert.equal(outcome.usage?.costUsd, 0.04);
    const cost = costOf(find('google/gemini-3.1-flash-image'), outcome.usage, 1, {
      ...{ settings: {}, inputImages: 0, characters: 9 },
    });
    assert.deepEqual(cost, { usd: 0.04, estimate: false });
    assert.equal(imageSize(await harness.blobs.read(outcome.images[0]!.file))?.width, 1024);
  });

  it('sends every setting of every model in a way that the service takes', async () => {
    for (const model of models) {
      const { aspectRatios, sizes, qualities = [], seed, alpha } = model.capabilities;
      for (const aspectRatio of aspectRatios) await harness.images('a', { model, settings: { aspectRatio } });
      for (const { name } of sizes) await harness.images('a', { model, settings: { imageSize: name } });
      for (const quality of qualities) await harness.images('a', { model, settings: { quality } });
      if (seed) await harness.images('a', { model, settings: { seed: 7 }, variation: 2 });
      if (!alpha) continue;
      const { images } = await harness.images('a', { model, settings: { background: 'transparent' } });
      assert.ok(pngAlpha(await harness.blobs.read(images[0]!.file)));
    }
    const seeds = server.requests.flatMap(each => (each.body as { seed?: number }).seed ?? []);
    assert.deepEqual(seeds, [9]);
  });

  it('sends several images byte for byte, with what each is for', async () => {
    const [png, jpeg] = [makePng(30, 20, 1), makeJpeg(400, 300, 2, Buffer.alloc(300_000, 7))];
    const paths = ['a.png', 'b.jpg'].map(name => join(harness.blobs.path, name));
    await writeFile(paths[0]!, png);
    await writeFile(paths[1]!, jpeg);
    const images = [input(paths[0]!, 'image/png'), input(paths[1]!, 'image/jpeg', 'style')];
    await harness.images('Put it there', { model: find('google/gemini-3.1-flash-image'), images });
    assert.deepEqual(body(), {
      model: 'google/gemini-3.1-flash-image',
      prompt: 'Image 1 is the subject. Image 2 is the style to follow.\n\nPut it there',
      input_references: [
        { type: 'image_url', image_url: { url: `data:image/png;base64,${png.toString('base64')}` } },
        { type: 'image_url', image_url: { url: `data:image/jpeg;base64,${jpeg.toString('base64')}` } },
      ],
    });
  });

  type Row = readonly [fault: string, kind: Failure['kind'], reason: string | undefined, requests?: number];
  const rows: readonly Row[] = [
    ['no-credit', 'billing', 'no-credit'],
    ['in-flight', 'rate-limited', 'openrouter_in_flight_budget', 4],
    ['moderation', 'blocked', 'violence, violence/graphic'],
    ['forbidden', 'auth', undefined],
    ['rate-limited', 'rate-limited', undefined, 4],
    ['per-day', 'quota', undefined],
    ['provider-down', 'overloaded', undefined, 4],
    ['no-provider', 'overloaded', undefined, 4],
    ['unknown-model', 'retired', undefined],
    ['no-endpoints', 'retired', undefined],
    ['timeout', 'timeout', undefined],
    ['key-echo', 'auth', undefined],
    ['error-in-200', 'overloaded', undefined, 4],
    ['html', 'bad-response', 'html'],
    ['html-error', 'overloaded', 'html', 4],
    ['truncated', 'bad-response', 'truncated'],
    ['malformed', 'bad-response', 'malformed'],
    ['garbage', 'bad-response', 'malformed'],
    ['empty', 'bad-response', 'empty'],
    ['no-images', 'bad-response', 'empty'],
    ['wrong-base64', 'bad-response', 'corrupt-image'],
    ['url-private', 'network', 'unsafe-address'],
    ['redirect', 'network', 'redirect'],
    ['stall', 'timeout', 'no-answer'],
    ['stall-body', 'timeout', 'stalled'],
    ['reset-body', 'network', 'reset'],
  ];
  for (const [fault, kind, reason, requests = 1] of rows) {
    it(`${fault}: ${kind}, ${reason ?? ''}`, async () => {
      if (fault.startsWith('stall')) harness.endpoint = { ...harness.endpoint, timeoutMs: 300 };
      const failure = await harness.failure(`a cat [fault:${fault}]`);
      assert.deepEqual([failure.kind, failure.reason, failure.sent], [kind, reason, true], failure.message);
      assert.equal(server.requests.length, requests);
      assert.deepEqual(await harness.blobs.list(), []);
      assert.ok(!JSON.stringify(failure).includes(openrouterKeys.good));
    });
  }

  it('waits until what is used up comes back', async () => {
    await harness.images('a cat [fault:rate-limited-once]');
    const [waited = 0] = harness.slept;
    assert.ok(waited > 8000 && waited <= 9250, String(waited));
  });

  for (const fault of ['data-url', 'smaller', 'chat', 'slow']) {
    it(`understands an image that comes as ${fault}`, async () => {
      const outcome = await harness.images(`a cat [fault:${fault}]`);
      const { width } = imageSize(await harness.blobs.read(outcome.images[0]!.file))!;
      assert.equal(width, fault === 'smaller' ? 200 : 1024);
      assert.equal(outcome.usage?.costUsd, 0.04);
    });
  }

  for (const fault of ['svg', 'svg-text', 'svg-short', 'svg-url', 'svg-base64-url']) {
    it(`takes a drawing that comes as ${fault}, byte for byte: whoever stores it makes it harmless`, async () => {
      const { images } = await harness.images(`a cat [fault:${fault}]`);
      const [image] = images;
      assert.equal(images.length, 1);
      assert.equal((await harness.blobs.read(image!.file)).toString().trim(), serverDrawing);
    });
  }

  it('asks a model that draws SVG for nothing else', async () => {
    const model = find('recraft/recraft-v4.1-vector');
    assert.ok(makesDrawings(model) && !makesDrawings(find('openai/gpt-image-2')));
    const { images } = await harness.images('a fox', { model, settings: { aspectRatio: '4:3' } });
    assert.deepEqual(body(), {
      ...{ model: 'recraft/recraft-v4.1-vector', prompt: 'a fox', aspect_ratio: '4:3' },
    });
    assert.equal(images[0]?.declaredType, 'image/svg+xml');
    assert.equal(priceOfOneImage(model), 0.08);
    const failure = await harness.failure('a fox', { model, settings: { background: 'transparent' } });
    assert.deepEqual([failure.kind, failure.sent], ['unsupported', false]);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const pending = harness.generate('a [fault:stall]', { signal: controller.signal });
    while (server.requests.length === 0) await new Promise(resolve => setImmediate(resolve));
    controller.abort();
    assert.equal((await pending).kind, 'cancelled');
  });
});

describe('openrouter: models and keys', () => {
  let server: ImagesServer;
  let harness: ProviderHarness;
  const start = async (options: Parameters<typeof startOpenrouterServer>[0] = {}): Promise<void> => {
    server = await startOpenrouterServer(options);
    harness = await harnessOf(server);
  };
  afterEach(async () => {
    await harness.blobs.remove();
    await server.stop();
  });
  const ids = (models: readonly ModelInfo[]): string[] => models.map(({ id }) => id);

  it('has a table that is whole, with ids that have slashes of their own', async () => {
    await start();
    assert.deepEqual(readModelTable(table).problems, []);
    for (const { id } of openrouterInfo.models) {
      assert.equal(providerOf(id), 'openrouter');
      assert.match(serviceModelId(id), /^[\w-]+\/[\w.-]+$/);
    }
  });

  it('reads what each model can do and costs', async () => {
    await start();
    const models = await harness.provider.listModels(signal);
    assert.deepEqual(ids(models), [
      ...ids(openrouterInfo.models),
      'openrouter/black-forest-labs/flux.2-klein:free',
      'openrouter/quiver/vectors',
    ]);
    const [gemini, gpt, seedream] = models;
    const flux = models.find(({ id }) => id.includes('flux'));
    assert.deepEqual(
      models.filter(makesDrawings).map(({ label }) => label),
      [...['Recraft: Recraft V4.1 Vector', 'Quiver: Vectors']],
    );
    assert.deepEqual(
      [gemini?.capabilities.aspectRatios, gemini?.capabilities.maxReferences, gemini?.price],
      [['1:1', '16:9', '9:16'], 14, undefined],
    );
    // Paid by tokens, of which the list does not say how many an image takes: the answer says what it cost.
    assert.equal(gemini?.pricedAfter, true);
    assert.ok(models.every(({ price, pricedAfter }) => (price === undefined) === (pricedAfter === true)));
    assert.deepEqual(
      gemini?.capabilities.sizes.map(({ name, pixels }) => [name, pixels['1:1']?.width]),
      [
        ...[
          ['512', 512],
          ['1K', 1024],
          ['2K', 2048],
          ['4K', 4096],
        ],
      ],
    );
    assert.deepEqual(
      [gpt?.capabilities.alpha, gpt?.capabilities.qualities],
      [true, ['low', 'medium', 'high']],
    );
    // The dearest of the vendors that serve it.
    assert.deepEqual(seedream?.price && 'perImage' in seedream.price && seedream.price.perImage, {
      ...{ '1K': 0.03, '2K': 0.06 },
    });
    assert.deepEqual([seedream?.capabilities.seed, flux?.capabilities.edit], [true, false]);
    assert.deepEqual([flux?.price?.per, flux?.status, gpt?.status], ['megapixel', 'unknown', 'stable']);
  });

  it('stays quick and bounded with 2,000 models and as many that do not draw', async () => {
    await start({ more: 2000 });
    const models = await harness.provider.listModels(signal);
    assert.equal(models.length, 2000);
    assert.ok(models.every(({ label }) => !label.startsWith('Text')));
    assert.ok(server.requests.length <= 1 + 64);
    const before = server.requests.length;
    await harness.provider.listModels(signal);
    // Prices that are known are not asked for again.
    assert.ok(server.requests.length - before <= 1 + 64);
  });

  it('has models without prices where those do not come', async () => {
    await start({ noPrices: true });
    const models = await harness.provider.listModels(signal);
    assert.equal(models.length, 6);
    // What its page said when the table was written.
    assert.deepEqual(
      models.filter(({ price }) => price !== undefined).map(({ id }) => id),
      ['openrouter/recraft/recraft-v4.1-vector'],
    );
  });

  it('checks a key where a key is asked for: the list is for everybody', async () => {
    await start();
    const { provider } = harness;
    assert.deepEqual(await provider.checkKey!(openrouterKeys.good, signal), { ok: true });
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      ['/api/v1/key'],
    );
    const wrong = await provider.checkKey!('sk-or-v1-wrongwrongwrong', signal);
    assert.ok(!wrong.ok && wrong.failure.kind === 'auth' && !JSON.stringify(wrong).includes('wrongwrong'));
    harness.key = undefined;
    assert.equal(await provider.listModels(signal), openrouterInfo.models);
  });
});
