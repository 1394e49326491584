import * as vscode from 'vscode';
import { isInside, normalize } from '../../core/references/paths';
import { foldersOnDisk, isOnDisk } from '../onDisk';
import type { IndexedFolder } from './indexMessages';
import type { OpenText } from './readerMessages';

/** The folders of the workspace that are on this machine's disk, as their settings show them. */
export function indexedFolders(): IndexedFolder[] {
  return foldersOnDisk().map(({ uri }) => {
    const settings = vscode.workspace.getConfiguration(undefined, uri);
    const globs = ['files.exclude', 'search.exclude'].flatMap(name =>
      Object.entries(settings.get<Record<string, unknown>>(name) ?? {}).flatMap(([glob, on]) =>
        // With a `when` it depends on the files beside.
        on === true ? [glob] : [],
      ),
    );
    return {
      path: pathOf(uri),
      file: uri.fsPath,
      excludes: [...new Set(globs)],
      useIgnoreFiles: settings.get('search.useIgnoreFiles') !== false,
    };
  });
}

/** Documents of these folders that differ from what is on disk. */
export function unsavedTexts(): (Omit<OpenText, 'text'> & { version: number; read(): string })[] {
  return vscode.workspace.textDocuments
    .filter(({ isDirty, uri }) => isDirty && isOnDisk(uri))
    .flatMap(document => {
      const folder = vscode.workspace.getWorkspaceFolder(document.uri);
      if (folder === undefined) return [];
      const { uri, languageId, version } = document;
      const root = pathOf(folder.uri);
      return { path: uri.path, root, languageId, version, read: () => document.getText() };
    });
}

/** A path of the index as VS Code names it. */
export function uriOfIndexed(path: string): vscode.Uri {
  const folder = foldersOnDisk().find(({ uri }) => isInside(pathOf(uri), path));
  return folder?.uri.with({ path }) ?? vscode.Uri.file(path);
}

export interface Changes {
  files(paths: readonly string[]): void;
  /** Other folders, or other rules of what is hidden. */
  folders(): void;
}

/** Tells of what changes on disk, from the moment its watchers listen. */
export function watchWorkspace(changes: Changes): vscode.Disposable {
  const { workspace } = vscode;
  const watcher = workspace.createFileSystemWatcher('**');
  const tell = (uris: readonly vscode.Uri[]) => {
    const paths = uris.flatMap(({ scheme, path }) =>
      scheme === 'file' && !/\/(?:node_modules|\.git)\//.test(path) ? path : [],
    );
    if (paths.length > 0) changes.files(paths);
  };
  const one = (uri: vscode.Uri) => tell([uri]);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(one),
    watcher.onDidCreate(one),
    watcher.onDidDelete(one),
    // Sooner than the watcher, and also where it does not look (`files.watcherExclude`).
    workspace.onDidSaveTextDocument(({ uri }) => one(uri)),
    workspace.onDidCreateFiles(({ files }) => tell(files)),
    workspace.onDidDeleteFiles(({ files }) => tell(files)),
    workspace.onDidRenameFiles(({ files }) => tell(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri]))),
    workspace.onDidChangeWorkspaceFolders(() => changes.folders()),
    workspace.onDidChangeConfiguration(change => {
      const hides = ['files.exclude', 'search.exclude', 'search.useIgnoreFiles'];
      if (hides.some(name => change.affectsConfiguration(name))) changes.folders();
    }),
  );
}

function pathOf({ path }: vscode.Uri): string {
  return path.length > 1 ? normalize(path) : path;
}
