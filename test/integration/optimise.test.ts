import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as vscode from 'vscode';
import type { OptimiseAnswer } from '../../src/host/automation/optimiseAutomation';
import { workspaceFile } from './extension';

describe('inlineAssets.optimise for automation', () => {
  const optimise = (ask: object): Thenable<OptimiseAnswer> =>
    vscode.commands.executeCommand<OptimiseAnswer>('inlineAssets.optimise', ask);
  const read = (name: string) => fs.readFile(workspaceFile(name).fsPath);

  beforeEach(async () => {
    await fs.mkdir(workspaceFile('heavy/deep').fsPath, { recursive: true });
    for (const saveTo of ['heavy/a.png', 'heavy/deep/b.png']) {
      await vscode.commands.executeCommand('inlineAssets.generate', {
        prompt: saveTo,
        models: ['offline/placeholder'],
        width: 200,
        height: 120,
        saveTo,
        wait: true,
      });
    }
    await fs.writeFile(workspaceFile('heavy/note.txt').fsPath, 'no image');
    await fs.writeFile(workspaceFile('heavy/broken.png').fsPath, 'no image');
  });
  afterEach(() => fs.rm(workspaceFile('heavy').fsPath, { recursive: true, force: true }));

  it('says what a folder would save, then saves it, under one undo', async () => {
    const before = [await read('heavy/a.png'), await read('heavy/deep/b.png')];
    const plan = await optimise({ images: ['heavy'], dryRun: true });
    assert.equal(plan.outcome, 'optimised', plan.message);
    const results = new Map(
      plan.files?.map(({ uri, result }) => [vscode.workspace.asRelativePath(uri), result]),
    );
    assert.deepEqual([...results].sort(), [
      ['heavy/a.png', 'smaller'],
      ['heavy/broken.png', 'failed'],
      ['heavy/deep/b.png', 'smaller'],
    ]);
    assert.ok((await read('heavy/a.png')).equals(before[0]!));

    const done = await optimise({ images: ['heavy/a.png', workspaceFile('heavy/deep')] });
    assert.deepEqual(
      done.files?.map(({ result }) => result),
      ['written', 'written'],
    );
    for (const file of done.files ?? []) {
      const bytes = await fs.readFile(file.uri.fsPath);
      assert.equal(bytes.length, file.after);
      assert.ok(bytes.length < file.before!);
    }
    await vscode.commands.executeCommand('inlineAssets.undoLastSave');
    assert.ok((await read('heavy/a.png')).equals(before[0]!));
    assert.ok((await read('heavy/deep/b.png')).equals(before[1]!));
  });

  it('refuses by name what it does not know', async () => {
    for (const [ask, message] of [
      [{ images: [] }, /“images” must be/],
      [{ images: ['heavy'], mode: 'best' }, /“mode” must be lossless, lossy/],
      [{ images: ['heavy'], dryrun: true }, /“dryrun” is not known/],
      [{ images: ['https://example.com/a.png'] }, /not a file on disk/],
    ] as const) {
      const answer = await optimise(ask);
      assert.equal(answer.outcome, 'bad-request');
      assert.match(answer.message ?? '', message);
    }
  });
});
