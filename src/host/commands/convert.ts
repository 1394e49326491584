import * as vscode from 'vscode';
import { activeImage, askObject, imagesOf, sayNotOnDisk, urisOf } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Resize or Convert Image…" on a file, on the image in the active tab, or on what is picked then: the Save view of it. */
export function convertCommand({ panel, pickImages, convert }: CommandDeps): CommandHandler {
  return async (...args) => {
    const ask = askObject(args);
    if (ask) return convert(ask);
    const { images, elsewhere } = urisOf(args).length > 0 ? imagesOf(args) : activeImage();
    if (images.length === 0 && elsewhere) {
      sayNotOnDisk();
      return undefined;
    }
    const picked =
      images.length > 0
        ? images
        : await pickImages({ title: vscode.l10n.t('Resize or Convert Image'), single: true });
    const [first] = picked ?? [];
    if (first) await panel.openStage({ kind: 'save', subject: { file: first.fsPath } });
    return undefined;
  };
}
