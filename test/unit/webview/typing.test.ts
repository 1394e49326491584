import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { usePanel } from './browser';

/** The host answers late: it replaces the composer while a key goes down and the next one is on its way. */
const hostAnswers = (page: Page) =>
  page.evaluate(async () => {
    const { host } = window.preview;
    host.setComposer({ derived: { ...host.composer.derived, notes: [`${performance.now()}`] } });
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  });

describe('panel: a field that is typed in', () => {
  const open = usePanel();

  it('keeps every digit of exact pixels, whatever comes back meanwhile', async () => {
    const page = await open({ scenario: 'no-key' });
    const width = page.getByRole('spinbutton', { name: 'Width in pixels' });
    const height = page.getByRole('spinbutton', { name: 'Height in pixels' });
    await width.focus();
    await page.keyboard.type('1200');
    await page.keyboard.press('Tab');
    for (const digit of '630') {
      await page.keyboard.type(digit);
      await hostAnswers(page);
    }
    assert.deepEqual([await width.inputValue(), await height.inputValue()], ['1200', '630']);
    await page.waitForFunction(() => window.preview.host.composer.height === 630);
    await height.press('Control+A');
    await page.keyboard.type('2.');
    await hostAnswers(page);
    await page.keyboard.type('5');
    assert.equal(await height.inputValue(), '2.5', 'nothing is put right before the user has left');
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => window.preview.host.composer.height === 3);
    assert.equal(await height.inputValue(), '3');
    await page.getByRole('button', { name: 'Clear exact pixels' }).click();
    assert.deepEqual([await width.inputValue(), await height.inputValue()], ['', '']);
  });

  it('marks the number that is missing, but not while it may still be typed', async () => {
    const page = await open({ scenario: 'no-key' });
    const width = page.getByRole('spinbutton', { name: 'Width in pixels' });
    const height = page.getByRole('spinbutton', { name: 'Height in pixels' });
    const edge = () => height.evaluate(element => getComputedStyle(element).borderTopColor);
    const before = await edge();
    await width.fill('1200');
    await page.waitForFunction(() => window.preview.host.composer.width === 1200);
    assert.equal(await height.getAttribute('aria-invalid'), 'true');
    assert.equal(await edge(), before);
    await page.getByRole('textbox', { name: 'Prompt' }).focus();
    assert.notEqual(await edge(), before);
    await height.fill('630');
    assert.equal(await height.getAttribute('aria-invalid'), null);
  });

  it('keeps every digit of the seed and every letter of the prompt', async () => {
    const page = await open({ scenario: 'empty' });
    await page.getByRole('button', { name: 'More', exact: true }).click();
    const fields = [
      ['spinbutton', 'Seed', '-20'],
      ['textbox', 'Prompt', ' a  lake'],
      ['textbox', 'System instruction', 'be bold '],
    ] as const;
    for (const [role, name, text] of fields) {
      const field = page.getByRole(role, { name });
      await field.focus();
      for (const letter of text) {
        await page.keyboard.type(letter);
        await hostAnswers(page);
      }
      assert.equal(await field.inputValue(), text);
    }
    await page.getByRole('button', { name: 'Generate' }).focus();
    await page.waitForFunction(() => window.preview.host.composer.seed === -20);
  });
});
