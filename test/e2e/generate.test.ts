import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { openWorkbench } from './lib/openWorkbench';
import { openPanel, type PanelPage } from './lib/panelPage';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

describe('generating with no key and no network', () => {
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    workbench = await openWorkbench({ workspace: 'samples' });
    panel = await openPanel(workbench, 'Generate Image…');
  });
  after(() => workbench.close());

  it('asks for a prompt when there is none, and sends nothing', async () => {
    await panel.prompt.press('ControlOrMeta+Enter');
    await panel.text(/Write what/i).waitFor();
    assert.equal(await panel.waiting.count(), 0);
  });

  it('makes as many variations as asked, side by side, each with its facts', async () => {
    await panel.button('One more').click();
    await panel.generate('A quiet harbour at dawn');
    await until('two images', 30_000, async () => (await panel.images.count()) === 2);
    await panel.text('1024 × 1024').waitFor();
    await panel.text(/PNG · no transparency/).waitFor();
    await panel.text(/· free/).waitFor();
  });

  it('saves one into the repo under a readable name, with bytes that match', async () => {
    const file = await panel.saveAs(panel.images.first());
    assert.match(path.basename(file), /^quiet-harbour-dawn|^a-quiet-harbour-at-dawn/);
    await until('the file', 20_000, () => existsSync(path.join(workbench.folder, file)));
    assert.equal(workbench.read(file).subarray(1, 4).toString('latin1'), 'PNG');
    await panel.text(file).waitFor();
  });

  it('takes the save back', async () => {
    const saved = await workbench.notifications.text(/Saved/);
    const file = /([\w/-]+\.png)/.exec(saved)?.[1] ?? '';
    assert.ok(existsSync(path.join(workbench.folder, file)), saved);
    await workbench.runCommand('Inline Assets: Undo Last Save');
    await until('the file to go', 20_000, () => !existsSync(path.join(workbench.folder, file)));
  });

  it('converts to the format of the extension that was typed', async () => {
    const target = path.join(workbench.folder, 'public/images/harbour-dawn.webp');
    await panel.saveAs(panel.images.first(), 'public/images/harbour-dawn.webp');
    await until('the file', 20_000, () => existsSync(target));
    assert.equal(
      workbench.read('public/images/harbour-dawn.webp').subarray(8, 12).toString('latin1'),
      'WEBP',
    );
  });

  it('writes the file and its reference at the cursor as one undoable step', async () => {
    await workbench.editor.open('docs/getting-started.md', 3, 1);
    await workbench.runCommand('Inline Assets: Open Panel');
    await panel.choose(panel.images.nth(1), 'Save and insert');
    const target = path.join(workbench.folder, 'docs/img/harbour.png');
    await workbench.acceptFileDialog(target);
    await until('the file', 20_000, () => existsSync(target));
    await workbench.editor.tab(/getting-started\.md/).click();
    await until('the reference', 20_000, async () =>
      (await workbench.editor.text()).includes('](img/harbour.png)'),
    );
    await workbench.editor.focus();
    await workbench.editor.undo();
    await until('the file to go', 20_000, () => !existsSync(target));
    assert.ok(!(await workbench.editor.text()).includes('harbour.png'));
  });

  it('keeps the draft while the panel is closed, and runs and draft over a reload of the window', async () => {
    await workbench.runCommand('Inline Assets: Open Panel');
    // A panel that comes back is loaded anew: type when it is there.
    await panel.images.first().waitFor();
    await panel.prompt.fill('A draft that is not sent yet');
    await panel.prompt.blur();
    await workbench.page.keyboard.press('Tab');
    await workbench.runCommand('View: Close Editor');
    await workbench.editor.tab('Inline Assets').waitFor({ state: 'detached' });
    for (const again of ['opened again', 'reloaded']) {
      if (again === 'reloaded') await workbench.reload();
      await workbench.runCommand('Inline Assets: Open Panel');
      await panel.images.first().waitFor({ timeout: 60_000 });
      await panel.unfold();
      assert.equal(await panel.prompt.inputValue(), 'A draft that is not sent yet', again);
      assert.equal(await panel.images.count(), 2, again);
    }
  });
});
