import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { SetChoicesView } from '../../../src/protocol/setViews';
import { asked, axe, cspViolations, focusComes, timesAsked, usePanel } from './browser';

describe('panel: asset sets', () => {
  const open = usePanel();

  const openSet = async (how: Parameters<typeof open>[0] = {}): Promise<Page> => {
    const page = await open(how);
    await openSetOf(page);
    return page;
  };
  const openSetOf = async (page: Page): Promise<void> => {
    await page.locator('ia-candidate').first().hover();
    await page.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name: 'Make asset set…' }).click();
    await ready(page);
  };
  const ready = (page: Page) => page.locator('ia-set-view [aria-busy=false]').waitFor();
  const write = (page: Page) => page.getByRole('button', { name: /^Write/ });
  const choose = async (page: Page, what: string, entry: string): Promise<void> => {
    await page.getByRole('button', { name: new RegExp(`^${what}: `) }).click();
    await page.getByRole('menuitemradio', { name: entry }).first().click();
  };
  const lastChoices = async (page: Page) =>
    ((await asked(page, 'previewSet')) as { choices: SetChoicesView }).choices;

  it('lists every file with its size and what it replaces, and writes once a color is chosen', async () => {
    const page = await openSet();
    assert.equal(await page.getByRole('option').count(), 9);
    await page.getByRole('option', { name: /favicon\.ico.*48 × 48.*replaces a file/s }).waitFor();
    assert.deepEqual(
      await page
        .getByRole('list', { name: 'Files that are replaced' })
        .getByRole('listitem')
        .allTextContents(),
      ['Replaced, and kept for Undo:', 'favicon.ico'],
    );
    assert.equal(await write(page).isDisabled(), true);
    await page.getByText(/apple-touch-icon.png.*Choose the color/).waitFor();
    await page.getByRole('button', { name: 'Take white' }).click();
    await page.getByText('#ffffff').waitFor();
    await ready(page);
    assert.equal((await lastChoices(page)).background, '#ffffff');
    await page.getByRole('button', { name: 'Write 9 files, replace 1' }).click();
    await page.getByText('Files written: 9').waitFor();
    assert.deepEqual(await asked(page, 'writeSet'), { id: 'set-1' });
  });

  it('begins at the set, and gives the focus back to the image', async () => {
    const page = await openSet();
    await page.getByRole('button', { name: 'Set: Favicon' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.locator('ia-candidate').first().locator(':focus').first().waitFor();
  });

  it('gives the code afterwards: another form of it, copied, inserted, done', async () => {
    const page = await openSet();
    await page.getByRole('button', { name: 'Take white' }).click();
    await ready(page);
    await write(page).click();
    await choose(page, 'Code', 'JSX');
    await page.getByText('<link rel="icon" href="/favicon.ico" sizes="48x48" />').waitFor();
    await page.getByRole('button', { name: 'Copy code' }).click();
    assert.deepEqual(await asked(page, 'useSnippet'), { id: 'set-1', snippet: 'jsx', how: 'copy' });
    await page.getByRole('button', { name: 'Insert into index.html' }).click();
    assert.deepEqual(await asked(page, 'useSnippet'), { id: 'set-1', snippet: 'jsx', how: 'insert' });
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    assert.deepEqual(await asked(page, 'closeStage'), { id: 'set-1' });
  });

  it('takes back what it wrote, and says in its own place why it could not write', async () => {
    const page = await openSet();
    await page.getByRole('button', { name: 'Take white' }).click();
    await ready(page);
    await write(page).click();
    await page.getByRole('status').getByText('Files written: 9').waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    assert.deepEqual(await asked(page, 'undoSet'), { id: 'set-1' });
    await write(page).and(page.locator(':focus')).waitFor();
    await page.getByRole('textbox', { name: 'Folder' }).fill('locked');
    await ready(page);
    await write(page).click();
    await page.getByRole('alert').getByText('locked is read-only.').waitFor();
    await page.getByRole('button', { name: 'Go back' }).click();
    await page.getByRole('textbox', { name: 'Folder' }).fill('public');
    await ready(page);
    await write(page).click();
    await page.getByText('Files written: 9').waitFor();
  });

  it('gives the code of a set that is there already', async () => {
    const page = await openSet();
    await page.getByRole('button', { name: 'Take white' }).click();
    await page.getByRole('textbox', { name: 'Folder' }).fill('there');
    await page.getByText('Everything is there already, just as it would be written.').waitFor();
    await page.getByRole('button', { name: 'Show the code' }).click();
    await page.getByRole('status').getByText('Everything is there already.').waitFor();
    await page.getByRole('button', { name: 'Copy code' }).waitFor();
  });

  it('still says on its last page what was left as it is, and why', async () => {
    const page = await openSet();
    await page.getByRole('button', { name: 'Take white' }).click();
    await page.getByRole('textbox', { name: 'Folder' }).fill('odd');
    await ready(page);
    await write(page).click();
    await page.getByText('Files written: 9').waitFor();
    await page.getByText('site.webmanifest is not valid JSON.').waitFor();
    assert.deepEqual(await axe(page), []);
  });

  it('shows the safe zones of the file that is chosen, by pointer or keys', async () => {
    const page = await openSet();
    const zone = page.getByRole('img', { name: 'Always visible: 80 %' });
    assert.equal(await zone.count(), 0);
    await page.getByRole('option', { name: /icon-512\.png/ }).press('ArrowDown');
    await zone.waitFor();
    await page
      .getByRole('option', { name: /maskable/ })
      .and(page.locator(':focus'))
      .waitFor();
    await page.getByRole('button', { name: 'Show safe zones' }).click();
    assert.equal(await zone.count(), 0);
    await page.getByRole('option', { name: /site\.webmanifest/ }).click();
    await page.getByText('"icons": [').waitFor();
  });

  it('is one page to scroll in a narrow window: what is chosen first, then the files, Write in sight', async () => {
    const page = await openSet({ width: 500, height: 640 });
    const inSight = async (which: Locator): Promise<boolean> => {
      const box = (await which.boundingBox())!;
      const actions = (await page.locator('ia-set-view .bottom').boundingBox())!;
      return box.y > 0 && box.y + box.height <= actions.y;
    };
    assert.ok(await inSight(page.getByRole('button', { name: /^Set: / })));
    assert.ok(await inSight(page.getByRole('slider', { name: 'Extra margin' })));
    const last = page.getByRole('option', { name: /site\.webmanifest/ });
    assert.equal(await inSight(last), false);
    await last.focus();
    assert.ok(await inSight(last));
    const { y, height } = (await write(page).boundingBox())!;
    assert.ok(y + height <= 640);
    assert.deepEqual(await axe(page), []);
  });

  it('asks anew for every change, and begins another set as the host says', async () => {
    const page = await openSet();
    await page.getByRole('checkbox', { name: 'Web app manifest with its icons' }).uncheck();
    await page.getByRole('option', { name: /webmanifest/ }).waitFor({ state: 'detached' });
    await choose(page, 'Fit', 'Fill, cut edges');
    await page.getByRole('slider', { name: 'Extra margin' }).fill('12');
    await page.getByRole('textbox', { name: 'Name' }).fill('лого 1');
    await page.getByRole('button', { name: 'Browse…' }).click();
    await ready(page);
    const { fit, padding, name, folder, options } = await lastChoices(page);
    assert.deepEqual([fit, padding, name, folder], ['cover', 12, 'лого 1', 'static']);
    assert.deepEqual(options, { pngs: true, manifest: false });
    await choose(page, 'Set', 'Densities');
    await page.getByRole('option', { name: /lighthouse@2x/ }).waitFor();
    await page.getByRole('spinbutton', { name: 'Width at 1×' }).fill('320');
    await page.getByRole('option', { name: /lighthouse@3x.*960/s }).waitFor();
    assert.equal(await page.getByRole('slider', { name: 'Extra margin' }).count(), 0);
  });

  it('asks what stays where edges are cut off, and offers to remove a background that is in the way', async () => {
    const page = await openSet();
    await choose(page, 'Fit', 'Fill, cut edges');
    // The image is as square as the files.
    assert.equal(await page.getByRole('button', { name: /^Position: / }).count(), 0);
    await choose(page, 'Set', 'Social cards');
    await choose(page, 'Position', 'Top');
    await ready(page);
    assert.equal((await lastChoices(page)).position, 'top');
    await choose(page, 'Set', 'Android app icon');
    await page.getByText(/no transparency, so it is a box in mipmap-mdpi/).waitFor();
    await page.getByRole('button', { name: 'Remove the background…' }).click();
    assert.deepEqual(await asked(page, 'cutOutOfSet'), { id: 'set-1' });
  });

  it('needs the second image where a set has two, and says what it cannot do', async () => {
    const page = await openSet();
    await choose(page, 'Set', 'Light and dark');
    await page.locator('ia-set-view .hint').getByText('This set has two images.').waitFor();
    assert.equal(await page.getByRole('alert').count(), 0, 'nothing is wrong');
    await page.getByRole('button', { name: 'Write files', exact: true }).waitFor();
    assert.equal(await write(page).isDisabled(), true);
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'Choose the image for dark themes' }).click();
    await page.getByRole('option', { name: /lighthouse-dark/ }).waitFor();
    await page.getByRole('button', { name: 'For dark themes: night.png. Choose another' }).waitFor();
    await page.getByRole('button', { name: 'Write 2 files' }).click();
    assert.equal(await timesAsked(page, 'writeSet'), 1);
  });

  it('takes the image for dark themes that lies beside it, where a set needs one', async () => {
    const page = await open();
    await page.evaluate(() => (window.preview.host.darkBeside = true));
    await openSetOf(page);
    await choose(page, 'Set', 'Light and dark');
    await page
      .getByRole('button', { name: 'For dark themes: lighthouse-dark.png. Choose another' })
      .waitFor();
    await page.getByRole('button', { name: 'Write 2 files' }).waitFor();
    await page.getByRole('button', { name: 'For dark themes: lighthouse-dark.png. Choose another' }).click();
    await page.getByRole('button', { name: 'For dark themes: night.png. Choose another' }).waitFor();
  });

  for (const theme of ['dark', 'lightModern', 'highContrast'] as const) {
    it(`axe finds nothing in ${theme}, before and after it is written`, async () => {
      const page = await openSet({ theme });
      assert.deepEqual(await axe(page), []);
      await page.getByRole('option', { name: /maskable/ }).click();
      await page.getByRole('button', { name: 'Take white' }).click();
      await ready(page);
      assert.deepEqual(await axe(page), []);
      await write(page).click();
      await page.getByText('Files written: 9').waitFor();
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(await cspViolations(page), []);
    });
  }

  it('names sets of the workspace that are broken, with file and field', async () => {
    const page = await openSet();
    const broken = page.getByRole('menuitem', {
      name: /badge\.json: “files\[0\]\.width” must be of type number/,
    });
    assert.equal(await broken.count(), 0, 'not with every set');
    await page.getByRole('button', { name: /^Set: / }).click();
    await broken.waitFor();
    assert.equal(await broken.getAttribute('aria-disabled'), 'true');
    assert.deepEqual(await axe(page), []);
  });

  it('has the focus where it was once the list of images is gone, whatever was chosen there', async () => {
    const page = await openSet();
    await choose(page, 'Set', 'Light and dark');
    await page.evaluate(() => (window.preview.host.dismissing = true));
    await page.getByRole('button', { name: 'Choose the image for dark themes' }).click();
    await asked(page, 'pickDark');
    await focusComes(page, /^button Choose the image for dark themes$/);
    await page.evaluate(() => (window.preview.host.dismissing = false));
    await page.keyboard.press('Enter');
    await focusComes(page, /^button For dark themes: night\.png/);
  });
});
