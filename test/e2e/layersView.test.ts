import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { axe } from './lib/axe';
import { openPanel, type PanelPage } from './lib/panelPage';
import { openWorkbench } from './lib/openWorkbench';
import { appears, until } from './lib/until';
import type { Workbench } from './lib/workbench';

const photo = readFileSync(path.resolve(import.meta.dirname, '../../samples/public/images/harbour.jpg'));

describe('text and marks', () => {
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    workbench = await openWorkbench({
      workspace: {
        'photos/harbour.jpg': photo,
        'cards/broken.layers.json': '{ "version": 1, "layers": [{ "type": "text", "id": "a" }] }',
        'cards/pages.csv': 'slug,title\none,First page\ntwo,Second page\n',
        'cards/twice.csv': 'slug,title\nnews,First\nnews,Second\nabout,Third\nnews,Fourth\n',
      },
    });
    panel = await openPanel(workbench);
  });
  after(() => workbench.close());

  const there = (file: string): boolean => existsSync(path.join(workbench.folder, file));
  const json = (file: string) =>
    JSON.parse(workbench.read(file).toString('utf8')) as {
      image: string;
      output: string;
      layers: { type: string; text?: string; x?: number }[];
    };
  const open = async (file: string) => {
    await workbench.explorer.chooseFromMenu(file, 'Inline Assets', 'Add Text and Marks…');
    await panel.layersView.drawn();
    return panel.layersView;
  };

  /** The file dialog, until `next` is there. */
  const take = (file: string, next: Locator) =>
    until('the dialog to take the table', 40_000, async () => {
      if (await next.isVisible()) return true;
      await workbench.quickInput.fill(path.join(workbench.folder, file));
      await workbench.quickInput.settled();
      await workbench.quickInput.accept();
      return appears(next, 1000);
    });

  it('puts a title on a photograph, says how it reads, and saves picture and layers, taken back by one undo', async () => {
    const view = await open('photos/harbour.jpg');
    await workbench.screenshot('layers-empty');
    await view.template('Title on photo');
    await view.drawn();
    await view.dialog
      .locator('ia-layer-list')
      .getByRole('button', { name: /^\{\{title\}\}/ })
      .first()
      .click();
    assert.match(await view.said(), /Contrast [\d.]+ to 1: (easy|hard) to read \(WCAG AA asks for 3\)/);
    await workbench.screenshot('layers-title');
    await view.dialog.getByRole('textbox', { name: 'Text', exact: true }).fill('The old harbour');
    await view.drawn();
    assert.deepEqual(await axe(await workbench.panel.frame()), []);
    assert.equal(await view.path.inputValue(), 'photos/harbour-marked.jpg');
    await view.button('Save').click();
    await view.closed();
    await until(
      'the files',
      20_000,
      () => there('photos/harbour-marked.layers.json') && there('photos/harbour-marked.jpg'),
    );
    const bytes = workbench.read('photos/harbour-marked.jpg');
    assert.equal(bytes.subarray(0, 3).toString('hex'), 'ffd8ff');
    const kept = json('photos/harbour-marked.layers.json');
    assert.deepEqual([kept.image, kept.output], ['harbour.jpg', 'harbour-marked.jpg']);
    assert.ok(kept.layers.some(({ text }) => text === 'The old harbour'));
    assert.ok(workbench.read('photos/harbour.jpg').equals(photo));
    await workbench.runCommand('Inline Assets: Undo Last Save');
    await until(
      'both to be gone',
      20_000,
      () => !there('photos/harbour-marked.jpg') && !there('photos/harbour-marked.layers.json'),
    );
  });

  it('marks and redacts by keyboard, and opens what was kept again', async () => {
    const view = await open('photos/harbour.jpg');
    await view.add('Redaction');
    await view.drawn();
    assert.match(await view.said(), /photos\/harbour\.jpg itself still shows it/);
    await view.add('Arrow');
    const arrow = view.button('Arrow, layer. Arrow keys move it.');
    await arrow.focus();
    await arrow.press('Shift+ArrowLeft');
    await view.drawn();
    await workbench.screenshot('layers-marks');
    await view.path.fill('photos/safe.png');
    await view.button('Save').click();
    await view.closed();
    await until('the files', 20_000, () => there('photos/safe.png') && there('photos/safe.layers.json'));
    const again = await open('photos/safe.layers.json');
    assert.equal(await again.path.inputValue(), 'photos/safe.png');
    await again.button('Undo').waitFor();
    await again.button('Close').click();
    await again.closed();
  });

  it('names what is wrong with a description, and leaves it alone', async () => {
    await workbench.explorer.chooseFromMenu(
      'cards/broken.layers.json',
      'Inline Assets',
      'Add Text and Marks…',
    );
    await workbench.notifications.text(/broken\.layers\.json was left as it is: “layers\[0\]\.\w+” must be/);
  });

  it('draws a card for every row of a table, each named first', async () => {
    await workbench.runCommand('Inline Assets: Add Text and Marks…');
    await workbench.quickInput.choose(/^New Card/);
    const view = panel.layersView;
    await view.drawn();
    await workbench.screenshot('layers-card');
    await view.path.fill('og/{{slug}}.png');
    await view.button('Render for every row…').click();
    await workbench.screenshot('layers-rows-file');
    await take('cards/pages.csv', workbench.quickInput.row(/two\.png/));
    await workbench.quickInput.row(/two\.png/).waitFor();
    await workbench.screenshot('layers-rows');
    await workbench.quickInput.accept();
    await until('the cards', 30_000, () => there('og/one.png') && there('og/two.png'));
    assert.ok(!workbench.read('og/one.png').equals(workbench.read('og/two.png')));
    assert.equal(workbench.read('og/one.png').readUInt32BE(16), 1200);
    await view.button('Close').click();
    await view.closed();
  });

  it('names rows of one name before anything is drawn, and numbers them when that is wanted', async () => {
    await workbench.runCommand('Inline Assets: Add Text and Marks…');
    await workbench.quickInput.choose(/^New Card/);
    const view = panel.layersView;
    await view.drawn();
    await view.path.fill('twice/{{slug}}.png');
    const question = workbench.page.locator('.monaco-dialog-box');
    await view.button('Render for every row…').click();
    await take('cards/twice.csv', question);
    await question.getByText('twice/news.png: rows 1, 2, 4').waitFor();
    await workbench.screenshot('layers-rows-same');
    assert.ok(!there('twice'));
    await question.getByRole('button', { name: 'Number Them' }).click();
    await workbench.quickInput.row(/news-3\.png/).waitFor();
    await workbench.quickInput.accept();
    const names = ['about', 'news', 'news-2', 'news-3'];
    await until('the cards', 30_000, () => names.every(name => there(`twice/${name}.png`)));
    await view.button('Close').click();
    await view.closed();
  });

  it('is there again after another tool, a closed tab and a reload, as long as it is not saved', async () => {
    const view = await open('photos/harbour.jpg');
    await view.template('Redact');
    await view.drawn();
    await workbench.explorer.chooseFromMenu(
      'photos/harbour.jpg',
      'Inline Assets',
      'Resize or Convert Image…',
    );
    await panel.saveView.ready();
    await workbench.runCommand('View: Close Editor');
    await workbench.reload();
    await workbench.explorer.chooseFromMenu('photos/harbour.jpg', 'Inline Assets', 'Add Text and Marks…');
    await view.drawn();
    await view.dialog.getByText('As you left it, not saved.').waitFor();
    await view.dialog
      .locator('ia-layer-list')
      .getByRole('button', { name: /Redact/ })
      .first()
      .waitFor();
    await workbench.screenshot('layers-as-left');
    await view.button('Close').click();
    await view.button('Discard').click();
    await view.closed();
    await open('photos/harbour.jpg');
    assert.equal(await view.dialog.getByText('As you left it, not saved.').count(), 0);
    await view.button('Close').click();
    await view.closed();
  });
});
