import * as vscode from 'vscode';
import { imagesOf, sayNotOnDisk } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Combine Images…": needs two; with fewer the picker opens with those ticked. */
export function combineCommand({ panel, pickImages }: CommandDeps): CommandHandler {
  return async (...args) => {
    const { images: named, elsewhere } = imagesOf(args);
    if (named.length === 0 && elsewhere) return sayNotOnDisk();
    const images =
      named.length > 1
        ? named
        : await pickImages({ title: vscode.l10n.t('Combine Images: select two or more'), selected: named });
    if (!images || images.length === 0) return;
    await panel.compose({ images, replaceReferences: true });
    if (images.length === 1) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('One image is chosen. Add another one in the panel to combine them.'),
      );
    }
  };
}
