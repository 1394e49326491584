import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bitmapOf, pngOf, solid } from '../unit/imaging/makeImages';
import { axe } from './lib/axe';
import { openWorkbench } from './lib/openWorkbench';
import { openPanel, type PanelPage } from './lib/panelPage';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const gray = [100, 110, 120, 255] as const;
const plain = pngOf(solid(200, 100, gray));
/** A twentieth of it is another color. */
const changed = pngOf(bitmapOf(200, 100, x => (x < 10 ? [255, 0, 0, 255] : gray)));
const half = pngOf(solid(100, 50, gray));
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 12345\n`;
const prompt = 'A heron in the reeds';

describe('comparing images', () => {
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    workbench = await openWorkbench({
      workspace: { 'art/plain.png': plain, 'art/changed.png': changed, 'art/half.png': half },
    });
    panel = await openPanel(workbench);
  });
  after(() => workbench.close());

  const git = (...args: string[]): void => {
    const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
    execFileSync('git', [...author, ...args], { cwd: workbench.folder, stdio: 'ignore' });
  };
  const write = (file: string, data: string | Uint8Array): void =>
    writeFileSync(path.join(workbench.folder, file), data);
  const close = async (): Promise<void> => {
    await workbench.page.keyboard.press('Escape');
    await panel.compareView.dialog.waitFor({ state: 'hidden' });
  };
  const compareWithHead = async (name: string): Promise<void> => {
    await workbench.runCommand('Inline Assets: Compare with Git HEAD');
    await workbench.quickInput.choose(name);
  };

  it('holds the images of a run against each other, in every way, by keys', async () => {
    for (let times = 0; times < 2; times++) await panel.button('One more').click();
    await panel.generate(prompt);
    await until('three images', 60_000, async () => (await panel.images.count()) === 3);
    await panel.run(prompt).button('Compare').click();
    const view = panel.compareView;
    await view.dialog.waitFor();
    await view.drawn();
    assert.equal((await view.names()).length, 3);
    assert.match(await view.card('A').innerText(), /\d+ × \d+ · [\d.]+ [KM]B PNG[^]*free/);
    await workbench.screenshot('compare-side');
    const frame = await workbench.panel.frame();
    assert.deepEqual(await axe(frame), []);
    const { keyboard } = workbench.page;
    await keyboard.press('l');
    await view.slider('Slider between the two').press('ArrowRight');
    await workbench.screenshot('compare-slider');
    await keyboard.press('f');
    await view.slider('Share of B').waitFor();
    await keyboard.press('d');
    await view.share.waitFor({ timeout: 30_000 });
    assert.doesNotMatch(await view.share.innerText(), /^0%/);
    await workbench.screenshot('compare-difference');
    assert.deepEqual(await axe(frame), []);
    const names = await view.names();
    await keyboard.press('x');
    assert.deepEqual(await view.names(), [names[1], names[0], names[2]]);
    await close();
  });

  it('counts the pixels that two files differ by, and says what it scaled', async () => {
    await workbench.explorer.select('art/plain.png', 'art/half.png');
    await workbench.explorer.chooseFromMenu('art/half.png', 'Inline Assets', 'Compare Images…');
    const view = panel.compareView;
    await view.dialog.waitFor();
    assert.deepEqual((await view.names()).sort(), ['art/half.png', 'art/plain.png']);
    await view.button('Difference (D)').click();
    await view.share.waitFor({ timeout: 30_000 });
    assert.equal(await view.share.innerText(), '0% of the pixels changed');
    await view.dialog.getByText('The image of 100 × 50 was scaled to 200 × 100.').waitFor();
    await close();
  });

  it('says why there is nothing in Git to compare with', async () => {
    await compareWithHead('plain.png');
    await workbench.notifications.close(/is not in a Git repository/);
  });

  it('holds a file against the last commit, and an LFS pointer or a new file against nothing', async () => {
    write('art/pointer.png', pointer);
    git('init', '-q');
    git('add', 'art/plain.png', 'art/pointer.png');
    git('commit', '-q', '-m', 'First');
    write('art/plain.png', changed);
    write('art/pointer.png', plain);
    await compareWithHead('plain.png');
    const view = panel.compareView;
    await view.dialog.waitFor();
    assert.match((await view.names()).join(), /art\/plain\.png in HEAD \([0-9a-f]{7}\),art\/plain\.png$/);
    await workbench.page.keyboard.press('d');
    await view.share.waitFor({ timeout: 30_000 });
    assert.equal(await view.share.innerText(), '5% of the pixels changed');
    await workbench.screenshot('compare-head');
    await close();
    const menu = ['Inline Assets', 'Compare with Git HEAD'];
    await workbench.explorer.chooseFromMenu('art/pointer.png', ...menu);
    await workbench.notifications.text(/Git LFS keeps pointer\.png/);
    await workbench.explorer.chooseFromMenu('art/half.png', ...menu);
    await workbench.notifications.text(/half\.png is not in the last commit/);
  });
});
