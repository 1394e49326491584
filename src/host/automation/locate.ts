import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FileArgument } from '../../core/run/automationArgs';
import { foldersOnDisk, isOnDisk, isVirtualWorkspace, virtualSentence } from '../onDisk';
import type { Located } from './automation';

/** A Uri in any form, an absolute path, or a path from the (first) workspace folder. */
export function locate(file: FileArgument): Located {
  try {
    return locateOrThrow(file);
  } catch (error) {
    // `Uri` does not take everything that looks like one.
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

function locateOrThrow(file: FileArgument): Located {
  if (typeof file !== 'string') return fromUri(vscode.Uri.from(file));
  if (/^[a-z][\w+.-]+:\/\//i.test(file)) return fromUri(vscode.Uri.parse(file, true));
  if (path.isAbsolute(file)) return fromUri(vscode.Uri.file(file));
  const [folder] = foldersOnDisk();
  if (!folder && isVirtualWorkspace()) return { refused: virtualSentence() };
  if (!folder)
    return { refused: vscode.l10n.t('“{0}” is a path from the workspace folder, and none is open.', file) };
  return fromUri(vscode.Uri.joinPath(folder.uri, file));
}

function fromUri(uri: vscode.Uri): Located {
  // The host runs where the files are: a remote file's path is a path of this machine.
  if (!isOnDisk(uri) && uri.scheme !== 'vscode-remote') {
    return { refused: vscode.l10n.t('“{0}” is not a file on disk.', uri.toString().slice(0, 200)) };
  }
  const own = vscode.Uri.file(uri.fsPath);
  return { path: own.fsPath, name: vscode.workspace.asRelativePath(own), uri: own.toString() };
}
