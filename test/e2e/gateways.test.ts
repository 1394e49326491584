import assert from 'node:assert/strict';
import { startGeminiServer, testKeys, type GeminiServer } from '../server/geminiServer';
import { GeminiWorld } from './lib/geminiWorld';
import type { PanelPage } from './lib/panelPage';
import type { Workbench } from './lib/workbench';

const google = 'Nano Banana Pro';
const resold = 'Nano Banana Pro (Comet)';

describe('a gateway that is named in the settings', () => {
  let gateway: GeminiServer;
  let world: GeminiWorld;
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    gateway = await startGeminiServer({ keyHeader: 'authorization' });
    world = await GeminiWorld.open({
      viewport: { width: 1440, height: 900 },
      settings: {
        'inlineAssets.endpoints': [
          { name: 'comet', label: 'Comet', api: 'gemini', baseUrl: gateway.url, key: 'bearer' },
          { name: 'broken', api: 'gemini', baseUrl: 'nowhere' },
        ],
        'inlineAssets.confirmAboveUsd': 5,
      },
    });
    ({ workbench, panel } = world);
  });
  after(async () => {
    await world.close();
    await gateway.stop();
  });

  const enterKeyFor = async (label: string, host: string): Promise<void> => {
    await workbench.runCommand('Inline Assets: Set API Key…');
    await workbench.quickInput.fill(label);
    await workbench.quickInput.accept();
    await workbench.quickInput.says(new RegExp(`sent to ${host} only`));
    await world.enterKey(testKeys.good);
    await workbench.notifications.close(`The key for ${host} is stored.`);
  };

  it('says once what is wrong in the setting', async () => {
    await workbench.notifications.close(
      'A service in the setting inlineAssets.endpoints is left out. “broken” is not right: look at “baseUrl”.',
    );
  });

  it('answers beside Gemini, each with the key that was entered for it', async () => {
    await enterKeyFor('Google Gemini', world.host);
    await enterKeyFor('Comet', new URL(gateway.url).host);
    await panel.chooseModels(google, resold);
    await panel.text(`The price of ${resold} is the official list price; your gateway may differ.`).waitFor();
    await panel.generate('A red kite');
    await world.allowSending();
    await workbench.answerDialog(new URL(gateway.url).host, 'Allow for This Workspace');
    const run = panel.run('A red kite');
    await run.imageOf(google).waitFor();
    await run.imageOf(resold).waitFor();
    assert.deepEqual(await run.columns(), [google, resold]);
    await workbench.screenshot('gateway-beside');
  });

  it('asks before it fetches an image from elsewhere, and keeps the link after a no', async () => {
    await panel.chooseModels(resold);
    await panel.generate('A kite [fault:link-bare]');
    const question = workbench.dialog('Fetch the image from files.example.com?');
    await question.waitFor();
    await workbench.screenshot('gateway-fetch');
    await question.getByRole('button', { name: 'Cancel' }).click();
    const failure = panel.run('A kite [fault:link-bare]').failure('The image was not fetched');
    await failure.waitFor();
    const link = failure.getByRole('link', { name: 'files.example.com/files/image.png' });
    assert.match(
      (await link.getAttribute('href')) ?? '',
      /^https:\/\/files\.example\.com\/files\/image\.png\?/,
    );
    await workbench.screenshot('gateway-link');
    // It is paid for: to fetch it is the first thing that is offered.
    await failure.getByRole('button', { name: 'Fetch the Image' }).click();
    await question.waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await link.waitFor();
  });

  it('shows words and images in their order, and what was looked up', async () => {
    await panel.generate('A story [fault:interleaved]');
    const story = panel.run('A story [fault:interleaved]');
    await story.section.getByText('Then the den.').waitFor();
    const order = await story.section
      .locator('ia-cell')
      .evaluate(cell =>
        [...(cell.shadowRoot?.querySelectorAll('ia-candidate, .between') ?? [])].map(each =>
          each.localName === 'p' ? (each.textContent ?? '') : 'image',
        ),
      );
    assert.deepEqual(order, ['First the fox.', 'image', 'Then the den.', 'image', 'image', 'That is all.']);
    await workbench.screenshot('gateway-interleaved');
    await panel.button(/^More$/).click();
    await panel.text('Look it up with Google Search first').click();
    await panel.generate('A kite that exists');
    const looked = panel.run('A kite that exists');
    await looked.section.getByRole('link', { name: 'Red kite', exact: true }).waitFor();
    await workbench.screenshot('gateway-sources');
    await looked.images.first().click();
    await panel.largeView.dialog.getByRole('link', { name: 'red kite wingspan' }).waitFor();
    await workbench.screenshot('gateway-sources-large');
  });
});
