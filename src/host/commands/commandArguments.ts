import * as vscode from 'vscode';
import { isImagePath } from '../../core/search/imageGlobs';

/**
 * The files that a menu, keybinding or other extension passed, whatever form they have: the Explorer gives
 * `(clicked, all selected)`, an editor's title `(uri, { groupId })`, keybindings JSON or a path.
 */
export function urisOf(args: readonly unknown[]): readonly vscode.Uri[] {
  const [first, second] = args;
  const many = Array.isArray(second) && second.length > 0 ? second : Array.isArray(first) ? first : [first];
  return many.flatMap(value => uriOf(value) ?? []);
}

/** Only the images among them. A mixed selection in the Explorer may hold anything. */
export function imagesOf(args: readonly unknown[]): readonly vscode.Uri[] {
  return urisOf(args).filter(uri => isImagePath(uri.path));
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
export function activeImage(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) {
    return isImagePath(input.uri.path) ? input.uri : undefined;
  }
  return undefined;
}
