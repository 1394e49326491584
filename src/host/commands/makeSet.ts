import * as vscode from 'vscode';
import { activeImage, askObject, imagesOf, sayNotOnDisk, urisOf } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/**
 * "Make Asset Set…" on a file, on the image in the active tab, or on what is picked then. A second file that is chosen with
 * it is the one for dark themes.
 */
export function makeSetCommand({ panel, pickImages, makeSet }: CommandDeps): CommandHandler {
  return async (...args) => {
    const ask = askObject(args);
    if (ask) return makeSet(ask);
    const { images, elsewhere } = urisOf(args).length > 0 ? imagesOf(args) : activeImage();
    if (images.length === 0 && elsewhere) {
      sayNotOnDisk();
      return undefined;
    }
    const picked = images.length > 0 ? images : await pickImages({ title: vscode.l10n.t('Make Asset Set') });
    const [image, dark] = picked ?? [];
    if (!image) return undefined;
    const subject = { image: { file: image.fsPath }, ...(dark && { dark: { file: dark.fsPath } }) };
    await panel.openStage({ kind: 'set', subject });
    return undefined;
  };
}
