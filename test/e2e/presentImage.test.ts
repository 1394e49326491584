import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { openWorkbench } from './lib/openWorkbench';
import { PanelPage } from './lib/panelPage';
import { ReferenceList } from './lib/referenceList';
import { appears, until } from './lib/until';
import type { Workbench } from './lib/workbench';

const pictures = path.resolve(import.meta.dirname, '../../out/e2e/presentImage');
const sample = (file: string): Buffer =>
  readFileSync(path.resolve(import.meta.dirname, '../../samples', file));

const page = `<h1>Harbour</h1>
<img src="img/harbour.jpg" alt="" width="300" height="100">
<img src="img/logo.svg" alt="Logo">
`;

describe('an image in the code', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      workspace: {
        'index.html': page,
        'docs/guide.md': '# Guide\n\n![The harbour](../img/harbour.jpg)\n',
        'img/harbour.jpg': sample('public/images/harbour.jpg'),
        'img/logo.svg':
          '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="18" fill="#c33"/></svg>',
      },
    });
  });
  after(() => workbench.close());

  const hover = (): Locator =>
    workbench.page.locator('.monaco-hover:visible').filter({ hasText: 'Reveal in Explorer' }).first();

  /** What the keyboard shows at the cursor. */
  async function showHover(): Promise<Locator> {
    await until('the hover', 45_000, async () => {
      await workbench.page.keyboard.press('Escape');
      await workbench.page.keyboard.press('ControlOrMeta+K');
      await workbench.page.keyboard.press('ControlOrMeta+I');
      return appears(hover(), 3000);
    });
    return hover();
  }

  /** Pictures that were loaded, and how large they are shown. */
  const shown = (within: Locator): Promise<{ width: number; height: number }[]> =>
    within
      .locator('img')
      .evaluateAll(images =>
        (images as HTMLImageElement[])
          .filter(({ complete, naturalWidth }) => complete && naturalWidth > 0)
          .map(({ width, height }) => ({ width, height })),
      );

  it('is shown by a hover, with its size', async () => {
    await workbench.editor.open('index.html', 2, 16);
    const text = await showHover();
    await until('the picture', 20_000, async () => (await shown(hover())).length === 1);
    const [picture] = await shown(hover());
    assert.ok(picture && picture.width > 100 && picture.height === 130, JSON.stringify(picture));
    for (const part of ['harbour.jpg', 'JPEG', 'Shown at 300 × 100.', 'Optimize', 'Reveal in Explorer'])
      assert.ok((await text.innerText()).includes(part), await text.innerText());
    await text.getByRole('link', { name: 'Reveal in Explorer' }).waitFor();
    await workbench.screenshot('hover-html', pictures);
  });

  it('is brought into the panel from there', async () => {
    const text = await showHover();
    await text.getByRole('link', { name: 'Edit…' }).click();
    await new PanelPage(workbench.panel).prompt.waitFor({ timeout: 45_000 });
    await new ReferenceList(workbench.panel).are('img/harbour.jpg');
    await workbench.screenshot('panel', pictures);
  });

  it('gets its true shape by a quick fix', async () => {
    // The panel has the focus, and a file would open beside it.
    await workbench.editor.focus();
    await workbench.editor.open('index.html', 2, 16);
    await workbench.editor.openQuickFixes('Set width and height to');
    await workbench.screenshot('actions', pictures);
    await workbench.page.keyboard.press('Escape');
    await workbench.editor.quickFix('Set width and height to');
    await until('the height', 10_000, async () =>
      /width="300" height="(?!100")\d+"/.test(await workbench.editor.text()),
    );
  });

  it('has a list of what can be done with it in the palette', async () => {
    await workbench.runCommand('Inline Assets: Image Actions at Cursor…');
    const row = workbench.quickInput.row(/Convert to WebP and update all references/);
    await row.waitFor();
    await workbench.screenshot('at-cursor', pictures);
    await row.click();
    await until('the new name', 30_000, async () =>
      (await workbench.editor.text()).includes('src="img/harbour.webp"'),
    );
    await until('the new name in Markdown', 30_000, () =>
      Promise.resolve(workbench.read('docs/guide.md').toString().includes('(../img/harbour.webp)')),
    );
    await workbench.screenshot('converted', pictures);
  });

  it('is shown in Markdown and as SVG, in every theme', async () => {
    await workbench.editor.open('index.html', 3, 16);
    await showHover();
    await until('the drawing', 20_000, async () => (await shown(hover())).length === 1);
    await workbench.screenshot('hover-svg', pictures);
    await workbench.editor.open('docs/guide.md', 3, 22);
    await showHover();
    // VS Code shows it by itself here, and once is enough.
    await until('the picture', 20_000, async () => (await shown(hover())).length === 1);
    for (const theme of ['light', 'dark', 'high-contrast'] as const) {
      await workbench.setTheme(theme);
      await showHover();
      await workbench.screenshot(`hover-markdown-${theme}`, pictures);
    }
  });
});
