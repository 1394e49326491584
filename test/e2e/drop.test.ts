import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openWorkbench } from './lib/openWorkbench';
import { openPanel } from './lib/panelPage';
import { copyImage, drop, paste } from './lib/transfer';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const png = readFileSync('samples/public/logo.png');
const attributes = 'width="256" height="256"';
const screenshot = { name: 'image.png', type: 'image/png', bytes: png };
const guide = '# Guide\n\n## Sign in\n\nPress the button.\n\n\n\nEnd.\n';
const login = "import { useState } from 'react';\n\nexport function Login() {\n  return <main></main>;\n}\n";

const workspace = {
  'docs/guide.md': guide,
  'docs/broken.md': '![Gone](img/gone.png)\n',
  'docs/img/other.png': png,
  'src/Login.tsx': login,
  'old/Login.jsx': login,
  'src/assets/logo.png': png,
  'site/index.html': '<!doctype html>\n<body>\n<h2>Our team</h2>\n<p></p>\n</body>\n',
};

const isThere = (workbench: Workbench, file: string): boolean =>
  existsSync(path.join(workbench.folder, file));
const imagesOf = (workbench: Workbench): string[] =>
  readdirSync(path.join(workbench.folder, 'docs', 'img')).sort();
const shows = (workbench: Workbench, text: string): Promise<void> =>
  until(`“${text}” in the editor`, 20_000, async () => (await workbench.editor.text()).includes(text));
const showsNo = (workbench: Workbench, text: string): Promise<void> =>
  until(`“${text}” to go`, 20_000, async () => !(await workbench.editor.text()).includes(text));

/** An editor takes a paste before the extension is there: it is when it underlines something. */
async function isUp(workbench: Workbench): Promise<void> {
  await workbench.editor.open('docs/broken.md');
  await workbench.editor.squiggle().waitFor();
}

/** With the cursor on the empty line of the guide. */
const openGuide = (workbench: Workbench): Promise<void> => workbench.editor.open('docs/guide.md', 7, 1);

