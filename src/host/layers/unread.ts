import * as vscode from 'vscode';
import { formatBytes } from '../../core/model/format';
import type { TextProblem } from '../readText';

/** Why a table, page or description was not read. `most`: bytes it may have. */
export function unread(file: string, problem: TextProblem, most: number): string {
  const name = vscode.workspace.asRelativePath(file);
  switch (problem) {
    case 'missing':
      return vscode.l10n.t('{0} is not there.', name);
    case 'not-a-file':
      return vscode.l10n.t('{0} is not a file.', name);
    case 'too-large':
      return vscode.l10n.t('{0} is too large: it may have {1}.', name, formatBytes(most));
    case 'unreadable':
    case 'not-utf8':
      return vscode.l10n.t('{0} could not be read.', name);
  }
}
