import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startGeminiServer, testKeys, type GeminiServer } from '../server/geminiServer';
import { World, type Page } from './lib/panelWorld';

const own = 'gemini/gemini-3-pro-image';
const resold = 'comet/gemini-3-pro-image';

describe('a gateway that the settings name, beside Gemini', () => {
  let google: GeminiServer;
  let gateway: GeminiServer;
  let world: World;
  let page: Page;

  const set = (name: string, value: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration('inlineAssets').update(name, value, vscode.ConfigurationTarget.Global);
  const comet = (more: object = {}): object => ({
    name: 'comet',
    label: 'Comet',
    api: 'gemini',
    baseUrl: gateway.url,
    key: 'bearer',
    ...more,
  });

  before(async () => {
    google = await startGeminiServer();
    gateway = await startGeminiServer({ keyHeader: 'authorization' });
    await set('gemini.endpoint', google.url);
  });
  after(async () => {
    for (const name of ['gemini.endpoint', 'endpoints', 'allowedEndpoints']) await set(name, undefined);
    await Promise.all([google.stop(), gateway.stop()]);
  });
  beforeEach(async () => {
    await set('endpoints', [comet()]);
    world = new World();
    const { keys } = world.engine.services;
    await world.context.workspaceState.update('inlineAssets.consent', [google.url, gateway.url]);
    await keys.store('gemini', testKeys.good, google.url);
    await keys.store('comet', testKeys.good, gateway.url);
    page = await world.open();
    await page.request('ready', {});
    google.requests.length = 0;
    gateway.requests.length = 0;
  });
  afterEach(async () => {
    page.close();
    await world.dispose();
    await set('allowedEndpoints', undefined);
  });

  const generations = (server: GeminiServer) => server.requests.filter(({ method }) => method === 'POST');

  async function generate(models: string[], prompt = 'A fox in the snow') {
    await page.request('updateComposer', { prompt, models });
    const started = await page.request('generate', {});
    assert.ok('runId' in started, JSON.stringify(started));
    await page.until(() => page.runs.get(started.runId)?.running === false);
    return page.runs.get(started.runId)!;
  }

  it('answers in the same run, each with its own key at its own address', async () => {
    const run = await generate([own, resold]);
    assert.deepEqual(
      run.columns.map(({ model, requests }) => [model, requests[0]?.candidates.length]),
      [
        [own, 1],
        [resold, 1],
      ],
    );
    assert.deepEqual(
      run.columns.map(({ label }) => label),
      ['Nano Banana Pro', 'Nano Banana Pro (Comet)'],
    );
    const [[atGoogle], [atGateway]] = [generations(google), generations(gateway)];
    assert.equal(atGoogle?.headers['x-goog-api-key'], testKeys.good);
    assert.equal(atGoogle?.headers.authorization, undefined);
    assert.equal(atGateway?.headers.authorization, `Bearer ${testKeys.good}`);
    assert.equal(atGateway?.headers['x-goog-api-key'], undefined);
    assert.equal(atGateway?.path, '/v1beta/models/gemini-3-pro-image:generateContent');
  });

  it('has its own models, merged with its own list', async () => {
    await world.engine.services.models.refresh({ force: true });
    const ids = world.engine.services.models.all().map(({ id }) => id);
    for (const id of ['gemini-nano-banana-3-preview', 'gemini-3-pro-image']) {
      assert.ok(ids.includes(`gemini/${id}`) && ids.includes(`comet/${id}`), id);
    }
  });

  it('says where its price is another’s, and counts its own where the setting has one', async () => {
    await page.request('updateComposer', { prompt: 'A fox', models: [own, resold] });
    await page.until(() => page.composer?.models.length === 2);
    const said = (): string => page.composer?.derived.notes.join('\n') ?? '';
    assert.match(
      said(),
      /^The price of Nano Banana Pro \(Comet\) is the official list price; your gateway may differ\.$/m,
    );
    await set('endpoints', [comet({ pricePerImage: 0.01 })]);
    await page.until(() => !/official list price/.test(said()));
    const run = await generate([resold]);
    assert.equal(run.costUsd, 0.01);
  });

  it('follows the setting while the window is open', async () => {
    const { models, providers } = world.engine.services;
    await models.refresh({ force: true });
    const named = (): readonly string[] => providers().flatMap(each => (each.named ? [each.id] : []));
    const changed = () => new Promise<void>(resolve => void models.onDidChange(resolve));
    let change = changed();
    await set('endpoints', []);
    await change;
    assert.deepEqual(named(), []);
    assert.equal(models.resolve(resold), undefined);
    change = changed();
    await set('endpoints', [comet({ name: 'second' })]);
    await change;
    assert.deepEqual(named(), ['second']);
    assert.ok(models.resolve('second/gemini-3-pro-image'));
    // A key is of the name and the address that it was entered for.
    assert.equal(await world.engine.services.keys.has('second'), false);
  });

  it('gets nothing that inlineAssets.allowedEndpoints does not allow', async () => {
    await set('allowedEndpoints', [google.url]);
    await page.request('updateComposer', { prompt: 'A fox', models: [own, resold] });
    const started = await page.request('generate', {});
    assert.match(JSON.stringify(started), /is not allowed by the setting inlineAssets\.allowedEndpoints/);
    assert.equal(generations(gateway).length, 0);
  });

  it('may answer with an image that it keeps at its own address', async () => {
    const run = await generate([resold], 'a fox [fault:link-own]');
    const [request] = run.columns[0]!.requests;
    assert.deepEqual(
      request?.candidates.map(({ facts }) => [facts.format, facts.width, facts.height]),
      [['png', 400, 300]],
      JSON.stringify(request?.failure),
    );
  });

  it('keeps an image elsewhere for whoever may fetch it, which automation may not by itself', async () => {
    const { runs } = world.engine.services;
    await set('allowAutomation', true);
    const started = await runs.start({
      origin: 'automation',
      prompt: 'a fox [fault:link-bare]',
      images: [],
      models: [resold],
      count: 1,
      settings: {},
    });
    assert.ok('run' in started, JSON.stringify(started));
    const { requests } = await runs.whenDone(started.run.id);
    const { outcome, costUsd = 0 } = requests[0]!;
    assert.deepEqual([outcome?.kind, outcome?.links?.length], ['consent', 1]);
    assert.ok(costUsd > 0.1, 'it was drawn, and is billed');
    await page.until(() => page.runs.get(started.run.id)?.running === false);
    const failure = page.runs.get(started.run.id)?.columns[0]?.requests[0]?.failure;
    assert.deepEqual(
      [failure?.title, failure?.links?.[0]?.title],
      ['The image was not fetched', 'files.example.com/files/image.png'],
    );
    assert.match(
      failure?.detail ?? '',
      /It lies at files\.example\.com, and fetching it from there was not allowed/,
    );
    assert.match(failure?.cost ?? '', /^This request cost /);
    await set('allowAutomation', undefined);
  });

  it('may answer bit by bit, where the setting says so', async () => {
    const bits = await startGeminiServer({ streamOnly: true });
    try {
      await set('endpoints', [
        comet({ name: 'bits', baseUrl: bits.url, key: 'x-goog-api-key', stream: true }),
      ]);
      await world.engine.services.keys.store('bits', testKeys.good, bits.url);
      await world.context.workspaceState.update('inlineAssets.consent', [bits.url]);
      const run = await generate(['bits/gemini-3-pro-image']);
      assert.equal(run.columns[0]?.requests[0]?.candidates.length, 1);
      assert.match(bits.requests.at(-1)?.path ?? '', /:streamGenerateContent\?alt=sse$/);
    } finally {
      await bits.stop();
    }
  });

  it('is told from what was asked when it ignores the ratio, or sends less', async () => {
    await page.request('updateComposer', { aspectRatio: '16:9' });
    const notes = async (fault: string) =>
      (await generate([resold], `a fox [fault:${fault}]`)).columns[0]?.requests[0]?.notes.join() ?? '';
    assert.match(await notes('other-ratio'), /Asked for 16:9, got 1024 × 1024\./);
    await page.request('updateComposer', { aspectRatio: '1:1' });
    assert.match(await notes('smaller'), /Asked for 1024 × 1024, got 512 × 512\./);
    await page.request('updateComposer', { aspectRatio: null });
  });

  it('shows words and images in their order, and keeps it', async () => {
    const { id } = await generate([resold], 'a fox [fault:interleaved]');
    const order = (run = page.runs.get(id)) => run?.columns[0]?.requests[0]?.said;
    const said = [
      { text: 'First the fox.' },
      { image: 0 },
      { text: 'Then the den.' },
      { image: 1 },
      { image: 2 },
      { text: 'That is all.' },
    ];
    assert.deepEqual(order(), said);
    page.close();
    await world.dispose();
    world = new World(world.context);
    page = await world.open();
    const { runs } = await page.request('ready', {});
    assert.deepEqual(order(runs.find(run => run.id === id)), said);
  });

  it('says what was looked up', async () => {
    await page.request('updateComposer', { search: true });
    const run = await generate([own], 'a kite');
    assert.deepEqual(run.columns[0]?.requests[0]?.sources, [
      { title: 'Red kite', url: 'https://birds.example/red-kite' },
      {
        title: 'red kite wingspan',
        url: 'https://www.google.com/search?q=red%20kite%20wingspan',
        search: true,
      },
    ]);
    await page.request('updateComposer', { search: false });
  });

  it('is left out while its setting is wrong, and the others stand', async () => {
    await set('endpoints', [comet({ baseUrl: 'not an address' }), comet({ name: 'other', key: 'none' })]);
    const { settings, providers } = world.engine.services;
    assert.deepEqual(settings().endpointProblems, ['“comet” is not right: look at “baseUrl”.']);
    assert.deepEqual(
      providers().flatMap(each => (each.named ? [each.id] : [])),
      ['other'],
    );
  });
});
