import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { formatBytes } from '../../src/core/model/format';
import { ImagePick } from './lib/imagePick';
import { openWorkbench } from './lib/openWorkbench';
import { openPanel, type PanelPage } from './lib/panelPage';
import { ReferenceList } from './lib/referenceList';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const sample = (file: string): Buffer =>
  readFileSync(path.resolve(import.meta.dirname, '../../samples', file));
const dashboard = sample('docs/img/dashboard.png');
const harbour = sample('public/images/harbour.jpg');
const boat = sample('src/assets/boat.png');
const folders = ['generated', 'icons', 'private', 'zoo'];
/** More than the list holds, so that typing has to search. */
const icons = 1100;

/** As a person who copied an image in another program. */
async function copyImage({ page }: Workbench, bytes: Buffer): Promise<void> {
  await page.evaluate(async base64 => {
    const image = new Blob([Uint8Array.from(atob(base64), char => char.charCodeAt(0))], {
      type: 'image/png',
    });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': image })]);
  }, bytes.toString('base64'));
}

/** As from the system's file manager. */
async function dropFiles({ panel }: Workbench, files: Readonly<Record<string, Buffer>>): Promise<void> {
  await (
    await panel.frame()
  ).evaluate(
    all => {
      const data = new DataTransfer();
      for (const [name, bytes] of all) {
        data.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
      }
      const target = document.querySelector('ia-panel');
      for (const type of ['dragenter', 'dragover', 'drop'])
        target?.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    },
    Object.entries(files).map(([name, bytes]) => [name, [...bytes]] as const),
  );
}

async function dropAddress({ panel }: Workbench, uri: string): Promise<void> {
  await (
    await panel.frame()
  ).evaluate(text => {
    const data = new DataTransfer();
    data.setData('text/uri-list', text);
    const event = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
    document.querySelector('ia-panel')?.dispatchEvent(event);
  }, uri);
}

const iconName = (index: number): string => `icon-${String(index).padStart(4, '0')}.png`;

