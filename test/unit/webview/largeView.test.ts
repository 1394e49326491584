import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { asked, focused, usePanel, focusComes } from './browser';

const title = (page: Page) => page.getByRole('dialog').getAttribute('aria-label');
const count = (page: Page) => page.locator('dialog .count').innerText();
const zoom = async (page: Page) => Number.parseInt(await page.locator('dialog .percent').innerText(), 10);
const box = (page: Page) =>
  page.evaluate(() => {
    const find = (root: ParentNode): Element | undefined => {
      for (const each of root.querySelectorAll('*')) {
        if (each.localName === 'ia-stage') return each;
        const inside = each.shadowRoot && find(each.shadowRoot);
        if (inside) return inside;
      }
      return undefined;
    };
    const { left, top, width, height } =
      find(document)?.shadowRoot?.querySelector('.box')?.getBoundingClientRect() ?? new DOMRect();
    return { left, top, width, height };
  });

describe('panel: large view', () => {
  const open = usePanel();

  const openFirst = async (options: { width?: number } = {}): Promise<Page> => {
    const page = await open(options);
    await page
      .getByRole('button', { name: /^Open image/ })
      .first()
      .click();
    await page.getByRole('dialog').waitFor();
    return page;
  };

  it('steps through the images of the run with the arrow keys, round the end', async () => {
    const page = await openFirst();
    assert.equal(await count(page), '1 of 4');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.equal(await count(page), '3 of 4');
    assert.equal(await title(page), 'Image from Nano Banana Pro');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await count(page), '4 of 4');
  });

  it('goes on in the order in which the images stand', async () => {
    const page = await open();
    const run = page.locator('ia-run').first();
    const images = run.getByRole('button', { name: /^Open image/ });
    const inRun = (): Promise<string[]> =>
      images.evaluateAll(all => all.map(each => each.querySelector('img')?.src ?? ''));
    const asked = await inRun();
    await run.getByRole('button', { name: 'Sort results' }).click();
    await page.getByRole('menuitemradio', { name: 'Cheapest first' }).click();
    await page.waitForFunction(() => window.preview.store.state.ui.sort === 'cost');
    assert.notDeepEqual(await inRun(), asked);
    for (const at of [0, 3]) {
      await images.nth(at).click();
      assert.equal(await count(page), `${at + 1} of 4`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
  });

  it('listens to its keys after a click on nothing in particular', async () => {
    const page = await openFirst();
    await page.locator('dialog h2').click();
    await page.keyboard.press('ArrowRight');
    assert.equal(await count(page), '2 of 4');
    await page.keyboard.press('Tab');
    await focusComes(page, /Zoom out/);
  });

  it('closes with Escape and puts the focus back on the image', async () => {
    const page = await open();
    await page
      .getByRole('button', { name: /^Open image/ })
      .nth(1)
      .focus();
    const before = await focused(page);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(await focused(page), before);
  });

  it('puts the focus on the image that was shown last', async () => {
    const page = await openFirst();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.equal(await count(page), '3 of 4');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await focusComes(page, /Open image from Nano Banana Pro/);
  });

  it('keeps the Tab key inside, both ways round', async () => {
    const page = await openFirst();
    await page.waitForFunction(() => document.activeElement?.localName === 'ia-panel');
    const seen = new Set<string>();
    for (let n = 0; n < 25; n++) {
      await page.keyboard.press('Tab');
      seen.add(await focused(page));
    }
    assert.ok(
      ![...seen].some(name => name.startsWith('body') || name.startsWith('html')),
      [...seen].join('\n'),
    );
    assert.ok(
      [...seen].some(name => name.includes('Save…')) && [...seen].some(name => name.includes('Zoom out')),
    );
    await page.getByRole('button', { name: 'Zoom out (−)' }).focus();
    await page.keyboard.press('Shift+Tab');
    await focusComes(page, /More actions/);
    await page.keyboard.press('Tab');
    await focusComes(page, /Zoom out/);
  });

  it('zooms with the keys and the wheel, and pans with the arrows while it is larger than the window', async () => {
    const page = await openFirst();
    const fitted = await zoom(page);
    assert.ok(fitted < 100);
    await page.keyboard.press('1');
    assert.equal(await zoom(page), 100);
    const before = await box(page);
    await page.keyboard.press('ArrowRight');
    assert.equal(await count(page), '1 of 4', 'it pans instead of stepping');
    assert.ok((await box(page)).left < before.left);
    await page.keyboard.press('+');
    assert.equal(await zoom(page), 125);
    await page.keyboard.press('-');
    await page.keyboard.press('0');
    assert.equal(await zoom(page), fitted);
    await page.mouse.move(300, 300);
    const { left, width } = await box(page);
    const at = (300 - left) / width;
    await page.mouse.wheel(0, -240);
    await page.waitForFunction(() => document.activeElement !== null);
    const zoomed = await box(page);
    assert.ok(zoomed.width > width, 'larger');
    assert.ok(Math.abs((300 - zoomed.left) / zoomed.width - at) < 0.02, 'around the pointer');
  });

  it('pans by dragging', async () => {
    const page = await openFirst();
    await page.keyboard.press('1');
    const before = await box(page);
    await page.mouse.move(500, 400);
    await page.mouse.down();
    await page.mouse.move(440, 380, { steps: 3 });
    await page.mouse.up();
    const after = await box(page);
    assert.ok(Math.abs(after.left - (before.left - 60)) < 2, `${before.left} → ${after.left}`);
  });

  it('holds the image against a reference image under a slider that keys and pointer move', async () => {
    const page = await openFirst();
    await page.getByRole('button', { name: 'Before and after' }).click();
    await page.getByRole('menuitemradio', { name: 'docs/img/dune.jpg' }).click();
    const slider = page.getByRole('slider', { name: 'Before and after' });
    await slider.focus();
    assert.equal(await slider.getAttribute('aria-valuenow'), '50');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await slider.getAttribute('aria-valuenow'), '48');
    assert.equal(await count(page), '1 of 4', 'the arrow belongs to the slider');
    await page.keyboard.press('End');
    assert.equal(await slider.getAttribute('aria-valuenow'), '100');
    const at = await slider.boundingBox();
    assert.ok(at);
    await page.mouse.move(at.x + at.width / 2, at.y + 200);
    await page.mouse.down();
    await page.mouse.move(at.x - 300, at.y + 200, { steps: 4 });
    await page.mouse.up();
    assert.ok(Number(await slider.getAttribute('aria-valuenow')) < 80);
    await page.getByText('Before: docs/img/dune.jpg').waitFor();
  });

  it('changes the background, shows where the image is from, and saves', async () => {
    const page = await openFirst();
    await page.getByRole('button', { name: 'Dark background' }).click();
    assert.equal(await page.locator('ia-stage').getAttribute('backdrop'), 'dark');
    await page.getByText('Embedded by Google; found, not validated').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Save…' }).click();
    assert.deepEqual(await asked(page, 'openStage'), {
      kind: 'save',
      candidate: { runId: 'run-4', requestId: 'run-4-0-0', index: 0 },
    });
  });

  it('closes when its image is deleted', async () => {
    const page = await openFirst();
    await page.evaluate(() => window.preview.host.rpc.notify('runRemoved', { runId: 'run-4' }));
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('fits a narrow window', async () => {
    const page = await openFirst({ width: 420 });
    const { left, width } = await box(page);
    assert.ok(left >= 0 && left + width <= 420);
  });
});
