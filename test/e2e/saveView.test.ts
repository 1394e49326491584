import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bitmapOf, pngOf } from '../unit/imaging/makeImages';
import { openPanel, type PanelPage } from './lib/panelPage';
import { openWorkbench } from './lib/openWorkbench';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const sample = (file: string): Buffer =>
  readFileSync(path.resolve(import.meta.dirname, '../../samples', file));
/** A disc before a grey wall. */
const flat = pngOf(
  bitmapOf(400, 300, (x, y) =>
    Math.hypot(x - 200, y - 150) < 110 ? [200, 60 + y / 4, 50, 255] : [236, 236, 238, 255],
  ),
);
/** It goes on over its edges. */
const tile = pngOf(
  bitmapOf(96, 96, (x, y) => [
    140 + 60 * Math.sin((2 * Math.PI * 2 * x) / 96) * Math.cos((2 * Math.PI * y) / 96),
    120 + 50 * Math.cos((2 * Math.PI * (x + 3 * y)) / 96),
    90,
    255,
  ]),
);
const photo = sample('public/images/harbour.jpg');

describe('saving as the code needs it', () => {
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    workbench = await openWorkbench({
      workspace: {
        'photos/flat.png': flat,
        'photos/harbour.jpg': photo,
        'photos/tile.png': tile,
        'docs/guide.md': '# Guide\n\n\n',
      },
      settings: { 'inlineAssets.savePresets': [{ name: 'Square', width: 300, height: 300, format: 'webp' }] },
    });
    panel = await openPanel(workbench);
  });
  after(() => workbench.close());

  const written = (file: string): Buffer => workbench.read(file);
  const comes = (file: string) => until(file, 20_000, () => existsSync(path.join(workbench.folder, file)));

  it('opens on a file of the workspace, as it is', async () => {
    await workbench.explorer.chooseFromMenu(
      'photos/harbour.jpg',
      'Inline Assets',
      'Resize or Convert Image…',
    );
    await panel.saveView.ready();
    assert.match(await panel.saveView.result(), /Byte for byte/);
    assert.match(await panel.saveView.path.inputValue(), /^photos\/harbour-\d+\.jpg$/);
    await workbench.screenshot('save-view-plain');
  });

  it('shows a card with its bytes within a budget, and the part that stays', async () => {
    const view = panel.saveView;
    await view.choose('Preset', 'OG card');
    const card = await view.result();
    assert.match(card, /JPEG · 1200 × 630/);
    const window = view.dialog.getByRole('button', { name: /^Part of the picture that stays/ });
    await window.waitFor();
    await view.field('At most, KB').fill('20');
    const small = await view.result();
    assert.ok(Number(/(\d+) KB/.exec(small)?.[1]) <= 20, small);
    assert.match(small, /quality \d+/);
    await workbench.screenshot('save-view-card');
    await view.button('Before and after').click();
    await view.dialog.getByRole('slider', { name: 'Before and after' }).waitFor();
    await workbench.screenshot('save-view-compare');
    const before = await window.getAttribute('aria-label');
    await window.press('ArrowDown');
    await window.press('ArrowUp');
    await window.press('ArrowUp');
    assert.notEqual(await window.getAttribute('aria-label'), before);
    await view.made();
    await view.path.fill('photos/card.jpg');
    await view.made();
    await view.path.press('Enter');
    await view.closed();
    await comes('photos/card.jpg');
    const bytes = written('photos/card.jpg');
    assert.ok(bytes.length <= 20_000);
    assert.equal(bytes.subarray(0, 3).toString('hex'), 'ffd8ff');
    assert.deepEqual(jpegSize(bytes), [1200, 630]);
    assert.ok(written('photos/harbour.jpg').equals(photo));
  });

  it('remembers what was done in the folder, and follows the extension that is typed', async () => {
    const view = panel.saveView;
    await workbench.explorer.chooseFromMenu(
      'photos/harbour.jpg',
      'Inline Assets',
      'Resize or Convert Image…',
    );
    await view.ready();
    assert.equal(await view.field('Width in pixels').inputValue(), '1200');
    assert.equal(await view.field('At most, KB').inputValue(), '20');
    await view.choose('Preset', 'Square');
    assert.match(await view.path.inputValue(), /\.webp$/);
    assert.match(await view.result(), /WEBP · 300 × 300/);
    await view.path.fill('photos/square.avif');
    assert.match(await view.result(), /AVIF · 300 × 300/);
    await view.save();
    await view.closed();
    await comes('photos/square.avif');
    assert.equal(written('photos/square.avif').subarray(4, 12).toString('latin1'), 'ftypavif');
  });

  it('shows a picture as a tile, and says where a seam shows', async () => {
    const view = panel.saveView;
    const seams = view.dialog.getByRole('status');
    await workbench.explorer.chooseFromMenu(
      'photos/harbour.jpg',
      'Inline Assets',
      'Resize or Convert Image…',
    );
    await view.ready();
    await view.choose('Preset', 'As it is');
    await view.made();
    await view.button('Wrapped by half').click();
    await seams.getByText(/^A seam shows at left and right: the edges differ \d+\+? times/).waitFor();
    await view.dialog.getByRole('img', { name: /, wrapped by half$/ }).waitFor();
    await workbench.screenshot('save-view-seam');
    await view.cancel();
    await workbench.explorer.chooseFromMenu('photos/tile.png', 'Inline Assets', 'Resize or Convert Image…');
    await view.ready();
    await view.choose('Preset', 'As it is');
    await view.made();
    await view.button('Repeated 3 × 3').click();
    await seams.getByText('Left and right meet without a seam.').waitFor();
    await seams.getByText('Top and bottom meet without a seam.').waitFor();
    await workbench.screenshot('save-view-tile');
    // A seam of our own making: a part of the period is missing.
    await view.field('Width in pixels').fill('96');
    await view.field('Height in pixels').fill('60');
    await view.made();
    await seams.getByText(/^A seam shows at top and bottom/).waitFor();
    await view.cancel();
  });

  it('says what cannot be, and writes nothing then', async () => {
    const view = panel.saveView;
    await workbench.explorer.chooseFromMenu(
      'photos/harbour.jpg',
      'Inline Assets',
      'Resize or Convert Image…',
    );
    await view.ready();
    await view.choose('Preset', 'As it is');
    await view.choose('Format', 'WEBP');
    await view.field('At most, KB').fill('1');
    await view.dialog
      .getByRole('alert')
      .getByText(/at least \d+(\.\d)? KB, not 1 KB/)
      .waitFor();
    await workbench.screenshot('save-view-problem');
    await view.path.fill('photos/tiny.webp');
    await view.made();
    assert.ok(await view.button('Save').isDisabled());
    await view.path.press('Enter');
    await view.field('At most, KB').fill('');
    await view.path.fill('../outside.webp');
    await view.made();
    await view.save();
    const question = workbench.dialog(/outside the workspace/);
    await question.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(existsSync(path.join(workbench.folder, 'photos/tiny.webp')), false);
    await view.cancel();
  });

  it('asks before it writes over a file, and one undo brings the old one back', async () => {
    const view = panel.saveView;
    const old = written('photos/card.jpg');
    await workbench.explorer.chooseFromMenu(
      'photos/harbour.jpg',
      'Inline Assets',
      'Resize or Convert Image…',
    );
    await view.ready();
    await view.choose('Preset', 'As it is');
    await view.path.fill('photos/card.jpg');
    await view.made();
    await view.save();
    await workbench.answerDialog('photos/card.jpg already exists. Replace it?', 'Replace');
    await view.closed();
    await until('the new bytes', 20_000, () => written('photos/card.jpg').equals(photo));
    await workbench.runCommand('Inline Assets: Undo Last Save');
    await until('the old bytes', 20_000, () => written('photos/card.jpg').equals(old));
  });

  it('cuts a drawing out of its flat background', async () => {
    const view = panel.saveView;
    await workbench.explorer.chooseFromMenu('photos/flat.png', 'Inline Assets', 'Resize or Convert Image…');
    await view.ready();
    await view.choose('Preset', 'As it is');
    await view.check('Remove flat background').check();
    assert.match(await view.result(), /PNG/);
    await workbench.screenshot('save-view-cutout');
    await view.path.fill('photos/cut.png');
    await view.made();
    await view.save();
    await view.closed();
    await comes('photos/cut.png');
    // Colour type 6 or 3 with tRNS: some transparency either way.
    const bytes = written('photos/cut.png');
    assert.ok(bytes[25] === 6 || bytes.includes('tRNS'), String(bytes[25]));
  });

  it('saves and inserts a result at the size that was asked for', async () => {
    await workbench.editor.open('docs/guide.md', 3, 1);
    panel = await openPanel(workbench);
    await panel.chooseModels('Placeholder (no AI)');
    await panel.generate('A lighthouse');
    const image = panel.run('A lighthouse').imageOf('Placeholder (no AI)').first();
    await image.waitFor({ timeout: 60_000 });
    await panel.press(image, 'Save…');
    const view = panel.saveView;
    await view.ready();
    await view.field('Width in pixels').fill('320');
    await view.choose('Format', 'PNG');
    await view.check('Optimize without loss').check();
    await view.field('Colors at most').fill('16');
    assert.match(await view.result(), /PNG · 320 × 320 · 16 colors/);
    await view.path.fill('docs/lighthouse.png');
    await view.made();
    await view.button('Save and insert').click();
    await view.closed();
    await comes('docs/lighthouse.png');
    assert.equal(written('docs/lighthouse.png').readUInt32BE(16), 320);
    await workbench.editor.tab(/guide\.md/).click();
    await until('the reference', 20_000, async () =>
      (await workbench.editor.text()).includes('](lighthouse.png)'),
    );
  });

  it('leaves no panel behind that nobody asked for', async () => {
    await workbench.editor.save();
    await workbench.runCommand('View: Close All Editors');
    const tab = workbench.editor.tab(/Inline Assets/);
    await tab.waitFor({ state: 'hidden' });
    const open = async () => {
      await workbench.explorer.chooseFromMenu(
        'photos/harbour.jpg',
        'Inline Assets',
        'Resize or Convert Image…',
      );
      await panel.saveView.ready();
    };
    await open();
    await panel.saveView.path.press('Escape');
    await tab.waitFor({ state: 'hidden' });
    // The keys go on where the file was chosen.
    await workbench.page.locator('.explorer-folders-view .monaco-list:focus').waitFor();
    // What was asked for by itself stays.
    panel = await openPanel(workbench);
    await open();
    await panel.saveView.cancel();
    await panel.generateButton.waitFor();
  });
});

/** From the frame header. */
function jpegSize(bytes: Buffer): [number, number] {
  for (let at = 2; ; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xc0 || marker === 0xc2) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
  }
}
