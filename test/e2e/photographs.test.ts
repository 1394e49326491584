import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openPanel, type PanelPage } from './lib/panelPage';
import { openWorkbench } from './lib/openWorkbench';
import { decodedSize, told } from './lib/readers';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

/** Large photographs of cameras; they are not in the project's tree. */
const folder = path.resolve(import.meta.dirname, '../../../shared/data/photos');
const names = ['Blinds.jpg', 'ColorfulCups.jpg', 'Dune.jpg', 'YellowFlower.jpg'];
const atHand = [...names, 'LadyBird.jpg'].every(name => existsSync(path.join(folder, name)));

describe('the journeys on real photographs', () => {
  if (!atHand) {
    it('are made where photographs are at hand', () => {
      console.log('      (no photographs here: nothing was checked)');
    });
    return;
  }

  const original = (name: string): Buffer => readFileSync(path.join(folder, name));
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    workbench = await openWorkbench({
      workspace: {
        ...Object.fromEntries(names.map(name => [`photos/${name}`, original(name)])),
        'shrink/Dune.jpg': original('Dune.jpg'),
      },
      keybindings: [
        {
          key: 'ctrl+alt+p',
          command: 'inlineAssets.convert',
          args: { image: 'photos/Dune.jpg', saveTo: 'out/dune.avif', width: 640, maxKilobytes: 60 },
        },
      ],
    });
    panel = await openPanel(workbench);
  });
  after(() => workbench.close());

  const at = (file: string): string => path.join(workbench.folder, file);
  const comes = (file: string) => until(file, 30_000, () => existsSync(at(file)));
  const tool = (file: string, entry: string) =>
    workbench.explorer.chooseFromMenu(file, 'Inline Assets', entry);

  it('saves a card within a budget, without what the camera wrote', async () => {
    const view = panel.saveView;
    await tool('photos/Blinds.jpg', 'Resize or Convert Image…');
    await view.ready();
    await view.choose('Preset', 'OG card');
    await view.choose('Format', 'WEBP');
    await view.field('At most, KB').fill('60');
    assert.match(await view.result(), /WEBP · 1200 × 630 · quality \d+/);
    await view.path.fill('out/card.webp');
    await view.made();
    await workbench.screenshot('photographs-card');
    await view.save();
    await view.closed();
    await comes('out/card.webp');
    assert.match(told(at('out/card.webp')), /Web\/P image/);
    assert.deepEqual(await decodedSize(workbench.page, at('out/card.webp'), 'image/webp'), [1200, 630]);
    const bytes = workbench.read('out/card.webp');
    assert.ok(bytes.length <= 60_000, String(bytes.length));
    assert.ok(!bytes.includes('EOS 350D') && original('Blinds.jpg').includes('EOS 350D'));
  });

  it('does not take a photograph for something before a flat background', async () => {
    const view = panel.saveView;
    await tool('photos/ColorfulCups.jpg', 'Resize or Convert Image…');
    await view.ready();
    await view.choose('Preset', 'As it is');
    await view.check('Remove flat background').check();
    await view.dialog.getByRole('alert').waitFor();
    await view.made();
    assert.ok(await view.button('Save').isDisabled());
    await workbench.screenshot('photographs-no-background');
    await view.cancel();
  });

  it('cuts one out of a flat background, softly and without its color', async () => {
    const view = panel.saveView;
    writeFileSync(at('photos/badge.png'), await roundOn(workbench.page, original('LadyBird.jpg'), '#ff00ff'));
    await tool('photos/badge.png', 'Resize or Convert Image…');
    await view.ready();
    await view.choose('Preset', 'As it is');
    await view.check('Remove flat background').check();
    await view.path.fill('out/badge.png');
    await view.made();
    await workbench.screenshot('photographs-cut-out');
    await view.save();
    await view.closed();
    await comes('out/badge.png');
    const { alphaError, spill } = await cutOf(workbench.page, workbench.read('out/badge.png'));
    assert.ok(alphaError < 0.01, `alpha ${alphaError}`);
    assert.ok(spill < 0.02, `spill ${spill}`);
  });

  it('makes an icon set and densities', async () => {
    const dialog = panel.setView;
    const ready = () => dialog.locator('.middle[aria-busy=false]').waitFor({ timeout: 60_000 });
    await tool('photos/YellowFlower.jpg', 'Make Asset Set…');
    await ready();
    await dialog.getByRole('button', { name: /^Set: / }).click();
    await dialog.getByRole('menuitemradio', { name: 'Densities' }).first().click();
    await ready();
    await dialog.getByRole('spinbutton', { name: 'Width at 1×' }).fill('400');
    await dialog.getByRole('option', { name: /@3x.*1200/s }).waitFor();
    await ready();
    await workbench.screenshot('photographs-densities');
    await dialog.getByRole('button', { name: /^Write 3 files/ }).click();
    await dialog.getByText('Files written: 3').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const sides = await Promise.all(
      readdirSync(at('photos'))
        .filter(name => name.startsWith('YellowFlower-'))
        .map(async name => (await decodedSize(workbench.page, at(`photos/${name}`), 'image/jpeg'))[0]),
    );
    assert.deepEqual(
      sides.sort((a, b) => a - b),
      [400, 800, 1200],
    );
  });

  it('writes a title on one', async () => {
    const view = panel.layersView;
    await tool('photos/Dune.jpg', 'Add Text and Marks…');
    await view.drawn();
    await view.template('Title on photo');
    await view.drawn();
    await view.dialog.getByRole('textbox', { name: 'title', exact: true }).fill('Sand, as far as you see');
    await view.path.fill('out/title.jpg');
    await view.drawn();
    await workbench.screenshot('photographs-title');
    await view.button('Save').click();
    await view.closed();
    await comes('out/title.jpg');
    assert.deepEqual(await decodedSize(workbench.page, at('out/title.jpg'), 'image/jpeg'), [1680, 1050]);
  });

  it('makes one smaller, and brings it back', async () => {
    await tool('shrink', 'Optimize Images…');
    await workbench.quickInput.choose('With a small loss');
    await workbench.quickInput.row('shrink/Dune.jpg').waitFor({ timeout: 60_000 });
    await workbench.quickInput.accept();
    await workbench.notifications.text(/Images optimized: 1\. .* less\./);
    const before = original('Dune.jpg');
    assert.ok(workbench.read('shrink/Dune.jpg').length < before.length);
    assert.deepEqual(await decodedSize(workbench.page, at('shrink/Dune.jpg'), 'image/jpeg'), [1680, 1050]);
    await workbench.runCommand('Inline Assets: Undo Last Save');
    await until('the old bytes', 20_000, () => workbench.read('shrink/Dune.jpg').equals(before));
  });

  it('strips what the camera wrote, and leaves every pixel as it was', async () => {
    const view = panel.saveView;
    await tool('photos/Dune.jpg', 'Resize or Convert Image…');
    await view.ready();
    await view.choose('Preset', 'As it is');
    await view.check('Strip all metadata').check();
    await view.path.fill('out/bare.jpg');
    await view.made();
    await view.save();
    await view.closed();
    await comes('out/bare.jpg');
    const [bare, full] = [workbench.read('out/bare.jpg'), original('Dune.jpg')];
    assert.ok(!bare.includes('DIGITAL REBEL') && full.includes('DIGITAL REBEL'));
    assert.ok(sameScan(bare, full));
  });

  it('converts one for a script, with no dialog', async () => {
    await workbench.page.keyboard.press('Control+Alt+P');
    await comes('out/dune.avif');
    assert.deepEqual(await decodedSize(workbench.page, at('out/dune.avif'), 'image/avif'), [640, 400]);
    assert.ok(workbench.read('out/dune.avif').length <= 60_000);
  });

  it('packs them into a sheet', async () => {
    const view = panel.spriteView;
    await workbench.explorer.select('photos/Dune.jpg', 'photos/Blinds.jpg');
    await tool('photos/Blinds.jpg', 'Make Sprite Sheet…');
    await view.ready();
    await view.path.fill('out/sheet.png');
    assert.match(await view.result(), /2 files/);
    await view.save();
    await view.closed();
    await comes('out/sheet.json');
    const { meta } = JSON.parse(workbench.read('out/sheet.json').toString()) as {
      meta: { size: { w: number; h: number } };
    };
    const size = await decodedSize(workbench.page, at('out/sheet.png'), 'image/png');
    assert.deepEqual(size, [meta.size.w, meta.size.h]);
  });
});

