import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { noise, pngOf } from '../unit/imaging/makeImages';
import { axe, overflowing } from './lib/axe';
import { type GalleryPage, openGallery } from './lib/galleryPage';
import { openWorkbench } from './lib/openWorkbench';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const sample = (file: string): Buffer =>
  readFileSync(path.resolve(import.meta.dirname, '../../samples', file));
const logo = sample('public/logo.png');
const drawing =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><script>document.title="no"</script><rect width="40" height="30" fill="red"/></svg>';

describe('the image gallery', () => {
  let workbench: Workbench;
  let gallery: GalleryPage;
  before(async () => {
    workbench = await openWorkbench({
      settings: { 'explorer.autoReveal': false },
      workspace: {
        'README.md': '# Sample\n\n![The harbour](photos/harbour.jpg)\n\n![](docs/img/dashboard.png)\n',
        'index.html': '<img src="photos/harbour.jpg" alt="Harbour" width="600">\n',
        'photos/harbour.jpg': sample('public/images/harbour.jpg'),
        'docs/img/dashboard.png': sample('docs/img/dashboard.png'),
        'docs/img/spare.png': pngOf(noise(64, 48)),
        'docs/img/broken.png': logo.subarray(0, 300),
        'art/logo.png': logo,
        'art/logo copy.png': logo,
        'art/drawing.svg': drawing,
        'art/[odd](command:x) name.png': pngOf(noise(10, 10)),
        'dist/built.png': logo,
        '.gitignore': 'dist/\n',
      },
    });
    gallery = await openGallery(workbench);
  });
  after(() => workbench.close());

  const file = (name: string): string => path.join(workbench.folder, name);

  it('shows the images of all folders with thumbnails and facts, and not what git ignores', async () => {
    await gallery.image('harbour.jpg').waitFor();
    await until('the facts', 30_000, async () =>
      /\d+ × \d+ · /.test(await gallery.image('harbour.jpg').innerText()),
    );
    await until('no built image', 20_000, async () => (await gallery.image('built.png').count()) === 0);
    for (const name of ['harbour.jpg', 'dashboard.png', 'logo.png', 'drawing.svg'])
      await gallery.pictureOf(name).waitFor({ timeout: 30_000 });
    await until('pictures that are drawn', 20_000, () =>
      gallery.pictureOf('harbour.jpg').evaluate(image => (image as HTMLImageElement).naturalWidth > 100),
    );
    await gallery.image('broken.png').and(gallery.broken).waitFor();
    await workbench.screenshot('gallery');
  });

  it('knows which are unused, equal, broken and without words', async () => {
    await until('the counts', 30_000, async () => /1/.test(await gallery.chip('No alt text').innerText()));
    await gallery.chip('Unused').click();
    await until('unused images', 10_000, async () => !(await gallery.names()).includes('harbour.jpg'));
    assert.ok((await gallery.names()).includes('spare.png'));
    await gallery.chip('Unused').click();
    await gallery.chip('Duplicates').click();
    await until('the equal ones', 10_000, async () => (await gallery.images.count()) === 2);
    assert.deepEqual(await gallery.names(), ['logo copy.png', 'logo.png']);
    await gallery.chip('Duplicates').click();
  });

  it('finds by what is typed, says when nothing matches, and clears that', async () => {
    await gallery.search.fill('photos har');
    await until('one image', 10_000, async () => (await gallery.images.count()) === 1);
    await gallery.search.fill('zebra');
    await gallery.text('No image matches').waitFor();
    await gallery.button('Clear filters').click();
    await gallery.image('dashboard.png').waitFor();
    assert.equal(await gallery.search.inputValue(), '');
  });

  it('shows where an image is used, and goes there', async () => {
    await gallery.image('harbour.jpg').click();
    const { details } = gallery;
    await details.getByRole('heading', { name: 'harbour.jpg' }).waitFor();
    await details.getByRole('button', { name: /README\.md:3/ }).waitFor({ timeout: 20_000 });
    await details.getByRole('button', { name: /index\.html:1/ }).waitFor();
    await workbench.screenshot('gallery-details');
    await details.getByRole('button', { name: /README\.md:3/ }).click();
    await workbench.page.locator('.tab.active', { hasText: 'README.md' }).waitFor();
    await workbench.page.locator('.tab', { hasText: 'Image Gallery' }).click();
    // The page was hidden and with that gone; where the user was is not.
    await gallery.image('harbour.jpg').waitFor({ timeout: 30_000 });
    await gallery.pictureOf('harbour.jpg').waitFor({ timeout: 30_000 });
  });

  it('is worked by keyboard: moves, selects several, all, none', async () => {
    await gallery.image('drawing.svg').click();
    const { keyboard } = workbench.page;
    await keyboard.press('Home');
    const first = (await gallery.names())[0] ?? '';
    await until('the first', 10_000, async () => (await gallery.selected.innerText()).startsWith(first));
    await keyboard.press('Shift+ArrowRight');
    await keyboard.press('Shift+ArrowRight');
    await until('three', 10_000, async () => (await gallery.selected.count()) === 3);
    await gallery.actions.getByText('3 images selected').waitFor();
    await keyboard.press('Control+ArrowRight');
    await keyboard.press('Space');
    await until('four', 10_000, async () => (await gallery.selected.count()) === 4);
    await keyboard.press('Control+a');
    await gallery.actions.getByText(/8 images selected/).waitFor();
    await keyboard.press('Escape');
    await until('none', 10_000, async () => (await gallery.selected.count()) === 0);
    await keyboard.type('spa');
    await until('what is typed', 10_000, async () =>
      /^spare/.test(await gallery.selected.first().innerText()),
    );
  });

  it('passes axe, and nothing is cut off', async () => {
    const frame = await workbench.panel.frame();
    assert.deepEqual(await axe(frame), []);
    assert.deepEqual(await overflowing(frame), []);
  });

  it('has the menu of VS Code on images, by keyboard too', async () => {
    await gallery.image('spare.png').click();
    await workbench.page.keyboard.press('Shift+F10');
    const menu = workbench.page.locator('.monaco-menu');
    await menu.getByText('Copy Markdown').waitFor();
    const labels = await menu.locator('.action-label').allInnerTexts();
    assert.ok(
      labels.includes('Rename…') && labels.includes('Delete') && !labels.includes('Combine Images…'),
      labels.join(),
    );
    await workbench.screenshot('gallery-menu');
    await workbench.page.keyboard.press('Escape');
  });

  it('opens several in the panel', async () => {
    await gallery.image('logo.png').click();
    await gallery.image('harbour.jpg').click({ modifiers: ['ControlOrMeta'] });
    await gallery.actions.getByRole('button', { name: 'Combine…' }).click();
    await workbench.page.locator('.tab', { hasText: 'Inline Assets' }).first().waitFor();
    await workbench.page.locator('.tab', { hasText: 'Image Gallery' }).click();
    await gallery.image('logo.png').waitFor({ timeout: 30_000 });
  });

  it('follows what changes on disk', async () => {
    writeFileSync(file('art/new one.png'), pngOf(noise(30, 20)));
    await gallery.pictureOf('new one.png').waitFor({ timeout: 30_000 });
    const before = await gallery.pictureOf('new one.png').getAttribute('src');
    writeFileSync(file('art/new one.png'), pngOf(noise(60, 40)));
    await until(
      'the new picture',
      30_000,
      async () => (await gallery.pictureOf('new one.png').getAttribute('src')) !== before,
    );
    await gallery.image('new one.png').getByText('60 × 40').waitFor({ timeout: 30_000 });
    renameSync(file('art/new one.png'), file('art/renamed.png'));
    await gallery.image('renamed.png').waitFor({ timeout: 30_000 });
    await gallery.image('new one.png').waitFor({ state: 'hidden' });
    rmSync(file('art/renamed.png'));
    await gallery.image('renamed.png').waitFor({ state: 'hidden', timeout: 30_000 });
  });

  it('renames with F2', async () => {
    await gallery.image('spare.png').click();
    await workbench.page.keyboard.press('F2');
    await workbench.quickInput.input.waitFor();
    await workbench.quickInput.input.fill('extra.png');
    await workbench.quickInput.accept();
    await until('the file', 20_000, () => existsSync(file('docs/img/extra.png')));
    await gallery.image('extra.png').waitFor({ timeout: 30_000 });
  });

  it('asks before it deletes, with the places that still name the image', async () => {
    await gallery.image('dashboard.png').click();
    await workbench.page.keyboard.press('Delete');
    const dialog = workbench.dialog('Delete dashboard.png?');
    await dialog.getByText(/It is still used in 1 place/).waitFor();
    await dialog.getByText(/README\.md:5/).waitFor();
    await workbench.screenshot('gallery-delete');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    assert.ok(existsSync(file('docs/img/dashboard.png')));
    await gallery.image('logo copy.png').click();
    await workbench.page.keyboard.press('Delete');
    await workbench.answerDialog('Delete logo copy.png?', 'Delete');
    await gallery.image('logo copy.png').waitFor({ state: 'hidden', timeout: 30_000 });
    assert.ok(!existsSync(file('art/logo copy.png')));
  });

  it('has a table of what Check Images finds, that leads to the places', async () => {
    await gallery.tab('Problems').click();
    await gallery.text('No alt text').waitFor({ timeout: 30_000 });
    await workbench.screenshot('gallery-problems');
    assert.deepEqual(await axe(await workbench.panel.frame()), []);
    await gallery.button(/^README\.md:5$/).click();
    await workbench.page.locator('.tab.active', { hasText: 'README.md' }).waitFor();
    await workbench.page.locator('.tab', { hasText: 'Image Gallery' }).click();
    // An image is shown among the others.
    await gallery.button(/^docs\/img\/extra\.png$/).click();
    await until('the image', 20_000, async () => /^extra/.test(await gallery.selected.first().innerText()));
  });

  it('shows a folder from the Explorer alone', async () => {
    await workbench.explorer.chooseFromMenu('photos', 'Inline Assets', 'Open Image Gallery');
    await until('one folder', 20_000, async () => (await gallery.names()).join() === 'harbour.jpg');
    await gallery.button('Remove filter In photos').click();
    await gallery.image('logo.png').waitFor();
  });

  it('opens as it was left, and is there after a reload', async () => {
    await gallery.search.fill('logo');
    await until('one', 10_000, async () => (await gallery.images.count()) === 1);
    await gallery.image('logo.png').click();
    const tab = workbench.page.locator('.tab', { hasText: 'Image Gallery' });
    await workbench.runCommand('View: Close Editor');
    await tab.waitFor({ state: 'hidden' });
    await openGallery(workbench);
    await until('the search', 20_000, async () => (await gallery.search.inputValue()) === 'logo');
    await gallery.pictureOf('logo.png').waitFor({ timeout: 30_000 });
    await workbench.reloadWindow();
    await gallery.search.waitFor({ timeout: 60_000 });
    await until('the search again', 20_000, async () => (await gallery.search.inputValue()) === 'logo');
    await gallery.pictureOf('logo.png').waitFor({ timeout: 30_000 });
  });

  for (const theme of ['light', 'high-contrast'] as const) {
    it(`looks right in ${theme}`, async () => {
      await workbench.setTheme(theme);
      await gallery.search.fill('');
      await gallery.image('harbour.jpg').click();
      assert.deepEqual(await axe(await workbench.panel.frame()), []);
      await workbench.screenshot(`gallery-${theme}`);
    });
  }
});
