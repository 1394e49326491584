import assert from 'node:assert/strict';
import path from 'node:path';
import type { ConsoleMessage } from 'playwright-core';
import { axe, overflowing } from './lib/axe';
import { openWorkbench } from './lib/openWorkbench';
import { openPanel, type PanelPage } from './lib/panelPage';
import { ReferenceList } from './lib/referenceList';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const pictures = path.resolve(import.meta.dirname, '../../out/e2e/looks');
const localEdits = 'Local edits (free)';
const widths = { wide: { width: 1280, height: 860 }, narrow: { width: 560, height: 860 } } as const;
const themes = ['light', 'dark', 'high-contrast', 'high-contrast-light'] as const;

describe('what the panel looks like', () => {
  let workbench: Workbench;
  let panel: PanelPage;
  const policy: string[] = [];
  const errors: string[] = [];
  const listen = (message: ConsoleMessage): void => {
    const line = `${message.text()} (${message.location().url})`;
    if (/content security policy/i.test(line)) policy.push(line);
    // On a slow machine VS Code's own sign-in gives up.
    else if (message.type() === 'error' && !/authentication provider/.test(line)) errors.push(line);
  };

  before(async () => {
    workbench = await openWorkbench({ workspace: 'samples', viewport: widths.wide });
    workbench.page.on('console', listen);
    panel = await openPanel(workbench);
    await workbench.screenshot('empty-wide', pictures);
  });
  after(() => workbench.close());

  const show = async (width: keyof typeof widths): Promise<void> => {
    await workbench.page.setViewportSize(widths[width]);
    const frame = await workbench.panel.frame();
    await frame.waitForFunction(
      narrow => window.matchMedia('(max-width: 699px)').matches === narrow,
      width === 'narrow',
    );
  };

  const large = () => workbench.panel.content.getByRole('dialog');

  it('shows images, a slider and a failure, without breaking its security policy', async () => {
    await panel.button('One more').click();
    await panel.generate('Hero banner: a quiet lake at dawn');
    await until('two images', 60_000, async () => (await panel.images.count()) === 2);
    await workbench.explorer.chooseFromMenu('public/images/harbour.jpg', 'Edit Image…');
    await new ReferenceList(workbench.panel).are('public/images/harbour.jpg');
    await panel.chooseModels(localEdits);
    await panel.generate('Sepia, and round the corners by 60 px');
    await panel.run('Sepia, and round the corners by 60 px').images.first().waitFor({ timeout: 60_000 });
    await panel.generate('Put a lighthouse on the pier');
    await panel.run('Put a lighthouse on the pier').failure(`${localEdits} can’t do this`).waitFor();
    for (let closed = 2; closed > 0; closed--) await panel.button('Open run').click();
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await panel.images.nth(0).click();
    await large().getByRole('button', { name: 'Before and after' }).click();
    await large().getByRole('slider').press('ArrowRight');
    await workbench.page.keyboard.press('Escape');
    await large().waitFor({ state: 'hidden' });
    await new ReferenceList(workbench.panel).clear();
    await panel.chooseModels('Placeholder (no AI)');
    await panel.button(/^More$/).click();
    await panel.prompt.fill('');
    assert.deepEqual(policy, []);
    assert.deepEqual(errors, []);
  });

  it('would notice a break of the policy', async () => {
    const frame = await workbench.panel.frame();
    await frame.evaluate(() => document.body.setAttribute('style', 'color: red'));
    await until('the message', 10_000, () => policy.length > 0);
    assert.match(policy.join(), /style-src/);
    await frame.evaluate(() => document.body.removeAttribute('style'));
  });

  for (const theme of themes) {
    it(`is accessible and fits in ${theme}`, async () => {
      await show('wide');
      await workbench.setTheme(theme);
      await workbench.editor.tab('Inline Assets').click();
      for (const width of ['wide', 'narrow'] as const) {
        await show(width);
        const frame = await workbench.panel.frame();
        const look = async (what: string): Promise<void> => {
          await workbench.screenshot(`${what}-${width}-${theme}`, pictures);
          assert.deepEqual(await overflowing(frame), [], `${what}, ${width}`);
          assert.deepEqual(await axe(frame), [], `${what}, ${width}`);
        };
        await panel.run('Put a lighthouse on the pier').section.scrollIntoViewIfNeeded();
        await look('results');
        await panel.images.nth(0).click();
        await large().getByRole('button', { name: 'Before and after' }).click();
        await large().getByRole('slider').waitFor();
        await look('large');
        await workbench.page.keyboard.press('Escape');
        await large().waitFor({ state: 'hidden' });
        await panel.press(panel.images.nth(0), 'Save…');
        await panel.saveView.ready();
        await panel.saveView.choose('Preset', 'Thumbnail');
        await panel.saveView.button(/^Part of the picture/).waitFor();
        await panel.saveView.made();
        await look('save');
        await panel.saveView.cancel();
      }
    });
  }
});
