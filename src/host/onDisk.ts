import * as vscode from 'vscode';

/**
 * Images are made, changed and written as files of this machine, by their paths. What another file system calls by a path
 * is not the file of that path here, if there is one.
 */
export function isOnDisk({ scheme }: vscode.Uri): boolean {
  return scheme === 'file';
}

/** In the order of the Explorer, without those of virtual file systems. */
export function foldersOnDisk(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => isOnDisk(uri));
}

/** Absolute paths of `foldersOnDisk`: what is written stays inside them. */
export function rootsOnDisk(): readonly string[] {
  return foldersOnDisk().map(({ uri }) => uri.fsPath);
}

/** Folders are open, and none of them is on this machine's disk. */
export function isVirtualWorkspace(): boolean {
  return (vscode.workspace.workspaceFolders ?? []).length > 0 && foldersOnDisk().length === 0;
}

/** In a folder of the workspace that is on no disk of this machine. */
export function isInVirtualFolder(uri: vscode.Uri): boolean {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return folder !== undefined && !isOnDisk(folder.uri);
}

/** Images may be made for a document, or changed from it; reading goes everywhere. */
export function mayChange(document: vscode.Uri): boolean {
  return vscode.workspace.isTrusted && isOnDisk(document);
}

/** undefined: they may. */
export function refusalAt(document: vscode.Uri): string | undefined {
  if (!isOnDisk(document)) {
    return vscode.l10n.t(
      'Images are made and changed only in folders on disk, and this document is in a virtual one.',
    );
  }
  return vscode.workspace.isTrusted
    ? undefined
    : vscode.l10n.t('This workspace is not trusted, so nothing is generated or written here.');
}

/** Why something is not done in a virtual workspace, or with a virtual folder. */
export function virtualSentence(): string {
  return vscode.l10n.t('This needs a folder on disk: in a virtual workspace you can only look at images.');
}
