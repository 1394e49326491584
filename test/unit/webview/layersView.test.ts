import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Description, Layer } from '../../../src/core/model/layers';
import { asked, timesAsked, usePanel } from './browser';

describe('panel: text and marks', () => {
  const open = usePanel();

  const openLayers = async (template?: string): Promise<Page> => {
    const page = await open();
    await page.locator('ia-candidate').first().hover();
    await page.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name: /^Add text and marks/ }).click();
    await drawn(page);
    if (template !== undefined) {
      await page.getByRole('button', { name: 'Begin with a template' }).click();
      await page.getByRole('menuitem', { name: template }).click();
      await drawn(page);
    }
    return page;
  };
  const drawn = (page: Page) => page.locator('ia-layers-view [aria-busy=false]').waitFor();
  const layers = async (page: Page): Promise<Layer[]> => {
    await drawn(page);
    const { description } = (await asked(page, 'previewLayers')) as { description: Description };
    return description.layers;
  };
  const first = async (page: Page): Promise<Extract<Layer, { x: number }>> => {
    const [layer] = await layers(page);
    return layer && 'x' in layer ? layer : assert.fail('no layer');
  };

  it('adds, moves, resizes and deletes by keyboard, and takes it back', async () => {
    const page = await openLayers();
    await page.getByRole('button', { name: 'Add a layer' }).click();
    await page.getByRole('menuitem', { name: 'Box' }).click();
    const before = await first(page);
    const box = page.getByRole('button', { name: 'Box, layer. Arrow keys move it.' });
    await box.focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowUp');
    const moved = await first(page);
    assert.deepEqual([moved.x - before.x, moved.y - before.y], [10, -1]);
    await page.keyboard.press('Alt+Shift+ArrowDown');
    const grown = await first(page);
    assert.ok('height' in grown && 'height' in before && grown.height - before.height === 10);
    await page.keyboard.press('Delete');
    assert.deepEqual(await layers(page), []);
    await page.keyboard.press('Control+z');
    assert.equal((await layers(page)).length, 1);
    // One after the other they were one step.
    await page.keyboard.press('Control+z');
    assert.deepEqual(await first(page), before);
    await page.keyboard.press('Control+y');
    assert.deepEqual(await first(page), grown);
  });

  it('shows a small picture so large that its text is not behind its handles', async () => {
    const page = await open();
    await page.evaluate(() => window.preview.host.openLayers({ width: 72, height: 48 }));
    await drawn(page);
    await page.getByRole('button', { name: 'Add a layer' }).click();
    await page.getByRole('menuitem', { name: 'Text' }).click();
    const box = await page
      .getByRole('button', { name: 'Your text, layer. Arrow keys move it.' })
      .boundingBox();
    assert.ok(box && box.height > 60 && box.width > 200, JSON.stringify(box));
  });

  it('follows the pointer with an outline, and draws anew when it rests', async () => {
    const page = await openLayers('Numbered steps');
    const step = page.getByRole('button', { name: '1, layer. Arrow keys move it.' });
    const before = await first(page);
    const at = (await step.boundingBox()) ?? assert.fail('not shown');
    const times = await timesAsked(page, 'previewLayers');
    await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
    await page.mouse.down();
    await page.mouse.move(at.x + 60, at.y + 40, { steps: 5 });
    assert.equal(await timesAsked(page, 'previewLayers'), times);
    await page.mouse.up();
    await page.waitForFunction(
      count => window.preview.host.calls.filter(call => call.method === 'previewLayers').length > count,
      times,
    );
    const after = await first(page);
    assert.ok(after.x > before.x && after.y > before.y, JSON.stringify([before, after]));
  });

  it('tells the host of the last change when the focus leaves the window, however soon the view goes then', async () => {
    const page = await openLayers('Numbered steps');
    const before = await first(page);
    const step = page.getByRole('button', { name: '1, layer. Arrow keys move it.' });
    await step.evaluate(
      (element, view) => {
        const key = { key: 'ArrowRight', shiftKey: true, bubbles: true, composed: true };
        element.dispatchEvent(new KeyboardEvent('keydown', key));
        window.dispatchEvent(new Event('blur'));
        view?.remove();
      },
      await page.locator('ia-layers-view').elementHandle(),
    );
    const { description } = (await asked(page, 'previewLayers')) as { description: Description };
    const [layer] = description.layers;
    assert.ok(layer && 'x' in layer);
    assert.equal(layer.x - before.x, 10);
  });

  it('says the contrast of the chosen text in words, changes it by its fields, and saves all of it', async () => {
    const page = await openLayers('Title on photo');
    await page.locator('ia-layer-list').getByRole('button', { name: '{{title}} , Text' }).click();
    await page.getByText('Contrast 2.1 to 1: hard to read (WCAG AA asks for 3).').waitFor();
    await page.getByRole('textbox', { name: 'Text' }).fill('Hello');
    await page.getByRole('checkbox', { name: 'Outline' }).check();
    await page.getByRole('button', { name: 'Weight: Bold' }).click();
    await page.getByRole('menuitemradio', { name: 'Regular' }).click();
    await page.getByRole('button', { name: 'Bring forward' }).waitFor({ state: 'detached' });
    await drawn(page);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const { description, keep, path } = (await asked(page, 'writeLayers')) as {
      description: Description;
      keep: boolean;
      path: string;
    };
    const title = description.layers.find(({ id }) => id === 'title');
    assert.ok(title?.type === 'text' && title.text === 'Hello' && title.weight === 400 && title.outline);
    assert.deepEqual([keep, path], [true, 'docs/img/lighthouse-marked.jpg']);
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('says where the button was why it could not write, and tries again', async () => {
    const page = await openLayers('Numbered steps');
    const field = page.getByRole('textbox', { name: 'Save as' });
    await field.fill('locked/a.png');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('alert').getByText('locked is read-only.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('alert').getByText('locked is read-only.').waitFor();
    assert.equal(await timesAsked(page, 'writeLayers'), 2);
    await page.getByRole('button', { name: 'Go back' }).click();
    await field.fill('b.png');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('does not write beside the picture what is redacted in it, unless asked to, and names it', async () => {
    const page = await openLayers();
    const keep = page.getByRole('checkbox', { name: 'Keep layers editable' });
    const save = () => page.getByRole('button', { name: 'Save', exact: true }).click();
    assert.equal(await keep.isChecked(), true);
    await page.getByText('Written beside it: lighthouse-marked.source.jpg, the image without').waitFor();
    await page.getByRole('button', { name: 'Add a layer' }).click();
    await page.getByRole('menuitem', { name: 'Redaction' }).click();
    await drawn(page);
    assert.equal(await keep.isChecked(), false);
    await page
      .getByText('is off: it would write lighthouse-marked.source.jpg beside it, which shows')
      .waitFor();
    // What hides nothing exposes nothing.
    await page.getByRole('button', { name: /^Hide / }).click();
    assert.equal(await keep.isChecked(), true);
    await page.getByRole('button', { name: /^Show / }).click();
    assert.equal(await keep.isChecked(), false);
    await keep.check();
    await page.getByText('Written beside it: lighthouse-marked.source.jpg, which shows what is').waitFor();
    await keep.uncheck();
    await drawn(page);
    await save();
    assert.equal(((await asked(page, 'writeLayers')) as { keep: boolean }).keep, false);
  });

  it('hides, orders and copies in the list', async () => {
    const page = await openLayers('Numbered steps');
    const menu = async (name: string, entry: string): Promise<void> => {
      await page
        .getByRole('button', { name: `More about ${name}`, exact: true })
        .first()
        .click();
      await page.getByRole('menuitem', { name: entry }).click();
    };
    await menu('Step 1', 'Bring forward');
    assert.deepEqual(
      (await layers(page)).map(({ id }) => id),
      ['step-2', 'step-1', 'step-3'],
    );
    await menu('Step 1', 'Duplicate');
    assert.deepEqual(
      (await layers(page)).map(({ id }) => id),
      ['step-2', 'step-1', 'step-4', 'step-3'],
    );
    await page.getByRole('button', { name: 'Hide Step 3' }).click();
    assert.equal((await layers(page)).find(({ id }) => id === 'step-3')?.hidden, true);
    await page.getByRole('button', { name: 'Show Step 3' }).click();
    assert.equal((await layers(page)).find(({ id }) => id === 'step-3')?.hidden, undefined);
  });

  it('begins at what adds a layer; a new text is typed over at once, and does not cover another', async () => {
    const page = await openLayers();
    const adder = page.getByRole('button', { name: 'Add a layer' });
    await adder.and(page.locator(':focus')).waitFor();
    const add = async (): Promise<void> => {
      await adder.click();
      await page.getByRole('menuitem', { name: 'Text' }).click();
      await page.getByRole('textbox', { name: 'Text' }).and(page.locator(':focus')).waitFor();
    };
    await add();
    await page.keyboard.type('One');
    await add();
    await page.keyboard.type('Two');
    const [one, two] = await layers(page);
    assert.ok(one?.type === 'text' && two?.type === 'text');
    assert.deepEqual([one.text, two.text], ['One', 'Two']);
    assert.ok(two.x - one.x >= 8 && two.y - one.y >= 8, JSON.stringify([one, two]));
  });

  it('warns of letters that are lost before it praises the contrast', async () => {
    const page = await openLayers();
    await page.getByRole('button', { name: 'Add a layer' }).click();
    await page.getByRole('menuitem', { name: 'Text' }).click();
    await page.getByRole('textbox', { name: 'Text' }).fill('日本');
    await page.getByText('no font here has the letters').waitFor();
    const lines = await page.locator('ia-layers-view .came p').allTextContents();
    assert.match(lines[0] ?? '', /no font here has/);
    assert.match(lines[1] ?? '', /easy to read/);
    assert.equal(await page.locator('ia-layers-view .came p .icon.warning').count(), 1);
  });

  it('asks before it saves a picture that lacks letters', async () => {
    const page = await openLayers();
    await page.getByRole('button', { name: 'Add a layer' }).click();
    await page.getByRole('menuitem', { name: 'Text' }).click();
    await page.getByRole('textbox', { name: 'Text' }).fill('日本');
    await page.getByText('no font here has the letters').waitFor();
    await drawn(page);
    const save = page.getByRole('button', { name: 'Save', exact: true });
    await save.click();
    await page.getByRole('alert').getByText('They were left out.').waitFor();
    await page.getByRole('button', { name: 'Go back' }).and(page.locator(':focus')).press('Enter');
    await save.and(page.locator(':focus')).waitFor();
    assert.equal(await timesAsked(page, 'writeLayers'), 0);
    await save.click();
    await page.getByRole('button', { name: 'Save anyway' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    assert.equal(await timesAsked(page, 'writeLayers'), 1);
  });

  it('lets the values of a template be written, and says which still are its own', async () => {
    const page = await openLayers('Title on photo');
    const title = page.getByRole('textbox', { name: 'title', exact: true });
    await title.and(page.locator(':focus')).waitFor();
    await page.getByText('Still the words of the template: {{title}}, {{subtitle}}').waitFor();
    await page.keyboard.type('Ships in May');
    await page.getByText('Still the words of the template: {{subtitle}}').waitFor();
    await drawn(page);
    const { description } = (await asked(page, 'previewLayers')) as { description: Description };
    assert.equal(description.variables?.['title'], 'Ships in May');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    assert.equal(await title.inputValue(), 'A title that says what it is about');
    // A name of one's own has a field as soon as it is written.
    await page.locator('ia-layer-list').getByRole('button', { name: '{{title}} , Text' }).click();
    await page.getByRole('textbox', { name: 'Text' }).fill('{{author}}');
    await page.getByText('Filled in for every row: {{author}}').waitFor();
    await page.getByRole('textbox', { name: 'author' }).fill('Ada');
    await page.getByText('Filled in for every row').waitFor({ state: 'detached' });
    assert.equal(await title.count(), 0);
  });

  it('does not let work be lost by Escape', async () => {
    const page = await openLayers('Redact');
    await page.keyboard.press('Escape');
    await page.getByText('Your changes are not saved.').waitFor();
    await page.getByRole('button', { name: 'Keep editing' }).click();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    assert.deepEqual(await asked(page, 'closeStage'), { id: 'layers-1', discard: true });
  });

  it('shows again what was not saved, as one step that can be taken back', async () => {
    const page = await openLayers('Redact');
    const left = await layers(page);
    const reopen = () =>
      page.evaluate(() => {
        const { store } = window.preview;
        const { stage } = store.state;
        store.closeStage(false);
        const [run] = store.state.runs;
        const [request] = run?.columns[0]?.requests ?? [];
        if (stage?.kind !== 'layers' || !run || !request) throw new Error('no view');
        return store.openStage({
          kind: 'layers',
          candidate: { runId: run.id, requestId: request.id, index: 0 },
        });
      });
    await reopen();
    await page.getByText('As you left it, not saved.').waitFor();
    assert.deepEqual(await layers(page), left);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    assert.deepEqual(await layers(page), []);
    await page.getByRole('button', { name: 'Redo', exact: true }).click();
    await page.getByRole('button', { name: 'Start over' }).click();
    assert.deepEqual(await layers(page), []);
    // As it is saved: nothing to ask for.
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });
});
