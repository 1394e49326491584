import * as vscode from 'vscode';

/** undefined for what is not there. */
export async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch {
    return undefined;
  }
}

export async function isFile(uri: vscode.Uri): Promise<boolean> {
  return (((await statOf(uri))?.type ?? 0) & vscode.FileType.File) !== 0;
}

export async function isFolder(uri: vscode.Uri): Promise<boolean> {
  return (((await statOf(uri))?.type ?? 0) & vscode.FileType.Directory) !== 0;
}
