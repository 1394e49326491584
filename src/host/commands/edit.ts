import * as vscode from 'vscode';
import { askedRun } from './askedRun';
import { activeImage, askObject, imagesOf, sayNotOnDisk, urisOf } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Edit Image…" on one or several files, on the image in the active tab, or on what is picked then. */
export function editCommand(deps: CommandDeps): CommandHandler {
  const { panel, pickImages } = deps;
  return async (...args) => {
    const ask = askObject(args);
    if (ask) return askedRun(deps, 'edit', ask);
    const isNamed = urisOf(args).length > 0;
    const { images: shown, elsewhere } = isNamed ? imagesOf(args) : activeImage();
    if (shown.length === 0 && elsewhere) {
      sayNotOnDisk();
      return undefined;
    }
    if (shown.length === 0 && isNamed) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Only PNG, JPEG, WebP, GIF and AVIF images can be edited.'),
      );
      return undefined;
    }
    const images = shown.length > 0 ? shown : await pickImages({ title: vscode.l10n.t('Edit Image') });
    if (images && images.length > 0) await panel.compose({ images, replaceReferences: true });
    return undefined;
  };
}
