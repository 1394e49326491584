import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { openGallery } from './lib/galleryPage';
import { openWorkbench } from './lib/openWorkbench';
import { paste } from './lib/transfer';
import { appears, until } from './lib/until';
import type { Workbench } from './lib/workbench';

const sample = (file: string): Buffer =>
  readFileSync(path.resolve(import.meta.dirname, '../../samples', file));
const pictures = path.resolve(import.meta.dirname, '../../out/e2e/virtual');

const index = `<h1>Harbour</h1>
<img src="img/harbour.jpg" alt="The harbour">
<img src="img/no.png" alt="A boat">
<img src="img/large.png" alt="Much">
<img src="offline/x.png" alt="Nobody knows">
`;
const site = {
  'index.html': index,
  'img/harbour.jpg': sample('public/images/harbour.jpg'),
  // Too large to be part of a hover as it is.
  'img/large.png': readFileSync(path.resolve(import.meta.dirname, '../../media/readme/panel.png')),
  'src/app.tsx':
    "import there from '@/there.png';\nimport no from '@/no.png';\nexport const all = [there, no];\n",
  'src/there.png': sample('src/assets/boat.png'),
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
};
const reason = 'This needs a folder on disk: in a virtual workspace you can only look at images.';
const reasonThere =
  'Images are made and changed only in folders on disk, and this document is in a virtual one.';
/** What automation asks for. */
const ask = { prompt: 'By itself', models: ['offline/placeholder'] };
const keyOf = (letter: string) => ({ key: `ctrl+alt+shift+${letter}`, mac: `cmd+alt+shift+${letter}` });

async function openFile(workbench: Workbench, file: string): Promise<void> {
  await (await workbench.explorer.reveal(file)).dblclick();
  await workbench.editor.tab(new RegExp(`^${path.basename(file)}`)).waitFor();
}

async function hoverAt(workbench: Workbench, line: number, words: string, column = 14): Promise<Locator> {
  const hover = workbench.page.locator('.monaco-hover:visible').filter({ hasText: words }).first();
  await workbench.editor.goTo(line, column);
  await until(`the hover with "${words}"`, 45_000, async () => {
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('ControlOrMeta+K');
    await workbench.page.keyboard.press('ControlOrMeta+I');
    return appears(hover, 3000);
  });
  return hover;
}

const isShown = (hover: Locator): Promise<boolean> =>
  hover.locator('img').evaluate(image => (image as HTMLImageElement).naturalWidth > 0);

/** What is offered in the editor at the cursor. */
async function offers(workbench: Workbench): Promise<string> {
  const offered = (await (await workbench.editor.openCodeActions()).textContent()) ?? '';
  await workbench.page.keyboard.press('Escape');
  return offered;
}

