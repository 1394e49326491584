import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { SliceSettings, Slices } from '../../../src/core/model/slices';
import { asked, axe, cspViolations, timesAsked, usePanel } from './browser';
import type { ThemeName } from './preview/page';

describe('panel: nine-slice guides', () => {
  const open = usePanel();

  const made = (page: Page) => page.locator('ia-slice-view [aria-busy=false]').waitFor();
  const openSlices = async (
    options: { theme?: ThemeName; width?: number; height?: number; small?: boolean } = {},
  ): Promise<Page> => {
    const page = await open(options);
    await page.evaluate(small => window.preview.host.openSlices(small), options.small ?? false);
    await made(page);
    return page;
  };
  const guide = (page: Page, name: string): Locator => page.getByRole('slider', { name, exact: true });
  const field = (page: Page, name: string): Locator => page.getByRole('spinbutton', { name, exact: true });
  const choose = async (page: Page, what: string, entry: string): Promise<void> => {
    await page.getByRole('button', { name: new RegExp(`^${what}: `) }).click();
    await page.getByRole('menuitemradio', { name: new RegExp(`^${entry}`) }).click();
    await made(page);
  };
  const guides = async (page: Page): Promise<Slices> => {
    const values = ['Left', 'Top', 'Right', 'Bottom'].map(async name =>
      Number(await guide(page, name).getAttribute('aria-valuenow')),
    );
    const [left = NaN, top = NaN, right = NaN, bottom = NaN] = await Promise.all(values);
    return { left, top, right, bottom };
  };
  const proposed = { left: 48, top: 48, right: 48, bottom: 48 };
  const settingsAsked = async (page: Page) =>
    ((await asked(page, 'previewSlices')) as { settings: SliceSettings }).settings;

  it('opens from a result, at the first guide, and gives the focus back', async () => {
    const page = await open();
    await page.locator('ia-candidate').first().hover();
    await page.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name: 'Nine-slice guides…' }).click();
    await made(page);
    assert.equal(((await asked(page, 'openStage')) as { kind: string }).kind, 'slice');
    await guide(page, 'Left').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    assert.deepEqual(await asked(page, 'closeStage'), { id: 'slice-1' });
  });

  it('moves a guide where the arrow keys point, by ten with Shift, and never out of the image', async () => {
    const page = await openSlices();
    await guide(page, 'Left').press('ArrowRight');
    await guide(page, 'Right').press('ArrowRight');
    await guide(page, 'Top').press('Shift+ArrowDown');
    await guide(page, 'Bottom').press('Shift+ArrowDown');
    assert.deepEqual(await guides(page), { left: 49, top: 58, right: 47, bottom: 38 });
    await guide(page, 'Right').press('ArrowUp');
    await guide(page, 'Bottom').press('PageDown');
    await guide(page, 'Top').press('Home');
    assert.deepEqual(await guides(page), { left: 49, top: 0, right: 48, bottom: 28 });
    await guide(page, 'Top').press('ArrowUp');
    assert.equal((await guides(page)).top, 0);
    assert.equal(await guide(page, 'Left').getAttribute('aria-valuetext'), '49 pixels');
    assert.equal(await field(page, 'Left').inputValue(), '49');
    await made(page);
    assert.deepEqual((await settingsAsked(page)).slices, await guides(page));
  });

  it('drags a guide by whole pixels of the image, whatever its zoom', async () => {
    const page = await openSlices({ small: true });
    const box = (await guide(page, 'Left').boundingBox())!;
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    // A pixel of the image has 31 of the screen.
    await page.mouse.move(at.x + 100, at.y, { steps: 7 });
    await page.mouse.up();
    assert.deepEqual(await guides(page), { left: 8, top: 5, right: 5, bottom: 5 });
    const moved = (await guide(page, 'Left').boundingBox())!;
    assert.ok(Math.abs(moved.x - box.x - 93) < 1, `${moved.x - box.x}`);
    await page.mouse.move(at.x + 300, at.y);
    assert.equal((await guides(page)).left, 8, 'and only while the button is down');
  });

  it('takes numbers, and puts back what was measured', async () => {
    const page = await openSlices();
    const propose = page.getByRole('button', { name: 'Propose' });
    assert.ok(await propose.isDisabled());
    await field(page, 'Left').fill('12');
    await field(page, 'Bottom').fill('9999');
    assert.deepEqual(await guides(page), { ...proposed, left: 12, bottom: 240 });
    await propose.click();
    assert.deepEqual(await guides(page), proposed);
  });

  it('says at once where guides cross, writes nothing, and goes on when they do not', async () => {
    const page = await openSlices();
    const save = page.getByRole('button', { name: 'Save', exact: true });
    await field(page, 'Left').fill('312');
    await page.getByRole('alert').getByText('meet or cross: of 360 × 240').waitFor();
    assert.ok(await save.isDisabled());
    assert.equal(await page.getByRole('button', { name: 'Copy' }).count(), 0);
    await guide(page, 'Left').press('Control+Enter');
    assert.equal(await timesAsked(page, 'writeSlices'), 0);
    await field(page, 'Left').fill('311');
    await page.getByRole('alert').waitFor({ state: 'hidden' });
    await made(page);
    assert.ok(await save.isEnabled());
  });

  it('shows it stretched, with the corners as they are and the rest as it was chosen', async () => {
    const page = await openSlices();
    for (const name of ['Small', 'Wide', 'Tall']) {
      await page.getByRole('img', { name: new RegExp(`^${name}: \\d+ × \\d+ pixels`) }).waitFor();
    }
    const wide = page.getByRole('img', { name: /^Wide: / });
    const style = (): Promise<string> =>
      wide
        .locator('.image')
        .evaluate(image =>
          ['slice', 'width', 'repeat']
            .map(part => getComputedStyle(image).getPropertyValue(`border-image-${part}`))
            .join('; '),
        );
    assert.equal(await style(), '48 fill; 48px; stretch');
    const stretched = await wide.screenshot();
    await choose(page, 'Fill', 'Repeat');
    assert.equal(await style(), '48 fill; 48px; repeat');
    assert.ok(!(await wide.screenshot()).equals(stretched));
    await choose(page, 'Fill', 'Round');
    assert.equal(await style(), '48 fill; 48px; round');
    assert.equal((await settingsAsked(page)).fill, 'tile');
    await field(page, 'Own width in pixels').fill('1000');
    await field(page, 'Own height in pixels').fill('90');
    await page.getByRole('img', { name: 'Own size: 1000 × 90 pixels' }).waitFor();
  });

  it('keeps the corners of a stretched image to the pixel', async () => {
    const page = await openSlices({ small: true });
    // Five pixels, three times as large, held against each other by what is painted.
    const corner = async (name: string): Promise<Buffer> => {
      const box = (await page.getByRole('img', { name: new RegExp(`^${name}: `) }).boundingBox())!;
      return page.screenshot({ clip: { x: box.x, y: box.y, width: 15, height: 15 } });
    };
    await page.getByRole('button', { name: 'Dark background' }).click();
    const first = await corner('Small');
    assert.ok(first.equals(await corner('Wide')));
    assert.ok(first.equals(await corner('Tall')));
  });

  it('shows all of every preview in a narrow window', async () => {
    const page = await openSlices({ width: 500, height: 640, small: true });
    const room = (await page.locator('ia-slice-previews').boundingBox())!;
    for (const name of ['Small', 'Wide', 'Tall', 'Own size']) {
      const box = (await page.getByRole('img', { name: new RegExp(`^${name}: `) }).boundingBox())!;
      assert.ok(box.y >= room.y, `${name} is cut off above`);
      assert.ok(box.y + box.height <= room.y + room.height, `${name} is cut off below`);
    }
  });

  it('gives the code for each engine, to copy and to insert', async () => {
    const page = await openSlices();
    const code = page.locator('ia-slice-view pre');
    assert.match(await code.innerText(), /^\.panel \{[^]*48 48 48 48 fill/);
    await choose(page, 'Code', 'Phaser');
    assert.match(await code.innerText(), /add\.nineslice\(.*, 360, 240, 48, 48, 48, 48\)/);
    await page.getByRole('button', { name: 'Copy' }).click();
    const settings = { slices: proposed, fill: 'stretch' };
    const ask = { id: 'slice-1', settings, path: 'ui/panel.json', snippet: 'phaser' };
    assert.deepEqual(await asked(page, 'useSlices'), { ...ask, how: 'copy' });
    await page.getByRole('button', { name: 'Insert into panel.css' }).click();
    await page.waitForFunction(
      () => window.preview.host.calls.filter(({ method }) => method === 'useSlices').length === 2,
    );
    assert.deepEqual(await asked(page, 'useSlices'), { ...ask, how: 'insert' });
  });

  it('writes the file of the chosen form, and closes', async () => {
    const page = await openSlices();
    const path = page.getByRole('textbox', { name: 'Save as' });
    await choose(page, 'File', 'Android');
    assert.equal(await path.inputValue(), 'ui/panel.9.png');
    await choose(page, 'File', 'CSS');
    assert.equal(await path.inputValue(), 'ui/panel.css');
    await path.fill('there/panel.json');
    await page.getByText('already there: 1').waitFor();
    await field(page, 'Left').fill('20');
    await path.press('Enter');
    assert.deepEqual(await asked(page, 'writeSlices'), {
      id: 'slice-1',
      settings: { slices: { ...proposed, left: 20 }, fill: 'stretch' },
      path: 'there/panel.json',
    });
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('asks before guides that were set by hand are lost', async () => {
    const page = await openSlices();
    await guide(page, 'Top').press('ArrowUp');
    await page.keyboard.press('Escape');
    await page.getByText('Your changes are not saved.').waitFor();
    await page.getByRole('button', { name: 'Keep editing' }).click();
    assert.equal((await guides(page)).top, 47);
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    assert.equal(await timesAsked(page, 'writeSlices'), 0);
  });

  for (const width of [1000, 400]) {
    for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
      it(`axe finds nothing in ${theme}, ${width} pixels wide`, async () => {
        const page = await openSlices({ theme, width });
        assert.deepEqual(await cspViolations(page), []);
        assert.deepEqual(await axe(page), []);
        await field(page, 'Left').fill('350');
        await page.getByRole('alert').waitFor();
        assert.deepEqual(await axe(page), []);
      });
    }
  }
});
