// The README's pictures, from the installed package: npm run screenshots.
import path from 'node:path';
import { closeBrowser } from './lib/browser';
import { closeAll, openWorkbench, photographAll } from './lib/openWorkbench';
import { PanelPage } from './lib/panelPage';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const folder = path.resolve(import.meta.dirname, '../../media/readme');

/** Everything that would only distract. */
const calm = {
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.selectionHighlight': false,
  'editor.stickyScroll.enabled': false,
};

async function generate(workbench: Workbench, prompt: string, images: number): Promise<void> {
  const { content } = workbench.panel;
  const pictures = content.getByRole('button', { name: /^Open image from/ });
  const before = await pictures.count();
  await content.getByRole('textbox', { name: 'Prompt' }).fill(prompt);
  await content.getByRole('button', { name: /^Generate/ }).click();
  await until(prompt, 60_000, async () => (await pictures.count()) === before + images);
  await until('drawn pictures', 20_000, () =>
    pictures
      .locator('img')
      .evaluateAll(all => all.every(image => (image as { complete?: boolean }).complete)),
  );
}

async function missingImage(): Promise<void> {
  const workbench = await openWorkbench({
    workspace: 'samples',
    viewport: { width: 1100, height: 560 },
    scale: 2,
    settings: { ...calm, 'workbench.colorTheme': 'Light 2026' },
  });
  await workbench.openAt('docs/getting-started.md', 'img/sign-in.png');
  await workbench.editor.squiggle().waitFor();
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.editor.openQuickFixes('Generate image…');
  console.log(await workbench.screenshot('missing-image', folder));
  await workbench.close();
}

async function panel(): Promise<void> {
  const workbench = await openWorkbench({
    workspace: 'samples',
    viewport: { width: 1280, height: 800 },
    scale: 2,
    settings: { ...calm, 'workbench.colorTheme': 'Dark 2026' },
  });
  await workbench.runCommand('Inline Assets: Open Panel');
  await workbench.panel.body.waitFor();
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  const { content } = workbench.panel;
  for (let count = 1; count < 3; count += 1) await content.getByRole('button', { name: 'One more' }).click();
  await generate(workbench, 'Poster: sailing school, mornings in June', 3);
  for (let count = 3; count > 1; count -= 1) await content.getByRole('button', { name: 'One less' }).click();
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.explorer.chooseFromMenu('public/images/harbour.jpg', 'Edit Image…');
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await generate(workbench, 'grayscale', 1);
  await workbench.statusBarItem(/(image|done) ·/).waitFor({ state: 'hidden' });
  console.log(await workbench.screenshot('panel', folder));

  const page = new PanelPage(workbench.panel);
  const edited = page.run('grayscale').section.getByRole('button', { name: /^Open image from/ });
  await page.choose(edited, 'Compare with');
  await page.content.getByRole('menuitem', { name: /^Original: / }).click();
  await page.compareView.drawn();
  await workbench.page.keyboard.press('l');
  await page.compareView.slider('Slider between the two').waitFor();
  console.log(await workbench.screenshot('compare', folder));
  await workbench.close();
}

async function main(): Promise<void> {
  try {
    await missingImage();
    await panel();
  } catch (error) {
    console.error(error);
    await photographAll('screenshots');
    process.exitCode = 1;
  } finally {
    await closeAll();
    await closeBrowser();
  }
}

void main();
