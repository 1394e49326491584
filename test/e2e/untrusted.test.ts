import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { axe } from './lib/axe';
import { openGallery } from './lib/galleryPage';
import { openWorkbench } from './lib/openWorkbench';
import { paste } from './lib/transfer';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const logo = readFileSync('samples/public/logo.png');

describe('without trust', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      trust: false,
      workspace: {
        'docs/guide.md': '# Guide\n\n![The login flow](img/login.png "=300x200")\n',
        'src/Login.tsx': 'export const Login = () => <main></main>;\n',
        'src/assets/logo.png': logo,
      },
    });
  });
  after(() => workbench.close());

  it('a missing image is only underlined', async () => {
    await workbench.editor.open('docs/guide.md', 3, 22);
    await workbench.editor.squiggle().waitFor();
    const offered = await workbench.editor.openCodeActions();
    assert.doesNotMatch((await offered.textContent()) ?? '', /Generate image/);
    await workbench.page.keyboard.press('Escape');
  });

  it('a pasted image is left to VS Code', async () => {
    await workbench.openAt('src/Login.tsx', '</main>');
    await paste(workbench.page, { files: [{ name: 'image.png', type: 'image/png', bytes: logo }] });
    await workbench.page.keyboard.type('x');
    await until('what was typed', 20_000, async () =>
      (await workbench.editor.text()).includes('<main>x</main>'),
    );
    assert.deepEqual(readdirSync(path.join(workbench.folder, 'src/assets')), ['logo.png']);
    assert.ok(!(await workbench.editor.text()).includes('<img'));
  });

  it('the gallery shows images, and says why nothing is deleted', async () => {
    const gallery = await openGallery(workbench);
    await gallery.pictureOf('logo.png').waitFor({ timeout: 30_000 });
    await gallery.text(/This workspace is not trusted/).waitFor();
    await gallery.image('logo.png').click();
    await workbench.page.keyboard.press('Delete');
    await workbench.notifications.text(/not trusted: images can be viewed, but not renamed or deleted/);
    assert.deepEqual(await axe(await workbench.panel.frame()), []);
    assert.ok(existsSync(path.join(workbench.folder, 'src/assets/logo.png')));
  });
});
