import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Recipe } from '../../src/core/recipe/recipe';
import { noise, pngChunk, pngOf, withChunks } from '../unit/imaging/makeImages';
import { manifest, phoneExif } from '../unit/imaging/makeMetadata';
import { openWorkbench } from './lib/openWorkbench';
import { openPanel, type PanelPage } from './lib/panelPage';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const bare = pngOf(noise(300, 200));
const phone = withChunks(
  bare,
  pngChunk('caBX', manifest),
  pngChunk('eXIf', phoneExif(1)),
  pngChunk('tEXt', Buffer.from('Comment\0On the pier')),
);

describe('keeping where an image comes from', () => {
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    workbench = await openWorkbench({
      workspace: { 'art/phone.png': phone, 'docs/guide.md': '# Guide\n\n\n' },
    });
    panel = await openPanel(workbench, 'Generate Image…');
  });
  after(() => workbench.close());

  const there = (file: string): boolean => existsSync(path.join(workbench.folder, file));
  const come = (...files: string[]) => until(files.join(), 20_000, () => files.every(there));
  const go = (...files: string[]) => until(`no ${files.join()}`, 20_000, () => !files.some(there));

  it('says before saving what would be gone, and keeps the original bytes beside, under one undo', async () => {
    await workbench.explorer.chooseFromMenu('art/phone.png', 'Inline Assets', 'Resize or Convert Image…');
    const view = panel.saveView;
    await view.ready();
    assert.match(await view.result(), /Byte for byte/);
    await view.check('Strip all metadata').check();
    await until('the sentence', 20_000, async () =>
      /Content Credentials, the note that names SynthID, the mark as AI-made, GPS position, camera, date, preview picture, 2 comments\./.test(
        await view.result(),
      ),
    );
    assert.equal(await view.check('Write a recipe beside').count(), 0, 'no run made it');
    await view.check('Keep the original bytes beside').check();
    await view.path.fill('art/bare.png');
    // Beside it is what is named after it.
    await until('the name beside', 20_000, async () =>
      /Written beside it: bare\.original\.png/.test(await view.result()),
    );
    await workbench.screenshot('origin-strip');
    await view.save();
    await view.closed();
    await come('art/bare.png', 'art/bare.original.png');
    assert.ok(workbench.read('art/bare.png').equals(Buffer.from(bare)));
    assert.ok(workbench.read('art/bare.original.png').equals(Buffer.from(phone)));
    await workbench.notifications.press(/Beside it: art\/bare\.original\.png/, 'Undo');
    await go('art/bare.png', 'art/bare.original.png');
  });

  it('writes a recipe with the image when that is wanted, and remembers it', async () => {
    await panel.generate('A quiet harbour at dawn');
    await until('the image', 30_000, async () => (await panel.images.count()) === 1);
    await panel.press(panel.images.first(), 'Save…');
    const view = panel.saveView;
    await view.ready();
    await view.check('Write a recipe beside').check();
    await view.path.fill('docs/harbour.png');
    await until('its name', 20_000, async () =>
      /Written beside it: harbour\.png\.recipe\.json/.test(await view.result()),
    );
    await view.save();
    await view.closed();
    await come('docs/harbour.png', 'docs/harbour.png.recipe.json');
    const recipe = JSON.parse(workbench.read('docs/harbour.png.recipe.json').toString()) as Recipe;
    assert.deepEqual(
      [recipe.version, recipe.prompt, recipe.model],
      [1, 'A quiet harbour at dawn', 'offline/placeholder'],
    );
    assert.equal(recipe.image.file, 'harbour.png');
    assert.equal(workbench.read('docs/harbour.png.recipe.json').includes(workbench.folder), false);
    await workbench.runCommand('Inline Assets: Undo Last Save');
    await go('docs/harbour.png', 'docs/harbour.png.recipe.json');
    await panel.press(panel.images.first(), 'Save…');
    await view.ready();
    await view.path.fill('docs/again.png');
    await view.made();
    await view.cancel();
  });
});
