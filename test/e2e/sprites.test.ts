import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { bitmapOf, pngOf } from '../unit/imaging/makeImages';
import { openWorkbench } from './lib/openWorkbench';
import { openPanel, type PanelPage } from './lib/panelPage';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

/** A figure that walks, on green, four by two, as a model draws it. */
const sheet = pngOf(
  bitmapOf(512, 256, (x, y) => {
    const frame = Math.floor(x / 128) + 4 * Math.floor(y / 128);
    const [fx, fy] = [(x % 128) - 64 - Math.sin(frame) * 6, (y % 128) - 60];
    const head = Math.hypot(fx, fy + 20) < 18;
    const body = Math.abs(fx) < 12 && fy > -6 && fy < 28;
    const legs = fy >= 28 && fy < 48 && Math.abs(Math.abs(fx) - 6 - ((frame % 3) * (fy - 28)) / 6) < 5;
    return head
      ? [240, 200, 160, 255]
      : body
        ? [60, 80, 200, 255]
        : legs
          ? [40, 40, 60, 255]
          : [0, 220, 60, 255];
  }),
);

/** A drawing of 32 by 24 pixels that was enlarged nine times. */
const big = pngOf(
  bitmapOf(288, 216, (x, y) => {
    const [u, v] = [Math.floor(x / 9), Math.floor(y / 9)];
    return [(u * 37 + v * 11) % 256, (v * 53 + (u % 3) * 80) % 256, ((u * v) % 5) * 50, 255];
  }),
);

describe('sprite sheets', () => {
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    workbench = await openWorkbench({ workspace: { 'art/walker.png': sheet, 'art/big.png': big } });
    panel = await openPanel(workbench);
  });
  after(() => workbench.close());

  const there = (file: string): boolean => existsSync(path.join(workbench.folder, file));
  const inFolder = (folder: string): string[] => readdirSync(path.join(workbench.folder, folder)).sort();

  it('cuts a sheet into frames that stand on one ground', async () => {
    await workbench.explorer.chooseFromMenu(
      'art/walker.png',
      'Inline Assets',
      'Cut Sprite Sheet into Frames…',
    );
    const view = panel.spriteView;
    await view.ready();
    assert.equal(await view.field('Columns').getAttribute('placeholder'), '4');
    assert.equal(await view.field('Rows').getAttribute('placeholder'), '2');
    assert.ok(await view.check('Remove flat background').isChecked());
    assert.match(await view.result(), /8 files[^]*Frames of 128 × 128 pixels/);
    // The cells as they are, until they are to be aligned.
    await view.choose('Align', 'Bottom');
    assert.doesNotMatch(await view.result(), /128 × 128|became the same picture/);
    const picture = view.dialog.getByRole('img', { name: /^Frame \d of 8/ });
    await view.dialog.getByRole('button', { name: 'Next frame' }).click();
    const second = await picture.screenshot();
    await view.dialog.getByRole('button', { name: 'Next frame' }).click();
    await until('another frame', 10_000, async () => !(await picture.screenshot()).equals(second));
    await workbench.screenshot('sprites-cut');
    await view.save();
    await view.closed();
    await workbench.notifications.text(/Saved .* and 7 more\./);
    const names = Array.from({ length: 8 }, (_, i) => `walker-${i}.png`);
    await until('the frames', 20_000, () => there('art/walker') && inFolder('art/walker').length === 8);
    assert.deepEqual(inFolder('art/walker'), names);
    const sizes = new Set(
      names.map(name => workbench.read(`art/walker/${name}`).subarray(16, 24).toString('hex')),
    );
    assert.equal(sizes.size, 1, 'frames of one size');
  });

  it('makes a sheet of the frames, with its JSON, and asks once before it writes over files', async () => {
    // The editor that opens for the first one brings the selection back to it.
    await workbench.explorer.select('art/walker/walker-0.png');
    await workbench.page.getByRole('tab', { name: /walker-0\.png/ }).waitFor();
    await workbench.explorer.select(
      'art/walker/walker-0.png',
      'art/walker/walker-1.png',
      'art/walker/walker-2.png',
    );
    await workbench.explorer.chooseFromMenu('art/walker/walker-2.png', 'Inline Assets', 'Make Sprite Sheet…');
    const view = panel.spriteView;
    await view.ready();
    assert.equal(await view.path.inputValue(), 'art/walker/walker-sheet.png');
    await view.choose('Data format', 'Aseprite');
    await view.choose('Layout', 'Grid');
    await view.path.fill('art/walk.png');
    assert.match(await view.result(), /2 files/);
    await workbench.screenshot('sprites-make');
    await view.save();
    await view.closed();
    await until('the sheet', 20_000, () => there('art/walk.json'));
    const atlas = JSON.parse(workbench.read('art/walk.json').toString()) as {
      frames: { filename: string; duration: number }[];
      meta: { image: string; frameTags: { name: string; to: number }[] };
    };
    assert.equal(atlas.meta.image, 'walk.png');
    assert.deepEqual(
      atlas.frames.map(({ filename, duration }) => [filename, duration]),
      [
        ['0', 100],
        ['1', 100],
        ['2', 100],
      ],
    );
    assert.deepEqual([atlas.meta.frameTags[0]?.name, atlas.meta.frameTags[0]?.to], ['walker', 2]);
  });

  it('is taken back by one step', async () => {
    await workbench.runCommand('Inline Assets: Undo Last Save');
    await until('both files gone', 20_000, () => !there('art/walk.json') && !there('art/walk.png'));
    await workbench.runCommand('Inline Assets: Undo Last Save');
    await until('the frames gone', 20_000, () => !there('art/walker'));
    assert.ok(workbench.read('art/walker.png').equals(Buffer.from(sheet)));
  });

  it('makes true pixels of an enlarged drawing', async () => {
    await workbench.explorer.chooseFromMenu('art/big.png', 'Inline Assets', 'Resize or Convert Image…');
    const view = panel.saveView;
    await view.ready();
    await view.check('Snap to pixel grid').check();
    await view.field('Scale').fill('1');
    await view.path.fill('art/small.png');
    assert.match(await view.result(), /32 × 24 pixels, each of 9 in the picture/);
    await workbench.screenshot('sprites-pixels');
    await view.save();
    await view.closed();
    await until('the drawing', 20_000, () => there('art/small.png'));
    const png = workbench.read('art/small.png');
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [32, 24]);
  });
});
