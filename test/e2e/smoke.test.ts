import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { axe } from './lib/axe';
import { openGallery } from './lib/galleryPage';
import { openWorkbench } from './lib/openWorkbench';
import { becomes, until } from './lib/until';
import type { Workbench } from './lib/workbench';

const readme = readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');

/** The JSON example of the README that has `word` in it. */
function example(word: string): string {
  const found = [...readme.matchAll(/```json\n(.*?)```/gs)]
    .map(match => match[1] ?? '')
    .find(text => text.includes(word));
  assert.ok(found, `the README has no JSON example with ${word}`);
  return found;
}

describe('the installed package in a workbench', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      workspace: { '.vscode/tasks.json': example('"tasks"'), 'notes.txt': 'notes' },
      keybindings: [JSON.parse(example('"command": "inlineAssets.generate"'))],
    });
  });
  after(() => workbench.close());

  it('opens its panel from the palette', async () => {
    await workbench.runCommand('Inline Assets: Open Panel');
    await workbench.panel.body.waitFor();
    assert.equal(await workbench.editor.tab(/Inline Assets/).isVisible(), true);
  });

  it('keeps commands that need a folder in the Explorer out of the palette', async () => {
    assert.equal(await workbench.offersCommand('Inline Assets: Open Panel'), true);
    assert.equal(await workbench.offersCommand('Inline Assets: Generate Image Here…'), false);
  });

  it('says in the gallery that there are no images yet', async () => {
    const gallery = await openGallery(workbench);
    await gallery.text('No images yet').waitFor({ timeout: 30_000 });
    assert.deepEqual(await axe(await workbench.panel.frame()), []);
    await workbench.runCommand('View: Close Editor');
  });

  it('makes a placeholder by the keybinding of the README, with no dialog', async () => {
    await workbench.editor.open('notes.txt');
    await until('public/hero.png', 60_000, async () => {
      await workbench.page.keyboard.press('Control+Alt+P');
      return becomes(10_000, () => existsSync(path.join(workbench.folder, 'public/hero.png')));
    });
    const header = workbench.read('public/hero.png');
    assert.deepEqual([header.readUInt32BE(16), header.readUInt32BE(20)], [1200, 630]);
  });

  it('makes one by the task of the README', async () => {
    await workbench.runCommand('Tasks: Run Task');
    await workbench.quickInput.choose('social card');
    await until('public/card.png', 60_000, () => existsSync(path.join(workbench.folder, 'public/card.png')));
    assert.equal(await workbench.notifications.item(/./).count(), 0);
  });
});
