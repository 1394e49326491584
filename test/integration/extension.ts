import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';

/** What the tests read of package.json. */
export interface Manifest {
  contributes: {
    commands: { command: string; title: string }[];
    configuration: { properties: Record<string, { default: unknown }> }[];
  };
}

/** The extension under test: the unpacked package, or the development folder. */
export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('inline-assets.inline-assets');
  assert.ok(found, 'the extension is not there');
  return found;
}

export function manifest(): Manifest {
  return extension().packageJSON as Manifest;
}

/** The sample workspace: a copy that a test may write to. */
export function workspaceFolder(): vscode.WorkspaceFolder {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return folder;
}

/** A file of the sample workspace, by its path from the folder. */
export function workspaceFile(file: string): vscode.Uri {
  return vscode.Uri.file(path.join(workspaceFolder().uri.fsPath, file));
}
