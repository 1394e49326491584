import * as vscode from 'vscode';
import { allImages, isImagePath } from '../../core/search/imageGlobs';

/** More than anybody looks through. */
const maxTargets = 2000;

/** Absolute paths of the images among files, and in folders as the workspace's `files.exclude` shows them. Each once. */
export async function findTargets(
  targets: readonly vscode.Uri[],
  token?: vscode.CancellationToken,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const target of targets) {
    if (target.scheme !== 'file' && target.scheme !== 'vscode-remote') continue;
    if (await isFolder(target)) {
      const pattern = new vscode.RelativePattern(vscode.Uri.file(target.fsPath), allImages);
      const inside = await vscode.workspace.findFiles(pattern, undefined, maxTargets, token);
      for (const uri of inside.map(each => each.fsPath).sort()) found.add(uri);
    } else if (isImagePath(target.path)) {
      found.add(target.fsPath);
    }
  }
  return [...found].slice(0, maxTargets);
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}
