import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { StageRequest } from '../../src/host/panel/stages/stage';
import { combineCommand } from '../../src/host/commands/combine';
import type { CommandDeps, Composition } from '../../src/host/commands/commandDeps';
import { convertCommand } from '../../src/host/commands/convert';
import { editCommand } from '../../src/host/commands/edit';
import { workspaceFile } from './extension';

describe('Edit Image… and Combine Images…', () => {
  let composed: Composition[];
  let picks: number;
  let opened: StageRequest[];
  let deps: CommandDeps;

  beforeEach(() => {
    composed = [];
    opened = [];
    picks = 0;
    deps = {
      panel: {
        show: () => Promise.resolve(),
        compose: async composition => void composed.push(composition),
        showRun: () => Promise.resolve(),
        openStage: async request => void opened.push(request),
      },
      pickImages: async () => {
        picks++;
        return undefined;
      },
    } as Partial<CommandDeps> as CommandDeps;
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const paths = () => composed.map(({ images }) => images?.map(image => image.toString()));
  const file = workspaceFile('public/logo.png');
  const older = file.with({ scheme: 'git', query: JSON.stringify({ path: file.fsPath, ref: 'HEAD' }) });

  it('take files, also of a remote machine, whose paths are those of this host', async () => {
    await editCommand(deps)(file);
    await editCommand(deps)(file.with({ scheme: 'vscode-remote', authority: 'ssh-remote+box' }));
    assert.deepEqual(paths(), [[file.toString()], [file.toString()]]);
  });

  it('open the Save view of one image, and pick one where none was named', async () => {
    await convertCommand(deps)(file);
    await convertCommand(deps)(older);
    assert.deepEqual(opened, [{ kind: 'save', subject: { file: file.fsPath } }]);
    assert.equal(picks, 0);
    await convertCommand(deps)();
    assert.equal(picks, 1);
  });

  it('take no older version that Git shows: the working copy would be sent', async () => {
    await editCommand(deps)(older);
    await combineCommand(deps)(older, [older, older]);
    assert.deepEqual([composed, picks], [[], 0]);
  });

  it('take neither one that the active tab shows', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('older-version', {
      provideTextDocumentContent: () => 'text',
    });
    try {
      const shown = older.with({ scheme: 'older-version' });
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(shown));
      await editCommand(deps)();
      assert.deepEqual([composed, picks], [[], 0]);
    } finally {
      provider.dispose();
    }
  });

  it('let images be picked when nothing is named and no tab shows one', async () => {
    await editCommand(deps)();
    assert.deepEqual([composed, picks], [[], 1]);
  });
});
