import * as vscode from 'vscode';
import { svgPlaceholder } from '../../core/imaging/placeholder/svgPlaceholder';
import { formatPixels } from '../../core/model/format';
import { askedSize } from '../../core/references/askedSize';
import { subjectOf } from '../../core/references/draftPrompt';
import type { Saver } from '../save/saver';
import { withoutLinks } from '../text/withoutLinks';
import type { MissingImage } from './missingImage';

/** A missing `.svg`: a drawing at its place. Nothing is generated, so there is no run of it. */
export async function drawPlaceholder(
  { saver }: { saver: Pick<Saver, 'sets' | 'describe' | 'undoLastSave'> },
  { target, reference }: MissingImage,
): Promise<void> {
  const { t } = vscode.l10n;
  const uri = vscode.Uri.parse(target, true);
  const size = askedSize(reference);
  const written = await saver.sets.write({
    files: [{ target: uri.fsPath, text: svgPlaceholder(subjectOf(reference), size) }],
    roots: (vscode.workspace.workspaceFolders ?? []).map(folder => folder.uri.fsPath),
    overwrite: false,
  });
  if ('failure' in written) {
    void vscode.window.showErrorMessage(withoutLinks(saver.describe(written.failure)));
    return;
  }
  const undo = t('Undo');
  const name = withoutLinks(vscode.workspace.asRelativePath(uri));
  const message = t('Saved {0} ({1}).', name, formatPixels(size));
  void vscode.window.showInformationMessage(message, undo).then(async chosen => {
    if (chosen === undo) await saver.undoLastSave(written.saveId);
  });
}
