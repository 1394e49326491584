import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { plainCut, type SpriteSettings } from '../../../src/core/model/sprites';
import { asked, axe, cspViolations, timesAsked, usePanel } from './browser';
import type { ThemeName } from './preview/page';

describe('panel: sprite sheets', () => {
  const open = usePanel();

  const openSprites = async (options: { theme?: ThemeName; width?: number } = {}): Promise<Page> => {
    const page = await open(options);
    await page.locator('ia-candidate').first().hover();
    await page.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name: 'Cut into sprite frames…' }).click();
    await made(page);
    return page;
  };
  const made = (page: Page) => page.locator('ia-sprite-view [aria-busy=false]').waitFor();
  const choose = async (page: Page, what: string, entry: string): Promise<void> => {
    await page.getByRole('button', { name: new RegExp(`^${what}: `) }).click();
    await page
      .getByRole('menuitemradio', { name: new RegExp(`^${entry}`) })
      .first()
      .click();
    await made(page);
  };
  const settingsOf = async (page: Page) =>
    ((await asked(page, 'previewSprites')) as { settings: SpriteSettings }).settings;
  const path = (page: Page) => page.locator('ia-sprite-view #path');

  it('lists what would be written, and writes it', async () => {
    const page = await openSprites();
    const list = page.getByRole('list', { name: 'Files that will be written' });
    assert.equal(await list.getByRole('listitem').count(), 8);
    await page.getByText('already there: 1').waitFor();
    await path(page).press('Enter');
    const written = (await asked(page, 'writeSprites')) as { settings: SpriteSettings; path: string };
    assert.deepEqual([written.path, written.settings.output], ['assets/fox-walk', 'files']);
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    assert.deepEqual(await asked(page, 'closeStage'), { id: 'sprites-1' });
  });

  it('leaves the focus at the prompt where it was opened from outside the panel', async () => {
    const page = await open();
    await page.evaluate(() => window.preview.host.openSprites());
    await made(page);
    await path(page).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('textbox', { name: 'Prompt' }).and(page.locator(':focus')).waitFor();
  });

  it('shows the proposed grid in the empty fields, and takes pixels or parts, the last one typed', async () => {
    const page = await openSprites();
    const field = (name: string) => page.getByRole('spinbutton', { name, exact: true });
    assert.equal(await field('Columns').getAttribute('placeholder'), '4');
    assert.equal(await field('Height of a frame in pixels').getAttribute('placeholder'), '64');
    await field('Columns').fill('3');
    await made(page);
    assert.deepEqual((await settingsOf(page)).cut, { ...plainCut, columns: 3 });
    await field('Width of a frame in pixels').fill('32');
    await made(page);
    assert.deepEqual((await settingsOf(page)).cut, { ...plainCut, frameWidth: 32 });
    await field('Columns').fill('999');
    await page.getByRole('alert').getByText('No whole frame').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled());
  });

  it('follows what is written with the path, and offers only what belongs to it', async () => {
    const page = await openSprites();
    assert.equal(await page.getByRole('button', { name: /^Data format: / }).count(), 0);
    await choose(page, 'Files', 'Sheet and frames');
    assert.equal(await path(page).inputValue(), 'assets/fox-walk-sheet.png');
    await choose(page, 'Data format', 'Aseprite');
    assert.equal((await settingsOf(page)).sheet.atlas, 'aseprite');
    await choose(page, 'Files', 'Frames');
    assert.equal(await path(page).inputValue(), 'assets/fox-walk');
    await choose(page, 'Find frames by', 'Separate pieces');
    await page.getByText('3 specks are left out.').waitFor();
    assert.equal(await page.getByRole('spinbutton', { name: 'Columns', exact: true }).count(), 0);
    await page.getByRole('spinbutton', { name: 'Merge distance' }).waitFor();
  });

  it('keeps what moves in a cell unless asked, and says how large the frames are', async () => {
    const page = await openSprites();
    await page.getByRole('button', { name: 'Align: None' }).waitFor();
    await page.getByText('Frames of 64 × 64 pixels').waitFor();
    // Pieces have no cell to keep their place in.
    await choose(page, 'Find frames by', 'Separate pieces');
    await page.getByRole('button', { name: 'Align: Bottom' }).waitFor();
    await choose(page, 'Align', 'None');
    await page.getByText('Frames of 64 × 50 to 64 × 64 pixels').waitFor();
    await choose(page, 'Align', 'Center');
    await choose(page, 'Find frames by', 'Grid');
    assert.equal((await settingsOf(page)).cut?.align, 'center');
  });

  it('plays the frames, and stops at one', async () => {
    const page = await openSprites();
    const frame = page.getByRole('img', { name: /^Frame \d of 8/ });
    await frame.waitFor();
    // Still where people ask for less motion, as the browser of the tests does.
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    const first = await frame.getAttribute('aria-label');
    await page.getByRole('button', { name: 'Next frame' }).click();
    await page.waitForFunction(before => {
      const deep = (root: ParentNode): string | null => {
        for (const element of root.querySelectorAll('*')) {
          if (element.tagName === 'CANVAS') return element.getAttribute('aria-label');
          const found = element.shadowRoot && deep(element.shadowRoot);
          if (found) return found;
        }
        return null;
      };
      return deep(document) !== before;
    }, first);
    await page.getByRole('button', { name: 'Show the frame before through' }).click();
    const speed = page.getByRole('spinbutton', { name: 'a second' });
    await speed.fill('25');
    await speed.press('Enter');
    await made(page);
    assert.equal((await settingsOf(page)).sheet.duration, 40);
  });

  it('does nothing when it is closed', async () => {
    const page = await openSprites();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    assert.equal(await timesAsked(page, 'writeSprites'), 0);
    assert.equal(await timesAsked(page, 'closeStage'), 1);
  });

  for (const [theme, width] of [
    ['dark', 1000],
    ['light', 1000],
    ['highContrast', 1000],
    ['dark', 400],
  ] as const) {
    it(`axe finds nothing in ${theme}, ${width} pixels wide`, async () => {
      const page = await openSprites({ theme, width });
      await choose(page, 'Files', 'Sheet and frames');
      assert.deepEqual(await cspViolations(page), []);
      assert.deepEqual(await axe(page), []);
    });
  }
});
