import * as vscode from 'vscode';

/** undefined for what is not there. */
export async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch {
    return undefined;
  }
}

/** True also where nobody can tell: of a file system that cannot be reached now, nothing is gone. */
export async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch (error) {
    return error instanceof vscode.FileSystemError && error.code === 'Unavailable';
  }
}

export async function isFolder(uri: vscode.Uri): Promise<boolean> {
  return (((await statOf(uri))?.type ?? 0) & vscode.FileType.Directory) !== 0;
}
