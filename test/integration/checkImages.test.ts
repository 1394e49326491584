import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { makePng } from '../server/png';
import { workspaceFile } from './extension';

const command = 'inlineAssets.checkImages';
const clear = 'inlineAssets.clearImageProblems';

let folders = 0;

/** A folder of its own for a test, below the workspace. */
async function place(files: Record<string, string | Uint8Array>): Promise<(file: string) => vscode.Uri> {
  const name = `check-images-${++folders}`;
  const uri = (file: string) => workspaceFile(file === '' ? name : `${name}/${file}`);
  for (const [file, content] of Object.entries(files)) {
    await vscode.workspace.fs.writeFile(uri(file), Buffer.from(content));
  }
  return uri;
}

interface Problem {
  kind: string;
  message: string;
  image?: vscode.Uri;
  document?: vscode.Uri;
  range?: { start: { line: number; character: number } };
  target?: vscode.Uri;
  others?: vscode.Uri[];
}

interface Answer {
  outcome: string;
  images?: number;
  documents?: number;
  problems?: Problem[];
  message?: string;
}

const check = (ask: Record<string, unknown>): Thenable<Answer> =>
  vscode.commands.executeCommand<Answer>(command, { wait: true, ...ask });

const nameOf = (uri: vscode.Uri): string => uri.path.replace(/^.*\//, '');

/** `file: kind kind`, of what the check itself shows; not the underlines of open documents. */
function shown(folder: vscode.Uri): string[] {
  return vscode.languages
    .getDiagnostics()
    .filter(([uri]) => uri.path.startsWith(`${folder.path}/`))
    .flatMap(([uri, all]) => {
      const own = all.filter(({ source, code }) => source === 'Inline Assets' && code !== 'missing-image');
      return own.length === 0 ? [] : `${nameOf(uri)}: ${own.map(({ code }) => String(code)).join(' ')}`;
    })
    .sort();
}

async function shows(folder: vscode.Uri, expected: readonly string[]): Promise<void> {
  const holds = () => JSON.stringify(shown(folder)) === JSON.stringify(expected);
  if (holds()) return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => end(new Error(`shown: ${JSON.stringify(shown(folder))}`)), 15_000);
    const subscription = vscode.languages.onDidChangeDiagnostics(() => holds() && end());
    function end(error?: Error): void {
      clearTimeout(timer);
      subscription.dispose();
      if (error) reject(error);
      else resolve();
    }
  });
}

const png = (width: number, height: number): Buffer => makePng(width, height, 0);

describe('Check Images', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand(clear);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('answers automation with every kind of problem, and shows nothing', async () => {
    const uri = await place({
      'lonely.png': png(3, 3),
      'a.png': png(60, 40),
      'same.png': png(60, 40),
      'webp.webp': png(2, 2),
      'empty.png': '',
      'cut.png': png(7, 7).subarray(0, 20),
      'words.svg': 'not a drawing',
      'index.html':
        '<h1>x</h1>\n<img src="a.png" width="30" height="30" alt=""><img src="same.png"><img src="gone.png" alt="x">',
      'other.md': '![x](webp.webp) ![x](empty.png) ![x](cut.png) ![x](words.svg)',
    });
    const { outcome, problems = [], images } = await check({ folder: uri('') });
    assert.equal(outcome, 'checked');
    assert.ok((images ?? 0) >= 4);
    assert.deepEqual(
      problems.map(({ kind, document, image }) => [
        kind,
        document && nameOf(document),
        image && nameOf(image),
      ]),
      [
        ['missing', 'index.html', undefined],
        ['unreadable', undefined, 'cut.png'],
        ['unreadable', undefined, 'empty.png'],
        ['unreadable', undefined, 'words.svg'],
        ['unused', undefined, 'lonely.png'],
        ['wrong-extension', undefined, 'webp.webp'],
        ['wrong-size', 'index.html', 'a.png'],
        ['no-alt', 'index.html', 'same.png'],
        ['duplicates', undefined, 'a.png'],
      ],
    );
    const [missing, cut, empty] = problems;
    assert.equal(cut?.message, 'The file cannot be read as an image.');
    assert.equal(empty?.message, 'The file is empty.');
    assert.equal(missing?.message, 'Image not found: gone.png');
    assert.equal(missing?.target?.toString(), uri('gone.png').toString());
    assert.deepEqual(missing?.range?.start, { line: 1, character: 77 });
    assert.equal(nameOf(problems.at(-1)?.others?.[0] as vscode.Uri), 'same.png');
    assert.deepEqual(shown(uri('')), []);
    const some = await check({ folder: uri('').fsPath, kinds: ['unused'] });
    assert.deepEqual(
      some.problems?.map(({ kind }) => kind),
      ['unused'],
    );
  });

  it('refuses what nobody knows by its name', async () => {
    assert.match((await check({ colour: 'red' })).message ?? '', /“colour” is not known here/);
    assert.match((await check({ kinds: ['ugly'] })).message ?? '', /“kinds” must be/);
    assert.match((await check({ folder: '/' })).message ?? '', /is not in the workspace/);
    assert.equal((await check({ folder: '/' })).outcome, 'bad-request');
  });

  it('fills the Problems panel, follows what changes, and is cleared', async () => {
    const uri = await place({
      'a.png': png(4, 4),
      'b.png': png(5, 5),
      'doc.md': '![](a.png) ![x](gone.png)',
    });
    // The command waits for an answer to its message; what it shows comes before.
    const asked = vscode.commands.executeCommand(command, { folder: uri('') });
    await shows(uri(''), ['b.png: unused', 'doc.md: missing no-alt']);
    await vscode.workspace.fs.writeFile(uri('doc.md'), Buffer.from('![a](a.png) ![b](b.png)'));
    await shows(uri(''), []);
    await vscode.workspace.fs.delete(uri('a.png'));
    await shows(uri(''), ['doc.md: missing']);
    const document = await vscode.workspace.openTextDocument(uri('doc.md'));
    await vscode.window.showTextDocument(document);
    // Underlined by the editor now, and not twice.
    await shows(uri(''), []);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, 0, 100), '![](b.png)');
    await vscode.workspace.applyEdit(edit);
    // Of the text in the editor, not of what is on disk.
    await shows(uri(''), ['doc.md: no-alt']);
    await vscode.commands.executeCommand(clear);
    assert.deepEqual(shown(uri('')), []);
    await vscode.commands.executeCommand('notifications.clearAll');
    await asked;
  });
});
