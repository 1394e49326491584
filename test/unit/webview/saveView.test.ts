import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type OutputSettings, plainOutput } from '../../../src/core/model/output';
import { plainPixelArt } from '../../../src/core/model/pixelArt';
import { asked, timesAsked, usePanel } from './browser';

describe('panel: Save view', () => {
  const open = usePanel();

  const openSave = async (): Promise<Page> => {
    const page = await open();
    const tile = page.locator('ia-candidate').first();
    await tile.hover();
    await tile.getByRole('button', { name: 'Save…' }).click();
    await page.locator('ia-save-view [aria-busy=false]').waitFor();
    return page;
  };
  const path = (page: Page) => page.getByRole('textbox', { name: 'Save as' });
  const choose = async (page: Page, what: string, entry: string): Promise<void> => {
    await page.getByRole('button', { name: new RegExp(`^${what}: `) }).click();
    await page.getByRole('menuitemradio', { name: entry }).first().click();
  };

  it('begins with the name marked, the image as it is, and Enter saves', async () => {
    const page = await openSave();
    const marked = await path(page).evaluate((field: HTMLInputElement) =>
      field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0),
    );
    assert.equal(marked, 'lighthouse');
    await page.getByText('Byte for byte the image as it is.').waitFor();
    await page.keyboard.press('Enter');
    assert.deepEqual(await asked(page, 'writeSave'), {
      id: 'save-1',
      settings: plainOutput,
      path: 'docs/img/lighthouse.jpg',
      insert: false,
    });
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    assert.deepEqual(await asked(page, 'closeStage'), { id: 'save-1' });
  });

  it('keeps name and format together, whichever is changed', async () => {
    const page = await openSave();
    await choose(page, 'Format', 'WEBP');
    assert.equal(await path(page).inputValue(), 'docs/img/lighthouse.webp');
    await path(page).fill('docs/img/tower.png');
    await page.getByRole('button', { name: 'Format: PNG' }).waitFor();
    await path(page).fill('docs/img/tower.jpeg');
    await page.getByRole('button', { name: 'Format: Keep (JPEG)' }).waitFor();
    assert.equal(await path(page).inputValue(), 'docs/img/tower.jpeg');
    // While a name is being typed it names no format yet.
    await path(page).fill('docs/img/tower.we');
    await page.getByRole('button', { name: 'Format: Keep (JPEG)' }).waitFor();
  });

  it('tells the host of the last change when it is closed at once', async () => {
    const page = await openSave();
    await page.getByRole('button', { name: /^Format: / }).click();
    await page.getByRole('menuitemradio', { name: 'WEBP' }).evaluate(
      (item, view) => {
        (item as HTMLElement).click();
        view?.shadowRoot?.querySelector('dialog')?.dispatchEvent(new Event('cancel'));
      },
      await page.locator('ia-save-view').elementHandle(),
    );
    assert.deepEqual(await asked(page, 'closeStage'), { id: 'save-1' });
    const { settings } = (await asked(page, 'previewSave')) as { settings: OutputSettings };
    assert.equal(settings.format, 'webp');
  });

  it('does not show the figures of the last file beside other settings', async () => {
    const page = await openSave();
    const figures = page.getByText('Byte for byte the image as it is.');
    const result = page.locator('ia-save-view .came');
    await figures.waitFor();
    const tall = (await result.boundingBox())?.height;
    await page.evaluate(() => {
      window.preview.host.held = new Promise(resolve => {
        document.addEventListener('let-go', () => resolve(), { once: true });
      });
    });
    await choose(page, 'Format', 'AVIF');
    await page.getByText('The file is being made…').waitFor();
    await figures.waitFor({ state: 'hidden' });
    assert.equal((await result.boundingBox())?.height, tall);
    await page.evaluate(() => document.dispatchEvent(new Event('let-go')));
    await page.getByText('The file is being made…').waitFor({ state: 'detached' });
    await page.getByText(/KB AVIF/).waitFor();
  });

  it('paints strokes by pointer and by keys, sizes the brush, and takes strokes back', async () => {
    const page = await openSave();
    type Asked = { settings: { cutout: { strokes: { mode: string; radius: number; points: number[] }[] } } };
    const strokes = async () => {
      const asks = (await page.evaluate(() =>
        window.preview.host.calls.flatMap(({ method, params }) => (method === 'previewSave' ? [params] : [])),
      )) as (Asked & { whole?: boolean })[];
      // First what is painted on, then the file that comes of it.
      assert.deepEqual(
        asks.slice(-2).map(({ whole = false }) => whole),
        [true, false],
      );
      return asks.at(-1)!.settings.cutout.strokes;
    };
    const waits = (count: number) =>
      page.waitForFunction(
        wanted =>
          (
            window.preview.host.calls.findLast(call => call.method === 'previewSave')?.params as
              { settings: { cutout: { strokes: unknown[] } | null } } | undefined
          )?.settings.cutout?.strokes.length === wanted,
        count,
      );
    assert.equal(await page.getByRole('toolbar', { name: 'Brush' }).count(), 0);
    await page.getByRole('checkbox', { name: 'Remove flat background' }).check();
    await page.getByRole('button', { name: 'Erase', exact: true }).click();
    const brush = page.getByRole('application', { name: /^Eraser/ });
    const box = (await brush.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.25, box.y + box.height * 0.5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, box.y + box.height * 0.5, { steps: 8 });
    await page.mouse.up();
    await waits(1);
    await page.getByText('1 stroke by hand').waitFor();
    await page.getByText(/[KM]B \w+ · \d+ × \d+/).waitFor();
    const [first] = await strokes();
    assert.equal(first?.mode, 'erase');
    assert.ok(first.points.length >= 6, String(first.points.length));
    assert.ok(Math.abs(first.points[0]! - 0.25) < 0.01 && Math.abs(first.points.at(-2)! - 0.75) < 0.1);

    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    const restore = page.getByRole('application', { name: /^Restore brush/ });
    await restore.focus();
    await page.keyboard.press(']');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Space');
    await waits(2);
    const second = (await strokes())[1];
    assert.equal(second?.mode, 'restore');
    assert.ok(second.radius > first.radius);
    assert.equal(second.points.length, 2);
    await page.keyboard.press('Escape');
    await page.getByText('Your changes are not saved.').waitFor();
    await page.getByRole('button', { name: 'Keep editing' }).click();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByText('Your changes are not saved.').waitFor();
    await page.getByRole('button', { name: 'Keep editing' }).click();
    await restore.focus();

    await page.keyboard.press('Control+z');
    await waits(1);
    await page.getByRole('button', { name: 'Take the last stroke back' }).click();
    await waits(0);
    assert.ok(await page.getByRole('button', { name: 'Take the last stroke back' }).isDisabled());
    await restore.focus();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('says beside the path that there is a file already, before it is saved', async () => {
    const page = await openSave();
    const there = page.locator('.path').getByText('already there');
    assert.equal(await there.count(), 0);
    await path(page).fill('docs/img/there.jpg');
    await there.waitFor();
    await path(page).fill('docs/img/free.jpg');
    await there.waitFor({ state: 'detached' });
    assert.equal(await timesAsked(page, 'writeSave'), 0);
  });

  it('takes a format that can be written where that of the image cannot, and says so', async () => {
    const page = await open();
    await page.evaluate(() => window.preview.host.openSave({ format: 'gif' }, { path: 'img/moving.gif' }));
    await page.getByRole('button', { name: 'Format: Keep (GIF)' }).waitFor();
    await page.getByText('Byte for byte the image as it is.').waitFor();
    const width = page.getByRole('spinbutton', { name: 'Width in pixels' });
    await width.fill('40');
    await page.getByText('GIF files cannot be written, so this becomes PNG.').waitFor();
    await page.getByRole('button', { name: 'Format: PNG' }).waitFor();
    assert.equal(await path(page).inputValue(), 'img/moving.png');
    assert.ok(await page.getByRole('button', { name: 'Save', exact: true }).isEnabled());
    // Whoever types the name is told, and nothing is changed under their hands.
    await path(page).fill('img/moving.gif');
    await page.getByRole('alert').getByText('.gif files cannot be written.').waitFor();
    assert.equal(await path(page).inputValue(), 'img/moving.gif');
    await choose(page, 'Format', 'WEBP');
    await page.getByRole('alert').waitFor({ state: 'hidden' });
    assert.equal(await page.getByText('GIF files cannot be written').count(), 0);
    await choose(page, 'Preset', 'As it is');
    await page.getByText('Byte for byte the image as it is.').waitFor();
    assert.equal(await path(page).inputValue(), 'img/moving.gif');
  });

  it('shows a tiny picture in large pixels, and a larger one as it is', async () => {
    const page = await open();
    for (const [width, height, zoom] of [
      [1, 1, /^Zoom 3200 %/],
      [60, 45, /^Zoom (?:[2-9]|1\d)00 %/],
      [200, 150, /^Zoom 100 %/],
    ] as const) {
      await page.evaluate(([w, h]) => window.preview.host.openSave({ width: w, height: h }), [
        width,
        height,
      ] as const);
      await page.locator('ia-save-view [aria-busy=false]').waitFor();
      await page.getByRole('button', { name: zoom }).waitFor();
      // Side by side it is not made small again.
      await page.getByRole('button', { name: 'Before and after' }).click();
      await page.getByRole('button', { name: zoom }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
  });

  it('counts a stroke that is painted before the picture to paint on is there', async () => {
    const page = await openSave();
    await page.getByRole('checkbox', { name: 'Remove flat background' }).check();
    await page.locator('ia-save-view [aria-busy=false]').waitFor();
    await page.evaluate(() => {
      window.preview.host.held = new Promise(resolve => {
        document.addEventListener('let-go', () => resolve(), { once: true });
      });
    });
    await page.getByRole('button', { name: 'Erase', exact: true }).click();
    const box = (await page.getByRole('application', { name: /^Eraser/ }).boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.25, box.y + box.height * 0.5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5, { steps: 4 });
    // The picture comes while the hand is moving.
    await page.evaluate(() => document.dispatchEvent(new Event('let-go')));
    await page.getByRole('img', { name: 'The picture to paint on' }).waitFor();
    await page.mouse.move(box.x + box.width * 0.75, box.y + box.height * 0.5, { steps: 4 });
    await page.mouse.up();
    await page.getByText('1 stroke by hand').waitFor();
    await page.locator('ia-save-view [aria-busy=false]').waitFor();
    const { settings } = (await asked(page, 'previewSave')) as { settings: OutputSettings };
    const [stroke, ...more] = settings.cutout?.strokes ?? [];
    assert.equal(more.length, 0);
    assert.ok(Math.abs(stroke!.points[0]! - 0.25) < 0.01 && Math.abs(stroke!.points.at(-2)! - 0.75) < 0.1);
  });

  it('takes the path that the file dialog gives', async () => {
    const page = await openSave();
    await page.getByRole('button', { name: 'Browse…' }).click();
    await page.getByRole('button', { name: 'Format: WEBP' }).waitFor();
    assert.equal(await path(page).inputValue(), 'media/browsed.webp');
  });

  it('offers to cut only where the shape differs, and moves the part by keys and pointer', async () => {
    const page = await openSave();
    const part = page.getByRole('button', { name: /^Part of the picture/ });
    await page.getByRole('spinbutton', { name: 'Width in pixels' }).fill('840');
    await page.locator('ia-save-view [aria-busy=false]').waitFor();
    assert.equal(await part.count(), 0);
    assert.equal(
      await page.getByRole('spinbutton', { name: 'Height in pixels' }).getAttribute('placeholder'),
      '469',
    );
    await page.getByRole('spinbutton', { name: 'Height in pixels' }).fill('840');
    await part.waitFor();
    const label = () => part.getAttribute('aria-label');
    const first = await label();
    await part.press('ArrowLeft');
    assert.notEqual(await label(), first);
    const box = (await part.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x - 500, box.y, { steps: 3 });
    await page.mouse.up();
    assert.match((await label())!, /stays, 0 % from the left/);
    await page.locator('ia-save-view [aria-busy=false]').waitFor();
    const { settings } = (await asked(page, 'previewSave')) as { settings: typeof plainOutput };
    assert.ok(Math.abs(settings.focus!.x - 768 / 2 / 1376) < 0.01, JSON.stringify(settings.focus));
    await choose(page, 'When the shape differs', 'Pad');
    assert.equal(await part.count(), 0);
    await page.getByLabel('Fill with').waitFor();
  });

  it('removes a flat background into a format that can be see-through', async () => {
    const page = await openSave();
    await page.getByRole('checkbox', { name: 'Remove flat background' }).check();
    assert.equal(await path(page).inputValue(), 'docs/img/lighthouse.png');
    await page.getByRole('spinbutton', { name: 'Feather, pixels' }).fill('2');
    await page.getByRole('checkbox', { name: 'Inside the subject, too' }).check();
    await page.locator('ia-save-view [aria-busy=false]').waitFor();
    const { settings } = (await asked(page, 'previewSave')) as { settings: typeof plainOutput };
    assert.deepEqual(settings.cutout, { tolerance: null, strokes: [], everywhere: true, feather: 2 });
    await choose(page, 'Format', 'JPEG');
    await page.getByLabel('Fill with').waitFor();
  });

  it('makes true pixels, in the colors of a palette file', async () => {
    const page = await openSave();
    await page.getByRole('checkbox', { name: 'Snap to pixel grid' }).check();
    assert.equal(await path(page).inputValue(), 'docs/img/lighthouse.png');
    await page.getByRole('spinbutton', { name: 'Max colors' }).fill('8');
    await choose(page, 'Palette', 'From a palette file…');
    await page.getByRole('button', { name: 'Palette: 3 from a file' }).waitFor();
    await page.getByRole('checkbox', { name: 'Dithering' }).check();
    await page.getByRole('spinbutton', { name: 'Pixel size' }).fill('12');
    await page.getByRole('spinbutton', { name: 'Scale' }).fill('4');
    await page.locator('ia-save-view [aria-busy=false]').waitFor();
    const { settings } = (await asked(page, 'previewSave')) as { settings: typeof plainOutput };
    assert.deepEqual(settings.pixelArt, {
      ...plainPixelArt,
      colours: 8,
      palette: ['#1a1c2c', '#5d275d', '#ffffff'],
      dither: true,
      cell: 12,
      scale: 4,
    });
  });

  it('shows a preset by its name until something else is wanted', async () => {
    const page = await openSave();
    await choose(page, 'Preset', 'OG card');
    await page.getByRole('button', { name: 'Preset: OG card' }).waitFor();
    assert.equal(await page.getByRole('spinbutton', { name: 'At most, KB' }).inputValue(), '300');
    await page.getByRole('spinbutton', { name: 'At most, KB' }).fill('200');
    await page.getByRole('button', { name: 'Preset: Own settings' }).waitFor();
  });

  it('strips, keeps the original and writes a recipe where that is wanted, whatever preset is chosen', async () => {
    const page = await openSave();
    await page.getByRole('checkbox', { name: 'Strip all metadata' }).check();
    await page.getByText('In the original and not in this file: Content Credentials.').waitFor();
    await page.getByRole('checkbox', { name: 'Keep the original bytes beside' }).check();
    await page.getByRole('checkbox', { name: 'Write a recipe beside' }).check();
    await page.getByText('Written beside it: lighthouse.jpg.recipe.json.').waitFor();
    await page.getByRole('button', { name: 'Preset: As it is' }).waitFor();
    await choose(page, 'Preset', 'Hero');
    await page.locator('ia-save-view [aria-busy=false]').waitFor();
    await page.keyboard.press('Control+Enter');
    const { settings } = (await asked(page, 'writeSave')) as { settings: typeof plainOutput };
    assert.deepEqual(
      [settings.format, settings.strip, settings.keepOriginal, settings.recipe],
      ['webp', true, true, true],
    );
  });

  it('asks for one picture when the hands rest, and says what cannot be', async () => {
    const page = await openSave();
    const before = await timesAsked(page, 'previewSave');
    await choose(page, 'Format', 'WEBP');
    const field = page.getByRole('spinbutton', { name: 'At most, KB' });
    await field.pressSequentially('1');
    await page.getByRole('alert').getByText('at least 4.2 KB').waitFor();
    assert.ok((await timesAsked(page, 'previewSave')) - before <= 2);
    const save = page.getByRole('button', { name: 'Save', exact: true });
    assert.ok(await save.isDisabled());
    await page.keyboard.press('Control+Enter');
    assert.equal(await timesAsked(page, 'writeSave'), 0);
    await field.fill('');
    await page.getByRole('alert').waitFor({ state: 'hidden' });
    assert.ok(await save.isEnabled());
  });

  it('marks a number that cannot be, and saves nothing meanwhile', async () => {
    const page = await openSave();
    await choose(page, 'Format', 'WEBP');
    const field = page.getByRole('spinbutton', { name: 'At most, KB' });
    const save = page.getByRole('button', { name: 'Save', exact: true });
    const alert = page.getByRole('alert');
    await field.fill('400');
    await field.fill('0');
    await alert.getByText('“At most, KB” must be at least 1.').waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.ok(await save.isDisabled());
    await page.keyboard.press('Control+Enter');
    // It is not put right behind the user's back.
    await page.getByRole('button', { name: /^Format: / }).focus();
    assert.equal(await field.inputValue(), '0');
    const width = page.getByRole('spinbutton', { name: 'Width in pixels' });
    await width.fill('0');
    await field.fill('300');
    await alert.getByText('“Width in pixels” must be at least 1.').waitFor();
    assert.ok(await save.isDisabled());
    assert.equal(await timesAsked(page, 'writeSave'), 0);
    // What is chosen takes its place.
    await choose(page, 'Preset', 'OG card');
    await alert.waitFor({ state: 'hidden' });
    assert.equal(await width.inputValue(), '1200');
    await width.fill('0');
    await alert.waitFor();
    await width.fill('');
    await alert.waitFor({ state: 'hidden' });
    assert.ok(await save.isEnabled());
  });

  it('does nothing when it is closed', async () => {
    const page = await openSave();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    assert.equal(await timesAsked(page, 'writeSave'), 0);
    assert.equal(await timesAsked(page, 'closeStage'), 1);
  });

  it('keeps the brush off the picture in a narrow window, and all of it in sight', async () => {
    const page = await openSave();
    await page.setViewportSize({ width: 400, height: 860 });
    await page.getByRole('checkbox', { name: 'Remove flat background' }).check();
    const boxOf = async (selector: string) => (await page.locator(selector).boundingBox())!;
    const bar = await boxOf('ia-save-view ia-brush-bar');
    assert.ok(bar.y + bar.height <= (await boxOf('ia-save-view ia-stage')).y);
    await page.setViewportSize({ width: 170, height: 860 });
    const back = (await page.getByRole('button', { name: 'Take the last stroke back' }).boundingBox())!;
    assert.ok(back.x + back.width <= 170, `${back.x + back.width}`);
  });
});