/** A square of 600 pixels: a photograph in a circle with a soft edge, on a color. The browser draws it. */
async function roundOn(page: Page, photo: Buffer, color: string): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ([bytes, background]) => {
      const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))]));
      const canvas = new OffscreenCanvas(600, 600);
      const context = canvas.getContext('2d')!;
      context.fillStyle = background;
      context.fillRect(0, 0, 600, 600);
      context.beginPath();
      context.arc(300, 300, 240, 0, 2 * Math.PI);
      context.clip();
      context.drawImage(picture, 0, 0, 600, 600);
      const made = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
      return btoa(Array.from(made, byte => String.fromCharCode(byte)).join(''));
    },
    [photo.toString('base64'), color] as const,
  );
  return Buffer.from(base64, 'base64');
}

/**
 * Of what was cut out of `roundOn` with magenta: the mean absolute error of alpha of 0–1, and the share of what is
 * seen that is still magenta.
 */
async function cutOf(page: Page, png: Buffer): Promise<{ alphaError: number; spill: number }> {
  return page.evaluate(async bytes => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))]));
    const context = new OffscreenCanvas(600, 600).getContext('2d')!;
    context.arc(300, 300, 240, 0, 2 * Math.PI);
    context.fill();
    const wanted = context.getImageData(0, 0, 600, 600).data;
    context.clearRect(0, 0, 600, 600);
    context.drawImage(picture, 0, 0);
    const found = context.getImageData(0, 0, 600, 600).data;
    let [difference, magenta, seen] = [0, 0, 0];
    for (let at = 0; at < found.length; at += 4) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = found.subarray(at, at + 4);
      difference += Math.abs(alpha - (wanted[at + 3] ?? 0)) / 255;
      if (alpha < 26) continue;
      seen += 1;
      if (Math.min(red, blue) - green > 100) magenta += 1;
    }
    return { alphaError: difference / (600 * 600), spill: magenta / seen };
  }, png.toString('base64'));
}

/** What is compressed is the same: from the start of the scan to the end. */
function sameScan(one: Buffer, other: Buffer): boolean {
  const scan = (bytes: Buffer) => bytes.subarray(bytes.lastIndexOf(Buffer.from([0xff, 0xda])));
  return scan(one).equals(scan(other));
}