describe('choosing images', () => {
  let workbench: Workbench;
  let panel: PanelPage;
  let references: ReferenceList;
  let pick: ImagePick;
  /** What was ticked before all results were there. */
  let first: string;
  before(async () => {
    workbench = await openWorkbench({
      settings: {
        'files.exclude': { '**/private': true },
        'search.exclude': { '**/generated': true },
      },
      workspace: {
        'zoo/UPPER.PNG': dashboard,
        'zoo/harbour.jpg': harbour,
        'zoo/lighthouse.webp': sample('public/images/lighthouse.webp'),
        'private/face.png': boat,
        'generated/chart.png': boat,
        'notes.txt': 'No image.',
        ...Object.fromEntries(
          Array.from({ length: icons }, (_, index) => [`icons/${iconName(index)}`, 'not an image']),
        ),
      },
    });
    panel = await openPanel(workbench);
    references = new ReferenceList(workbench.panel);
    pick = new ImagePick(workbench);
  });
  after(() => workbench.close());

  describe('of the workspace', () => {
    it('keeps what is ticked while results still come', async () => {
      await pick.open();
      first = await pick.tickFirst();
      await pick.says('More than 1000 images');
      await workbench.quickInput.settled();
      assert.deepEqual(await pick.ticked(), [first]);
    });

    it('searches all images by what is typed, in any case, and keeps the ticks', async () => {
      await pick.search('upper', [first, 'UPPER.PNG']);
      await pick.tick('UPPER.PNG');
      await pick.search('zoo har', [first, 'UPPER.PNG', 'harbour.jpg']);
      await pick.tick('harbour.jpg');
      await workbench.quickInput.fill('');
      await until('all three ticks', 20_000, async () => (await pick.ticked()).length === 3);
      assert.deepEqual(await pick.ticked(), [first, 'UPPER.PNG', 'harbour.jpg']);
    });

    it('says the folder, the pixel size and the size of each file', async () => {
      await pick.describes('UPPER.PNG', `zoo · 960 × 600 · ${formatBytes(dashboard.length)}`);
      await pick.describes('harbour.jpg', `zoo · 1200 × 800 · ${formatBytes(harbour.length)}`);
      await pick.describes(first, 'icons · not a readable image');
      await workbench.screenshot('pick-images');
    });

    it('adds all that are ticked to the reference images', async () => {
      await workbench.quickInput.accept();
      await references.are(`icons/${first}`, 'zoo/UPPER.PNG', 'zoo/harbour.jpg');
    });

    it('does not show what the user hides from the Explorer or from search', async () => {
      await pick.open();
      await pick.search('face', []);
      await pick.search('chart', []);
      await pick.search('zoo/UPPER.PNG', ['UPPER.PNG']);
      await pick.search('zoo', ['harbour.jpg', 'lighthouse.webp', 'UPPER.PNG']);
    });

    it('begins with those that were picked last, as far as they are still there', async () => {
      rmSync(path.join(workbench.folder, 'zoo/harbour.jpg'));
      await workbench.quickInput.dismiss();
      await pick.open();
      await until('the recent ones', 20_000, async () => {
        const labels = await workbench.quickInput.labels();
        return labels.length > 3 && labels.slice(0, 2).join() === [first, 'UPPER.PNG'].join();
      });
      assert.ok(!(await workbench.quickInput.labels()).includes('harbour.jpg'));
      assert.deepEqual(await pick.ticked(), []);
      await workbench.quickInput.dismiss();
    });
  });

  describe('from elsewhere', () => {
    before(() => references.clear());

    it('takes an image from the clipboard, and leaves text to the prompt', async () => {
      await copyImage(workbench, boat);
      await panel.prompt.press('ControlOrMeta+V');
      await references.are('image.png');
      assert.equal(await panel.prompt.inputValue(), '');
      await workbench.page.evaluate(() => navigator.clipboard.writeText('A harbour'));
      await panel.prompt.press('ControlOrMeta+V');
      await until('the text', 10_000, async () => (await panel.prompt.inputValue()) === 'A harbour');
      await references.are('image.png');
      await references.clear();
    });

    it('takes an image from the Explorer, dropped with Shift', async () => {
      const row = await workbench.explorer.reveal('zoo/UPPER.PNG');
      await row.hover();
      await workbench.page.mouse.down();
      const box = await panel.prompt.boundingBox();
      assert.ok(box);
      await workbench.page.keyboard.down('Shift');
      await workbench.page.mouse.move(box.x + 20, box.y + 20, { steps: 8 });
      await panel.text('Drop to add as reference images').waitFor();
      await workbench.screenshot('pick-drop');
      await workbench.page.mouse.up();
      await workbench.page.keyboard.up('Shift');
      await references.are('zoo/UPPER.PNG');
      await references.clear();
    });

    it('takes image files from the desktop, and says what is no image', async () => {
      await dropFiles(workbench, { 'boat.png': boat });
      await references.are('boat.png');
      await dropFiles(workbench, { 'odd.png': Buffer.from('not an image') });
      await panel.text('odd.png: This file is not an image.').waitFor();
      await references.are('boat.png');
    });

    it('takes no file from outside the workspace by its address', async () => {
      await dropAddress(workbench, 'file:///etc/boat.png');
      await workbench.notifications.text(/Only images of this workspace can be dropped .*: boat\.png/);
      await references.are('boat.png');
    });
  });

  describe('of a workspace without any', () => {
    it('says so when there is none', async () => {
      for (const folder of folders) rmSync(path.join(workbench.folder, folder), { recursive: true });
      await pick.open();
      await pick.says('No images (png, jpg, webp, gif, avif) in this workspace yet');
      await until('an empty list', 20_000, async () => (await workbench.quickInput.labels()).length === 0);
      await workbench.screenshot('pick-none');
      await workbench.quickInput.dismiss();
    });
  });
});
