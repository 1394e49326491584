import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import {
  png,
  place,
  ours,
  underlines,
  until,
  open,
  fixes,
  run,
  answering,
  imageAt,
  exists,
} from './lib/missingWorld';

describe('missing images', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  describe('are underlined', () => {
    const cases: [file: string, language: string, text: string, expected: string[]][] = [
      [
        'a.md',
        'markdown',
        '![A](img/no.png) ![B](there.png) <img src="x%20y.jpg?v=1">',
        ['img/no.png', 'x%20y.jpg?v=1'],
      ],
      [
        'a.mdx',
        'mdx',
        '![A](no.png)\n\n<Image src="./there.png" /> <Image src="./gone.webp" />',
        ['no.png', './gone.webp'],
      ],
      ['a.html', 'html', '<img src=no.png><img src="/there.png"><img src="https://x.y/z.png">', ['no.png']],
      [
        'a.tsx',
        'typescriptreact',
        'import x from "./no.png";\nconst a = <img src="/served.png" />;',
        ['./no.png'],
      ],
      ['a.jsx', 'javascriptreact', 'const a = <img src="/no.svg" />; // <img src="/c.png" />', ['/no.svg']],
      ['a.ts', 'typescript', 'import a from "./no.png"; import b from "./there.png";', ['./no.png']],
      ['a.css', 'css', '.a { background: url(no.png), url("there.png"), url(/served.png) }', ['no.png']],
      ['a.scss', 'scss', '.a { .b { mask: url(no.svg) } } // url(c.png)', ['no.svg']],
      ['a.less', 'less', '.a { background: url("@{x}/a.png"), url(no.png) }', ['no.png']],
      [
        'a.vue',
        'vue',
        '<template><img src="./no.png"><img src="./there.png"></template><style>a { mask: url(no.svg) }</style>',
        ['./no.png', 'no.svg'],
      ],
      ['a.svelte', 'svelte', '<img onclick={() => a > b} src="/no.png"><img src="/served.png">', ['/no.png']],
      [
        'a.astro',
        'astro',
        '---\nimport no from "./no.png";\n---\n<Image src={no} /><img src="/served.png">',
        ['./no.png'],
      ],
      [
        'manifest.webmanifest',
        'json',
        '{ "short_name": "x", "icons": [{ "src": "no.png", "sizes": "9x9" }, { "src": "there.png" }], "a": "b.png" }',
        ['no.png'],
      ],
    ];
    for (const [file, language, text, expected] of cases) {
      it(`in ${language}, at the exact place`, async () => {
        const uri = await place({ [file]: text, 'there.png': png, 'public/served.png': png });
        const diagnostics = await underlines(await open(uri(file), language), expected);
        assert.deepEqual(
          diagnostics.map(({ code, severity }) => [code, severity]),
          expected.map(() => ['missing-image', vscode.DiagnosticSeverity.Information]),
        );
      });
    }

    it('by the aliases of their project, as its configuration has them now', async () => {
      const vite = (folder: string) =>
        `import path from 'node:path'; export default { resolve: { alias: { '@': path.resolve(__dirname, '${folder}') } } };`;
      const uri = await place({
        'package.json': '{}',
        'vite.config.ts': vite('src'),
        'src/img/there.png': png,
        'art/img/no.png': png,
        'src/a.tsx':
          'import a from "@/img/there.png"; import b from "@/img/no.png"; import c from "pkg/no.png"; import d from "~/no.png";',
      });
      const document = await open(uri('src/a.tsx'));
      await underlines(document, ['@/img/no.png']);
      const titles = (await fixes(document, '@/img/no.png')).map(({ title }) => title);
      // It may be another picture, so that what generates one is preferred and stands first.
      assert.equal(titles[0], 'Generate image…');
      assert.ok(
        titles.some(title => /^Use .*art\/img\/no\.png$/.test(title)),
        String(titles),
      );
      await vscode.workspace.fs.writeFile(uri('vite.config.ts'), Buffer.from(vite('art')));
      await underlines(document, ['@/img/there.png']);
      await vscode.workspace.fs.delete(uri('vite.config.ts'));
      await underlines(document, []);
    });

    it('with no quick fix that would write where a file would be outside the workspace', async () => {
      const uri = await place({
        'jsconfig.json': '{ "compilerOptions": { "paths": { "@up/*": ["../../../*"] } } }',
        'a.jsx': 'import a from "@up/not-here.png";',
      });
      const document = await open(uri('a.jsx'));
      await underlines(document, ['@up/not-here.png']);
      assert.deepEqual(
        (await fixes(document, '@up/not-here.png')).map(({ title }) => title),
        ['Choose an existing image…'],
      );
    });

    it('with the name that is missing', async () => {
      const uri = await place({ 'a.md': '![A](img/my%20login.png)' });
      const [diagnostic] = await underlines(await open(uri('a.md')), ['img/my%20login.png']);
      assert.equal(diagnostic?.message, 'Image not found: img/my login.png');
    });

    it('while the text is not saved yet, and no longer when it is gone', async () => {
      const uri = await place({ 'a.md': 'Nothing.' });
      const document = await open(uri('a.md'));
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), '![A](typed.png)');
      await vscode.workspace.applyEdit(edit);
      await underlines(document, ['typed.png']);
      assert.equal(document.isDirty, true);
      await vscode.commands.executeCommand('undo');
      await underlines(document, []);
    });

    it('until the file appears, and again when it goes, alone or with its folder', async () => {
      const uri = await place({ 'a.md': '![A](img/a.png)\n' });
      const document = await open(uri('a.md'));
      await underlines(document, ['img/a.png']);
      await vscode.workspace.fs.writeFile(uri('img/a.png'), png);
      await underlines(document, []);
      await vscode.workspace.fs.delete(uri('img/a.png'));
      await underlines(document, ['img/a.png']);
      await vscode.workspace.fs.writeFile(uri('img/a.png'), png);
      await underlines(document, []);
      await vscode.workspace.fs.delete(uri('img'), { recursive: true });
      await underlines(document, ['img/a.png']);
    });

    it('until the document is saved, where nobody tells of files', async () => {
      const uri = await place({ 'a.md': '![A](.git/objects/a.png)\n' });
      const document = await open(uri('a.md'));
      await underlines(document, ['.git/objects/a.png']);
      await mkdir(uri('.git/objects').fsPath, { recursive: true });
      await writeFile(uri('.git/objects/a.png').fsPath, png);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(1, 0), 'Saved.');
      await vscode.workspace.applyEdit(edit);
      await document.save();
      await underlines(document, []);
    });

    it('as the setting says', async () => {
      const uri = await place({ 'a.md': '![A](a.png)' });
      const document = await open(uri('a.md'));
      await underlines(document, ['a.png']);
      const configuration = vscode.workspace.getConfiguration('inlineAssets');
      try {
        await configuration.update('missingImages.severity', 'off', vscode.ConfigurationTarget.Workspace);
        await underlines(document, []);
        await configuration.update('missingImages.severity', 'error', vscode.ConfigurationTarget.Workspace);
        const [diagnostic] = await underlines(document, ['a.png']);
        assert.equal(diagnostic?.severity, vscode.DiagnosticSeverity.Error);
      } finally {
        await configuration.update('missingImages.severity', undefined, vscode.ConfigurationTarget.Workspace);
      }
    });

    it('not in packages', async () => {
      const uri = await place({ 'node_modules/p/README.md': '![A](a.png)', 'b.md': '![B](b.png)' });
      const packaged = await open(uri('node_modules/p/README.md'));
      await underlines(await open(uri('b.md')), ['b.png']);
      assert.deepEqual(ours(packaged.uri), []);
    });
  });

  describe('have quick fixes', () => {
    it('of which generating is preferred', async () => {
      const uri = await place({ 'a.md': 'Text ![A](fix-own.png)' });
      const document = await open(uri('a.md'));
      await underlines(document, ['fix-own.png']);
      assert.deepEqual(
        (await fixes(document, 'fix-own.png')).map(({ title, isPreferred }) => [title, isPreferred === true]),
        [
          ['Generate image…', true],
          ['Placeholder (no AI)', false],
          ['Choose an existing image…', false],
        ],
      );
      assert.deepEqual(await fixes(document, 'Text'), []);
    });

    it('but none that would write a raster as SVG, what cannot be encoded, or outside the workspace', async () => {
      const choose = 'Choose an existing image…';
      const [asPng, all] = ['Generate as PNG and change the reference…', 'Generate all missing images…'];
      const uri = await place({ 'a.md': '![A](fix-a.svg) ![B](fix-b.gif) ![C](../../../../../fix-c.png)' });
      const document = await open(uri('a.md'));
      await underlines(document, ['fix-a.svg', 'fix-b.gif', '../../../../../fix-c.png']);
      const offered = async (target: string) => (await fixes(document, target)).map(({ title }) => title);
      assert.deepEqual(await offered('fix-a.svg'), [
        'Generate as SVG…',
        'Placeholder (no AI)',
        asPng,
        choose,
        all,
      ]);
      assert.deepEqual(await offered('fix-b.gif'), [asPng, choose, all]);
      assert.deepEqual(await offered('fix-c.png'), [choose, all]);
    });

    it('that know the text as it is now', async () => {
      const uri = await place({ 'a.md': '![A](fix-now.png)' });
      const document = await open(uri('a.md'));
      await underlines(document, ['fix-now.png']);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), 'Words before. ');
      await vscode.workspace.applyEdit(edit);
      assert.equal((await fixes(document, 'fix-now.png')).length, 3);
      await vscode.commands.executeCommand('undo');
    });
  });

  describe('are made', () => {
    const sizes: [file: string, markup: string, format: string, width: number, height: number][] = [
      ['img/a.png', '<img src="img/a.png" width="320" height="200">', 'png', 320, 200],
      ['b c.jpg', '![B](<b c.jpg> "=300x100")', 'jpeg', 300, 100],
      ['c.webp', '![C|240x240](c.webp)', 'webp', 240, 240],
      ['icon.png', '![An icon](icon.png)', 'png', 512, 512],
    ];
    for (const [file, markup, format, width, height] of sizes) {
      it(`as a placeholder at once, at the size the code asks for: ${file}`, async () => {
        const uri = await place({ 'a.md': `# Title\n\n${markup}\n` });
        const document = await open(uri('a.md'));
        await until(
          vscode.languages.onDidChangeDiagnostics,
          () => ours(document.uri).length === 1,
          () => 'none',
        );
        await run((await fixes(document, file)).find(({ title }) => title === 'Placeholder (no AI)'));
        assert.deepEqual(await imageAt(uri(file)), { format, width, height });
        await underlines(document, []);
      });
    }

    it('and taken back in one step', async () => {
      const uri = await place({ 'a.md': '![A](new/folder/a.png)' });
      const document = await open(uri('a.md'));
      await underlines(document, ['new/folder/a.png']);
      await run((await fixes(document, 'a.png')).find(({ title }) => title === 'Placeholder (no AI)'));
      await underlines(document, []);
      await vscode.commands.executeCommand('inlineAssets.undoLastSave');
      await underlines(document, ['new/folder/a.png']);
      assert.equal(await exists(uri('new')), false);
    });

    it('from a prompt that is shown first', async () => {
      const uri = await place({ 'a.md': '![The login flow](a.png =200x100)' });
      const document = await open(uri('a.md'));
      await underlines(document, ['a.png']);
      await answering(
        'workbench.action.acceptSelectedQuickOpenItem',
        run((await fixes(document, 'a.png')).find(({ title }) => title === 'Generate image…')),
      );
      assert.deepEqual(await imageAt(uri('a.png')), { format: 'png', width: 200, height: 100 });
      await underlines(document, []);
    });

    it('not when the prompt is closed', async () => {
      const uri = await place({ 'a.md': '![A](a.png)' });
      const document = await open(uri('a.md'));
      await underlines(document, ['a.png']);
      await answering(
        'workbench.action.closeQuickOpen',
        run((await fixes(document, 'a.png')).find(({ title }) => title === 'Generate image…')),
      );
      assert.equal(await exists(uri('a.png')), false);
      assert.equal(ours(document.uri).length, 1);
    });

    it('never over a file that came meanwhile', async () => {
      const uri = await place({ 'a.md': '![A](a.png)' });
      const document = await open(uri('a.md'));
      await underlines(document, ['a.png']);
      const [generate, placeholder] = await fixes(document, 'a.png');
      await vscode.workspace.fs.writeFile(uri('a.png'), png);
      await Promise.all([run(generate), run(placeholder)]);
      assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(uri('a.png'))), png);
    });

    it('not for arguments that are no missing image', async () => {
      for (const argument of [undefined, 'x', {}, { document: 'x', target: 'y', reference: {} }]) {
        await vscode.commands.executeCommand('inlineAssets.missingImage.placeholder', argument);
      }
    });
  });
});
