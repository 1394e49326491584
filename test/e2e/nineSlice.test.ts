import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { bitmapOf, pngOf } from '../unit/imaging/makeImages';
import { axe } from './lib/axe';
import { openWorkbench } from './lib/openWorkbench';
import { openPanel, type PanelPage } from './lib/panelPage';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

/** A panel of 96 by 64 pixels with a bevelled rim of twelve. */
const framed = pngOf(
  bitmapOf(96, 64, (x, y) => {
    const away = Math.min(x, y, 95 - x, 63 - y);
    return away < 12 ? [60 + away * 12, 40 + away * 9, 30, 255] : [235, 215, 170, 255];
  }),
);

describe('nine-slice guides', () => {
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    workbench = await openWorkbench({
      workspace: {
        'ui/panel.png': framed,
        'ui/dot.png': pngOf(bitmapOf(1, 1, () => [9, 9, 9, 255])),
        'styles/page.css': '\n',
      },
    });
    panel = await openPanel(workbench);
  });
  after(() => workbench.close());

  const there = (file: string): boolean => existsSync(path.join(workbench.folder, file));
  const guidesIn = (file: string): unknown =>
    (JSON.parse(workbench.read(file).toString()) as { frames: Record<string, { borders: unknown }> }).frames[
      'panel.png'
    ]?.borders;
  const open = async (file = 'ui/panel.png'): Promise<void> => {
    await workbench.explorer.chooseFromMenu(file, 'Inline Assets', 'Nine-Slice Guides…');
  };

  it('are measured, moved by keyboard and pointer, and saved beside the image', async () => {
    await open();
    const view = panel.sliceView;
    await view.ready();
    assert.deepEqual(await view.guides(), [12, 12, 12, 12]);
    await view.guide('Left').press('ArrowRight');
    await view.guide('Top').press('Shift+ArrowDown');
    assert.deepEqual(await view.guides(), [13, 22, 12, 12]);
    // Dragged beyond the other edge, it stays at it, and that is said.
    const box = (await view.guide('Right').boundingBox())!;
    await workbench.page.mouse.move(box.x + box.width / 2, box.y + 40);
    await workbench.page.mouse.down();
    await workbench.page.mouse.move(box.x - 3000, box.y + 40, { steps: 5 });
    await workbench.page.mouse.up();
    assert.equal((await view.guides())[2], 96);
    await view.dialog.getByRole('alert').getByText('meet or cross: of 96 × 64').waitFor();
    await workbench.screenshot('nine-slice-crossing');
    await view.field('Right').fill('10');
    await view.choose('Fill', 'Round');
    assert.match(await view.result(), /ui\/panel\.json/);
    assert.deepEqual(await axe(await workbench.panel.frame()), []);
    await workbench.screenshot('nine-slice');
    await view.press('Save');
    await view.closed();
    await workbench.notifications.text(/Saved .*panel\.json/);
    assert.deepEqual(guidesIn('ui/panel.json'), { left: 13, top: 22, right: 10, bottom: 12 });
  });

  it('begin with what was saved, ask before they write over it, and are taken back', async () => {
    await open();
    const view = panel.sliceView;
    await view.ready();
    assert.deepEqual(await view.guides(), [13, 22, 10, 12]);
    assert.match(await view.result(), /already there: 1[^]*those of panel\.json/);
    await view.press('Propose');
    assert.deepEqual(await view.guides(), [12, 12, 12, 12]);
    await view.press('Save');
    await workbench.answerDialog('panel.json already exists.', 'Replace');
    await view.closed();
    await until('the new guides', 20_000, () => (guidesIn('ui/panel.json') as { top: number }).top === 12);
    await workbench.runCommand('Inline Assets: Undo Last Save');
    await until('the old guides', 20_000, () => (guidesIn('ui/panel.json') as { top: number }).top === 22);
    await workbench.runCommand('Inline Assets: Undo Last Save');
    await until('no guides', 20_000, () => !there('ui/panel.json'));
    assert.ok(workbench.read('ui/panel.png').equals(Buffer.from(framed)));
  });

  it('come into the style sheet that is open', async () => {
    await workbench.editor.open('styles/page.css');
    await workbench.runCommand('Inline Assets: Open Panel');
    await open();
    const view = panel.sliceView;
    await view.ready();
    await view.dialog.getByRole('button', { name: 'Insert into page.css' }).click();
    await workbench.notifications.text(/Inserted into styles\/page\.css/);
    await view.press('Close');
    await view.closed();
    await workbench.editor.open('styles/page.css');
    const text = await workbench.editor.text();
    assert.match(text, /border-image: url\("\.\.\/ui\/panel\.png"\) 12 12 12 12 fill/);
  });

  it('are not for an image that has no room for them', async () => {
    await open('ui/dot.png');
    assert.match(await workbench.notifications.text(/dot\.png/), /1 × 1 pixels: there is no room/);
  });
});
