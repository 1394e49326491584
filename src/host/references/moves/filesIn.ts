import * as vscode from 'vscode';
import { isFolder } from '../../fileStat';

/** Whoever moves or deletes more does it with a tool. */
const mostFiles = 2000;

/** A file itself; of a folder what is in it, without packages. */
export async function filesIn(target: vscode.Uri): Promise<vscode.Uri[]> {
  if (!(await isFolder(target))) return [target];
  const all = new vscode.RelativePattern(target, '**/*');
  return vscode.workspace.findFiles(all, '**/{node_modules,.git}/**', mostFiles);
}
