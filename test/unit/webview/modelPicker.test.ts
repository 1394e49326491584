import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { asked, focusComes, timesAsked, usePanel } from './browser';

describe('panel: model picker', () => {
  const open = usePanel();

  async function openList(scenario = 'models'): Promise<Page> {
    const page = await open({ scenario });
    await page.getByRole('button', { name: 'Choose models' }).click();
    await page.getByRole('listbox', { name: 'Models' }).waitFor();
    await focusComes(page, /Search models/);
    return page;
  }
  const search = (page: Page) => page.getByRole('combobox', { name: 'Search models' });
  const groups = (page: Page) =>
    page
      .getByRole('listbox')
      .getByRole('group')
      .evaluateAll(all => all.map(each => each.getAttribute('aria-label')));
  const names = (page: Page) =>
    page.getByRole('option').evaluateAll(all => all.map(each => window.preview.spoken(each)));
  /** Name of the row that Enter would take. */
  const active = (page: Page) =>
    search(page).evaluate(input => {
      const id = input.getAttribute('aria-activedescendant') ?? '';
      const row = (input.getRootNode() as ShadowRoot).getElementById(id);
      return row ? window.preview.spoken(row) : '';
    });

  it('shows favorites, what was used last and every service, each model once', async () => {
    const page = await openList();
    assert.deepEqual(await groups(page), [
      'Favorites',
      'Last used',
      'Google Gemini',
      'CometAPI',
      'Router',
      'On this machine',
    ]);
    const rows = await names(page);
    assert.equal(new Set(rows).size, rows.length);
    assert.match(
      rows[0] ?? '',
      /^Nano Banana, deprecated, Google Gemini · .*, \$0\.039, Favorites, favorite$/,
    );
    assert.match(rows[1] ?? '', /^Nano Banana 2\.1, new, .*, \$0\.034, Last used$/);
    assert.match(rows[3] ?? '', /^Nano Banana Pro, preview, .*list price; may differ/);
    assert.equal(rows.filter(row => /Imagen|Midjourney/.test(row)).length, 0, 'what is gone is not offered');
  });

  it('finds while it is typed, and chooses several with Enter', async () => {
    const page = await openList();
    await page.keyboard.type('comet');
    assert.equal((await names(page)).length, 1);
    await page.getByRole('status').filter({ hasText: '1 model' }).waitFor();
    await search(page).fill('best text');
    assert.match(await active(page), /^Nano Banana Pro, /, 'by what it is good for');
    await search(page).fill('banana gemini');
    assert.match(await active(page), /^Nano Banana, /);
    await page.keyboard.press('ArrowDown');
    assert.match(await active(page), /^Nano Banana 2\.1/);
    await page.keyboard.press('Enter');
    assert.deepEqual(await asked(page, 'updateComposer'), {
      models: ['gemini/gemini-3-pro-image', 'comet/gemini-3-pro-image', 'gemini/gemini-nano-banana-2.1'],
    });
    await page.getByRole('option', { name: /^Nano Banana 2\.1/, selected: true }).waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await search(page).inputValue(), '');
    await page.keyboard.press('Escape');
    await focusComes(page, /Choose models/);
  });

  it('says that nothing is found', async () => {
    const page = await openList();
    await page.keyboard.type('no such model');
    await page.getByText('No model has this in its name or description.').waitFor();
    await page.keyboard.press('Enter');
    assert.equal(await timesAsked(page, 'updateComposer'), 0);
  });

  it('makes a favorite with the keyboard and with the star', async () => {
    const page = await openList();
    await search(page).fill('2.1');
    await page.keyboard.press('Tab');
    await focusComes(page, /Favorite: Nano Banana 2\.1/);
    await page.keyboard.press('Enter');
    assert.deepEqual(await asked(page, 'starModel'), { model: 'gemini/gemini-nano-banana-2.1', on: true });
    await page.getByRole('button', { name: 'Favorite: Nano Banana 2.1', pressed: true }).waitFor();
    await focusComes(page, /Favorite: Nano Banana 2\.1/);
    assert.deepEqual(await groups(page), ['Favorites']);
    await page.getByTitle('Remove Nano Banana 2.1 from favorites').click();
    assert.deepEqual(await asked(page, 'starModel'), { model: 'gemini/gemini-nano-banana-2.1', on: false });
    assert.equal(await timesAsked(page, 'updateComposer'), 0, 'the star chooses nothing');
  });

  it('leads to the key of a service that has none, and to all services', async () => {
    const page = await openList();
    await page.getByRole('option', { name: /Needs a key: enter the key of Router/ }).click();
    assert.deepEqual(await asked(page, 'setKey'), { provider: 'router' });
    await page.getByRole('listbox').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Choose models' }).click();
    await page.getByRole('button', { name: 'Manage Providers…' }).click();
    await asked(page, 'manageProviders');
  });

  it('knows what is gone by its name, and takes what replaces it', async () => {
    const page = await openList();
    await page.keyboard.type('midjourney');
    const [row = ''] = await names(page);
    assert.match(row, /^Midjourney, retired, It has no public API\./);
    await page.keyboard.press('Enter');
    assert.equal(await timesAsked(page, 'updateComposer'), 0);
    await search(page).fill('imagen');
    const [gone = ''] = await names(page);
    assert.match(gone, /^Imagen 4, retired, Choosing it takes Nano Banana 2\.1 instead\./);
    await page.getByRole('option', { name: /Choosing it takes Nano Banana 2\.1 instead/ }).click();
    assert.deepEqual(await asked(page, 'updateComposer'), {
      models: ['gemini/gemini-3-pro-image', 'comet/gemini-3-pro-image', 'gemini/gemini-nano-banana-2.1'],
    });
  });

  it('tells models of one name apart by their service', async () => {
    const page = await open({ scenario: 'models' });
    await page.getByRole('button', { name: 'Remove Nano Banana Pro (Google Gemini)' }).waitFor();
    await page.getByRole('button', { name: 'Remove Nano Banana Pro (CometAPI)' }).waitFor();
  });

  it('draws a part of 2,000 models, and more as the keyboard or the wheel comes near its end', async () => {
    const page = await openList('thousands');
    const drawn = () => page.getByRole('option').count();
    assert.ok((await drawn()) <= 100, `${await drawn()} rows`);
    await page
      .getByRole('status')
      .filter({ hasText: /^2007 models$/ })
      .waitFor();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('ArrowUp');
    assert.match(await active(page), /^Local edits/);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Choose models' }).click();
    assert.ok((await drawn()) <= 100, 'another opening begins anew');
    await page.getByRole('listbox').evaluate(list => list.scrollTo(0, list.scrollHeight));
    await page.getByRole('option', { name: /^Model 120,/ }).waitFor({ state: 'attached' });
    await search(page).fill('model 1999');
    assert.match((await names(page))[1] ?? '', /^Model 1999/);
  });
});
