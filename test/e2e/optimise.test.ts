import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bitmap } from '../../src/core/imaging/bitmap';
import { bitmapOf, pngHeader, pngOf } from '../unit/imaging/makeImages';
import { openWorkbench } from './lib/openWorkbench';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const sample = (file: string): Buffer =>
  readFileSync(path.resolve(import.meta.dirname, '../../samples', file));
const logo = sample('public/logo.png');
/** Together they take longer than any machine needs to press Cancel. */
const slow = Array.from({ length: 12 }, (_, i) => `many/slow${i}.png`);

/** Noise of four greys: few bytes, and seconds of work to find fewer. */
function fewGreys(edge: number): Bitmap {
  let state = 1;
  return bitmapOf(edge, edge, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const grey = ((state >>> 24) & 3) * 60;
    return [grey, grey, grey, 255];
  });
}

describe('making what is there smaller', () => {
  let workbench: Workbench;
  before(async () => {
    const slowOne = pngOf(fewGreys(2000));
    workbench = await openWorkbench({
      workspace: {
        'art/logo.png': logo,
        'art/again.png': logo,
        'art/harbour.jpg': sample('public/images/harbour.jpg'),
        'many/00.png': logo,
        'many/01.png': logo,
        ...Object.fromEntries(slow.map(file => [file, slowOne])),
        'huge/wall.png': Buffer.from(pngHeader(6000, 5000)),
        'notes/readme.txt': 'no image',
      },
    });
  });
  after(() => workbench.close());

  const bytes = (file: string): Buffer => workbench.read(file);

  it('shows what each file of a folder would save, and replaces those that stay ticked', async () => {
    await workbench.explorer.chooseFromMenu('art', 'Inline Assets', 'Optimize Images…');
    await workbench.quickInput.choose('Without loss');
    const row = workbench.quickInput.row('art/again.png');
    await row.waitFor({ timeout: 60_000 });
    await workbench.quickInput.widget
      .getByText(/Optimize Images: 2 of 2 selected, .* → .* \(−\d+ %\)/)
      .waitFor();
    assert.match((await row.innerText()).replace(/\s+/g, ' '), /art\/again\.png ?.*KB → .*KB \(−\d+ %\)/);
    await workbench.screenshot('optimise-table');
    // A look at both, and the list stays.
    await row.hover();
    await row.getByRole('button', { name: 'Compare before and after' }).click();
    // Both side by side.
    await workbench.page.getByText('Image Preview', { exact: true }).waitFor();
    await workbench.screenshot('optimise-compare');
    await row.getByRole('checkbox').first().uncheck({ force: true });
    await workbench.quickInput.widget.getByText(/Optimize Images: 1 of 2 selected/).waitFor();
    await workbench.quickInput.accept();
    await workbench.notifications.text(/Images optimized: 1\. .* less\./);
    assert.ok(bytes('art/logo.png').length < logo.length);
    assert.ok(bytes('art/again.png').equals(logo));
  });

  it('is taken back by one step', async () => {
    await workbench.notifications.press(/Images optimized: 1/, 'Undo');
    await until('the old bytes', 20_000, () => bytes('art/logo.png').equals(logo));
  });

  it('changes nothing by itself after Cancel, and goes on where it was', async () => {
    await workbench.notifications.showAll();
    await workbench.explorer.chooseFromMenu('many', 'Inline Assets', 'Optimize Images…');
    // PNGs only: nothing to choose.
    await workbench.notifications.press(/Looking for smaller files/, 'Cancel');
    await workbench.quickInput.widget.getByText(/Stopped: \d+ of 14 images were looked at/).waitFor();
    await workbench.screenshot('optimise-stopped');
    assert.equal((await workbench.quickInput.labels())[0], 'Go on');
    await workbench.quickInput.choose('Stop');
    await workbench.quickInput.widget.waitFor({ state: 'hidden' });
    assert.ok(bytes('many/00.png').equals(logo));

    await workbench.explorer.chooseFromMenu('many', 'Inline Assets', 'Optimize Images…');
    await workbench.notifications.press(/Looking for smaller files/, 'Cancel');
    await workbench.quickInput.widget.getByText(/Stopped: \d+ of 14 images were looked at/).waitFor();
    await workbench.notifications.hideAll();
    // What is left is quick now.
    for (const file of slow) writeFileSync(path.join(workbench.folder, file), logo);
    await workbench.quickInput.choose('Go on');
    await workbench.quickInput.widget
      .getByText(/Optimize Images: 14 of 14 selected/)
      .waitFor({ timeout: 60_000 });
    await workbench.quickInput.dismiss();
    assert.ok(bytes('many/00.png').equals(logo));
  });

  it('asks before it begins with what takes minutes', async () => {
    await workbench.explorer.chooseFromMenu('huge', 'Inline Assets', 'Optimize Images…');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByText('huge/wall.png has 30 megapixels. Look for a smaller file?').waitFor();
    await workbench.screenshot('optimise-huge');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(await workbench.notifications.item(/Looking for smaller files/).isVisible(), false);
  });

  it('says where there is nothing to do', async () => {
    await workbench.explorer.chooseFromMenu('notes', 'Inline Assets', 'Optimize Images…');
    await workbench.notifications.text(/There are no images here/);
    await workbench.explorer.chooseFromMenu('art/harbour.jpg', 'Inline Assets', 'Optimize Images…');
    // Only what can do something for it.
    await workbench.quickInput.row('With a small loss').getByText('for 1 of 1 images').waitFor();
    assert.equal(await workbench.quickInput.rows().count(), 1);
    await workbench.quickInput.dismiss();
  });
});
