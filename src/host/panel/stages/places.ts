import * as path from 'node:path';
import * as vscode from 'vscode';
import { foldersOnDisk } from '../../onDisk';

/** From the workspace folder, when there is only one; with several, with the folder's name. */
export function shownPath(file: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.file(file)).split(path.sep).join('/');
}

/** `typed` as `shownPath` writes it, or absolute; from nowhere it is meant from the folder of `proposed`. */
export function absolutePath(typed: string, proposed: string): string {
  const text = typed.trim();
  if (path.isAbsolute(text)) return path.normalize(text);
  const folders = foldersOnDisk();
  const [first = '', ...rest] = text.split(/[\\/]/);
  const named = folders.length > 1 ? folders.find(({ name }) => name === first) : undefined;
  if (named) return path.join(named.uri.fsPath, ...rest);
  const home = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(proposed)) ?? folders[0];
  return path.resolve(home?.uri.fsPath ?? path.dirname(proposed), text);
}
