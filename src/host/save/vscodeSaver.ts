import * as vscode from 'vscode';
import { rootsOnDisk } from '../onDisk';
import type { SaverDeps } from './saveContext';
import { createSaver, type Saver } from './saver';
import { VscodeEditors } from './vscodeEditors';
import { createSaveUi } from './vscodeSaveUi';

export interface VscodeSaverDeps extends Pick<
  SaverDeps,
  'runs' | 'imaging' | 'records' | 'reference' | 'documentImages' | 'log' | 'storeFolder'
> {
  settings(scope?: vscode.Uri): ReturnType<SaverDeps['settings']>;
  /** Of the workspace. */
  memory: vscode.Memento;
  /** After an undo: a watcher may have missed a file that was taken back soon. */
  tookBack?(): void;
}

/** Saving with VS Code around it. Make it with the rest of the host, so that it sees which editor was the last. */
export function createVscodeSaver(deps: VscodeSaverDeps): Saver {
  const editors = new VscodeEditors();
  const ui = createSaveUi(deps.log);
  const saver = createSaver({
    ...deps,
    settings: folder => deps.settings(folder === undefined ? undefined : vscode.Uri.file(folder)),
    workspace: {
      trusted: () => vscode.workspace.isTrusted,
      folders: rootsOnDisk,
      activeDocument: () => editors.activePath(),
      toPath: uri => vscode.Uri.parse(uri, true).fsPath,
      toUri: path => vscode.Uri.file(path).toString(),
    },
    editors,
    ui: {
      ...ui,
      tellUndo: outcome => {
        deps.tookBack?.();
        ui.tellUndo(outcome);
      },
    },
  });
  return {
    ...saver,
    takeBack: saveIds => saver.takeBack(saveIds).finally(() => deps.tookBack?.()),
    dispose: () => {
      saver.dispose();
      editors.dispose();
    },
  };
}
