import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { axe, cspViolations, usePanel } from './browser';
import type { ThemeName } from './preview/page';

/** What the gallery asked for with `method`, newest last. */
const asks = (page: Page, method: string): Promise<unknown[]> =>
  page.evaluate(
    name => window.gallery.host.calls.filter(call => call.method === name).map(call => call.params),
    method,
  );

async function asked(page: Page, method: string): Promise<unknown> {
  await page.waitForFunction(name => window.gallery.host.calls.some(call => call.method === name), method);
  return (await asks(page, method)).at(-1);
}

describe('gallery: its page', () => {
  const open = usePanel();
  const gallery = (options: Omit<Parameters<typeof open>[0], 'page'> = {}): Promise<Page> =>
    open({ ...options, page: 'gallery' });
  const cell = (page: Page, name: string) =>
    page.getByRole('gridcell', { name: new RegExp(`^${name.replace('.', '\\.')}`) });
  const selectedNames = (page: Page) =>
    page.getByRole('gridcell', { selected: true }).locator('.name').allInnerTexts();

  const themes: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];
  for (const theme of themes) {
    it(`axe finds nothing in ${theme}, and the policy is kept`, async () => {
      const page = await gallery({ theme });
      await cell(page, 'harbour.jpg').click();
      await page.getByRole('heading', { name: 'harbour.jpg' }).waitFor();
      assert.deepEqual(await axe(page), []);
      await page.getByRole('tab', { name: 'Problems' }).click();
      await page.getByRole('table').waitFor();
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(await cspViolations(page), []);
    });
  }

  for (const scenario of ['empty', 'loading', 'no-folder', 'names', 'restricted', 'clean']) {
    it(`axe finds nothing in the ${scenario} state, narrow`, async () => {
      const page = await gallery({ scenario, width: 400 });
      assert.deepEqual(await axe(page), []);
    });
  }

  it('shows where an image is used without scrolling, below a narrow grid too', async () => {
    const page = await gallery({ width: 400 });
    await cell(page, 'logo.svg').click();
    const use = page.getByRole('region', { name: 'Where it is used' }).getByRole('button').first();
    const details = await page.getByRole('complementary', { name: 'Details' }).boundingBox();
    const box = await use.boundingBox();
    assert.ok(details && box && box.y + box.height <= details.y + details.height, JSON.stringify(box));
  });

  it('lets filters fade where there are more of them', async () => {
    const page = await gallery({ width: 400 });
    const chips = page.getByRole('group', { name: 'Show only' });
    const mask = () => chips.evaluate(each => getComputedStyle(each).maskImage);
    const atStart = await mask();
    assert.match(atStart, /calc\(100% - 32px\).*0\)\)$/);
    await chips.evaluate(each => each.scrollTo(each.scrollWidth, 0));
    await page.waitForFunction(
      ([element, before]) => element !== null && getComputedStyle(element).maskImage !== before,
      [await chips.elementHandle(), atStart] as const,
    );
    await page.setViewportSize({ width: 1280, height: 860 });
    assert.equal(await mask(), 'none');
  });

  it('has room for the whole ring around an image of the first row', async () => {
    const page = await gallery();
    await cell(page, 'favicon.png').focus();
    await page.keyboard.press('ArrowRight');
    const room = await cell(page, 'logo.svg').evaluate(each => {
      const heading = each.closest('.group')?.querySelector('.heading')?.getBoundingClientRect();
      const { outlineOffset, outlineWidth, outlineStyle } = getComputedStyle(each);
      const ring = outlineStyle === 'none' ? NaN : parseFloat(outlineOffset) + parseFloat(outlineWidth);
      return each.getBoundingClientRect().top - ring - (heading?.bottom ?? NaN);
    });
    assert.ok(room >= 0, String(room));
  });

  it('has only what is in sight in the page, of 20,000 images, wherever it is scrolled to', async () => {
    const page = await gallery({ scenario: 'many' });
    await page.getByRole('gridcell').first().waitFor();
    const grid = page.getByRole('grid', { name: 'Images' });
    const lines = Number(await grid.getAttribute('aria-rowcount'));
    assert.ok(lines > 3000, String(lines));
    assert.ok((await page.getByRole('gridcell').count()) < 150);
    await cell(page, 'picture-0.png').click();
    await page.keyboard.press('End');
    await page.waitForFunction(
      () => window.gallery.host.calls.findLast(call => call.method === 'look')?.params !== undefined,
    );
    const last = page.getByRole('gridcell', { selected: true });
    await last.waitFor();
    const row = await last.evaluate(element => element.closest('[role=row]')?.getAttribute('aria-rowindex'));
    assert.equal(Number(row), lines);
    assert.ok((await page.getByRole('gridcell').count()) < 150);
    // Asked for is what is near, and not all.
    const { ids } = (await asked(page, 'look')) as { ids: number[] };
    assert.ok(ids.length < 200, `${ids.length} thumbnails`);
  });

  it('asks for larger thumbnails when the pictures are larger', async () => {
    const page = await gallery();
    assert.equal(((await asked(page, 'look')) as { edge: number }).edge, 320);
    await page.getByRole('slider', { name: 'Size of the pictures' }).fill('320');
    await page.waitForFunction(() =>
      window.gallery.host.calls.some(
        ({ method, params }) => method === 'look' && (params as { edge: number }).edge === 640,
      ),
    );
  });

  it('selects by keys and clicks, and acts on what is selected', async () => {
    const page = await gallery();
    await cell(page, 'dashboard.png').click();
    await cell(page, 'login-flow.png').click({ modifiers: ['ControlOrMeta'] });
    assert.deepEqual(await selectedNames(page), ['dashboard.png', 'login-flow.png']);
    await page.keyboard.press('Delete');
    const { action, ids } = (await asked(page, 'act')) as { action: string; ids: number[] };
    assert.deepEqual([action, ids.length], ['delete', 2]);
    await page.getByRole('toolbar', { name: 'Actions' }).getByRole('button', { name: 'Combine…' }).click();
    await page.waitForFunction(() =>
      window.gallery.host.calls.some(
        ({ method, params }) => method === 'act' && (params as { action: string }).action === 'combine',
      ),
    );
    await cell(page, 'dashboard.png').focus();
    await page.keyboard.press('ArrowRight');
    assert.deepEqual(await selectedNames(page), ['login-flow.png']);
    await page.keyboard.press('Shift+Home');
    assert.equal((await selectedNames(page)).length, 6);
    // Over the heading of the next folder, and back.
    await cell(page, 'login-flow.png').click();
    await page.keyboard.press('ArrowDown');
    assert.equal(
      await page.evaluate(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return active?.getAttribute('data-folder');
      }),
      'public/images',
    );
    await page.keyboard.press('Enter');
    await cell(page, 'harbour.jpg').waitFor({ state: 'hidden' });
    await page.keyboard.press('ArrowRight');
    await cell(page, 'harbour.jpg').waitFor();
  });

  it('tells VS Code what a context menu is about', async () => {
    const page = await gallery();
    await cell(page, 'hero.webp').click({ button: 'right' });
    const context = () =>
      page.evaluate(() => document.querySelector('ia-gallery')?.getAttribute('data-vscode-context') ?? '');
    assert.deepEqual(JSON.parse(await context()), {
      webviewSection: 'image',
      inlineAssetsOne: true,
      preventDefaultContextMenuItems: true,
    });
    assert.equal(((await asked(page, 'target')) as { ids: number[] }).ids.length, 1);
    assert.deepEqual(await selectedNames(page), ['hero.webp']);
    await page.getByRole('tab', { name: 'Images' }).click({ button: 'right' });
    assert.match(await context(), /"none"/);
  });

  it('forgets the selection of what a filter hides', async () => {
    const page = await gallery();
    await cell(page, 'harbour.jpg').click();
    await page.getByRole('searchbox', { name: 'Search names' }).fill('hero');
    await page.getByRole('toolbar', { name: 'Actions' }).waitFor({ state: 'hidden' });
    assert.equal(await page.getByRole('gridcell').count(), 2);
    await page.getByRole('searchbox', { name: 'Search names' }).press('ArrowDown');
    await page.keyboard.press('Space');
    assert.deepEqual(await selectedNames(page), ['hero-2.webp']);
  });

  it('shows names before anything else is known', async () => {
    const page = await gallery({ scenario: 'names' });
    await cell(page, 'harbour.jpg').click();
    await page.getByText('The workspace is being read…').waitFor();
    await page.evaluate(() => window.gallery.host.sendFacts());
    await cell(page, 'harbour.jpg').getByText('2400 × 1600').waitFor();
  });

  it('leads from the table of problems to the document, and to the image', async () => {
    const page = await gallery();
    await page.getByRole('tab', { name: 'Problems' }).click();
    await page.getByRole('columnheader', { name: 'Where' }).getByRole('button').click();
    assert.deepEqual(
      await page.getByRole('columnheader', { name: 'Where' }).getAttribute('aria-sort'),
      'ascending',
    );
    await page.getByRole('button', { name: 'src/components/Hero.tsx:7' }).click();
    assert.deepEqual(await asked(page, 'openProblem'), { index: 3 });
    await page.getByRole('button', { name: 'public/images/hero-2.webp' }).click();
    await page.getByRole('heading', { name: 'hero-2.webp' }).waitFor();
    assert.deepEqual(await selectedNames(page), ['hero-2.webp']);
  });
});
