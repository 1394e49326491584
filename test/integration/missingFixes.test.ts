import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answering, exists, fixes, imageAt, open, place, png, run, underlines } from './lib/missingWorld';

const generateMissing = (ask: object) =>
  vscode.commands.executeCommand<{
    results: { target: vscode.Uri; outcome: string; uri?: vscode.Uri; message?: string; width?: number }[];
    outcome?: string;
    message?: string;
    documents?: number;
  }>('inlineAssets.generateMissing', ask);

const fix = async (document: vscode.TextDocument, at: string, title: RegExp) =>
  (await fixes(document, at)).find(each => title.test(each.title));

async function text(uri: vscode.Uri): Promise<string> {
  return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString();
}

describe('a broken link', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('leads to the one image of its name, in one step', async () => {
    const uri = await place({ 'a.md': '![A](img/only-login.png "t")', 'pictures/only-login.webp': png });
    const document = await open(uri('a.md'));
    await underlines(document, ['img/only-login.png']);
    await run(await fix(document, 'only-login', /^Use .*pictures\/only-login\.webp$/));
    assert.equal(document.getText(), '![A](pictures/only-login.webp "t")');
    await underlines(document, []);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), '![A](img/only-login.png "t")');
  });

  it('prefers what lies beside it', async () => {
    const uri = await place({
      'a.md': '![A](beside.png)',
      'beside.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    });
    const document = await open(uri('a.md'));
    await underlines(document, ['beside.png']);
    const [first] = await fixes(document, 'beside.png');
    assert.match(first?.title ?? '', /^Use .*beside\.svg$/);
    assert.equal(first?.isPreferred, true);
  });

  it('leads to an image that is chosen, also from outside the workspace', async () => {
    const uri = await place({
      'a.md': '![A](../../../../../outside-picture.png)',
      'outside-pictures.png': png,
    });
    const document = await open(uri('a.md'));
    await underlines(document, ['../../../../../outside-picture.png']);
    const choose = await fix(document, 'outside-picture', /^Choose/);
    await answering('workbench.action.acceptSelectedQuickOpenItem', run(choose));
    assert.equal(document.getText(), '![A](outside-pictures.png)');
  });

  it('is found again where the text has moved, and left alone where it is gone', async () => {
    const uri = await place({ 'a.md': '![A](moved-a.png)', 'x/moved-a.png': png });
    const document = await open(uri('a.md'));
    await underlines(document, ['moved-a.png']);
    const use = await fix(document, 'moved-a.png', /^Use/);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# New\n\n');
    await vscode.workspace.applyEdit(edit);
    await run(use);
    assert.equal(document.getText(), '# New\n\n![A](x/moved-a.png)');
    await run(use);
    assert.equal(document.getText(), '# New\n\n![A](x/moved-a.png)');
  });
});

describe('a missing drawing', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('gets a placeholder that is a drawing', async () => {
    const uri = await place({ 'a.md': '<img src="img/plan.svg" alt="The plan" width="320" height="200">' });
    const document = await open(uri('a.md'));
    await underlines(document, ['img/plan.svg']);
    await run(await fix(document, 'plan.svg', /^Placeholder/));
    assert.deepEqual(await imageAt(uri('img/plan.svg')), { format: 'svg', width: 320, height: 200 });
    assert.match(await text(uri('img/plan.svg')), /<title>The plan<\/title>/);
    await underlines(document, []);
    await vscode.commands.executeCommand('inlineAssets.undoLastSave');
    await underlines(document, ['img/plan.svg']);
  });

  it('becomes a PNG, and the reference leads there in the same step', async () => {
    const uri = await place({
      'a.html': '<img src="img/chart.svg?v=1" alt="A chart" width="64" height="48">',
    });
    const document = await open(uri('a.html'));
    await underlines(document, ['img/chart.svg?v=1']);
    const asPng = await fix(document, 'chart.svg', /^Generate as PNG/);
    await answering('workbench.action.acceptSelectedQuickOpenItem', run(asPng));
    assert.match(document.getText(), /src="img\/chart\.png\?v=1"/);
    assert.deepEqual(await imageAt(uri('img/chart.png')), { format: 'png', width: 64, height: 48 });
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.match(document.getText(), /chart\.svg/);
    assert.equal(await exists(uri('img/chart.png')), false);
  });
});

describe('all missing images', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('of documents are made by automation, each file once, at the size and in the format of the code', async () => {
    const uri = await place({
      'a.md': '![The login](img/all-login.png "=300x200")\n\n![Logo](img/all-logo.svg)',
      'b.html':
        '<img src="img/all-login.png"><img src="all photo.jpg" width="64" height="64"><img src="all.gif">',
    });
    const { results, documents } = await generateMissing({
      documents: [uri('a.md'), uri('b.html')],
      placeholder: true,
      wait: true,
    });
    assert.equal(documents, 2);
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['images', 'images', 'images', 'images'],
    );
    assert.deepEqual(await imageAt(uri('img/all-login.png')), { format: 'png', width: 300, height: 200 });
    assert.equal((await imageAt(uri('img/all-logo.svg'))).format, 'svg');
    assert.deepEqual(await imageAt(uri('all photo.jpg')), { format: 'jpeg', width: 64, height: 64 });
    assert.equal((await imageAt(uri('all.png'))).format, 'png');
    assert.match(await text(uri('b.html')), /<img src="all\.png">/);
    const again = await generateMissing({
      documents: [uri('a.md'), uri('b.html')],
      placeholder: true,
      wait: true,
    });
    assert.deepEqual(again.results, []);
  });

  it('of a folder are found by the index, and nothing beside it is made', async () => {
    const uri = await place({ 'in/a.md': '![A](folder-a.png)', 'out/b.md': '![B](folder-b.png)' });
    const { results } = await generateMissing({ folder: uri('in'), placeholder: true, wait: true });
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['images'],
    );
    assert.equal(await exists(uri('in/folder-a.png')), true);
    assert.equal(await exists(uri('out/folder-b.png')), false);
  });

  it('are never made outside the workspace', async () => {
    const uri = await place({ 'a.md': '![A](../../../../../no-way.png)' });
    assert.deepEqual(await generateMissing({ documents: [uri('a.md')], wait: true }), {
      results: [],
      documents: 1,
    });
  });

  it('are refused by name where an argument is wrong', async () => {
    for (const [ask, word] of [
      [{ document: 'a.md' }, 'document'],
      [{ documents: [] }, 'documents'],
      [{ folder: 3 }, 'folder'],
      [{ documents: ['a.md'], folder: '.' }, 'folder'],
      [{ model: 3 }, 'model'],
      [{ model: 'a/b', placeholder: true }, 'placeholder'],
      [{ style: 3 }, 'style'],
      [{ maxCostUsd: -1 }, 'maxCostUsd'],
      [{ wait: 'yes' }, 'wait'],
      [{ documents: ['https://example.com/x.md'] }, 'documents'],
    ] as const) {
      const { outcome, message, results } = await generateMissing(ask);
      assert.deepEqual([outcome, results], ['bad-request', []], JSON.stringify(ask));
      assert.ok(message?.includes(word), message);
    }
  });
});
