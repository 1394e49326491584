import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { bytesSource } from '../../src/core/imaging/byteSource';
import { readHeader } from '../../src/core/imaging/header/readHeader';
import { extension, workspaceFile } from './extension';

let folders = 0;
let photo: Buffer;

/** A folder of its own for a test, below the workspace. */
async function place(files: Record<string, string | Uint8Array>): Promise<(file: string) => vscode.Uri> {
  const name = `present-images-${++folders}`;
  const uri = (file: string) => workspaceFile(`${name}/${file}`);
  for (const [file, content] of Object.entries(files)) {
    await vscode.workspace.fs.writeFile(uri(file), Buffer.from(content));
  }
  return uri;
}

async function open(uri: vscode.Uri, language: string): Promise<vscode.TextDocument> {
  const document = await vscode.languages.setTextDocumentLanguage(
    await vscode.workspace.openTextDocument(uri),
    language,
  );
  await vscode.window.showTextDocument(document);
  return document;
}

function positionOf(document: vscode.TextDocument, at: string): vscode.Position {
  return document.positionAt(document.getText().indexOf(at) + 1);
}

/** The Markdown of our hover. */
async function hover(document: vscode.TextDocument, at: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    positionOf(document, at),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map(content => (typeof content === 'string' ? content : content.value))
    .filter(text => text.includes('command:inlineAssets.'))
    .join('\n');
}

async function actions(document: vscode.TextDocument, at: string): Promise<vscode.CodeAction[]> {
  const position = positionOf(document, at);
  const all = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(position, position),
  );
  return all.filter(({ command }) => command?.command.startsWith('inlineAssets.presentImage.'));
}

async function run(document: vscode.TextDocument, at: string, title: RegExp): Promise<void> {
  const action = (await actions(document, at)).find(each => title.test(each.title));
  assert.ok(action?.command, `${title} is not offered`);
  await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
}

/** Does something while the work waits for an answer. */
async function answering(command: string, work: Promise<unknown>): Promise<void> {
  let done = false;
  const ended = work.finally(() => (done = true));
  while (!done) await vscode.commands.executeCommand(command);
  await ended;
}

async function formatAt(uri: vscode.Uri): Promise<string> {
  return (await readHeader(bytesSource(await vscode.workspace.fs.readFile(uri)))).format;
}

/** When a document is as it should be: by what VS Code tells of it. */
async function becomes(holds: () => boolean, what: string): Promise<void> {
  if (holds()) return;
  await new Promise<void>((resolve, reject) => {
    const look = () => holds() && end();
    const { onDidChangeTextDocument, onDidSaveTextDocument } = vscode.workspace;
    const listening = [onDidChangeTextDocument(look), onDidSaveTextDocument(look)];
    const timer = setTimeout(() => end(new Error(what)), 20_000);
    function end(error?: Error): void {
      clearTimeout(timer);
      for (const each of listening) each.dispose();
      if (error) reject(error);
      else resolve();
    }
  });
}

const there = (uri: vscode.Uri): Promise<boolean> =>
  Promise.resolve(
    vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    ),
  );

