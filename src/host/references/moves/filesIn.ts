import * as vscode from 'vscode';

/** Whoever moves or deletes more does it with a tool. */
const mostFiles = 2000;

/** A file itself; of a folder what is in it, without packages. */
export async function filesIn(target: vscode.Uri): Promise<vscode.Uri[]> {
  const type = (await statOf(target))?.type ?? vscode.FileType.Unknown;
  if ((type & vscode.FileType.Directory) === 0) return [target];
  const all = new vscode.RelativePattern(target, '**/*');
  return vscode.workspace.findFiles(all, '**/{node_modules,.git}/**', mostFiles);
}

/** undefined for what is not there. */
export async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch {
    return undefined;
  }
}
