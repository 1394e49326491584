import * as path from 'node:path';
import * as vscode from 'vscode';
import type { WriteAnswer } from '../../protocol/views';
import { withoutLinks } from '../text/withoutLinks';
import type { SetFile, WrittenSet } from './fileSet';
import { savedFilesText } from './phrases';
import type { Saver } from './saver';

/** As many as a dialog shows without scrolling. */
const mostListed = 8;

/** One question for all files that would be replaced. `changed`: those that are not as they were opened or written. */
export async function askReplaceAll(
  taken: readonly string[],
  changed: readonly string[] = [],
): Promise<boolean> {
  const t = vscode.l10n.t;
  const replace = t('Replace');
  const nameOf = (file: string): string => withoutLinks(vscode.workspace.asRelativePath(file));
  const [first = ''] = taken;
  const one =
    changed.length > 0
      ? t('{0} was changed since it was opened here. Replace it?', nameOf(first))
      : t('{0} already exists. Replace it?', nameOf(first));
  const listed = taken
    .slice(0, mostListed)
    .map(file => (changed.includes(file) ? t('{0} (changed meanwhile)', nameOf(file)) : nameOf(file)));
  const more = taken.length - listed.length;
  const answer = await vscode.window.showWarningMessage(
    taken.length === 1 ? one : t('{0} files already exist. Replace them?', taken.length),
    {
      modal: true,
      detail: [
        ...(taken.length === 1 ? [] : listed),
        ...(more > 0 ? [t('… and {0} more', more)] : []),
        t('“Undo Last Save” brings the old files back.'),
      ].join('\n'),
    },
    replace,
  );
  return answer === replace;
}

/** What was written together, and the way back. */
export function tellSaved(saver: Pick<Saver, 'undoLastSave'>, { files, saveId }: WrittenSet): void {
  const [first] = files;
  if (!first) return;
  const t = vscode.l10n.t;
  const undo = t('Undo');
  const show = t('Show');
  const text = savedFilesText({ t, place: vscode.workspace.asRelativePath }, files);
  void vscode.window.showInformationMessage(withoutLinks(text), undo, show).then(answer => {
    if (answer === undo) void saver.undoLastSave(saveId);
    if (answer === show) {
      void vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(first.path));
    }
  });
}

/** Files of a view, written all or none: asked once where some are there, and told. `false`: the user does not want it. */
export async function saveTogether(
  saver: Pick<Saver, 'sets' | 'describe' | 'undoLastSave'>,
  files: readonly SetFile[],
  roots: readonly string[],
): Promise<WriteAnswer> {
  const found = await saver.sets.taken(
    files.map(({ target }) => target),
    roots,
  );
  if ('failure' in found) return { refused: saver.describe(found.failure) };
  if (found.taken.length > 0 && !(await askReplaceAll(found.taken))) return false;
  const written = await saver.sets.write({
    // What came into being since the question was not part of it.
    files: files.map(file => ({ ...file, overwrite: found.taken.includes(path.resolve(file.target)) })),
    roots,
    overwrite: false,
  });
  if ('failure' in written) return { refused: saver.describe(written.failure) };
  tellSaved(saver, written);
  return true;
}
