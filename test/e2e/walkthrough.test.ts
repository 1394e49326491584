import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { openWorkbench } from './lib/openWorkbench';
import { PanelPage } from './lib/panelPage';
import { ReferenceList } from './lib/referenceList';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const title = 'Images for your repo, without leaving the editor';
const steps = [
  'Open the panel',
  'Make an image with no key',
  'Edit an image you have',
  'Let a missing image make itself',
  'Add a key when you want AI images',
] as const;

describe('the first minute, without a key', () => {
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    workbench = await openWorkbench({ workspace: 'samples', viewport: { width: 1600, height: 900 } });
    panel = new PanelPage(workbench.panel);
  });
  after(() => workbench.close());

  const page = (): Locator => workbench.page.locator('.gettingStartedContainer');
  const step = (name: string): Locator =>
    page()
      .locator('.getting-started-step')
      .filter({ has: workbench.page.getByRole('heading', { name }) });
  const show = async (): Promise<void> => {
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.quickInput.fill(title);
    await workbench.quickInput.choose(title);
    await page().getByRole('heading', { name: title, level: 2 }).waitFor();
  };
  /** Unfolds a step and presses its button. */
  const press = async (name: (typeof steps)[number], button: string): Promise<void> => {
    await show();
    await step(name).click();
    await page().locator('.getting-started-media img, .getting-started-media iframe').first().waitFor();
    await workbench.screenshot(`walkthrough-${steps.indexOf(name) + 1}`);
    await page().getByRole('button', { name: button, exact: true }).click();
  };
  const isDone = async (name: string): Promise<void> => {
    await show();
    await page()
      .getByRole('checkbox', { name: `${name}: Completed` })
      .waitFor();
  };

  it('opens the panel', async () => {
    await press('Open the panel', 'Open the Panel');
    await panel.prompt.waitFor({ timeout: 45_000 });
    await isDone('Open the panel');
  });

  it('makes a placeholder that shows in the panel, and saves it', async () => {
    await press('Make an image with no key', 'Make a Placeholder');
    const image = panel.run('A calm hero banner for my project').imageOf('Placeholder (no AI)');
    await image.waitFor({ timeout: 60_000 });
    await workbench.screenshot('walkthrough-placeholder');
    const file = await panel.saveAs(image);
    assert.match(path.basename(file), /^calm-hero-banner/);
    await until('the file', 20_000, () => existsSync(path.join(workbench.folder, file)));
    await isDone('Make an image with no key');
  });

  it('lets an image be picked for editing', async () => {
    await press('Edit an image you have', 'Edit an Image');
    await workbench.quickInput.tick('logo.png');
    await workbench.quickInput.accept();
    await new ReferenceList(workbench.panel).are('public/logo.png');
    await isDone('Edit an image you have');
  });

  it('opens a new file to try a missing image in', async () => {
    await press('Let a missing image make itself', 'New Markdown File');
    await workbench.editor.tab(/^Untitled-1/).waitFor();
    await workbench.page.getByRole('button', { name: 'Markdown' }).waitFor();
  });

  it('says what a key takes', async () => {
    await press('Add a key when you want AI images', 'Set API Key');
    await workbench.quickInput.choose(/Google Gemini/);
    await workbench.quickInput.says(/billing enabled/);
    await workbench.quickInput.dismiss();
  });
});
