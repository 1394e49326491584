import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  createAutomation,
  type CommandAnswer,
  type CommandResult,
} from '../../src/host/automation/vscodeAutomation';
import { createEngine, type Engine } from '../../src/host/engine';
import { createVscodeSaver } from '../../src/host/save/vscodeSaver';
import type { Saver } from '../../src/host/save/saver';

import { startGeminiServer, testKeys, type GeminiServer } from '../server/geminiServer';
import { workspaceFile, workspaceFolder } from './extension';
import { newContext } from './lib/panelWorld';

type AutomationAnswer = Required<Pick<CommandAnswer, 'results'>> & CommandAnswer;

const bytesOf = (result: CommandResult | undefined): Promise<Buffer> =>
  fs.readFile(result?.uri?.fsPath ?? '');

describe('inlineAssets.generate and inlineAssets.edit for automation', () => {
  const call = (verb: 'generate' | 'edit', ask: object): Promise<AutomationAnswer> =>
    Promise.resolve(
      vscode.commands.executeCommand<AutomationAnswer>(`inlineAssets.${verb}`, { wait: true, ...ask }),
    );
  const placeholder = { prompt: 'A fox', models: ['offline/placeholder'] };

  before(() => fs.mkdir(workspaceFile('automation').fsPath, { recursive: true }));
  after(() => fs.rm(workspaceFile('automation').fsPath, { recursive: true, force: true }));

  it('makes an image and says where it is and what it is', async () => {
    const { runId, results } = await call('generate', { ...placeholder, width: 320, height: 200 });
    const [result] = results;
    assert.ok(runId);
    assert.deepEqual(
      [result?.outcome, result?.model, result?.mimeType, result?.width, result?.height, result?.costUsd],
      ['images', 'offline/placeholder', 'image/png', 320, 200, 0],
    );
    assert.equal((await bytesOf(result)).toString('latin1', 1, 4), 'PNG');
  });

  const target = 'automation/fox.webp';
  const forms: readonly [string, () => unknown][] = [
    ['a path from the workspace folder', () => target],
    ['an absolute path', () => workspaceFile(target).fsPath],
    ['a Uri', () => workspaceFile(target)],
    ['the JSON form of a Uri', () => JSON.parse(JSON.stringify(workspaceFile(target))) as unknown],
  ];
  for (const [what, saveTo] of forms) {
    it(`saves to ${what}, in the format of its name, at exact pixels`, async () => {
      const { results } = await call('generate', { ...placeholder, width: 64, height: 48, saveTo: saveTo() });
      assert.equal(results[0]?.outcome, 'images', JSON.stringify(results));
      assert.equal(results[0].uri?.fsPath, workspaceFile(target).fsPath);
      assert.deepEqual([results[0].mimeType, results[0].width, results[0].height], ['image/webp', 64, 48]);
      assert.equal((await fs.readFile(workspaceFile(target).fsPath)).toString('latin1', 8, 12), 'WEBP');
      await fs.rm(workspaceFile(target).fsPath);
    });
  }

  it('edits a file of the workspace, and leaves the file as it was', async () => {
    const from = workspaceFile('automation/from.png');
    await call('generate', { ...placeholder, width: 60, height: 40, saveTo: from });
    const before = await fs.readFile(from.fsPath);
    const { results } = await call('edit', {
      prompt: 'grayscale, rotate 90',
      models: ['offline/retouch'],
      images: [{ uri: from.toJSON() as unknown, role: 'subject' }],
    });
    assert.deepEqual(
      [results[0]?.outcome, results[0]?.width, results[0]?.height],
      ['images', 40, 60],
      JSON.stringify(results),
    );
    assert.ok((await fs.readFile(from.fsPath)).equals(before));
  });

  it('never writes over a file that it was not told to', async () => {
    const file = workspaceFile('automation/mine.png');
    await fs.writeFile(file.fsPath, 'mine');
    const { runId, results } = await call('generate', { ...placeholder, saveTo: file });
    assert.deepEqual([runId, results[0]?.outcome], [undefined, 'exists']);
    assert.equal(await fs.readFile(file.fsPath, 'utf8'), 'mine');
    const over = await call('generate', { ...placeholder, saveTo: file, overwrite: true });
    assert.equal(over.results[0]?.outcome, 'images');
    assert.equal((await fs.readFile(file.fsPath)).toString('latin1', 1, 4), 'PNG');
  });

  const refusals: readonly [object, string, RegExp][] = [
    [{ ...placeholder, saveTo: '../outside.png' }, 'bad-request', /outside/],
    [{ ...placeholder, saveTo: '/tmp/outside.png' }, 'bad-request', /outside/],
    [{ ...placeholder, saveTo: 'automation/a.gif' }, 'unsupported', /gif/],
    [{ ...placeholder, saveTo: 'automation/a.png', format: 'webp' }, 'bad-request', /webp/],
    [{ ...placeholder, saveTo: vscode.Uri.parse('untitled:a.png') }, 'bad-request', /not a file on disk/],
    [{ ...placeholder, images: ['gone.png'], models: ['offline/retouch'] }, 'bad-request', /gone\.png/],
    [{ ...placeholder, mask: 'm.png' }, 'bad-request', /“mask”/],
    [{ prompt: ' ', models: ['offline/placeholder'] }, 'bad-request', /Write what/],
    [{ prompt: 'x', models: ['offline/none'] }, 'bad-request', /offline\/none/],
    [{ prompt: 'x', models: ['gemini/gemini-3-pro-image'] }, 'consent', /allowAutomation/],
    [{ prompt: 'x', models: ['gemini/imagen-4.0-generate-001'] }, 'retired', /./],
    [{ prompt: 'x', models: ['vertex/imagen-4.0-upscale-preview'] }, 'retired', /^Imagen 4 Upscale is no/],
  ];
  for (const [ask, outcome, message] of refusals) {
    it(`refuses ${JSON.stringify(ask)} as ${outcome}`, async () => {
      const { runId, results } = await call('generate', ask);
      assert.deepEqual([runId, results[0]?.outcome], [undefined, outcome], JSON.stringify(results));
      assert.match(results[0]?.message ?? '', message);
    });
  }

  it('without wait rejects with the same words, so that whoever pressed the key sees them', async () => {
    await assert.rejects(
      Promise.resolve(
        vscode.commands.executeCommand('inlineAssets.generate', { prompt: 'x', mask: 'm.png' }),
      ),
      /“mask”/,
    );
  });
});

