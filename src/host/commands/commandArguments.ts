import * as vscode from 'vscode';
import { isImagePath } from '../../core/search/imageGlobs';
import { isOnDisk } from '../onDisk';

/**
 * The files that a menu, keybinding or other extension passed, whatever form they have: the Explorer gives
 * `(clicked, all selected)`, an editor's title `(uri, { groupId })`, keybindings JSON or a path.
 */
export function urisOf(args: readonly unknown[]): readonly vscode.Uri[] {
  const [first, second] = args;
  const many = Array.isArray(second) && second.length > 0 ? second : Array.isArray(first) ? first : [first];
  return many.flatMap(value => uriOf(value) ?? []);
}

export interface NamedImages {
  images: readonly vscode.Uri[];
  /** Images that are no files on disk, such as an older version that Git shows. */
  elsewhere: boolean;
}

/** Only the images among them. A mixed selection in the Explorer may hold anything. */
export function imagesOf(args: readonly unknown[]): NamedImages {
  return onDisk(urisOf(args).filter(uri => isImagePath(uri.path)));
}

/** The path of a URI with another scheme (`git:`) is that of a file with other bytes: what is shown would not be sent. */
function onDisk(uris: readonly vscode.Uri[]): NamedImages {
  const images = uris.flatMap(uri => {
    if (isOnDisk(uri)) return [uri];
    // The host runs where the files are: a remote file's path is a path of this machine.
    return uri.scheme === 'vscode-remote' ? [vscode.Uri.file(uri.fsPath)] : [];
  });
  return { images, elsewhere: images.length < uris.length };
}

export function sayNotOnDisk(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      'What is shown here is not a file on this disk. Open the image from a folder on this disk, or save it there first.',
    ),
  );
}

export function uriOf(value: unknown): vscode.Uri | undefined {
  if (value instanceof vscode.Uri) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('scheme' in value) || !('path' in value)) return undefined;
  return typeof value.scheme === 'string' && typeof value.path === 'string'
    ? vscode.Uri.from(value as vscode.Uri)
    : undefined;
}

/** An automation call: one plain object that is no URI. */
export function askObject(args: readonly unknown[]): Readonly<Record<string, unknown>> | undefined {
  const [first] = args;
  if (typeof first !== 'object' || first === null || Array.isArray(first) || uriOf(first)) return undefined;
  return first as Readonly<Record<string, unknown>>;
}

/** The image that the active editor tab shows, in VS Code's own preview or in any other editor. */
export function activeImage(): NamedImages {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) {
    return onDisk(isImagePath(input.uri.path) ? [input.uri] : []);
  }
  return { images: [], elsewhere: false };
}
