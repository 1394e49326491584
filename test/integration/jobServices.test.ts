import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { createAutomation, type CommandAnswer } from '../../src/host/automation/vscodeAutomation';
import { createEngine, type Engine } from '../../src/host/engine';
import { createVscodeSaver } from '../../src/host/save/vscodeSaver';
import type { Saver } from '../../src/host/save/saver';
import { bflKey, startBflServer } from '../server/bflServer';
import { dashscopeKey, startDashscopeServer } from '../server/dashscopeServer';
import type { PlainServer } from '../server/plainServer';
import { startVertexServer, vertexKey, type VertexServer } from '../server/vertexServer';
import { newContext } from './lib/panelWorld';

describe('services other than Gemini, from their settings to a file', () => {
  let bfl: PlainServer;
  let dashscope: PlainServer;
  let vertex: VertexServer;
  let engine: Engine;
  let saver: Saver;
  let folder: string;
  const touched = new Set<string>();
  async function set(values: Readonly<Record<string, unknown>>): Promise<void> {
    for (const [name, value] of Object.entries(values)) {
      touched.add(name);
      await vscode.workspace
        .getConfiguration('inlineAssets', null)
        .update(name, value, vscode.ConfigurationTarget.Global);
    }
  }

  before(async () => {
    [bfl, dashscope, vertex] = await Promise.all([
      startBflServer(),
      startDashscopeServer(),
      startVertexServer(),
    ]);
    folder = await fs.mkdtemp(path.join(tmpdir(), 'services-'));
    await set({
      ...{ 'bfl.endpoint': bfl.url, 'dashscope.endpoint': dashscope.url, 'vertex.endpoint': vertex.url },
      allowAutomation: true,
    });
    const context = newContext();
    engine = createEngine(context);
    const { runs, imaging, settings, storeUri, keys } = engine.services;
    saver = createVscodeSaver({
      ...{ runs, imaging, records: runs, settings, storeFolder: storeUri.fsPath },
      reference: () => Promise.resolve(undefined),
      log: () => undefined,
      memory: context.workspaceState,
    });
    await keys.store('bfl', bflKey, bfl.url);
    await keys.store('dashscope', dashscopeKey, dashscope.url);
  });
  after(async () => {
    for (const name of touched) await set({ [name]: undefined });
    saver.dispose();
    await engine.dispose();
    for (const server of [bfl, dashscope, vertex]) await server.stop();
    await fs.rm(folder, { recursive: true, force: true });
  });

  async function generate(model: string, ask: object = {}) {
    const run = createAutomation({ services: engine.services, saver });
    const answer = (await run('generate', {
      ...{ wait: true, prompt: 'A fox', models: [model] },
      ...ask,
    })) as CommandAnswer;
    const [result] = answer.results ?? [];
    assert.ok(result, JSON.stringify(answer));
    return result;
  }

  it('makes an image with FLUX, at the cost that the service says', async () => {
    const result = await generate('bfl/flux-2-pro', { width: 640, height: 480 });
    assert.equal(result.outcome, 'images', JSON.stringify(result));
    assert.deepEqual([result.width, result.height, result.mimeType], [640, 480, 'image/png']);
    assert.deepEqual([result.costUsd, result.costIsEstimate], [0.045, false]);
    assert.equal((await engine.services.spending.spent()).todayUsd.toFixed(3), '0.045');
  });

  it('says of a job what became of it', async () => {
    const result = await generate('bfl/flux-2-pro', { prompt: 'A fox [fault:request-moderated]' });
    assert.equal(result.outcome, 'blocked');
    assert.match(result.message ?? '', /Derivative Works Filter/);
    const lost = await generate('bfl/flux-kontext-pro', { prompt: 'A fox [fault:expired]' });
    assert.equal(lost.outcome, 'bad-response');
    assert.match(lost.message ?? '', /The job is task-\d+/);
  });

  it('makes an image with Qwen Image', async () => {
    const result = await generate('dashscope/qwen-image-3.0', { aspectRatio: '16:9' });
    assert.equal(result.outcome, 'images', JSON.stringify(result));
    assert.deepEqual([result.width, result.height], [1280, 720]);
    assert.equal(result.costIsEstimate, true);
  });

  it('makes an image at Vertex AI with a key, and in a project without one', async () => {
    assert.equal((await generate('vertex/gemini-3-pro-image')).outcome, 'auth');
    await engine.services.keys.store('vertex', vertexKey, vertex.url);
    const withKey = await generate('vertex/gemini-3-pro-image');
    assert.equal(withKey.outcome, 'images', JSON.stringify(withKey));
    await engine.services.keys.remove('vertex', vertex.url);

    const credentialsFile = path.join(folder, 'account.json');
    await fs.writeFile(credentialsFile, JSON.stringify(vertex.serviceAccount));
    await set({
      ...{ 'vertex.project': 'my-project', 'vertex.location': 'europe-west4' },
      ...{ 'vertex.credentialsFile': credentialsFile, 'vertex.outputType': 'image/png' },
      'vertex.personGeneration': 'ALLOW_NONE',
    });
    const inProject = await generate('vertex/gemini-3-pro-image');
    assert.equal(inProject.outcome, 'images', JSON.stringify(inProject));
    const asked = vertex.requests.at(-1);
    assert.ok(asked);
    assert.ok(asked.path.includes('/projects/my-project/locations/europe-west4/'));
    assert.equal(asked.headers['x-goog-api-key'], undefined);
    assert.match(JSON.stringify(asked.body), /"personGeneration":"ALLOW_NONE"/);
    assert.match(JSON.stringify(asked.body), /"mimeType":"image\/png"/);
  });
});
