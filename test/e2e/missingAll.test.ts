import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { bitmapOf, pngOf } from '../unit/imaging/makeImages';
import { openPanel, type PanelPage } from './lib/panelPage';
import { openWorkbench } from './lib/openWorkbench';
import { drawnSize } from './lib/readers';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const picture = pngOf(bitmapOf(60, 40, x => [x * 4, 90, 160, 255]));

describe('missing images', () => {
  let workbench: Workbench;
  let panel: PanelPage;
  let list: Locator;
  before(async () => {
    workbench = await openWorkbench({
      workspace: {
        'docs/guide.md':
          '# Guide\n\n## Signing in\n\n![The login flow](img/login.png "=300x200")\n\n![Logo](img/logo.svg)\n\n![Photo](img/photo.jpg)\n',
        'docs/more.md': '![Login again](img/login.png)\n',
        'site/index.html': '<img src="team.png" alt="Our team">\n',
        'a.md': '![Our team](img/team.png)\n',
        'b.md': '![Some people](img/teem-photo.png)\n\n![Plan](img/plan.svg "=320x200")\n',
        'pictures/team.webp': picture,
        'pictures/team-photo.png': picture,
      },
    });
    panel = await openPanel(workbench);
    list = panel.missingView;
  });
  after(() => workbench.close());

  const isThere = (file: string) => existsSync(path.join(workbench.folder, file));
  const prompt = (file: string) => list.getByRole('textbox', { name: `Prompt for ${file}` });
  const size = (file: string) => {
    const bytes = workbench.read(file);
    return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  };

  it('that are many are listed from a quick fix, changed, made at their places, and taken back', async () => {
    await workbench.editor.open('docs/guide.md', 5, 26);
    await workbench.editor.squiggle().first().waitFor();
    await workbench.editor.quickFix('Generate all missing images…');
    await list.getByText('3 images · 1 document read').waitFor();
    assert.equal(
      await prompt('docs/img/login.png').inputValue(),
      'The login flow. For the section “Signing in” of “Guide”.',
    );
    await list.getByText('300 × 200 from the code').waitFor();
    await prompt('docs/img/login.png').fill('A login form with two fields');
    await workbench.screenshot('missing-list');
    await list.getByRole('button', { name: 'Make 3 placeholders' }).click();
    await list.getByRole('status').getByText('3 saved').waitFor({ timeout: 30_000 });
    await workbench.screenshot('missing-saved');
    assert.deepEqual(size('docs/img/login.png'), [300, 200]);
    assert.equal(workbench.read('docs/img/photo.jpg').readUInt16BE(0), 0xffd8);
    const svg = path.join(workbench.folder, 'docs/img/logo.svg');
    assert.deepEqual(await drawnSize(workbench.page, svg), [512, 512]);
    await list.getByRole('button', { name: 'Undo docs/img/photo.jpg' }).click();
    await until('the undo of one', 10_000, () => !isThere('docs/img/photo.jpg'));
    await list.getByRole('button', { name: 'Undo all' }).click();
    await until('the undo of all', 10_000, () => !isThere('docs/img'));
    assert.equal(await prompt('docs/img/login.png').inputValue(), 'A login form with two fields');
    await workbench.page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
  });

  it('of a folder are one list, each image once', async () => {
    await workbench.explorer.chooseFromMenu('docs', 'Generate All Missing Images…');
    await list.getByText(/^3 images/).waitFor();
    await list.getByRole('button', { name: 'docs/more.md:1' }).waitFor();
    await list.getByRole('checkbox', { name: 'Make docs/img/photo.jpg' }).uncheck();
    await list.getByRole('button', { name: 'Make 2 placeholders' }).click();
    await list.getByRole('status').getByText('2 saved').waitFor({ timeout: 30_000 });
    assert.deepEqual(readdirSync(path.join(workbench.folder, 'docs/img')).sort(), ['login.png', 'logo.svg']);
    await list.getByRole('button', { name: 'Close' }).click();
    await list.waitFor({ state: 'hidden' });
  });

  it('lead to the one image of their name', async () => {
    await workbench.editor.open('a.md', 1, 18);
    await workbench.editor.squiggle().waitFor();
    await workbench.editor.quickFix('Use pictures/team.webp');
    await workbench.editor.squiggle().waitFor({ state: 'hidden' });
    assert.equal((await workbench.editor.text()).trim(), '![Our team](pictures/team.webp)');
    await workbench.editor.undo();
    await workbench.editor.squiggle().waitFor();
  });

  it('lead to an image that is chosen, those of a similar name first', async () => {
    await workbench.editor.open('b.md', 1, 20);
    await workbench.editor.squiggle().first().waitFor();
    await workbench.editor.quickFix('Choose an existing image…');
    await workbench.quickInput.input.waitFor();
    await workbench.quickInput.row(/^team-photo\.png/).waitFor();
    await workbench.screenshot('missing-choose');
    await workbench.quickInput.accept();
    await workbench.quickInput.input.waitFor({ state: 'hidden' });
    await until('the path', 10_000, async () =>
      (await workbench.editor.text()).includes('![Some people](pictures/team-photo.png)'),
    );
  });

  it('that are drawings get a drawing', async () => {
    await workbench.editor.open('b.md', 3, 14);
    await workbench.editor.squiggle().waitFor();
    await workbench.editor.quickFix('Placeholder (no AI)');
    await workbench.editor.squiggle().waitFor({ state: 'hidden' });
    const svg = path.join(workbench.folder, 'img/plan.svg');
    assert.deepEqual(await drawnSize(workbench.page, svg), [320, 200]);
  });
});
