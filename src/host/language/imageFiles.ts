import * as vscode from 'vscode';

/** Outside the workspace nothing tells of changes. */
const freshForMs = 30_000;
/** Watchers run in another process: what changes before they listen is never told. By then they do. */
const watchersListenMs = 5000;
/** Which image files exist. Watches from the first question on. */
export class ImageFiles implements vscode.Disposable {
  private readonly known = new Map<string, { exists: Promise<boolean>; at: number }>();
  private readonly subscriptions: vscode.Disposable[] = [];

  /** @param changed is told the URI of a file or folder that came or went; `undefined`: too much to tell */
  constructor(private readonly changed: (uri: vscode.Uri | undefined) => void) {}

  exists(uri: vscode.Uri): Promise<boolean> {
    if (this.subscriptions.length === 0) this.watch();
    const key = uri.toString();
    const known = this.known.get(key);
    if (known !== undefined && Date.now() - known.at < freshForMs) return known.exists;
    const exists = Promise.resolve(vscode.workspace.fs.stat(uri)).then(
      stat => (stat.type & vscode.FileType.File) !== 0,
      () => false,
    );
    this.known.set(key, { exists, at: Date.now() });
    return exists;
  }

  forget(uri: vscode.Uri): void {
    this.known.delete(uri.toString());
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.known.clear();
  }

  private watch(): void {
    const watcher = vscode.workspace.createFileSystemWatcher('**', false, true, false);
    const all = () => this.forgetAll();
    this.subscriptions.push(
      watcher,
      watcher.onDidCreate(uri => this.cameOrWent(uri)),
      watcher.onDidDelete(uri => this.cameOrWent(uri)),
      // Watchers leave out what `files.watcherExclude` names; the editor's own file operations do not.
      vscode.workspace.onDidCreateFiles(all),
      vscode.workspace.onDidDeleteFiles(all),
      vscode.workspace.onDidRenameFiles(all),
      vscode.workspace.onDidChangeWorkspaceFolders(all),
    );
    const late = setTimeout(all, watchersListenMs);
    late.unref();
    this.subscriptions.push({ dispose: () => clearTimeout(late) });
  }

  /** Of a folder there may be one event, without those of its files. */
  private cameOrWent(uri: vscode.Uri): void {
    const key = uri.toString();
    let affected = this.known.delete(key);
    for (const file of this.known.keys()) {
      if (file.startsWith(`${key}/`)) affected = this.known.delete(file);
    }
    if (affected) this.changed(uri);
  }

  private forgetAll(): void {
    this.known.clear();
    this.changed(undefined);
  }
}
