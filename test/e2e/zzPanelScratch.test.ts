import { startGeminiServer, testKeys } from '../server/geminiServer';
import { openWorkbench } from './lib/openWorkbench';
import type { Workbench } from './lib/workbench';

const wait = (ms: number) => new Promise(r => setTimeout(r, ms));

describe('scratch', () => {
  it('gemini', async function () {
    this.timeout(300_000);
    const server = await startGeminiServer({ delayMs: 1500 });
    const w: Workbench = await openWorkbench({
      workspace: 'samples',
      settings: {
        'inlineAssets.gemini.endpoint': server.url,
        'inlineAssets.defaultModels': ['gemini/gemini-nano-banana-2.1', 'gemini/gemini-3-pro-image'],
      },
    });
    await w.explorer.chooseFromMenu('public/images/harbour.jpg', 'Edit Image…');
    await w.panel.body.waitFor();
    await wait(3000);
    await w.screenshot('g1');
    const prompt = w.panel.content.locator('textarea').first();
    await prompt.fill('make it night');
    await wait(800);
    await w.panel.content.getByRole('button', { name: /Generate/ }).click();
    await wait(2500);
    await w.screenshot('g2');
    await w.page.keyboard.type(testKeys.good);
    await w.page.keyboard.press('Enter');
    await wait(3000);
    await w.screenshot('g3');
    await w.page.getByRole('button', { name: /Allow for/ }).click();
    await wait(1500);
    await w.screenshot('g4');
    await wait(6000);
    await w.screenshot('g5');
    for (const fault of ['overloaded-twice', 'free-tier', 'image-safety', 'text-only', 're-routed']) {
      await prompt.fill(`a cat [fault:${fault}]`);
      await wait(600);
      await w.panel.content.getByRole('button', { name: /Generate/ }).click();
      await wait(6000);
      await w.screenshot(`g6-${fault}`);
    }
    await w.close();
    await server.stop();
  });
});
