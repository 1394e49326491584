import * as vscode from 'vscode';
import { allImages, isImagePath } from '../../core/search/imageGlobs';
import { isFolder } from '../fileStat';

/** More than anybody looks through. */
const maxTargets = 20_000;

export interface Targets {
  /** Absolute paths, each once. */
  files: readonly string[];
  /** There are more of them. */
  more: boolean;
}

/** The images among files, and in folders as the workspace's `files.exclude` shows them. */
export async function findTargets(
  targets: readonly vscode.Uri[],
  token?: vscode.CancellationToken,
): Promise<Targets> {
  const found = new Set<string>();
  for (const target of targets) {
    if (target.scheme !== 'file' && target.scheme !== 'vscode-remote') continue;
    if (await isFolder(target)) {
      const pattern = new vscode.RelativePattern(vscode.Uri.file(target.fsPath), allImages);
      const inside = await vscode.workspace.findFiles(pattern, undefined, maxTargets + 1, token);
      for (const uri of inside.map(each => each.fsPath).sort()) found.add(uri);
    } else if (isImagePath(target.path)) {
      found.add(target.fsPath);
    }
  }
  return { files: [...found].slice(0, maxTargets), more: found.size > maxTargets };
}
