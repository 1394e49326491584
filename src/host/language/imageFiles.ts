import * as vscode from 'vscode';
import { placeKey } from '../../core/save/placeKey';
import { isFile } from '../fileStat';

/** Outside the workspace nothing tells of changes. */
const freshForMs = 30_000;
/** Watchers run in another process: what changes before they listen is never told. By then they do. */
const watchersListenMs = 5000;

interface Known {
  exists: Promise<boolean>;
  at: number;
  /** `placeOf` its URI. */
  place: string;
}

/**
 * The same for all the ways to write a file's name that may be one file. Whether they are is the disk's to say: events name
 * a file as it is stored, and a reference as somebody wrote it.
 */
export function placeOf(uri: vscode.Uri): string {
  return placeKey(uri.toString(true));
}

/** Which image files exist. Watches from the first question on. */
export class ImageFiles implements vscode.Disposable {
  /** By URI as it was asked for: `Hero.PNG` is there or not, whatever `hero.png` is. */
  private readonly known = new Map<string, Known>();
  private readonly subscriptions: vscode.Disposable[] = [];

  /** @param changed is told the URI of a file or folder that came or went; `undefined`: too much to tell */
  constructor(private readonly changed: (uri: vscode.Uri | undefined) => void) {}

  exists(uri: vscode.Uri): Promise<boolean> {
    if (this.subscriptions.length === 0) this.watch();
    const key = uri.toString();
    const known = this.known.get(key);
    if (known !== undefined && Date.now() - known.at < freshForMs) return known.exists;
    const exists = isFile(uri);
    this.known.set(key, { exists, at: Date.now(), place: placeOf(uri) });
    return exists;
  }

  /** `placeOf`, remembered. */
  place(uri: vscode.Uri): string {
    return this.known.get(uri.toString())?.place ?? placeOf(uri);
  }

  forget(uri: vscode.Uri): void {
    this.forgetAt(placeOf(uri));
  }

  /** Of many files at once, by their URIs as they were asked for: other ways to write them stay known. */
  forgetEach(uris: Iterable<string>): void {
    for (const uri of uris) this.known.delete(uri);
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
    if (this.forgetAt(placeOf(uri))) this.changed(uri);
  }

  /** @returns true when something was known of it, or of what is below it */
  private forgetAt(at: string): boolean {
    let affected = false;
    for (const [key, { place }] of this.known) {
      if (place === at || place.startsWith(`${at}/`)) affected = this.known.delete(key);
    }
    return affected;
  }

  forgetAll(): void {
    this.known.clear();
    this.changed(undefined);
  }
}
