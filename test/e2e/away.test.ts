import assert from 'node:assert/strict';
import { startGeminiServer, testKeys, type GeminiServer } from '../server/geminiServer';
import { askForGeminiKey } from './lib/geminiWorld';
import { openWorkbench } from './lib/openWorkbench';
import { openPanel, type PanelPage } from './lib/panelPage';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const dialog = 'to 127.0.0.1';

describe('a run that goes on while nobody looks', () => {
  let server: GeminiServer;
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    server = await startGeminiServer();
    workbench = await openWorkbench({
      workspace: 'samples',
      settings: { 'inlineAssets.gemini.endpoint': server.url },
    });
    await askForGeminiKey(workbench);
    await workbench.quickInput.fill(testKeys.good);
    await workbench.quickInput.accept();
    await workbench.notifications.close('is stored');
    panel = await openPanel(workbench);
    await panel.chooseModels('Nano Banana 2.1');
  });
  after(async () => {
    await workbench.close();
    await server.stop();
  });

  it('shows in the status bar, and in a notification that goes when the panel is looked at again', async () => {
    server.setFault('stall');
    await panel.generate('A heron at noon');
    await workbench.answerDialog(dialog, 'Allow for This Workspace');
    await panel.waiting.first().waitFor();
    await workbench.statusBarItem(/1 image · \d+ s/).waitFor();
    assert.equal(await workbench.notifications.item('Making images').isVisible(), false);
    await workbench.editor.open('README.md');
    await workbench.notifications.item(/Making images: 1 image/).waitFor();
    await workbench.editor.tab(/Inline Assets/).click();
    await workbench.notifications.item('Making images').waitFor({ state: 'hidden' });
    await panel.waiting.first().waitFor();
  });

  it('is stopped from there, and says so when the panel comes back', async () => {
    await workbench.editor.tab(/README\.md/).click();
    await workbench.notifications.press('Making images', 'Cancel');
    await workbench.statusBarItem(/1 image · \d+ s/).waitFor({ state: 'hidden' });
    panel = await openPanel(workbench);
    await panel.text('You stopped this request.').waitFor();
    await panel.text('The service may bill this request.').waitFor();
    assert.equal(await panel.waiting.count(), 0);
  });

  it('ends with a word and a way back when the panel was closed', async () => {
    // Asks to wait for seven seconds, then gives an image.
    server.setFault('rate-limited-once');
    await panel.generate('A heron in the evening');
    await panel.text(/Too many requests: trying again in/).waitFor();
    await workbench.runCommand('View: Close Editor');
    await workbench.notifications.item('Ready: 1 image.').waitFor({ timeout: 60_000 });
    await workbench.notifications.press('Ready: 1 image.', 'Show');
    await panel.images.first().waitFor();
    await panel.text('A heron in the evening').waitFor();
    await panel.text('Tried 2 times').waitFor();
  });

  it('is interrupted by a reload, which is said once, with what it may have cost', async () => {
    server.setFault('stall');
    panel = await openPanel(workbench, 'Generate Image…');
    await panel.generate('A heron at night');
    await panel.waiting.first().waitFor();
    await until('the request', 10_000, () =>
      server.requests.some(({ body }) => JSON.stringify(body ?? '').includes('at night')),
    );
    await workbench.reload();
    await workbench.runCommand('Inline Assets: Open Panel');
    await workbench.notifications
      .item(/1 image was under way when the window closed\. The service may have billed/)
      .waitFor({ timeout: 60_000 });
    await panel.text('Interrupted').waitFor();
    await panel.images.first().waitFor();
    server.setFault(undefined);
    await panel.button('Try Again').click();
    await until('the image', 60_000, async () => (await panel.images.count()) >= 2);
  });
});
