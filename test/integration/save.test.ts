import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Imaging } from '../../src/core/imaging/imagingPort';
import type { SaverDeps } from '../../src/host/save/saveContext';
import { VscodeEditors } from '../../src/host/save/vscodeEditors';
import { World } from '../unit/save/world';
import { workspaceFile } from './extension';

/** Nothing is converted here: the bytes are saved as they are. */
const noImaging: SaverDeps['imaging'] = {
  inBulk: () => noImaging as Imaging,
  strip: () => Promise.reject(new Error('not used')),
  optimisePng: () => Promise.reject(new Error('not used')),
  renderAll: () => Promise.reject(new Error('not used')),
  convert: () => Promise.reject(new Error('not expected')),
  inspect: () => Promise.reject(new Error('not expected')),
};

const exists = (file: string): Promise<boolean> =>
  fs.stat(file).then(
    () => true,
    () => false,
  );

/** Of the workbench: what the API shows at once may still be on its way there. */
const selectionChange = (): Promise<void> =>
  new Promise(resolve => {
    const listening = vscode.window.onDidChangeTextEditorSelection(({ selections }) => {
      if (selections[0]?.active.character !== 8) return;
      listening.dispose();
      resolve();
    });
  });

describe('save and insert in a real editor', () => {
  let folder: string;
  let editors: VscodeEditors;
  let world: World;
  let document: vscode.TextDocument;
  let image: string;
  let tests = 0;

  beforeEach(async () => {
    // A folder of its own: an editor remembers where the cursor was in a document.
    folder = workspaceFile(`save-test-${++tests}`).fsPath;
    await fs.mkdir(folder, { recursive: true });
    await fs.writeFile(path.join(folder, 'guide.md'), 'Before. After.\n');
    await fs.writeFile(path.join(folder, 'other.md'), 'Other.\n');
    editors = new VscodeEditors();
    const store = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'inline-assets-store-')));
    world = new World(store, noImaging, undefined, {
      editors,
      workspace: {
        trusted: () => true,
        folders: () => [folder],
        activeDocument: () => editors.activePath(),
        toPath: uri => vscode.Uri.parse(uri, true).fsPath,
        toUri: file => vscode.Uri.file(file).toString(),
      },
    });
    image = path.join(folder, 'img', 'hero.png');
    world.person.picks = [() => image];
    document = await vscode.workspace.openTextDocument(path.join(folder, 'guide.md'));
    const editor = await vscode.window.showTextDocument(document);
    const moved = selectionChange();
    editor.selection = new vscode.Selection(0, 8, 0, 8);
    await moved;
  });

  afterEach(async () => {
    await world.saver.settled();
    world.saver.dispose();
    editors.dispose();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await fs.rm(folder, { recursive: true, force: true });
    await fs.rm(world.folder, { recursive: true, force: true });
  });

  const inserted = 'Before. ![A lighthouse at dawn 64x64](img/hero.png)After.\n';

  it('is one step: Undo takes back both, Redo brings both back, the record follows', async () => {
    const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 10, 13]);
    const ref = await world.candidate(bytes);
    const result = await world.saver.saveAndInsert(ref);
    assert.ok('saved' in result, JSON.stringify(result));
    assert.equal(document.getText(), inserted);
    assert.deepEqual(await fs.readFile(image), bytes);
    const undone = async () => {
      await world.saver.settled();
      return (await world.store.load(ref.runId))?.saved.map(asset => asset.undone === true);
    };
    assert.deepEqual(await undone(), [false]);

    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), 'Before. After.\n');
    assert.equal(await exists(image), false);
    assert.deepEqual(await undone(), [true]);

    await vscode.commands.executeCommand('redo');
    assert.equal(document.getText(), inserted);
    assert.deepEqual(await fs.readFile(image), bytes);
    assert.deepEqual(await undone(), [false]);
  });

  it('brings the recipe in the same step, and takes it back with it', async () => {
    world.writeRecipes = true;
    const ref = await world.candidate('image');
    const result = await world.saver.saveAndInsert(ref);
    assert.ok('saved' in result, JSON.stringify(result));
    const recipe = `${image}.recipe.json`;
    assert.equal(world.person.inserted.at(-1)?.kind, 'one-step');
    const { prompt } = JSON.parse(await fs.readFile(recipe, 'utf8')) as { prompt: string };
    assert.equal(prompt, 'A lighthouse at dawn');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), 'Before. After.\n');
    assert.deepEqual([await exists(image), await exists(recipe)], [false, false]);
    await vscode.commands.executeCommand('redo');
    assert.deepEqual([await exists(image), await exists(recipe)], [true, true]);
    await vscode.commands.executeCommand('undo');
    await world.saver.settled();
    world.person.picks = [() => image];
    await world.saver.saveAndInsert(await world.candidate('another'));
    assert.deepEqual([await exists(image), await exists(recipe)], [true, true]);
    assert.equal((await world.saver.undoLastSave()).kind, 'undone');
    assert.equal(document.getText(), 'Before. After.\n');
    assert.deepEqual([await exists(image), await exists(recipe)], [false, false]);
  });

  it('goes to the text editor that was left for a panel', async () => {
    const panel = vscode.window.createWebviewPanel('saveTest', 'Panel', vscode.ViewColumn.Active);
    try {
      await world.saver.saveAndInsert(await world.candidate('image'));
      assert.equal(document.getText(), inserted);
    } finally {
      panel.dispose();
    }
  });

  it('is taken back by Undo Last Save, also from a panel', async () => {
    await world.saver.saveAndInsert(await world.candidate('image'));
    const panel = vscode.window.createWebviewPanel('saveTest', 'Panel', vscode.ViewColumn.Beside);
    try {
      assert.equal((await world.saver.undoLastSave()).kind, 'undone');
      assert.equal(document.getText(), 'Before. After.\n');
      assert.equal(await exists(image), false);
    } finally {
      panel.dispose();
    }
  });

  it('leaves the document alone after more was written, and goes on with the save before', async () => {
    world.person.picks = [() => path.join(folder, 'first.png'), () => image];
    await world.saver.save(await world.candidate('first'));
    await world.saver.saveAndInsert(await world.candidate('image'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'More. ');
    await vscode.workspace.applyEdit(edit);
    assert.equal((await world.saver.undoLastSave()).kind, 'insertion');
    assert.equal(document.getText(), `More. ${inserted}`);
    assert.equal(await exists(image), true);
    assert.equal((await world.saver.undoLastSave()).kind, 'undone');
    assert.equal(await exists(path.join(folder, 'first.png')), false);
  });

  it('goes only into a document that is open in a tab, shown or not', async () => {
    const other = await vscode.workspace.openTextDocument(path.join(folder, 'other.md'));
    await vscode.window.showTextDocument(document, { preview: false });
    await vscode.window.showTextDocument(other, { preview: false });
    assert.equal((await editors.current())?.path, other.uri.fsPath);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    assert.equal((await editors.current())?.path, document.uri.fsPath);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.equal(await editors.current(), undefined);
  });

  it('changes nothing when a file appears at the target meanwhile', async () => {
    const ref = await world.candidate('image');
    const current = editors.current.bind(editors);
    const meanwhile: typeof current = async () => {
      await fs.mkdir(path.dirname(image), { recursive: true });
      await fs.writeFile(image, 'theirs');
      return current();
    };
    // After the dialog, which would have asked about it.
    world.person.picks = [() => ((editors.current = meanwhile), image)];
    const result = await world.saver.saveAndInsert(ref);
    assert.ok('failure' in result);
    assert.equal(await fs.readFile(image, 'utf8'), 'theirs');
    assert.equal(document.getText(), 'Before. After.\n');
  });
});
