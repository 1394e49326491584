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