describe('an image that is pasted or dropped', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      workspace,
      settings: { '[javascriptreact]': { 'inlineAssets.pasteImages': 'off' } },
    });
    await isUp(workbench);
  });
  after(() => workbench.close());

  describe('into a document', () => {
    it('is saved under the name of the heading and shown, and one Undo takes back both', async () => {
      await openGuide(workbench);
      await copyImage(workbench.page, png);
      await workbench.page.keyboard.press('ControlOrMeta+V');
      await shows(workbench, '![Sign in](img/sign-in.png)');
      assert.equal(workbench.read('docs/img/sign-in.png').readUInt32BE(16), 256);
      await workbench.editor.undo();
      await showsNo(workbench, 'sign-in.png');
      await until('the file to go', 20_000, () => !isThere(workbench, 'docs/img/sign-in.png'));
      await workbench.editor.redo();
      await shows(workbench, '![Sign in](img/sign-in.png)');
      await until('the file', 20_000, () => isThere(workbench, 'docs/img/sign-in.png'));
      await workbench.editor.undo();
      await until('the file to go', 20_000, () => !isThere(workbench, 'docs/img/sign-in.png'));
    });

    it('lets the alt text be typed over at once', async () => {
      await openGuide(workbench);
      await paste(workbench.page, { files: [screenshot] });
      await shows(workbench, '![Sign in](img/sign-in.png)');
      await workbench.page.keyboard.type('The form');
      await shows(workbench, '![The form](img/sign-in.png)');
    });

    it('is imported by TSX, under its own name, and Undo Last Save takes it back', async () => {
      await workbench.openAt('src/Login.tsx', '</main>');
      const file = { ...screenshot, name: 'Login Form.png' };
      await paste(workbench.page, { files: [file], texts: { 'text/plain': 'Login Form.png' } });
      await shows(workbench, "import loginForm from './assets/login-form.png';");
      await shows(
        workbench,
        '<main><img src={loginForm} alt="Login form" width={256} height={256} /></main>',
      );
      assert.deepEqual(workbench.read('src/assets/login-form.png'), png);
      await workbench.runCommand('Inline Assets: Undo Last Save');
      await until('the file to go', 20_000, () => !isThere(workbench, 'src/assets/login-form.png'));
      await showsNo(workbench, 'loginForm');
    });

    it('is left out where words come with it, as of an office program', async () => {
      await workbench.openAt('src/Login.tsx', '</main>');
      await paste(workbench.page, { files: [screenshot], texts: { 'text/plain': 'Total 42' } });
      await shows(workbench, '<main>Total 42</main>');
      assert.deepEqual(readdirSync(path.join(workbench.folder, 'src', 'assets')), ['logo.png']);
    });

    it('comes from the desktop too, and lies beside a page that has no other place for it', async () => {
      await workbench.openAt('site/index.html', '</p>');
      await drop(workbench.page, '</p>', { files: [screenshot] });
      await shows(workbench, `<p><img src="our-team.png" alt="Our team" ${attributes}></p>`);
      assert.deepEqual(workbench.read('site/our-team.png'), png);
      await workbench.editor.undo();
      await until('the file to go', 20_000, () => !isThere(workbench, 'site/our-team.png'));
    });

    it('is referred to and not copied when it is in the workspace', async () => {
      const row = await workbench.explorer.reveal('src/assets/logo.png');
      await workbench.openAt('site/index.html', '</p>');
      const line = workbench.page.locator('.editor-group-container.active .view-line', { hasText: '</p>' });
      const { mouse, keyboard } = workbench.page;
      await row.hover();
      const { x, y } = (await line.boundingBox()) ?? { x: 0, y: 0 };
      await mouse.down();
      // Without Shift VS Code would open it, and lays something over the text to say so.
      await mouse.move(x + 60, y + 8, { steps: 5 });
      await keyboard.down('Shift');
      await mouse.move(x + 25, y + 8, { steps: 5 });
      await mouse.up();
      await keyboard.up('Shift');
      await shows(workbench, `<img src="../src/assets/logo.png" alt="Logo" ${attributes}>`);
      assert.deepEqual(readdirSync(path.join(workbench.folder, 'site')), ['index.html']);
    });
  });

  describe('from the panel', () => {
    it('is dragged into the text, and saved as every other result', async () => {
      await openGuide(workbench);
      const panel = await openPanel(workbench, 'Generate Image…');
      await panel.generate('A quiet harbour at dawn');
      await until('an image', 30_000, async () => (await panel.images.count()) === 1);
      const line = workbench.page.locator('.monaco-editor .view-line', { hasText: 'Press' }).first();
      await panel.images.first().dragTo(line);
      await until('the file', 20_000, () => isThere(workbench, 'docs/img/quiet-harbour-dawn.png'));
      await panel.text('docs/img/quiet-harbour-dawn.png').waitFor();
      await workbench.editor.tab(/guide\.md/).click();
      await shows(workbench, 'dawn](img/quiet-harbour-dawn.png)');
      await workbench.editor.focus();
      await workbench.editor.undo();
      await until('the file to go', 20_000, () => !isThere(workbench, 'docs/img/quiet-harbour-dawn.png'));
      await showsNo(workbench, 'quiet-harbour');
      await panel.text('docs/img/quiet-harbour-dawn.png').waitFor({ state: 'hidden' });
    });
  });

  describe('where VS Code’s own Markdown paste is set up', () => {
    let workbench: Workbench;
    before(async () => {
      workbench = await openWorkbench({
        workspace,
        settings: { 'markdown.copyFiles.destination': { '/docs/**': '${documentWorkspaceFolder}/media/' } },
      });
      await isUp(workbench);
    });
    after(() => workbench.close());

    it('comes second, and can be chosen', async () => {
      await openGuide(workbench);
      // Its Markdown features come up after the text, and until then nobody else is there.
      await until('an image where VS Code saves it', 60_000, async () => {
        await paste(workbench.page, { files: [screenshot] });
        await shows(workbench, '![');
        if ((await workbench.editor.text()).includes('![alt text](../media/image.png)')) return true;
        await until('our file', 20_000, () => isThere(workbench, 'docs/img/sign-in.png'));
        await workbench.editor.undo();
        await showsNo(workbench, '![');
        await until('our file to go', 20_000, () => !isThere(workbench, 'docs/img/sign-in.png'));
        return false;
      });
      await until('its file', 20_000, () => isThere(workbench, 'media/image.png'));
      assert.deepEqual(imagesOf(workbench), ['other.png']);
      await workbench.page.locator('.post-edit-widget').waitFor();
      await workbench.page.keyboard.press('ControlOrMeta+.');
      const ways = workbench.page.locator('.action-widget .monaco-list-row');
      await ways.filter({ hasText: 'Insert image, saved as docs/img/sign-in.png' }).click();
      await shows(workbench, '![Sign in](img/sign-in.png)');
      await until('one file', 20_000, () => !isThere(workbench, 'media/image.png'));
      assert.deepEqual(imagesOf(workbench), ['other.png', 'sign-in.png']);
    });
  });

  it('is left to VS Code in a language that is switched off', async () => {
    await workbench.openAt('old/Login.jsx', '</main>');
    await paste(workbench.page, { files: [screenshot] });
    await workbench.page.keyboard.type('x');
    await shows(workbench, '<main>x</main>');
    assert.deepEqual(readdirSync(path.join(workbench.folder, 'old')), ['Login.jsx']);
    assert.ok(!(await workbench.editor.text()).includes('<img'));
  });
});
