import * as vscode from 'vscode';
import type { IndexedReference } from '../../core/imageIndex/imageIndex';
import { uriOfIndexed } from '../imageIndex/workspaceWatch';

/** More are counted only. */
const most = 5;

/** `pages/index.html:12`, a line each, for the detail of a question. */
export function placeLines(references: readonly IndexedReference[]): string[] {
  const lines = references
    .slice(0, most)
    .map(
      ({ document, range }) =>
        `${vscode.workspace.asRelativePath(uriOfIndexed(document))}:${range.start.line + 1}`,
    );
  const more = references.length - lines.length;
  return more > 0 ? [...lines, vscode.l10n.t('and {0} more', more)] : lines;
}
