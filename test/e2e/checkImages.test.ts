import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { noise, pngOf } from '../unit/imaging/makeImages';
import { makePng } from '../server/png';
import { openGallery } from './lib/galleryPage';
import { openWorkbench } from './lib/openWorkbench';
import { ProblemsPanel } from './lib/problemsPanel';
import { becomes, until } from './lib/until';
import type { Workbench } from './lib/workbench';

const same = makePng(60, 40, 1);
const page = (alt: string): string =>
  [
    '<img src="gone.png" alt="Gone">',
    '<img src="wide.png" width="30" height="30" alt="Wide">',
    `<img src="same.png"${alt}>`,
    '<img src="copy.png" alt="Copy">',
    '<img src="heavy.png" alt="Heavy">',
    '<img src="leaf.webp" alt="Leaf">',
    '<img src="torn.png" alt="Torn">',
  ].join('\n');

/** A problem of each kind, as its title in the gallery, its place there, and its words. */
const all = [
  ['Missing image', 'page.html:1', 'Image not found: gone.png'],
  ['Broken', 'torn.png', 'The file cannot be read as an image.'],
  ['Unused', 'lonely.png', 'No file of the workspace names this image.'],
  ['Too big', 'heavy.png', /^The image has \d+ KB, more than 50 KB\.$/],
  ['Wrong extension', 'leaf.webp', 'The file is a PNG file, whatever its name says.'],
  ['Wrong size', 'page.html:2', 'The image has 60 × 20 pixels: width 30 and height 30 are of another shape.'],
  ['No alt text', 'page.html:3', 'The image has no alternative text: same.png'],
  ['Duplicate', 'copy.png', 'same.png is the same image.'],
] as const;
type Expected = readonly (typeof all)[number][];

const isSaid = (said: string | undefined, words: string | RegExp): boolean =>
  typeof words === 'string' ? said === words : words.test(said ?? '');

describe('checking images', () => {
  let workbench: Workbench;
  let problems: ProblemsPanel;
  before(async () => {
    workbench = await openWorkbench({
      settings: { 'inlineAssets.check.maxKilobytes': 50 },
      // So high that no row of the Problems panel is out of sight.
      viewport: { width: 1280, height: 1400 },
      workspace: {
        'page.html': page(''),
        'wide.png': makePng(60, 20, 2),
        'same.png': same,
        'copy.png': same,
        'heavy.png': pngOf(noise(200, 200)),
        'leaf.webp': makePng(8, 8, 3),
        'lonely.png': makePng(9, 9, 4),
        'torn.png': makePng(9, 9, 5).subarray(0, 20),
      },
    });
    problems = new ProblemsPanel(workbench.page);
  });
  after(() => workbench.close());

  /** In the Problems panel: these and no others. */
  async function lists(expected: Expected): Promise<void> {
    const holds = async (): Promise<boolean> => {
      const said = await problems.messages();
      return (
        said.length === expected.length &&
        expected.every(([, , words]) => said.some(each => isSaid(each, words)))
      );
    };
    if (!(await becomes(30_000, holds))) assert.fail(`listed: ${JSON.stringify(await problems.messages())}`);
  }

  it('lists a problem of each kind in the Problems panel, and says how many in one sentence', async () => {
    await workbench.runCommand('Inline Assets: Check Images');
    // A toast goes after a while, here with the button in it.
    await workbench.notifications.showAll();
    assert.equal(
      await workbench.notifications.text(/Images checked/),
      'Images checked: 7, other files: 1. Found: 1 missing, 1 broken, 1 unused, 1 too big, ' +
        '1 with the extension of another format, 1 with a wrong width or height, ' +
        '1 without alternative text, 1 duplicated.',
    );
    await workbench.notifications.press(/Images checked/, 'Show Problems');
    await workbench.notifications.hideAll();
    await lists(all);
    await workbench.screenshot('check-problems');
    await problems.message('Image not found: gone.png').dblclick();
    await workbench.page.locator('.tab.active', { hasText: 'page.html' }).waitFor();
    await workbench.runCommand('View: Close Editor');
  });

  it('has the same in the table of the gallery', async () => {
    const gallery = await openGallery(workbench);
    await gallery.tab('Problems').click();
    await until('the table', 30_000, async () => (await gallery.findings()).length === all.length);
    const rows = await gallery.findings();
    for (const [title, place, words] of all) {
      const row = rows.find(each => each[0] === title);
      assert.equal(row?.[1], place);
      assert.ok(isSaid(row?.[2], words), JSON.stringify(row));
    }
    await workbench.screenshot('check-table');
    await workbench.runCommand('View: Close Editor');
  });

  it('has one less when that is mended and looked at again', async () => {
    writeFileSync(path.join(workbench.folder, 'page.html'), page(' alt="Same"'));
    await workbench.runCommand('Inline Assets: Check Images');
    await workbench.notifications.text(/1 with a wrong width or height, 1 duplicated\./);
    await lists(all.filter(([title]) => title !== 'No alt text'));
  });

  it('takes all of them away when that is asked for', async () => {
    await workbench.runCommand('Inline Assets: Clear Image Problems');
    await lists([]);
    // What is not there is not offered to be cleared.
    await until('no such command', 20_000, async () => {
      await workbench.offersCommand('Inline Assets: Check Images');
      return !(await workbench.offersCommand('Inline Assets: Clear Image Problems'));
    });
  });
});