describe('automation with a service', () => {
  let server: GeminiServer;
  let engine: Engine;
  let saver: Saver;
  const setting = vscode.workspace.getConfiguration('inlineAssets', null);
  const set = async (values: Readonly<Record<string, unknown>>): Promise<void> => {
    for (const [name, value] of Object.entries(values)) {
      await setting.update(name, value, vscode.ConfigurationTarget.Global);
    }
  };
  const automation = (ask: object): Promise<AutomationAnswer> =>
    createAutomation({ services: engine.services, saver })('generate', {
      wait: true,
      prompt: 'A fox',
      models: ['gemini/gemini-nano-banana-2.1'],
      ...ask,
    }) as Promise<AutomationAnswer>;

  beforeEach(async () => {
    server = await startGeminiServer();
    await set({ 'gemini.endpoint': server.url, allowAutomation: true });
    const context = newContext();
    engine = createEngine(context);
    const { runs, imaging, settings, storeUri } = engine.services;
    saver = createVscodeSaver({
      runs,
      imaging,
      records: runs,
      settings,
      reference: () => Promise.resolve(undefined),
      log: () => undefined,
      storeFolder: storeUri.fsPath,
      memory: context.workspaceState,
    });
  });
  afterEach(async () => {
    await set({
      'gemini.endpoint': undefined,
      allowAutomation: undefined,
      dailyLimitUsd: undefined,
      allowedEndpoints: undefined,
    });
    saver.dispose();
    await engine.dispose();
    await server.stop();
  });

  it('has its bytes on disk, its cost from the service, and its key nowhere but on the wire', async () => {
    await engine.services.keys.store('gemini', testKeys.good, server.url);
    const { runId, results } = await automation({ saveTo: 'automation-fox.jpg' });
    assert.equal(results[0]?.outcome, 'images', JSON.stringify(results));
    assert.equal(results[0].costIsEstimate, false);
    assert.ok((results[0].costUsd ?? 0) > 0.03);
    assert.equal(
      (await engine.services.spending.spent()).todayUsd.toFixed(6),
      results[0].costUsd?.toFixed(6),
    );
    await saver.settled();
    await fs.rm(path.join(workspaceFolder().uri.fsPath, 'automation-fox.jpg'));
    assert.equal(server.requests.at(-1)?.headers['x-goog-api-key'], testKeys.good);
    assert.ok(!server.requests.some(request => request.path.includes(testKeys.good)));
    const folder = path.join(engine.services.storeUri.fsPath, 'runs', runId ?? '');
    for (const name of await fs.readdir(folder)) {
      assert.ok(!(await fs.readFile(path.join(folder, name))).includes(testKeys.good), name);
    }
  });

  it('cuts out what a model without alpha painted, and keeps what came', async () => {
    await engine.services.keys.store('gemini', testKeys.good, server.url);
    const cut = await automation({ background: 'transparent', saveTo: 'automation-cut.webp' });
    const [result] = cut.results;
    assert.deepEqual([result?.outcome, result?.hasAlpha, result?.mimeType], ['images', true, 'image/webp']);
    assert.match(result?.message ?? '', /The green background .* was removed on this machine/);
    await saver.settled();
    await fs.rm(path.join(workspaceFolder().uri.fsPath, 'automation-cut.webp'));
    const folder = path.join(engine.services.storeUri.fsPath, 'runs', cut.runId ?? '');
    assert.equal((await fs.readdir(folder)).filter(name => name.endsWith('.jpg')).length, 1);

    server.setFault('key-ignored');
    const [kept] = (await automation({ background: 'transparent' })).results;
    server.setFault(undefined);
    assert.deepEqual([kept?.outcome, kept?.hasAlpha], ['images', false]);
    assert.match(kept?.message ?? '', /Not transparent: the model did not paint the flat green background/);
    assert.equal(server.requests.filter(request => request.method === 'POST').length, 2);
  });

  it('asks for no key: its absence is an outcome', async () => {
    assert.equal((await automation({})).results[0]?.outcome, 'auth');
    assert.deepEqual(server.requests, []);
  });

  it('binds a key to the endpoint that it was entered for', async () => {
    await engine.services.keys.store('gemini', testKeys.good, server.url);
    const other = await startGeminiServer();
    await set({ 'gemini.endpoint': other.url });
    assert.equal((await automation({})).results[0]?.outcome, 'auth');
    assert.deepEqual(other.requests, []);
    await other.stop();
  });

  it('looks for a newer key before it says that the key is wrong', async () => {
    const { keys, context } = engine.services;
    await keys.store('gemini', 'AIzaSyWrongKey000000000000000000000000', server.url);
    assert.equal((await automation({})).results[0]?.outcome, 'auth');
    // Another window in a browser: nobody tells this one.
    await context.secrets.store(`inlineAssets.key.gemini.${server.url}`, testKeys.good);
    assert.equal((await automation({})).results[0]?.outcome, 'images');
  });

  it('holds the day’s limit and its own', async () => {
    await engine.services.keys.store('gemini', testKeys.good, server.url);
    assert.equal((await automation({ maxCostUsd: 0.01 })).results[0]?.outcome, 'budget');
    await set({ dailyLimitUsd: 0.08 });
    const outcomes = (await automation({ count: 4 })).results.map(({ outcome }) => outcome);
    assert.deepEqual(outcomes.sort(), ['budget', 'budget', 'images', 'images']);
    assert.equal((await automation({})).results[0]?.outcome, 'budget');
  });

  it('sends nothing where settings do not allow it', async () => {
    await engine.services.keys.store('gemini', testKeys.good, server.url);
    await set({ allowedEndpoints: ['https://generativelanguage.googleapis.com'] });
    assert.equal((await automation({})).results[0]?.outcome, 'consent');
    assert.deepEqual(server.requests, []);
    await set({ allowedEndpoints: [`${server.url}/v1beta/`] });
    assert.equal((await automation({})).results[0]?.outcome, 'images');
  });

  it('leaves nothing behind that was refused', async () => {
    await engine.services.keys.store('gemini', testKeys.good, server.url);
    assert.equal((await automation({ images: ['gone.png'] })).results[0]?.outcome, 'bad-request');
    assert.deepEqual(await fs.readdir(path.join(engine.services.storeUri.fsPath, 'runs')), []);
    assert.deepEqual(server.requests, []);
  });
});
