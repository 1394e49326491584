import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ThemeName } from './preview/page';
import { asked, axe, cspViolations, timesAsked, usePanel } from './browser';

describe('panel: missing images', () => {
  const open = usePanel();

  const openMissing = async (how: Parameters<typeof open>[0] = {}, underWay = false): Promise<Page> => {
    const page = await open(how);
    await page.evaluate(
      way => (way ? window.preview.host.openMissingUnderWay() : window.preview.host.openMissing()),
      underWay,
    );
    await page.getByRole('list', { name: 'Missing images' }).waitFor();
    return page;
  };
  const prompt = (page: Page, path: string) => page.getByRole('textbox', { name: `Prompt for ${path}` });
  const generate = (page: Page, name: RegExp) => page.getByRole('button', { name });

  it('shows where each is used, its size and its cost, and makes what is chosen', async () => {
    const page = await openMissing();
    await page.getByText('600 × 400 from the code').waitFor();
    await page.getByRole('button', { name: 'docs/start.md:21' }).click();
    assert.deepEqual(await asked(page, 'openMissingUse'), { id: 'missing-1', row: '1', use: 1 });
    await page.getByText('About $0.117 in all').waitFor();
    await generate(page, /^Generate 4 images \(about \$0\.117\)$/).click();
    assert.deepEqual(await asked(page, 'startMissing'), { id: 'missing-1' });
    await page.getByRole('status').getByText('4 saved').waitFor();
    await page.getByRole('button', { name: 'Undo all' }).click();
    assert.deepEqual(await asked(page, 'undoMissing'), { id: 'missing-1' });
    await page.getByText('Taken back.').first().waitFor();
  });

  it('keeps what is typed, whatever comes back meanwhile, and makes that', async () => {
    const page = await openMissing();
    const field = prompt(page, 'docs/img/login.png');
    await field.fill('A login form');
    await page.evaluate(() => {
      const { host } = window.preview;
      if (host.missing) host.showMissing({ ...host.missing });
    });
    assert.equal(await field.inputValue(), 'A login form');
    await page.keyboard.press('Control+Enter');
    await asked(page, 'startMissing');
    const sent = await page.evaluate(() =>
      window.preview.host.calls.flatMap(({ method, params }) =>
        method === 'changeMissing' ? (params as { rows: unknown[] }).rows : [],
      ),
    );
    assert.deepEqual(sent, [{ id: '1', prompt: 'A login form' }]);
  });

  it('takes placeholders for one or for all, and has no cost then', async () => {
    const page = await openMissing();
    await page.getByRole('checkbox', { name: 'Placeholder instead, docs/img/login.png' }).check();
    await page.getByText('About $0.078 in all').waitFor();
    await page.getByRole('button', { name: 'Placeholders for all' }).click();
    await generate(page, /^Make 4 placeholders$/).waitFor();
    await page.getByText('Free', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Generate all instead' }).click();
    await generate(page, /^Generate 4 images/).waitFor();
  });

  it('chooses all, none, and one model for all of them', async () => {
    const page = await openMissing();
    await page.getByRole('checkbox', { name: '4 of 5 chosen' }).click();
    await generate(page, /^Generate 5 images/).waitFor();
    await page.getByRole('checkbox', { name: '5 of 5 chosen' }).click();
    await page
      .getByText('Nothing is chosen.')
      .or(page.getByText('Choose the images that are to be made.'))
      .first()
      .waitFor();
    await page.getByRole('checkbox', { name: 'Make docs/img/login.png' }).check();
    await page.getByRole('button', { name: 'Model: Nano Banana 2' }).click();
    await page.getByRole('menuitemradio', { name: /Placeholder/ }).click();
    await generate(page, /^Make 1 placeholder$/).waitFor();
    await page.getByText('Placeholders are drawn on this machine, free.').waitFor();
  });

  it('says the style of all once', async () => {
    const page = await openMissing();
    await page.getByRole('textbox', { name: 'Style for all' }).fill('Flat');
    await generate(page, /^Generate 4 images/).click();
    await asked(page, 'startMissing');
    const styles = await page.evaluate(() =>
      window.preview.host.calls.flatMap(({ method, params }) =>
        method === 'changeMissing' ? ((params as { style?: string }).style ?? []) : [],
      ),
    );
    assert.deepEqual([...new Set(styles)], ['Flat']);
  });

  it('shows how far it is, what failed and why, and stops', async () => {
    const page = await openMissing({}, true);
    // The sixth is not made, and is not counted.
    await page.getByText('2 of 5 saved').waitFor();
    await page.getByRole('status').getByText('2 saved, 2 to come').waitFor();
    await page
      .getByRole('alert')
      .getByText(/^Blocked by the service/)
      .waitFor();
    assert.equal(await page.getByRole('button', { name: /^Retry docs/ }).isDisabled(), true);
    assert.equal(await page.locator('ia-missing-row .picture img').count(), 2);
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    assert.deepEqual(await asked(page, 'stopMissing'), { id: 'missing-1' });
    assert.deepEqual(await cspViolations(page), []);
  });

  it('tries again, and says when the day has no money left', async () => {
    const page = await openMissing({}, true);
    await page.evaluate(() => {
      const { host } = window.preview;
      if (!host.missing) return;
      const rows = host.missing.rows.map(row =>
        row.state === 'making' || row.state === 'waiting' ? { ...row, state: 'ready' as const } : row,
      );
      host.showMissing({
        ...host.missing,
        rows,
        busy: false,
        totalUsd: 9,
        halted: 'Today’s limit is $5.00.',
      });
    });
    await page.getByRole('alert').getByText('Today’s limit is $5.00.').waitFor();
    await page.getByText(/limit is reached before all of them/).waitFor();
    await page.getByRole('button', { name: /^Retry docs/ }).click();
    assert.deepEqual(await asked(page, 'startMissing'), { id: 'missing-1', row: '2' });
  });

  it('is closed with Escape, and nothing is stopped', async () => {
    const page = await openMissing({}, true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    assert.equal(await timesAsked(page, 'stopMissing'), 0);
  });

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const satisfies ThemeName[]) {
    for (const width of [1280, 400]) {
      it(`axe finds nothing in ${theme}, ${width} pixels wide`, async () => {
        assert.deepEqual(await axe(await openMissing({ theme, width })), []);
        assert.deepEqual(await axe(await openMissing({ theme, width }, true)), []);
      });
    }
  }
});
