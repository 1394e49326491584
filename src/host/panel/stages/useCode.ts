import * as vscode from 'vscode';
import { indented } from '../../../core/sets/snippetText';
import type { InsertionPoint } from '../../save/savePorts';
import { withoutLinks } from '../../text/withoutLinks';
import type { PanelSaver } from '../panelParts';
import { shownPath } from './places';

/**
 * Code at the cursor of the last text editor, or into the clipboard. `textFor` writes it for a document; `undefined`: there
 * is none such. False: that was said.
 */
export async function useCode(
  saver: Pick<PanelSaver, 'insertText'>,
  how: 'insert' | 'copy',
  textFor: (point?: InsertionPoint) => Promise<string | undefined>,
): Promise<boolean> {
  const { t } = vscode.l10n;
  if (how === 'copy') {
    const text = await textFor();
    if (text === undefined) return false;
    await vscode.env.clipboard.writeText(text);
    return true;
  }
  const place = await saver.insertText(async point =>
    indented((await textFor(point)) ?? '', point.text, point.offset),
  );
  if (!place) {
    void vscode.window.showWarningMessage(
      t('There is no text document to insert into. The code can be copied instead.'),
    );
    return false;
  }
  void vscode.window.showInformationMessage(
    withoutLinks(t('Inserted into {0}, line {1}.', shownPath(place.document), place.line)),
  );
  return true;
}
