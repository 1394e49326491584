import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { asked, axe, cspViolations, timesAsked, usePanel } from './browser';
import type { ThemeName } from './preview/page';

const zoom = async (page: Page) => Number.parseInt(await page.locator('dialog .percent').innerText(), 10);
const tool = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name });
const picture = (page: Page, how: string) => page.getByRole('img', { name: new RegExp(`, ${how}$`) });
const said = (page: Page) =>
  page
    .getByRole('dialog')
    .getByRole('status')
    .getByText(/A seam shows at left/);

describe('panel: a picture as a tile', () => {
  const open = usePanel();

  const openLarge = async (options: { theme?: ThemeName; width?: number } = {}): Promise<Page> => {
    const page = await open(options);
    await page
      .getByRole('button', { name: /^Open image/ })
      .first()
      .click();
    await page.getByRole('dialog').waitFor();
    return page;
  };

  it('is wrapped by half and repeated, with what was measured, by button and by key', async () => {
    const page = await openLarge();
    assert.equal(await timesAsked(page, 'seams'), 0, 'nothing is measured before it is asked for');
    const whole = await zoom(page);
    await tool(page, 'Wrapped by half').click();
    await picture(page, 'wrapped by half').waitFor();
    await said(page).waitFor();
    assert.ok('candidate' in ((await asked(page, 'seams')) as object));
    assert.equal(await zoom(page), whole);
    await page.keyboard.press('t');
    await picture(page, 'repeated 3 × 3').waitFor();
    assert.ok((await zoom(page)) < whole, 'all nine are in sight');
    assert.equal(await tool(page, 'Repeated 3 × 3').getAttribute('aria-pressed'), 'true');
    assert.equal(await timesAsked(page, 'seams'), 1);
    await page.keyboard.press('t');
    await picture(page, 'repeated 3 × 3').waitFor({ state: 'detached' });
    await said(page).waitFor({ state: 'detached' });
    assert.equal(await zoom(page), whole);
  });

  it('shows at the middle what was at the corner', async () => {
    const page = await openLarge();
    const middle = async () => {
      const box = (await page.locator('dialog ia-stage').boundingBox())!;
      const [width, height] = [8, 8];
      const clip = { x: box.x + box.width / 2 - 12, y: box.y + box.height / 2 - 12, width, height };
      return page.screenshot({ clip });
    };
    const corner = async () => {
      const box = (await page.locator('dialog ia-stage .box').first().boundingBox())!;
      const [right, bottom] = [box.x + box.width, box.y + box.height];
      return page.screenshot({ clip: { x: right - 12, y: bottom - 12, width: 8, height: 8 } });
    };
    // In its own pixels, where nothing is scaled; the corner is moved into sight.
    await page.keyboard.press('1');
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
    }
    const last = await corner();
    await page.keyboard.press('0');
    await tool(page, 'Wrapped by half').click();
    await said(page).waitFor();
    await page.keyboard.press('1');
    const mean = (png: Buffer) => meanColour(page, png);
    const [a, b] = [await mean(last), await mean(await middle())];
    assert.ok(
      a.every((value, i) => Math.abs(value - (b[i] ?? 0)) < 12),
      `${a.join()} and ${b.join()}`,
    );
  });

  it('gives way to the comparison, and takes its place', async () => {
    const page = await openLarge();
    await page.getByRole('button', { name: 'Before and after' }).click();
    await page.getByRole('menuitemradio', { name: 'docs/img/cups.jpg' }).click();
    await page.getByRole('slider').waitFor();
    await tool(page, 'Repeated 3 × 3').click();
    await page.getByRole('slider').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Before and after' }).click();
    await page.getByRole('menuitemradio', { name: 'docs/img/cups.jpg' }).click();
    await page.getByRole('slider').waitFor();
    assert.equal(await tool(page, 'Repeated 3 × 3').getAttribute('aria-pressed'), 'false');
  });

  it('is measured anew for every picture, in the Save view for every file that comes of it', async () => {
    const page = await openLarge();
    await tool(page, 'Wrapped by half').click();
    await said(page).waitFor();
    await page.keyboard.press('PageDown');
    await said(page).waitFor();
    assert.equal(await timesAsked(page, 'seams'), 2);
    await tool(page, 'Save…').click();
    await page.locator('ia-save-view [aria-busy=false]').waitFor();
    const view = page.locator('ia-save-view');
    await view.getByRole('button', { name: 'Wrapped by half' }).click();
    await view.getByText(/A seam shows at left/).waitFor();
    assert.deepEqual(await asked(page, 'seamsOfSave'), { id: 'save-1' });
    await view.getByRole('spinbutton', { name: 'Width in pixels' }).fill('300');
    await page.waitForFunction(
      () => window.preview.host.calls.filter(({ method }) => method === 'seamsOfSave').length === 2,
    );
    await view.getByRole('spinbutton', { name: 'Width in pixels' }).press('t');
    await view.getByRole('img', { name: 'The file as it will be, wrapped by half' }).waitFor();
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    it(`axe finds nothing in ${theme}, narrow`, async () => {
      const page = await openLarge({ theme, width: 400 });
      await tool(page, 'Repeated 3 × 3').click();
      await said(page).waitFor();
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(await cspViolations(page), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 400, `${wide} pixels wide`);
    });
  }
});

function meanColour(page: Page, png: Buffer): Promise<number[]> {
  return page.evaluate(async base64 => {
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const sums = [0, 0, 0];
    data.forEach((value, i) => {
      if (i % 4 < 3) sums[i % 4]! += (4 * value) / data.length;
    });
    return sums;
  }, png.toString('base64'));
}
