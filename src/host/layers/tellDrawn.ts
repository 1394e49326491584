import * as vscode from 'vscode';
import type { WrittenSet } from '../save/fileSet';
import { withoutLinks } from '../text/withoutLinks';

/** One question for all files that would be replaced. `changed`: those that are not as they were opened or written. */
export async function askReplaceAll(taken: readonly string[], changed: readonly string[]): Promise<boolean> {
  const replace = vscode.l10n.t('Replace');
  const names = taken.map(file => vscode.workspace.asRelativePath(file));
  const [first = ''] = names;
  const lines = names.map((name, i) =>
    changed.includes(taken[i] ?? '') ? vscode.l10n.t('{0} (changed meanwhile)', name) : name,
  );
  const one =
    changed.length > 0
      ? vscode.l10n.t('{0} was changed since it was opened here. Replace it?', first)
      : vscode.l10n.t('{0} already exists. Replace it?', first);
  const answer = await vscode.window.showWarningMessage(
    names.length === 1 ? one : vscode.l10n.t('{0} files already exist. Replace them?', names.length),
    { modal: true, detail: names.length === 1 ? '' : lines.slice(0, 30).join('\n') },
    replace,
  );
  return answer === replace;
}

/** What was written, and the way back. */
export function tellDrawn({ files, saveId }: WrittenSet, undo: (saveId: string) => void): void {
  const [first] = files;
  const name = vscode.workspace.asRelativePath(first?.path ?? '');
  const sentence =
    files.length === 1
      ? vscode.l10n.t('Saved {0}.', name)
      : vscode.l10n.t('Saved {0} and, with it, other files: {1}.', name, files.length - 1);
  const action = vscode.l10n.t('Undo');
  void vscode.window.showInformationMessage(withoutLinks(sentence), action).then(chosen => {
    if (chosen === action) undo(saveId);
  });
}
