import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { workspaceFile } from './extension';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

let folders = 0;

async function place(files: Record<string, string | Uint8Array>): Promise<(file: string) => vscode.Uri> {
  const name = `moves-${++folders}`;
  const uri = (file: string): vscode.Uri => workspaceFile(`${name}/${file}`);
  for (const [file, content] of Object.entries(files))
    await vscode.workspace.fs.writeFile(uri(file), Buffer.from(content));
  return uri;
}

async function textOf(uri: vscode.Uri): Promise<string> {
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

/** As the Explorer does it. */
async function rename(...moves: [from: vscode.Uri, to: vscode.Uri][]): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const [from, to] of moves) edit.renameFile(from, to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function becomes(uri: vscode.Uri, expected: string): Promise<void> {
  const changed = vscode.workspace.onDidChangeTextDocument;
  const is = async (): Promise<boolean> => (await textOf(uri)) === expected;
  await new Promise<void>((resolve, reject) => {
    const end = (): void => {
      subscription.dispose();
      clearTimeout(timer);
    };
    const look = (): void => void is().then(done => done && (end(), resolve()), reject);
    const subscription = changed(look);
    const timer = setTimeout(() => {
      end();
      void textOf(uri).then(text => reject(new Error(`${uri.path} is: ${text}`)), reject);
    }, 15_000);
    look();
  });
}

function follow(how: string | undefined, section = 'inlineAssets.updateReferencesOnMove'): Thenable<void> {
  return vscode.workspace.getConfiguration().update(section, how, vscode.ConfigurationTarget.Global);
}

describe('references follow', function () {
  // The first question reads the workspace.
  this.timeout(40_000);
  before(() => follow('always'));
  after(() => follow(undefined));

  it('an image that is renamed, in every language and in the form that each has', async () => {
    const texts: Record<string, (name: string) => string> = {
      'a.md': name =>
        `![A](img/${name}.png "T")\n\n[r]: <./img/${name}.png>\n![B][r] ![gone](img/gone.png)\n`,
      'a.html': name =>
        `<img src='img/${name}.png?v=2' alt="A"><img srcset="img/${name}.png 1x, img/b.png 2x">`,
      'a.css': name => `.a { background: url(img/${name}.png), url("./img/b.png") }`,
      'a.tsx': name =>
        `import a from '@/img/${name}.png';\nexport const A = () => <img src={a} alt="x" />;\n`,
      'a.vue': name => `<template><img src="./img/${name}.png"></template>\n`,
      'deep/a.svelte': name => `<script>import a from '../img/${name}.png';</script><img src={a}>\n`,
      'manifest.webmanifest': name =>
        `{ "name": "x", "short_name": "x", "icons": [{ "src": "img/${name}.png" }] }`,
    };
    const uri = await place({
      ...Object.fromEntries(Object.entries(texts).map(([file, text]) => [file, text('a')])),
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
      'img/a.png': png,
      'img/b.png': png,
    });
    await rename([uri('img/a.png'), uri('img/the sea.png')]);
    for (const [file, text] of Object.entries(texts)) {
      const expected = text('the%20sea');
      // Modules are no URLs.
      const plain = /tsx|svelte|vue/.test(file) ? text('the sea') : expected;
      await becomes(uri(file), plain);
    }
  });

  it('a folder that is moved, and what its documents name outside stays found', async () => {
    const uri = await place({
      'docs/guide/a.md': '![x](img/x.png) ![y](../../y.png) ![gone](../../gone.png)\n',
      'docs/guide/page.html': '<img src="img/x.png"><img src="../../y.png">',
      'docs/guide/img/x.png': png,
      'index.html': '<img src="docs/guide/img/x.png">',
      'y.png': png,
    });
    await rename([uri('docs/guide'), uri('handbook')]);
    await becomes(uri('handbook/a.md'), '![x](img/x.png) ![y](../y.png) ![gone](../../gone.png)\n');
    await becomes(uri('handbook/page.html'), '<img src="img/x.png"><img src="../y.png">');
    await becomes(uri('index.html'), '<img src="handbook/img/x.png">');
  });

  it('in what is not saved yet, and one undo takes it back', async () => {
    const uri = await place({ 'a.html': '<img src="a.png">', 'a.png': png });
    const document = await vscode.workspace.openTextDocument(uri('a.html'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit(edit => edit.insert(new vscode.Position(0, 0), '<p>new</p>'));
    await rename([uri('a.png'), uri('b.png')]);
    await becomes(uri('a.html'), '<p>new</p><img src="b.png">');
    await vscode.commands.executeCommand('undo');
    await becomes(uri('a.html'), '<p>new</p><img src="a.png">');
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('not where VS Code does it for Markdown, and not when that was said', async () => {
    const files = { 'a.md': '![x](a.png)\n', 'a.html': '<img src="a.png">', 'a.png': png };
    const uri = await place(files);
    await follow('always', 'markdown.updateLinksOnFileMove.enabled');
    try {
      await rename([uri('a.png'), uri('b.png')]);
      await becomes(uri('a.html'), '<img src="b.png">');
    } finally {
      await follow(undefined, 'markdown.updateLinksOnFileMove.enabled');
    }
    const others = await place(files);
    await follow('never');
    try {
      await rename([others('a.png'), others('b.png')]);
    } finally {
      await follow('always');
    }
    // What follows is worked off in turn, so that this one ends after the one before.
    const last = await place(files);
    await rename([last('a.png'), last('c.png')]);
    await becomes(last('a.html'), '<img src="c.png">');
    assert.equal(await textOf(others('a.html')), '<img src="a.png">');
  });
});
