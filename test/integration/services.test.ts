import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { createAutomation, type CommandAnswer } from '../../src/host/automation/vscodeAutomation';
import { createEngine, type Engine } from '../../src/host/engine';
import { createVscodeSaver } from '../../src/host/save/vscodeSaver';
import type { Saver } from '../../src/host/save/saver';
import type { ImagesServer } from '../server/imagesServer';
import { openaiKeys, startOpenaiServer } from '../server/openaiServer';
import { openrouterKeys, startOpenrouterServer } from '../server/openrouterServer';
import { alphaPng, makePng } from '../server/png';
import { workspaceFile } from './extension';
import { newContext } from './lib/panelWorld';

type AutomationAnswer = Required<Pick<CommandAnswer, 'results'>> & CommandAnswer;

describe('inlineAssets.generate with other services', () => {
  let openai: ImagesServer;
  let openrouter: ImagesServer;
  let local: ImagesServer;
  let engine: Engine;
  let saver: Saver;
  const setting = vscode.workspace.getConfiguration('inlineAssets', null);
  const set = async (values: Readonly<Record<string, unknown>>): Promise<void> => {
    for (const [name, value] of Object.entries(values))
      await setting.update(name, value, vscode.ConfigurationTarget.Global);
  };
  const automation = (model: string, ask: object = {}, verb: 'generate' | 'edit' = 'generate') =>
    createAutomation({ services: engine.services, saver })(verb, {
      ...{ wait: true, prompt: 'A fox', models: [model] },
      ...ask,
    }) as Promise<AutomationAnswer>;

  before(() => fs.mkdir(workspaceFile('services').fsPath, { recursive: true }));
  after(() => fs.rm(workspaceFile('services').fsPath, { recursive: true, force: true }));
  beforeEach(async () => {
    [openai, openrouter, local] = await Promise.all([
      startOpenaiServer(),
      startOpenrouterServer(),
      startOpenaiServer({ kind: 'compatible' }),
    ]);
    await set({
      'openai.endpoint': `${openai.url}/v1`,
      'openrouter.endpoint': `${openrouter.url}/api/v1`,
      endpoints: [
        {
          ...{ name: 'mine', api: 'openai', baseUrl: `${local.url}/v1`, key: 'none' },
          ...{ models: ['stablediffusion'], pricePerImage: 0 },
        },
      ],
      allowAutomation: true,
    });
    engine = createEngine(newContext());
    const { runs, imaging, settings, storeUri, keys } = engine.services;
    saver = createVscodeSaver({
      ...{ runs, imaging, records: runs, settings },
      reference: () => Promise.resolve(undefined),
      log: () => undefined,
      storeFolder: storeUri.fsPath,
      memory: newContext().workspaceState,
    });
    await keys.store('openai', openaiKeys.good, openai.url);
    await keys.store('openrouter', openrouterKeys.good, openrouter.url);
  });
  afterEach(async () => {
    await set({
      'openai.endpoint': undefined,
      'openrouter.endpoint': undefined,
      endpoints: undefined,
      allowAutomation: undefined,
    });
    saver.dispose();
    await engine.dispose();
    await Promise.all([openai, openrouter, local].map(server => server.stop()));
  });

  it('draws with OpenAI: exact pixels, real transparency, its own count', async () => {
    const { results } = await automation('openai/gpt-image-2.6-flare', {
      ...{ width: 1200, height: 640, background: 'transparent', saveTo: 'services/fox.png' },
    });
    const [result] = results;
    assert.deepEqual(
      [result?.outcome, result?.width, result?.height, result?.hasAlpha, result?.costIsEstimate],
      ['images', 1200, 640, true, false],
      JSON.stringify(results),
    );
    // 9 tokens in at $8 and 196 out at $30 a million.
    assert.equal(result?.costUsd?.toFixed(6), '0.005952');
    assert.deepEqual(openai.requests.at(-1)?.body, {
      ...{ model: 'gpt-image-2.6-flare', prompt: 'A fox', n: 1, size: '1200x640' },
      ...{ background: 'transparent', output_format: 'png', quality: 'high' },
    });
  });

  it('changes images with OpenAI, one of them a mask', async () => {
    const files = { 'a.png': makePng(64, 64, 3), 'b.png': makePng(40, 30, 9), 'm.png': alphaPng(64, 64) };
    for (const [name, bytes] of Object.entries(files))
      await fs.writeFile(workspaceFile(`services/${name}`).fsPath, bytes);
    const { results } = await automation(
      'openai/gpt-image-2',
      {
        images: [
          { uri: 'services/a.png', role: 'subject' },
          { uri: 'services/b.png', role: 'style' },
          { uri: 'services/m.png', role: 'mask' },
        ],
      },
      'edit',
    );
    assert.equal(results[0]?.outcome, 'images', JSON.stringify(results));
    const form = openai.requests.at(-1)?.form ?? [];
    assert.deepEqual(
      form.map(({ name }) => name),
      ['model', 'prompt', 'n', 'quality', 'image[]', 'image[]', 'mask'],
    );
    assert.ok(form.at(-1)?.bytes.equals(files['m.png']));
  });

  it('leads from a model that OpenAI took away to the one that takes its place', async () => {
    const { results } = await automation('openai/dall-e-3');
    assert.equal(results[0]?.outcome, 'retired');
    assert.equal(openai.requests.length, 0);
  });

  it('draws with OpenRouter, whose ids have slashes, for what it says it charged', async () => {
    const { runId, results } = await automation('openrouter/google/gemini-3.1-flash-image', {
      maxCostUsd: 0.3,
    });
    const [result] = results;
    assert.deepEqual(
      [result?.outcome, result?.model, result?.costUsd, result?.costIsEstimate],
      ['images', 'openrouter/google/gemini-3.1-flash-image', 0.04, false],
      JSON.stringify(results),
    );
    const folder = path.join(engine.services.storeUri.fsPath, 'runs', runId ?? '');
    for (const name of await fs.readdir(folder))
      assert.ok(!(await fs.readFile(path.join(folder, name))).includes(openrouterKeys.good), name);
  });

  it('draws with a server of one’s own, for nothing and without a key', async () => {
    const { results } = await automation('mine/stablediffusion', { width: 512, height: 512 });
    assert.deepEqual(
      [results[0]?.outcome, results[0]?.width, results[0]?.costUsd],
      ['images', 512, 0],
      JSON.stringify(results),
    );
    const posted = local.requests.filter(({ method }) => method === 'POST');
    assert.deepEqual([posted.length, posted[0]?.headers['authorization']], [1, undefined]);
  });
});
