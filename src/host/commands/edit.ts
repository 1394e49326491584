import * as vscode from 'vscode';
import { askedRun } from './askedRun';
import { activeImage, askObject, imagesOf, urisOf } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Edit Image…" on one or several files, on the image in the active tab, or on what is picked then. */
export function editCommand(deps: CommandDeps): CommandHandler {
  const { panel, pickImages } = deps;
  return async (...args) => {
    const ask = askObject(args);
    if (ask) return askedRun(deps, 'edit', ask);
    const named = imagesOf(args);
    if (named.length === 0 && urisOf(args).length > 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Only PNG, JPEG, WebP, GIF and AVIF images can be edited.'),
      );
      return undefined;
    }
    const active = activeImage();
    const images =
      named.length > 0 ? named : active ? [active] : await pickImages({ title: vscode.l10n.t('Edit Image') });
    if (images && images.length > 0) await panel.compose({ images, replaceReferences: true });
    return undefined;
  };
}
