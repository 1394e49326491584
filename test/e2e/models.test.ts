import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startGeminiServer, testKeys, type GeminiServer } from '../server/geminiServer';
import { openWorkbench } from './lib/openWorkbench';
import { openPanel, type PanelPage } from './lib/panelPage';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const wrongKey = 'AIzaSyWrongKey0000000000000000000000000';
const gone = 'gemini/imagen-4.0-generate-001';
const heir = 'gemini/gemini-nano-banana-2.1';

describe('knowing the models', () => {
  let server: GeminiServer;
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    server = await startGeminiServer();
    workbench = await openWorkbench({
      workspace: 'samples',
      settings: {
        'inlineAssets.gemini.endpoint': server.url,
        'inlineAssets.defaultModels': [gone, 'midjourney/v7'],
      },
    });
    panel = await openPanel(workbench);
  });
  after(async () => {
    await workbench.close();
    await server.stop();
  });

  const list = () => panel.content.getByRole('listbox', { name: 'Models' });
  const search = () => panel.content.getByRole('combobox', { name: 'Search models' });
  const option = (name: RegExp) => panel.content.getByRole('option', { name });
  /** The line of a service, when it says so. */
  const says = (service: string, words: RegExp): Promise<void> =>
    until(`${service}: ${String(words)}`, 40_000, async () => {
      const rows = await workbench.quickInput.rows().allInnerTexts();
      return rows.some(row => row.includes(service) && words.test(row));
    });

  it('lists services without a key, searches and keeps a favorite', async () => {
    await panel.button('Choose models').click();
    await option(/^Needs a key: enter the key of Google Gemini/).waitFor();
    await workbench.screenshot('models-picker');
    await search().fill('banana pro');
    await option(/^Nano Banana Pro,/).waitFor();
    assert.equal(await list().getByRole('option').filter({ hasText: 'Placeholder' }).count(), 0);
    await panel.content.getByRole('button', { name: 'Favorite: Nano Banana Pro' }).click();
    await panel.content.getByRole('button', { name: 'Favorite: Nano Banana Pro', pressed: true }).waitFor();
    await search().fill('midjourney');
    await option(/^Midjourney\b.*retired.*It has no public API/).waitFor();
    await workbench.screenshot('models-retired');
    await workbench.reload();
    await workbench.runCommand('Inline Assets: Open Panel');
    await panel.button('Choose models').click();
    await list().getByRole('group', { name: 'Favorites' }).getByRole('option').waitFor();
    assert.equal(await list().getByRole('group', { name: 'Favorites' }).getByRole('option').count(), 1);
  });

  it('shows all services, from no key over a refused one to ready', async () => {
    await panel.content.getByRole('button', { name: 'Manage Providers…' }).click();
    const { quickInput } = workbench;
    await says('Google Gemini', /No key\./);
    await workbench.screenshot('providers-no-key');
    await quickInput.choose('Google Gemini');
    await quickInput.choose('Set key…');
    await quickInput.says(/kept in VS Code's secret storage/);
    await quickInput.fill(wrongKey);
    await quickInput.accept();
    await quickInput.says(/does not take this key/);
    await quickInput.fill(testKeys.good);
    await quickInput.accept();
    await says('Google Gemini', /Ready\./);
    await workbench.notifications.close(/is stored\./);
    await workbench.screenshot('providers-ready');
    assert.equal(server.requests.filter(({ path }) => path.endsWith(':generateContent')).length, 0);
    await quickInput.dismiss();
  });

  it('adds a gateway in a few steps', async () => {
    const strict = await startGeminiServer({ keyHeader: 'authorization' });
    try {
      await workbench.runCommand('Inline Assets: Manage Providers…');
      const { quickInput } = workbench;
      await quickInput.choose('Add a Gateway…');
      await quickInput.choose('LiteLLM, new-api, one-api');
      await quickInput.says(/A short name/);
      await quickInput.fill('Not a name');
      await quickInput.accept();
      await quickInput.says(/Small letters, digits and hyphens/);
      await quickInput.fill('mine');
      await quickInput.accept();
      await quickInput.says(/The base URL/);
      await quickInput.fill(strict.url);
      await quickInput.accept();
      await workbench.screenshot('providers-key-header');
      await quickInput.choose('x-goog-api-key');
      await quickInput.says(/kept in VS Code's secret storage/);
      await quickInput.dismiss();
    } finally {
      await strict.stop();
    }
    await says('mine', /No key\./);
    await workbench.quickInput.dismiss();
  });

  it('says that a service cannot be reached or refuses the key, and is ready when it is', async () => {
    await server.stop();
    await workbench.runCommand('Inline Assets: Manage Providers…');
    await says('Google Gemini', /Unreachable\./);
    await workbench.screenshot('providers-unreachable');
    const port = Number(new URL(server.url).port);
    const again = async () => {
      // Not by the pointer: a hover of the input box can lie over the button.
      await workbench.quickInput.widget
        .getByRole('button', { name: 'Check all again' })
        .dispatchEvent('click');
    };
    // It wants the key in another header, so that the one it gets is refused.
    server = await startGeminiServer({ port, keyHeader: 'authorization' });
    await again();
    await says('Google Gemini', /Key refused\./);
    await workbench.screenshot('providers-refused');
    await server.stop();
    server = await startGeminiServer({ port });
    await again();
    await says('Google Gemini', /Ready\./);
    await workbench.quickInput.dismiss();
  });

  it('moves a default model that is gone, in settings and recipes, and takes it back', async () => {
    const folder = path.join(workbench.folder, 'made');
    mkdirSync(folder, { recursive: true });
    const recipe = path.join(folder, 'boat.png.recipe.json');
    const text = `{\n  "version": 1,\n  "image": { "file": "boat.png" },\n  "model": "${gone}",\n  "steps": []\n}\n`;
    writeFileSync(recipe, text);
    const tasks = path.join(workbench.folder, '.vscode', 'tasks.json');
    mkdirSync(path.dirname(tasks), { recursive: true });
    const task = `{\n  "inputs": [\n    // a card\n    { "id": "a", "type": "command", "command": "inlineAssets.generate", "args": { "models": ["${gone}"] } }\n  ]\n}\n`;
    writeFileSync(tasks, task);
    await workbench.runCommand('Inline Assets: Doctor: Check Models');
    const { quickInput } = workbench;
    await quickInput.row(/Imagen 4 → Nano Banana 2\.1/).waitFor({ timeout: 60_000 });
    await quickInput.row('Midjourney').waitFor();
    await workbench.screenshot('models-doctor');
    await quickInput.accept();
    await workbench.notifications.text(/3 models were moved\. Left as they are: Midjourney/);
    await until('the recipe', 20_000, () => readFileSync(recipe, 'utf8') === text.replace(gone, heir));
    await until('the task', 20_000, () => readFileSync(tasks, 'utf8') === task.replace(gone, heir));
    await workbench.screenshot('models-moved');
    await workbench.notifications.press(/models were moved/, 'Undo');
    await until('the task', 20_000, () => readFileSync(tasks, 'utf8') === task);
    await until('the recipe as it was', 20_000, () => readFileSync(recipe, 'utf8') === text);
    // Settings are taken back last; what the next test writes must not meet that.
    await until('the setting as it was', 40_000, async () => {
      await workbench.runCommand('Inline Assets: Doctor: Check Models');
      await quickInput.row('Midjourney').waitFor();
      const rows = await quickInput.rows().allInnerTexts();
      await quickInput.dismiss();
      return rows.some(row => row.includes('Imagen 4') && row.includes('User settings'));
    });
  });

  it('lists a key whose address is not in use any more, and removes it', async () => {
    const { host } = new URL(server.url);
    await workbench.updateSettings({ 'inlineAssets.gemini.endpoint': 'https://elsewhere.example' });
    await workbench.runCommand('Inline Assets: Manage Providers…');
    await says('Google Gemini', /elsewhere\.example/);
    await workbench.quickInput.choose(host);
    await workbench.answerDialog(`Remove the API key for ${host}?`, 'Remove');
    await workbench.notifications.text(/was removed/);
    await says('Add a Gateway…', /Add/);
    assert.equal((await workbench.quickInput.labels()).filter(label => label.includes(host)).length, 0);
    await workbench.quickInput.dismiss();
  });
});
