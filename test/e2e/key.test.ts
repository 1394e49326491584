import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { testKeys } from '../server/geminiServer';
import { askForGeminiKey, GeminiWorld } from './lib/geminiWorld';
import type { PanelPage } from './lib/panelPage';
import type { RunPage } from './lib/runPage';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const model = 'Nano Banana 2.1';
const wrongKey = 'AIzaSyWrongKey0000000000000000000000000';

describe('a key, permission and money', () => {
  let world: GeminiWorld;
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    world = await GeminiWorld.open();
    ({ workbench, panel } = world);
    await panel.chooseModels(model);
  });
  after(() => world.close());

  const refused = (words: string | RegExp): Promise<void> =>
    panel.refusal.filter({ hasText: words }).waitFor();
  const lighthouse = (): RunPage => panel.run('A lighthouse in fog');

  it('asks for the key when it is first needed, and says before what it takes', async () => {
    await panel.generate('A lighthouse in fog');
    const message = await workbench.quickInput.says(
      /Image models need billing enabled; one image costs about \$0\.034\./,
    );
    assert.match(message, /kept in VS Code's secret storage and sent to 127\.0\.0\.1:\d+ only/);
    const { widget, input } = workbench.quickInput;
    for (const link of [/Create a key/, /Set up billing/])
      await widget.getByRole('button', { name: link }).waitFor();
    assert.equal(await input.getAttribute('type'), 'password');
    await workbench.screenshot('key-asked');
  });

  it('says that a wrong key is wrong, and keeps what was typed and the prompt', async () => {
    await world.enterKey(wrongKey);
    const message = await workbench.quickInput.says(/does not take this key/);
    assert.ok(!message.includes(wrongKey), message);
    assert.equal(await workbench.quickInput.input.inputValue(), wrongKey);
    await workbench.screenshot('key-wrong');
    await workbench.quickInput.dismiss();
    await refused(/needs an API key/);
    assert.equal(await panel.prompt.inputValue(), 'A lighthouse in fog');
    assert.equal(world.sent.length, 0);
    await workbench.screenshot('key-none');
  });

  it('asks once what may go where; a no sends nothing', async () => {
    await panel.generateButton.click();
    await world.enterKey(testKeys.free);
    const question = workbench.dialog(`This sends your prompt to ${world.host}.`);
    await question.waitFor();
    await workbench.screenshot('key-consent');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await refused(/sending to .* was not allowed/);
    assert.equal(world.sent.length, 0);
    assert.equal(await panel.prompt.inputValue(), 'A lighthouse in fog');
  });

  it('says that a good key has no billing, and offers what is free', async () => {
    await panel.generateButton.click();
    await world.allowSending();
    const failure = lighthouse().failure('Billing is not enabled');
    await failure.waitFor();
    assert.equal(world.sent.length, 1);
    await failure.getByText('The key is good').waitFor();
    await failure.getByText('Services do not bill requests that they refuse like this.').waitFor();
    await failure.getByRole('button', { name: 'Open Billing Page' }).waitFor();
    await workbench.screenshot('key-billing');
    await failure.getByRole('button', { name: 'Use a Free Model' }).click();
    await lighthouse().imageOf('Placeholder (no AI)').waitFor();
    assert.equal(world.sent.length, 1);
  });

  it('goes on with a good key, without asking again what was allowed', async () => {
    await askForGeminiKey(workbench);
    await world.enterKey(testKeys.good);
    await workbench.notifications.close(`The key for ${world.host} is stored.`);
    await lighthouse()
      .failure('Billing is not enabled')
      .getByRole('button', { name: `Retry ${model}` })
      .click();
    await lighthouse().imageOf(model).waitFor();
    assert.equal(world.sent.at(-1)?.headers['x-goog-api-key'], testKeys.good);
  });

  it('keeps the key over a reload', async () => {
    await workbench.reload();
    await workbench.runCommand('Inline Assets: Open Panel');
    await panel.images.first().waitFor({ timeout: 60_000 });
    await panel.generate('A second lighthouse');
    await panel.run('A second lighthouse').imageOf(model).waitFor();
  });

  it('has written the key into no file', () => {
    const folders = [workbench.userData, workbench.folder];
    for (const file of folders.flatMap(filesUnder)) {
      const bytes = readFileSync(file);
      for (const key of [testKeys.good, testKeys.free, wrongKey]) {
        assert.ok(!bytes.includes(key) && !bytes.includes(Buffer.from(key, 'utf16le')), file);
      }
    }
    const store = filesUnder(workbench.userData).filter(file => /\.(jpg|png)$/.test(file));
    assert.ok(store.length >= 3, 'the store is among what was searched');
  });

  it('asks before a run above the confirmed amount', async () => {
    await workbench.updateSettings({ 'inlineAssets.confirmAboveUsd': 0.01 });
    const before = world.sent.length;
    await panel.generate('A dear lighthouse');
    const question = workbench.dialog('Generate 1 image for about $0.034?');
    await question.waitFor();
    await workbench.screenshot('key-confirm');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await refused(/Nothing was sent/);
    assert.equal(world.sent.length, before);
    await panel.generateButton.click();
    await workbench.answerDialog('Generate 1 image for about $0.034?', 'Generate');
    await panel.run('A dear lighthouse').imageOf(model).waitFor();
    assert.equal(world.sent.length, before + 1);
  });

  it('stops at the daily limit in the middle of a run', async () => {
    const today = await spentToday();
    await workbench.updateSettings({
      'inlineAssets.confirmAboveUsd': 10,
      'inlineAssets.dailyLimitUsd': today + 0.05,
    });
    const before = world.sent.length;
    for (let more = 0; more < 2; more++) await panel.button('One more').click();
    await panel.generate('Three lighthouses');
    const run = panel.run('Three lighthouses');
    await run.imageOf(model).waitFor();
    await until(
      'both refusals',
      20_000,
      async () => (await run.failure('Spending limit reached').count()) === 2,
    );
    const failure = run.failure('Spending limit reached').first();
    await failure.getByText('Nothing was sent, so it cost nothing.').waitFor();
    await failure.getByRole('button', { name: 'Open Spending Settings' }).waitFor();
    assert.equal(world.sent.length, before + 1);
    await workbench.screenshot('key-daily-stop');
  });

  it('forgets the key when it is told to, and asks for it again', async () => {
    await workbench.updateSettings({ 'inlineAssets.dailyLimitUsd': 5 });
    await workbench.runCommand('Inline Assets: Remove API Key…');
    await workbench.quickInput.choose(/Google Gemini/);
    await workbench.answerDialog('Remove the API key', 'Remove');
    await workbench.notifications.text(/was removed/);
    const before = world.sent.length;
    await panel.generate('One more lighthouse');
    await workbench.quickInput.says(/need billing enabled/);
    await workbench.quickInput.dismiss();
    await refused(/needs an API key/);
    assert.equal(world.sent.length, before);
  });

  /** US dollars, as the panel says. */
  async function spentToday(): Promise<number> {
    const text = await panel.text(/^today /).innerText();
    return Number(/\$(\d+\.\d+) of/.exec(text)?.[1]);
  }
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name));
}
