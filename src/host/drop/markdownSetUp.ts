import * as vscode from 'vscode';

/**
 * Whether the user arranged VS Code's own Markdown paste or drop for this document: where copies go
 * (`markdown.copyFiles.destination`, globs as VS Code 1.139 reads them), or that there are to be links at all.
 */
export function isMarkdownSetUp(document: vscode.TextDocument, how: 'paste' | 'drop'): boolean {
  if (document.languageId !== 'markdown') return false;
  const read = vscode.workspace.getConfiguration('markdown', document);
  const destination: unknown = read.get('copyFiles.destination');
  if (typeof destination === 'object' && destination !== null) {
    const patterns = Object.keys(destination).flatMap(globsOf);
    if (patterns.some(pattern => vscode.languages.match({ pattern }, document) > 0)) return true;
  }
  return isAsked(read, how === 'paste' ? 'editor.filePaste.enabled' : 'editor.drop.enabled');
}

function globsOf(glob: string): string[] {
  if (!glob.startsWith('/')) return [glob.startsWith('**') ? glob : `**/${glob}`];
  return (vscode.workspace.workspaceFolders ?? []).map(
    folder => vscode.Uri.joinPath(folder.uri, glob).fsPath,
  );
}

/** Set by somebody, and not to `never` (`false` in older settings). */
function isAsked(read: vscode.WorkspaceConfiguration, key: string): boolean {
  const found = read.inspect<unknown>(key);
  const set = [
    found?.workspaceFolderLanguageValue,
    found?.workspaceFolderValue,
    found?.workspaceLanguageValue,
    found?.workspaceValue,
    found?.globalLanguageValue,
    found?.globalValue,
  ].find(value => value !== undefined);
  return set !== undefined && set !== 'never' && set !== false;
}
