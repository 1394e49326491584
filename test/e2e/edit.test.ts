import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { openWorkbench } from './lib/openWorkbench';
import { PanelPage } from './lib/panelPage';
import { ReferenceList } from './lib/referenceList';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const sample = (file: string): Buffer =>
  readFileSync(path.resolve(import.meta.dirname, '../../samples', file));
const harbour = sample('public/images/harbour.jpg');
const localEdits = 'Local edits (free)';
const wish = 'Make it grayscale and crop to 1:1';

describe('editing images of the workspace with no key', () => {
  let workbench: Workbench;
  let panel: PanelPage;
  let references: ReferenceList;
  before(async () => {
    workbench = await openWorkbench({
      // A file that opens while others are being selected would take the selection.
      settings: { 'explorer.autoReveal': false },
      workspace: {
        'photos/harbour.jpg': harbour,
        'photos/UPPER.PNG': sample('docs/img/dashboard.png'),
        'art/sketch.txt': 'Nothing yet.',
        'logo.png': sample('public/logo.png'),
        'notes.txt': 'No image.',
      },
    });
    panel = new PanelPage(workbench.panel);
    references = new ReferenceList(workbench.panel);
  });
  after(() => workbench.close());

  const dialog = (): Locator => workbench.panel.content.getByRole('dialog');
  const image = (): Locator => panel.run(wish).imageOf(localEdits).first();
  const photo = (): Buffer => workbench.read('photos/harbour.jpg');
  const promptHasFocus = (): Promise<boolean> =>
    panel.prompt.evaluate(element => (element.getRootNode() as ShadowRoot).activeElement === element);

  it('is offered on images whatever the case of their extension, and on nothing else', async () => {
    let upper: string[] = [];
    await until('Edit Image…', 45_000, async () => {
      upper = await workbench.explorer.menuOf('photos/UPPER.PNG');
      return upper.includes('Edit Image…');
    });
    assert.ok(!upper.includes('Combine Images…'), upper.join());
    const text = await workbench.explorer.menuOf('notes.txt');
    assert.deepEqual(
      text.filter(label => label.includes('Image')),
      [],
    );
  });

  it('puts the image into the panel, with a model that edits and the focus in the prompt', async () => {
    await workbench.explorer.chooseFromMenu('photos/UPPER.PNG', 'Edit Image…');
    await panel.prompt.waitFor({ timeout: 45_000 });
    await references.are('photos/UPPER.PNG, subject');
    await panel.button(`Remove ${localEdits}`).waitFor();
    await until('the focus', 10_000, promptHasFocus);
  });

  it('takes all images that are selected in the Explorer, and only those', async () => {
    await workbench.explorer.select('photos/harbour.jpg', 'photos/UPPER.PNG');
    await workbench.explorer.chooseFromMenu('photos/UPPER.PNG', 'Edit Image…');
    await references.are('photos/harbour.jpg', 'photos/UPPER.PNG');
    await workbench.explorer.select('logo.png', 'photos/harbour.jpg', 'notes.txt');
    await workbench.explorer.chooseFromMenu('photos/harbour.jpg', 'Combine Images…');
    await references.are('logo.png', 'photos/harbour.jpg');
  });

  it('orders, removes and gives roles by keyboard', async () => {
    await references.setRole('logo.png', 'style');
    await references.are('logo.png, style', 'photos/harbour.jpg, object');
    await references.item('photos/harbour.jpg').press('Alt+ArrowLeft');
    await references.are('photos/harbour.jpg', 'logo.png');
    await workbench.page.keyboard.press('Alt+ArrowRight');
    await references.are('logo.png', 'photos/harbour.jpg');
    await references.item('logo.png').press('Delete');
    await references.are('photos/harbour.jpg');
    await workbench.page.keyboard.press('Delete');
    await references.are();
  });

  it('is an action of an image that is open in the editor', async () => {
    await workbench.editor.open('photos/harbour.jpg');
    await workbench.page
      .locator('.editor-group-container.active .editor-actions')
      .getByRole('button', { name: 'Edit Image…' })
      .click();
    await references.are('photos/harbour.jpg');
  });

  it('makes what was asked for on this machine', async () => {
    await panel.generate(wish);
    await image().waitFor({ timeout: 60_000 });
    assert.match((await image().getAttribute('aria-label')) ?? '', /800 × 800$/);
    await panel.run(wish).section.getByText('JPEG · no transparency').waitFor();
  });

  it('shows it against the image before it, under a slider', async () => {
    await image().click();
    await dialog().getByRole('button', { name: 'Before and after' }).click();
    const slider = dialog().getByRole('slider', { name: 'Before and after' });
    await dialog().getByText('Before: photos/harbour.jpg').waitFor();
    await slider.press('Home');
    assert.equal(await slider.getAttribute('aria-valuenow'), '0');
    await slider.press('ArrowRight');
    assert.equal(await slider.getAttribute('aria-valuetext'), '2 percent before');
    for (const each of await dialog().locator('ia-stage img').all())
      assert.ok(await each.evaluate(element => (element as HTMLImageElement).naturalWidth > 0));
    await workbench.screenshot('edit-before-after');
    await workbench.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
  });

  it('says what replacing loses, and proposes a new file beside the original first', async () => {
    await panel.choose(image(), /^Replace .*harbour\.jpg/);
    const question = workbench.dialog('Replace photos/harbour.jpg?');
    await question.getByText('1200 × 800 → 800 × 800 (another shape)').waitFor();
    await workbench.screenshot('edit-replace');
    await workbench.page.keyboard.press('Enter');
    const proposed = await workbench.proposedPath();
    assert.equal(path.dirname(proposed), path.join(workbench.folder, 'photos'));
    assert.equal(path.extname(proposed), '.jpg');
    await workbench.quickInput.dismiss();
    assert.ok(photo().equals(harbour));
  });

  it('replaces the original, and brings it back byte for byte', async () => {
    await panel.choose(image(), /^Replace .*harbour\.jpg/);
    await workbench.answerDialog('Replace photos/harbour.jpg?', 'Replace');
    await workbench.notifications.close('Replaced photos/harbour.jpg.');
    assert.equal(photo().readUInt16BE(0), 0xffd8);
    assert.ok(!photo().equals(harbour));
    await workbench.runCommand('Inline Assets: Undo Last Save');
    await workbench.notifications.text('Put back photos/harbour.jpg as it was before.');
    assert.ok(photo().equals(harbour));
  });

  it('leaves a file alone that somebody has changed since', async () => {
    await panel.choose(image(), /^Replace .*harbour\.jpg/);
    await workbench.answerDialog('Replace photos/harbour.jpg?', 'Replace');
    await workbench.notifications.close('Replaced photos/harbour.jpg.');
    writeFileSync(path.join(workbench.folder, 'photos/harbour.jpg'), 'Not what was saved.');
    await workbench.runCommand('Inline Assets: Undo Last Save');
    await workbench.notifications.text(/photos\/harbour\.jpg was changed after it was saved/);
    assert.equal(photo().toString(), 'Not what was saved.');
    writeFileSync(path.join(workbench.folder, 'photos/harbour.jpg'), harbour);
  });

  it('goes on from a result that becomes a reference image', async () => {
    await panel.choose(image(), 'Use as reference');
    await until('two references', 20_000, async () => (await references.all()).length === 2);
    const [, result] = await references.all();
    assert.match(result ?? '', /^Local edits \(free\): “Make it grayscale/);
    await references.item('photos/harbour.jpg').press('Delete');
    await panel.generate('Invert the colors');
    await panel.run('Invert the colors').imageOf(localEdits).waitFor({ timeout: 60_000 });
  });

  it('names what it does not understand, and what it does', async () => {
    await panel.generate('Blur it and add a dragon');
    const failure = panel.run('Blur it and add a dragon').failure(`${localEdits} can’t do this`);
    await failure.getByText(/do not know “dragon”/).waitFor();
    await failure.getByText(/crop to 16:9/).waitFor();
    await failure.getByText('It ran on this machine, so it').waitFor();
    await workbench.screenshot('edit-unknown-wish');
  });

  it('sends nothing when a reference image was deleted in the meantime', async () => {
    await workbench.explorer.select('logo.png');
    await workbench.explorer.chooseFromMenu('logo.png', 'Edit Image…');
    await references.are('logo.png');
    rmSync(path.join(workbench.folder, 'logo.png'));
    await panel.generate('Make it sepia');
    await panel.refusal.filter({ hasText: '“logo.png” can’t be used' }).waitFor();
    await panel.text('This file is no longer there.').waitFor();
    assert.equal(await panel.run('Make it sepia').section.count(), 0);
    assert.equal(await panel.prompt.inputValue(), 'Make it sepia');
    await workbench.screenshot('edit-deleted-reference');
    await references.item('logo.png').press('Delete');
  });

  it('proposes the folder that “Generate Image Here…” was chosen on', async () => {
    await workbench.explorer.chooseFromMenu('art', 'Generate Image Here…');
    await panel.text('Save will propose the folder art.').waitFor();
    await panel.chooseModels('Placeholder (no AI)');
    await panel.generate('A sketch of a sail');
    const sketch = panel.run('A sketch of a sail').imageOf('Placeholder (no AI)').first();
    await sketch.waitFor({ timeout: 60_000 });
    assert.equal(path.dirname(await panel.saveAs(sketch)), 'art');
    await until('the file', 20_000, () => existsSync(path.join(workbench.folder, 'art/sketch-sail.png')));
  });
});
