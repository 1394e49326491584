import assert from 'node:assert/strict';
import { usePanel } from './browser';

describe('panel: what the composer says of its fields', () => {
  const open = usePanel();

  it('has a visible name above ratio and size', async () => {
    const page = await open({ scenario: 'empty' });
    for (const [label, name] of [
      ['Ratio', 'Aspect ratio: Auto'],
      ['Size', 'Size: Auto'],
    ] as const) {
      const text = await page.getByText(label, { exact: true }).boundingBox();
      const field = await page.getByRole('button', { name }).boundingBox();
      assert.ok(text && field && text.y + text.height <= field.y && Math.abs(text.x - field.x) < 2, label);
    }
  });

  it('speaks of earlier prompts only where there are any', async () => {
    const page = await open({ scenario: 'empty' });
    const hint = page.getByText('↑ history');
    const prompt = page.getByRole('textbox', { name: 'Prompt' });
    await prompt.waitFor();
    assert.equal(await hint.count(), 0);
    assert.equal(await prompt.getAttribute('aria-description'), null);
    await page.evaluate(() => window.preview.host.setComposer({ earlierPrompts: true }));
    await hint.waitFor();
    await (await open()).getByText('↑ history').waitFor();
  });

  it('shows the file name of each reference image beside its role', async () => {
    const page = await open();
    await page.getByText('cups.jpg', { exact: true }).waitFor();
    await page.evaluate(() => {
      const { host } = window.preview;
      const [first, second] = host.composer.references;
      if (!first || !second) throw new Error('no references');
      const long = `public/images/${'a-very-long-name-'.repeat(5)}.png`;
      const made = { ...second, name: 'Placeholder (no AI): “a lake w/ reeds”' };
      host.setComposer({ references: [{ ...first, name: long }, made] });
    });
    await page.getByText('Placeholder (no AI): “a lake w/ reeds”', { exact: true }).waitFor();
    const box = await page.getByText(/^a-very-long-name/).boundingBox();
    assert.ok(box && box.width <= 68);
  });
});
