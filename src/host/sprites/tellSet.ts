import * as vscode from 'vscode';
import type { Saver } from '../save/saver';
import type { WrittenSet } from '../save/fileSet';
import { withoutLinks } from '../text/withoutLinks';

/** As many as a dialog shows without scrolling. */
const mostListed = 8;

/** One decision for all that is there already. */
export async function askOverwriteSet(taken: readonly string[]): Promise<boolean> {
  const shown = taken.slice(0, mostListed).map(file => vscode.workspace.asRelativePath(file));
  const more = taken.length - shown.length;
  const overwrite = vscode.l10n.t('Overwrite');
  const answer = await vscode.window.showWarningMessage(
    taken.length === 1
      ? vscode.l10n.t('A file is already there.')
      : vscode.l10n.t('{0} files are already there.', taken.length),
    {
      modal: true,
      detail: [
        ...shown,
        ...(more > 0 ? [vscode.l10n.t('… and {0} more', more)] : []),
        vscode.l10n.t('“Undo Last Save” brings the old files back.'),
      ].join('\n'),
    },
    overwrite,
  );
  return answer === overwrite;
}

export function tellSet(saver: Pick<Saver, 'undoLastSave'>, { files, saveId }: WrittenSet): void {
  const [first] = files;
  const undo = vscode.l10n.t('Undo');
  const show = vscode.l10n.t('Show');
  const name = vscode.workspace.asRelativePath(first?.path ?? '');
  const text =
    files.length === 1
      ? vscode.l10n.t('Saved as {0}.', name)
      : vscode.l10n.t('{0} files saved: {1} and {2} more.', files.length, name, files.length - 1);
  void vscode.window.showInformationMessage(withoutLinks(text), undo, show).then(answer => {
    if (answer === undo) void saver.undoLastSave(saveId);
    if (answer === show && first) {
      void vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(first.path));
    }
  });
}
