import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { bitmapOf, pngOf } from '../unit/imaging/makeImages';
import { openPanel, type PanelPage } from './lib/panelPage';
import { openWorkbench } from './lib/openWorkbench';
import { decodedSize, told } from './lib/readers';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const photo = readFileSync(path.resolve(import.meta.dirname, '../../samples/public/images/harbour.jpg'));
/** A disc with nothing around it. */
const logo = pngOf(
  bitmapOf(600, 600, (x, y) =>
    Math.hypot(x - 300, y - 300) < 280 ? [30 + x / 4, 90, 200 - y / 4, 255] : [0, 0, 0, 0],
  ),
);
const page = '<!doctype html>\n<html>\n  <head>\n    \n  </head>\n</html>\n';

describe('a whole set of an image', () => {
  let workbench: Workbench;
  let panel: PanelPage;
  let dialog: Locator;
  before(async () => {
    workbench = await openWorkbench({
      workspace: {
        'art/logo.png': logo,
        'art/logo-dark.png': logo,
        'art/harbour.jpg': photo,
        'public/favicon.ico': 'old',
        'public/site.webmanifest': '{\n  "name": "Harbour",\n  "icons": []\n}\n',
        'index.html': page,
        'mobile/android/app/src/main/res/values/colors.xml': '<resources/>',
      },
    });
    panel = await openPanel(workbench);
    dialog = panel.setView;
  });
  after(() => workbench.close());

  const at = (file: string): string => path.join(workbench.folder, file);
  const ready = () => dialog.locator('.middle[aria-busy=false]').waitFor({ timeout: 60_000 });
  const option = (name: RegExp) => dialog.getByRole('option', { name });
  const choose = async (what: string, entry: string): Promise<void> => {
    await dialog.getByRole('button', { name: new RegExp(`^${what}: `) }).click();
    await dialog.getByRole('menuitemradio', { name: entry }).first().click();
    await ready();
  };

  it('shows every file before it is written, with its safe zone, and what it replaces', async () => {
    await workbench.explorer.chooseFromMenu('art/logo.png', 'Inline Assets', 'Make Asset Set…');
    await ready();
    await option(/favicon\.ico.*48 × 48.*replaces a file/s).waitFor();
    await option(/site\.webmanifest.*added to the file/s).waitFor();
    await dialog.getByText(/apple-touch-icon\.png.*Choose the color/).waitFor();
    assert.equal(await dialog.getByRole('button', { name: /^Write/ }).isDisabled(), true);
    await dialog.getByRole('button', { name: 'Take white' }).click();
    await ready();
    await option(/maskable/).click();
    await dialog.getByRole('img', { name: 'Always visible: 80 %' }).waitFor();
    await workbench.screenshot('set-favicon');
  });

  it('writes all of them, gives the code at the cursor, and one undo takes all back', async () => {
    await dialog.getByRole('button', { name: 'Write 9 files, replace 1' }).click();
    await dialog.getByText('Files written: 9').waitFor();
    assert.match(told(at('public/favicon.ico')), /^MS Windows icon resource - 3 icons, 16x16/);
    for (const [file, side] of Object.entries({
      'favicon-32x32': 32,
      'apple-touch-icon': 180,
      'icon-512': 512,
    })) {
      assert.match(told(at(`public/${file}.png`)), new RegExp(`^PNG image data, ${side} x ${side}, 8-bit`));
    }
    assert.match(told(at('public/apple-touch-icon.png')), /RGB,|colormap/, 'no transparency');
    const manifest = JSON.parse(workbench.read('public/site.webmanifest').toString()) as {
      name: string;
      icons: { src: string }[];
    };
    assert.deepEqual([manifest.name, manifest.icons.length], ['Harbour', 3]);
    const [wide, high] = await decodedSize(workbench.page, at('public/favicon.ico'), 'image/x-icon');
    assert.ok(wide === high && wide >= 16, String([wide, high]));
    await workbench.screenshot('set-written');
    await dialog.getByText('<link rel="icon" href="/favicon.ico" sizes="48x48">').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'hidden' });

    await workbench.runCommand('Inline Assets: Undo Last Save');
    const text = (file: string) => readFileSync(at(file), 'latin1');
    // One file after the other, the newest first.
    await until('the undo', 20_000, () => text('public/favicon.ico') === 'old');
    assert.match(text('public/site.webmanifest'), /"icons": \[\]/);
    assert.ok(!existsSync(at('public/icon-512.png')));
  });

  it('says what happens to a photograph as an app icon, and leads to removing its background', async () => {
    await workbench.explorer.chooseFromMenu('art/harbour.jpg', 'Inline Assets', 'Make Asset Set…');
    await ready();
    await choose('Set', 'Android app icon');
    assert.equal(
      await dialog.getByRole('textbox', { name: 'Folder' }).inputValue(),
      'mobile/android/app/src/main/res',
    );
    await dialog.getByText(/its sides are cut off/).waitFor();
    await dialog
      .getByText(/fills the whole of mipmap-mdpi\/ic_launcher_foreground\.png, mipmap-hdpi/)
      .waitFor();
    await choose('Position', 'Left');
    await workbench.screenshot('set-android-photo');
    await dialog.getByRole('button', { name: 'Remove the background…' }).click();
    const save = panel.saveView;
    await save.ready();
    assert.equal(
      await save.dialog.getByRole('checkbox', { name: 'Remove flat background' }).isChecked(),
      true,
    );
    assert.match(await save.path.inputValue(), /harbour.*\.png$/);
    await workbench.screenshot('set-cutout');
    await workbench.page.keyboard.press('Escape');
    await save.dialog.waitFor({ state: 'hidden' });
  });

  it('makes densities of a photograph, in another format', async () => {
    await workbench.explorer.chooseFromMenu('art/harbour.jpg', 'Inline Assets', 'Make Asset Set…');
    await ready();
    await choose('Set', 'Densities');
    await choose('Format', 'WEBP');
    await dialog.getByRole('spinbutton', { name: 'Width at 1×' }).fill('120');
    await option(/harbour-web@3x\.webp.*360/s).waitFor();
    await ready();
    await workbench.screenshot('set-densities');
    await dialog.getByRole('button', { name: 'Write 3 files' }).click();
    await dialog.getByText('Files written: 3').waitFor();
    await dialog
      .getByText(/<img src="art\/harbour-web\.webp" srcset="art\/harbour-web@2x\.webp 2x/)
      .waitFor();
    for (const file of ['harbour-web', 'harbour-web@2x', 'harbour-web@3x']) {
      assert.match(told(at(`art/${file}.webp`)), /Web\/P image/);
    }
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'hidden' });
  });

  it('takes the darker named of two files for dark themes, and says so', async () => {
    await workbench.explorer.select('art/logo-dark.png', 'art/logo.png');
    await workbench.explorer.chooseFromMenu('art/logo-dark.png', 'Inline Assets', 'Make Asset Set…');
    await ready();
    await dialog.getByRole('button', { name: 'For dark themes: logo-dark.png. Choose another' }).waitFor();
    await choose('Set', 'Favicon');
    await dialog.getByText('No file of this set is made of the second image').waitFor();
    await workbench.screenshot('set-of-two');
    await workbench.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('asks which one of more files a set is made of, and drops none silently', async () => {
    await workbench.explorer.select('art/logo-dark.png', 'art/logo.png', 'art/harbour.jpg');
    await workbench.explorer.chooseFromMenu('art/logo.png', 'Inline Assets', 'Make Asset Set…');
    const list = workbench.page.locator('.quick-input-widget');
    await list.getByPlaceholder('3 images are chosen, and a set is made of one. Which one?').waitFor();
    await list.getByRole('option', { name: /harbour\.jpg/ }).click();
    await ready();
    await dialog.getByRole('heading', { name: /harbour\.jpg/ }).waitFor();
    await workbench.screenshot('set-of-three');
  });
});