describe('images that are there', () => {
  let size: { width: number; height: number };

  before(async () => {
    photo = await readFile(path.join(extension().extensionPath, 'media', 'icon.png'));
    const { storedWidth: width, storedHeight: height } = await readHeader(bytesSource(photo));
    size = { width, height };
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const documents: [file: string, language: string, text: string][] = [
    ['a.md', 'markdown', '![A](img/a.png) text'],
    ['a.html', 'html', '<img src="img/a.png">'],
    ['a.tsx', 'typescriptreact', 'import a from "./img/a.png";\nconst A = () => <img src={a} />;'],
    ['a.vue', 'vue', '<template><img src="./img/a.png"></template>'],
    ['a.svelte', 'svelte', '<img src="./img/a.png">'],
    ['a.css', 'css', 'a { background: url(img/a.png) }'],
  ];

  for (const [file, language, text] of documents) {
    it(`are shown in a hover and have actions in ${language}`, async () => {
      const uri = await place({ [file]: text, 'img/a.png': photo });
      const document = await open(uri(file), language);
      const shown = await hover(document, 'img/a.png');
      // In Markdown, VS Code shows the picture by itself.
      assert.equal(
        /^!\[\]\(file:\/\/\/\S+img\/a\.png\?\d+\|width=\d+,height=\d+\)/.test(shown),
        language !== 'markdown',
        shown,
      );
      assert.ok(shown.includes(`${size.width} × ${size.height}`), shown);
      assert.ok(shown.includes('PNG'), shown);
      for (const verb of ['edit', 'optimise', 'reveal'])
        assert.ok(shown.includes(`command:inlineAssets.presentImage.${verb}?`), shown);
      assert.ok(!shown.includes('presentImage.regenerate'));

      const titles = (await actions(document, 'img/a.png')).map(({ title }) => title);
      assert.ok(titles.includes('Edit image…'), titles.join());
      assert.ok(titles.includes('Convert to WebP and update all references'));
      const fix = `Set width and height to ${size.width} × ${size.height}`;
      assert.equal(titles.includes(fix), language !== 'markdown' && language !== 'css', titles.join());
      assert.equal(
        titles.some(title => title.includes('alt text')),
        language !== 'css',
      );
    });
  }

  it('are found from anywhere in their element', async () => {
    const uri = await place({
      'a.html': '<p>text</p><img src="img/a.png" alt="A"><p>more</p>',
      'a.tsx': 'import a from "./img/a.png";\nconst A = () => <img src={a} alt="A" />;',
      'img/a.png': photo,
    });
    for (const [file, language] of [
      ['a.html', 'html'],
      ['a.tsx', 'typescriptreact'],
    ] as const) {
      const document = await open(uri(file), language);
      assert.ok((await hover(document, 'alt="A"')).includes('a\\.png'), file);
      const titles = (await actions(document, 'alt="A"')).map(({ title }) => title);
      assert.ok(titles.includes('Edit image…'), `${file}: ${titles.join()}`);
    }
    assert.equal(await hover(await open(uri('a.html'), 'html'), 'text'), '');
  });

  it('are only described when they cannot be read', async () => {
    const uri = await place({ 'a.html': '<img src="a.png" alt="A">', 'a.png': '' });
    const document = await open(uri('a.html'), 'html');
    const shown = await hover(document, 'a.png');
    assert.ok(shown.includes('This file cannot be read as an image'), shown);
    assert.ok(!/presentImage\.(?:edit|optimise)/.test(shown), shown);
    assert.deepEqual(
      (await actions(document, 'a.png'))
        .map(({ title }) => title)
        .filter(title => !title.includes('alt text')),
      [],
    );
  });

  it('have names that may be Markdown, and say what is wrong with them', async () => {
    const name = 'a [x](command:y) **b**.webp';
    const written = encodeURI(name).replace(/[()*]/g, found => `%${found.charCodeAt(0).toString(16)}`);
    const uri = await place({ 'a.md': `<img src="${written}" width="30" height="20">`, [name]: photo });
    const shown = await hover(await open(uri('a.md'), 'markdown'), written);
    assert.ok(shown.includes('a \\[x\\]\\(command:y\\) \\*\\*b\\*\\*\\.webp'), shown);
    assert.ok(shown.includes('The name ends in \\.webp, but the file is PNG\\.'), shown);
    assert.ok(shown.includes('Shown at 30 × 20\\.'), shown);
    assert.equal(/\]\(command:(?!inlineAssets\.presentImage\.)/.test(shown), false, shown);
  });

  it('are told from those that are missing', async () => {
    const uri = await place({ 'a.md': '![A](no.png) ![B](no.svg)' });
    const document = await open(uri('a.md'), 'markdown');
    const drawn = await hover(document, 'no.svg');
    assert.ok(drawn.includes('command:inlineAssets.missingImage.placeholder?'), drawn);
    assert.match(drawn, /\[Generate as SVG…\]\(command:inlineAssets\.missingImage\.generate\?/);
    const shown = await hover(document, 'no.png');
    assert.match(
      shown,
      /There is no image at .*\[Generate image…\]\(command:inlineAssets\.missingImage\.generate\?/s,
    );
    assert.deepEqual(await actions(document, 'no.png'), []);
  });

  it('get the width and height that they have', async () => {
    const uri = await place({ 'a.html': '<p>é😀</p><img src="a.png" alt="A" height="10">', 'a.png': photo });
    const document = await open(uri('a.html'), 'html');
    await run(document, 'a.png', /^Set width and height/);
    const width = Math.round((10 * size.width) / size.height);
    assert.equal(document.getText(), `<p>é😀</p><img src="a.png" alt="A" height="10" width="${width}">`);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), '<p>é😀</p><img src="a.png" alt="A" height="10">');
  });

  it('get the alt text that is typed, proposed by their name', async () => {
    const uri = await place({ 'a.md': '![](login-flow.png)', 'login-flow.png': photo });
    const document = await open(uri('a.md'), 'markdown');
    await answering(
      'workbench.action.acceptSelectedQuickOpenItem',
      run(document, 'login-flow.png', /alt text/),
    );
    assert.equal(document.getText(), '![Login flow](login-flow.png)');
  });

  it('become WebP in all documents that show them, in one step', async () => {
    const uri = await place({
      'a.md': '![A](img/a.png) ![B](img/a.png?v=1)',
      'sub/b.html': '<img src="../img/a.png"><img src="../img/b.png">',
      'c.css': 'a { background: url(img/a.png) }',
      'img/a.png': photo,
      'img/b.png': photo,
    });
    const document = await open(uri('a.md'), 'markdown');
    // The command waits for the answer to its message, which nobody gives here.
    void run(document, 'img/a.png', /^Convert to WebP/);
    const text = async (file: string): Promise<string> =>
      (await vscode.workspace.openTextDocument(uri(file))).getText();
    const sheet = await vscode.workspace.openTextDocument(uri('c.css'));
    // Nobody looks at it, so it is saved.
    await becomes(
      () => sheet.getText().includes('webp') && !sheet.isDirty,
      'the style sheet was not saved with the new name',
    );
    assert.equal(document.getText(), '![A](img/a.webp) ![B](img/a.webp?v=1)');
    assert.equal(await text('sub/b.html'), '<img src="../img/a.webp"><img src="../img/b.png">');
    assert.equal(await formatAt(uri('img/a.webp')), 'webp');
    assert.ok(await there(uri('img/a.png')));
  });

  it('keep their pixels as @2x where they are shown smaller', async () => {
    const uri = await place({ 'a.html': '<img src="a.png" width="32" height="32" alt="">', 'a.png': photo });
    const document = await open(uri('a.html'), 'html');
    await run(document, 'a.png', /^Add @2x/);
    assert.equal(
      document.getText(),
      '<img src="a.png" width="32" height="32" alt="" srcset="a.png 1x, a@2x.png 2x">',
    );
    const small = await readHeader(bytesSource(await vscode.workspace.fs.readFile(uri('a.png'))));
    assert.deepEqual([small.storedWidth, small.storedHeight], [32, 32]);
    assert.ok(photo.equals(await vscode.workspace.fs.readFile(uri('a@2x.png'))));
  });

  it('have a line above them when that is wanted', async () => {
    const uri = await place({ 'a.md': '![A](a.png)\n\n![B](no.png)\n', 'a.png': photo });
    const document = await open(uri('a.md'), 'markdown');
    const lenses = async (): Promise<string[]> =>
      (
        await vscode.commands.executeCommand<vscode.CodeLens[]>(
          'vscode.executeCodeLensProvider',
          document.uri,
          9,
        )
      )
        // They come as they are resolved.
        .sort((a, b) => a.range.start.compareTo(b.range.start))
        .map(({ command }) => command?.title ?? '')
        .filter(title => title !== '');
    assert.deepEqual(await lenses(), []);
    const settings = vscode.workspace.getConfiguration('inlineAssets');
    await settings.update('codeLens', true, vscode.ConfigurationTarget.Global);
    try {
      const [first, second, ...more] = await lenses();
      assert.deepEqual(more, []);
      assert.match(first ?? '', new RegExp(`^Edit image · ${size.width} × ${size.height} · .* · PNG$`));
      assert.equal(second, 'Generate image…');
    } finally {
      await settings.update('codeLens', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
