import assert from 'node:assert/strict';
import { asked, timesAsked, usePanel, focusComes } from './browser';

describe('panel: composer', () => {
  const open = usePanel();

  it('writes, chooses and generates from the keyboard alone', async () => {
    const page = await open({ scenario: 'empty' });
    await page.keyboard.press('Tab');
    await focusComes(page, /Add images/);
    await page.keyboard.press('Tab');
    await focusComes(page, /textarea prompt/);
    await page.keyboard.type('a lake');
    await page.keyboard.press('Tab');
    await focusComes(page, /Remove Nano Banana 2.1/);
    await page.keyboard.press('Tab');
    await focusComes(page, /Choose models/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Choose models' }).waitFor();
    await focusComes(page, /Search models/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    assert.deepEqual(await asked(page, 'updateComposer'), {
      prompt: 'a lake',
      models: ['gemini/gemini-nano-banana-2.1', 'gemini/gemini-3-pro-image'],
    });
    await page.keyboard.press('Escape');
    await focusComes(page, /Choose models/);
    await page.keyboard.press('Control+Enter');
    await asked(page, 'generate');
  });

  it('sends what was typed before it generates, in that order', async () => {
    const page = await open({ scenario: 'empty' });
    await page.getByRole('textbox', { name: 'Prompt' }).fill('a red fox');
    await page.keyboard.press('Control+Enter');
    await asked(page, 'generate');
    const calls = await page.evaluate(() => window.preview.host.calls);
    assert.deepEqual(calls.slice(-2), [
      { method: 'updateComposer', params: { prompt: 'a red fox' } },
      { method: 'generate', params: {} },
    ]);
  });

  it('shows a refusal where it was asked and puts the focus into the prompt', async () => {
    const page = await open({ scenario: 'empty' });
    await page.evaluate(() => (window.preview.host.refuse = 'Write a prompt first.'));
    await page.getByRole('button', { name: 'Generate' }).click();
    await page.getByText('Write a prompt first.').waitFor();
    await page.waitForFunction(() => {
      const area = document.querySelector('ia-panel')?.shadowRoot?.querySelector('ia-composer')?.shadowRoot;
      return area?.activeElement?.localName === 'ia-prompt';
    });
    await page.keyboard.type('x');
    await page.getByText('Write a prompt first.').waitFor({ state: 'detached' });
  });

  it('offers transparency to a prompt that asks for it in words, until it is taken or refused', async () => {
    const page = await open({ scenario: 'empty' });
    const prompt = page.getByRole('textbox', { name: 'Prompt' });
    const box = page.getByRole('checkbox', { name: 'Transparent background' });
    const offer = page.getByRole('button', { name: 'Make the background transparent', exact: true });
    await prompt.fill('A transparent glass jar');
    await asked(page, 'updateComposer');
    assert.equal(await offer.count(), 0);
    await prompt.fill('A fox, no background');
    await offer.waitFor();
    await page.getByRole('button', { name: 'Do not make the background transparent' }).click();
    await offer.waitFor({ state: 'detached' });
    await focusComes(page, /textarea prompt/);
    assert.equal(await box.isChecked(), false);
    await prompt.fill('');
    await page.waitForFunction(() => window.preview.host.composer.prompt === '');
    await prompt.fill('A fox, transparent background');
    await offer.waitFor();
    await prompt.press('Tab');
    await focusComes(page, /Make the background transparent/);
    await page.keyboard.press('Enter');
    await offer.waitFor({ state: 'detached' });
    assert.deepEqual(await asked(page, 'updateComposer'), { background: 'transparent' });
    assert.equal(await box.isChecked(), true);
    await box.uncheck();
    assert.deepEqual(await asked(page, 'updateComposer'), { background: null });
  });

  it('brings earlier prompts with the up arrow at the start, and the draft back', async () => {
    const page = await open({ scenario: 'empty' });
    const prompt = page.getByRole('textbox', { name: 'Prompt' });
    const value = (expected: string) =>
      page.waitForFunction(text => window.preview.store.state.composer.prompt === text, expected);
    await prompt.fill('my draft');
    await prompt.press('ArrowUp');
    assert.equal(await timesAsked(page, 'promptHistory'), 0, 'not while the caret is inside the text');
    await prompt.press('Home');
    await prompt.press('ArrowUp');
    await value('the newest prompt');
    await prompt.press('ArrowUp');
    await value('an older prompt');
    await prompt.press('ArrowUp');
    assert.equal(await timesAsked(page, 'promptHistory'), 3);
    assert.equal(await prompt.inputValue(), 'an older prompt', 'the oldest stays');
    await prompt.press('ArrowDown');
    await value('the newest prompt');
    await prompt.press('ArrowDown');
    await value('my draft');
  });

  it('loses no letter when the host replaces the composer while the user types', async () => {
    const page = await open({ scenario: 'empty' });
    const prompt = page.getByRole('textbox', { name: 'Prompt' });
    await prompt.pressSequentially('a quiet ');
    await page.evaluate(() => window.preview.host.setComposer({ count: 3 }));
    await page.getByText('× 3').waitFor();
    await prompt.pressSequentially('lake');
    assert.equal(await prompt.inputValue(), 'a quiet lake');
    await page.waitForFunction(() => window.preview.host.composer.prompt === 'a quiet lake');
  });

  it('takes Explorer resources by their addresses, desktop files and pasted images by their bytes', async () => {
    const page = await open({ scenario: 'empty' });
    const drop = (fill: string) =>
      page.evaluate(kind => {
        const data = new DataTransfer();
        if (kind === 'explorer')
          data.setData('text/uri-list', '# list\r\nfile:///w/a.png\r\nfile:///w/b%20c.jpg\r\n');
        else data.items.add(new File([new Uint8Array([1, 2, 3])], 'cup.png', { type: 'image/png' }));
        const target = document.querySelector('ia-panel');
        const options = { dataTransfer: data, bubbles: true, cancelable: true, composed: true };
        let reachedPage = 0;
        for (const type of ['dragenter', 'dragover']) document.addEventListener(type, () => reachedPage++);
        const taken = ['dragenter', 'dragover', 'drop'].map(
          type => !target?.dispatchEvent(new DragEvent(type, options)),
        );
        return { taken, reachedPage };
      }, fill);
    assert.deepEqual(await drop('explorer'), { taken: [true, true, true], reachedPage: 0 });
    assert.deepEqual(await asked(page, 'addImages'), { uris: ['file:///w/a.png', 'file:///w/b%20c.jpg'] });
    await drop('desktop');
    await asked(page, 'addImageBytes');
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([new Uint8Array([4, 5])], '', { type: 'image/png' }));
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    });
    await page.waitForFunction(
      () => window.preview.host.calls.filter(call => call.method === 'addImageBytes').length === 2,
    );
    const sent = await page.evaluate(() =>
      window.preview.host.calls
        .filter(call => call.method === 'addImageBytes')
        .map(({ params }) => {
          const { name, bytes } = params as { name: string; bytes: Uint8Array };
          return [name, bytes instanceof Uint8Array, [...bytes], bytes.buffer.byteLength];
        }),
    );
    assert.deepEqual(sent, [
      ['cup.png', true, [1, 2, 3], 3],
      ['Pasted image', true, [4, 5], 2],
    ]);
  });

  it('leaves pasted text to the field', async () => {
    const page = await open({ scenario: 'empty' });
    const prevented = await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'words');
      return !document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    });
    assert.equal(prevented, false);
    assert.equal(await timesAsked(page, 'addImageBytes'), 0);
  });

  it('moves a reference image with Alt and an arrow, keeps the focus on it, and removes it with Delete', async () => {
    const page = await open();
    const names = () => page.evaluate(() => window.preview.host.composer.references.map(each => each.name));
    await page.getByRole('button', { name: 'docs/img/cups.jpg, subject, 1 of 2' }).focus();
    await page.keyboard.press('Alt+ArrowRight');
    await page.getByRole('button', { name: 'docs/img/cups.jpg, subject, 2 of 2' }).waitFor();
    assert.deepEqual(await names(), ['docs/img/dune.jpg', 'docs/img/cups.jpg']);
    await focusComes(page, /cups.jpg, subject, 2 of 2/);
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: 'docs/img/dune.jpg, scene, 1 of 1' }).waitFor();
    assert.deepEqual(await names(), ['docs/img/dune.jpg']);
    await focusComes(page, /dune.jpg/);
  });

  it('changes a role from the menu', async () => {
    const page = await open();
    await page.getByRole('button', { name: /cups.jpg, subject/ }).click();
    await page.getByRole('menuitemradio', { name: /^style/ }).click();
    assert.deepEqual(await asked(page, 'setRole'), { id: 'ref-1', role: 'style' });
    await page.getByRole('button', { name: /cups.jpg, style/ }).waitFor();
  });

  it('does not choose a model that cannot be used now', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Choose models' }).click();
    await page.getByRole('option', { name: /^Local edits/ }).dispatchEvent('click');
    assert.equal(await timesAsked(page, 'updateComposer'), 0);
  });

  it('says the price on the button, and that a run is free by leaving it out', async () => {
    const paid = await open();
    await paid.getByRole('button', { name: 'Generate 6 ≈ $0.44' }).waitFor();
    const free = await open({ scenario: 'no-key' });
    await free.getByRole('button', { name: 'Generate', exact: true }).waitFor();
  });

  it('fills in an example that needs no key', async () => {
    const page = await open({ scenario: 'no-key' });
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    const sent = (await asked(page, 'updateComposer')) as { prompt: string; models: string[] };
    assert.ok(sent.prompt.length > 20);
    assert.deepEqual(sent.models, ['offline/placeholder']);
    await focusComes(page, /textarea prompt/);
  });

  it('generates nothing in a workspace that is not trusted', async () => {
    const page = await open({ scenario: 'restricted' });
    assert.equal(await page.getByRole('button', { name: /^Generate/ }).isDisabled(), true);
    await page.keyboard.press('Control+Enter');
    assert.equal(await timesAsked(page, 'generate'), 0);
    await page.getByRole('button', { name: 'Manage trust' }).click();
    await asked(page, 'manageTrust');
  });
});
