import assert from 'node:assert/strict';
import { asked, axe, cspViolations, usePanel } from './browser';
import type { ThemeName } from './preview/page';

describe('panel: accessibility', () => {
  const open = usePanel();

  const themes: readonly ThemeName[] = [
    'dark',
    'light',
    'highContrast',
    'darkModern',
    'lightModern',
    'highContrastLight',
  ];
  for (const theme of themes) {
    it(`axe finds nothing in ${theme}`, async () => {
      const page = await open({ theme });
      for (const each of [1, 2])
        await page
          .getByRole('button', { name: 'Open run' })
          .nth(each - 1)
          .click();
      await page.getByRole('button', { name: 'More', exact: true }).click();
      assert.deepEqual(await cspViolations(page), []);
      assert.deepEqual(await axe(page), []);
    });
  }

  it('axe finds nothing in the large view with its slider, nor in an open menu', async () => {
    const page = await open();
    await page
      .getByRole('button', { name: /^Open image/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Before and after' }).click();
    await page.getByRole('menuitemradio', { name: 'docs/img/cups.jpg' }).click();
    await page.getByRole('slider').waitFor();
    await asked(page, 'provenance');
    assert.deepEqual(await axe(page), []);
    await page.getByRole('dialog').getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Copy image' }).waitFor();
    assert.deepEqual(await axe(page), []);
  });

  for (const scenario of ['empty', 'no-key', 'restricted', 'unreadable']) {
    it(`axe finds nothing in the ${scenario} state, narrow`, async () => {
      const page = await open({ scenario, width: 420 });
      assert.deepEqual(await axe(page), []);
    });
  }

  it('axe finds nothing in the model list', async () => {
    const page = await open({ theme: 'light' });
    await page.getByRole('button', { name: 'Choose models' }).click();
    await page.getByRole('option').first().waitFor();
    assert.deepEqual(await axe(page), []);
  });

  for (const theme of ['light', 'highContrast'] as const) {
    it(`axe finds nothing in a list of several services, narrow, ${theme}`, async () => {
      const page = await open({ scenario: 'models', theme, width: 320 });
      await page.getByRole('button', { name: 'Choose models' }).click();
      await page.getByRole('option').first().waitFor();
      assert.deepEqual(await axe(page), []);
    });
  }

  it('keeps the content security policy in everything it does', async () => {
    const page = await open({ width: 420 });
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByRole('button', { name: 'Aspect ratio' }).click();
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', { name: /^Open image/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Zoom in (+)' }).click();
    await page.getByRole('button', { name: 'Light background' }).click();
    assert.deepEqual(await cspViolations(page), []);
  });

  it('says what arrived and what failed', async () => {
    const page = await open();
    const live = page.locator('ia-panel [aria-live=polite]').first();
    await page.evaluate(() => {
      const { host } = window.preview;
      const run = host.runs[0];
      if (!run) throw new Error('no run');
      const change = (request: object) => ({
        ...run,
        columns: run.columns.map(column => ({
          ...column,
          requests: column.requests.map(each => (each.state === 'running' ? { ...each, ...request } : each)),
        })),
      });
      host.setRun(change({ state: 'done', candidates: [run.columns[0]?.requests[0]?.candidates[0]] }));
    });
    await live.filter({ hasText: 'Image ready from Nano Banana Pro' }).waitFor();
  });
});