describe('a virtual workspace', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      virtual: site,
      keybindings: [
        { ...keyOf('j'), command: 'inlineAssets.generate', args: ask },
        { ...keyOf('k'), command: 'inlineAssets.generate', args: { ...ask, saveTo: 'a.png' } },
      ],
    });
    await openFile(workbench, 'site/index.html');
  });
  after(() => workbench.close());

  it('has its missing images underlined', async () => {
    await workbench.editor.squiggle().waitFor();
    assert.equal(await workbench.page.locator('.squiggly-info').count(), 1);
  });

  it('shows images in hovers, and offers nothing that changes them', async () => {
    const hover = await hoverAt(workbench, 2, 'harbour.jpg');
    await until('the picture', 20_000, () => isShown(hover));
    const text = await hover.innerText();
    assert.match(text, /\d+ × \d+ · [\d.,]+ KB · JPEG/);
    assert.doesNotMatch(text, /Edit|Optimize|Regenerate/);
    await workbench.screenshot('hover', pictures);
    assert.doesNotMatch(await offers(workbench), /image|alt text|WebP/i);
  });

  it('shows large images small', async () => {
    const hover = await hoverAt(workbench, 4, 'large.png');
    await until('the picture', 20_000, () => isShown(hover));
    assert.match((await hover.locator('img').getAttribute('src')) ?? '', /^data:image\/webp;/);
    await workbench.screenshot('hover-large', pictures);
  });

  it('says in the hover of a missing image why it cannot be made there', async () => {
    const hover = await hoverAt(workbench, 3, 'There is no image at');
    assert.ok((await hover.innerText()).includes(reasonThere), await hover.innerText());
    assert.equal(await hover.getByRole('link', { name: 'Generate image…' }).count(), 0);
    await workbench.screenshot('hover-missing', pictures);
    assert.doesNotMatch(await offers(workbench), /image|Placeholder/i);
  });

  for (const title of [
    'Generate Image…',
    'Generate All Missing Images…',
    'Edit Image…',
    'Optimize Images…',
    'Make Asset Set…',
    'Edit Image at Cursor',
    'Open Image Gallery',
    'Check Images',
  ]) {
    it(`refuses “${title}” and says why`, async () => {
      await workbench.runCommand(`Inline Assets: ${title}`);
      await workbench.notifications.text(reason);
      await workbench.screenshot('refused', pictures);
      await workbench.notifications.close(reason);
    });
  }

  it('refuses automation', async () => {
    for (const [letter, words] of [
      ['J', reason],
      ['K', `saveTo: ${reason}`],
    ] as const) {
      await workbench.editor.focus();
      await workbench.page.keyboard.press(`ControlOrMeta+Alt+Shift+${letter}`);
      await workbench.notifications.text(words);
      await workbench.notifications.close(words);
    }
  });

  it('is read as its configuration says', async () => {
    await openFile(workbench, 'site/src/app.tsx');
    await workbench.editor.squiggle().waitFor();
    assert.equal(await workbench.page.locator('.squiggly-info').count(), 1);
    const hover = await hoverAt(workbench, 2, 'Image not found', 20);
    assert.match(await hover.innerText(), /@\/no\.png/);
  });

  it('has pasted images left to VS Code, which knows none for code', async () => {
    await workbench.editor.goTo(4, 1);
    const bytes = site['src/there.png'];
    await paste(workbench.page, { files: [{ name: 'image.png', type: 'image/png', bytes }] });
    await workbench.page.keyboard.type('x');
    const { editor } = workbench;
    await until('what was typed', 20_000, async () => /\nx\s*$/.test(await editor.text()));
    assert.doesNotMatch(await editor.text(), /<img|image/);
  });
});

describe('a workspace with a folder on disk and a virtual one', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      workspace: { 'page.html': index, 'img/boat.png': sample('src/assets/boat.png') },
      virtual: site,
    });
  });
  after(() => workbench.close());

  it('has quick fixes in the one and none in the other', async () => {
    await openFile(workbench, 'workspace/page.html');
    await workbench.editor.goTo(3, 14);
    await workbench.editor.openQuickFixes('Generate image…');
    await workbench.page.keyboard.press('Escape');
    await openFile(workbench, 'site/index.html');
    await workbench.editor.goTo(3, 14);
    await workbench.editor.squiggle().waitFor();
    assert.doesNotMatch(await offers(workbench), /image|Placeholder/i);
  });

  it('says of the virtual document that it needs a folder on disk', async () => {
    await workbench.runCommand('Inline Assets: Edit Image at Cursor');
    await workbench.notifications.text(/There is no image in the code at the cursor/);
    await workbench.editor.goTo(2, 14);
    await workbench.runCommand('Inline Assets: Edit Image at Cursor');
    await workbench.notifications.text(reasonThere);
    await workbench.notifications.close(reasonThere);
  });

  it('is checked where it is on disk', async () => {
    await workbench.runCommand('Inline Assets: Check Images');
    const said = await workbench.notifications.text(/Images checked: /);
    assert.match(said, /^Images checked: 1, other files: \d+\. Found: /);
  });

  it('has in its gallery what is on disk', async () => {
    const gallery = await openGallery(workbench);
    await gallery.pictureOf('boat.png').waitFor({ timeout: 30_000 });
    assert.deepEqual(await gallery.names(), ['boat.png']);
    await workbench.screenshot('gallery', pictures);
  });
});
