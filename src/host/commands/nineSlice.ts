import * as vscode from 'vscode';
import { activeImage, askObject, imagesOf, sayNotOnDisk, urisOf } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Nine-Slice Guides…" of a file, of the image in the active tab, or of one that is picked then. */
export function nineSliceCommand({ panel, nineSlice, pickImages }: CommandDeps): CommandHandler {
  return async (...args) => {
    const ask = askObject(args);
    if (ask) return nineSlice(ask);
    const { images: named, elsewhere } = urisOf(args).length > 0 ? imagesOf(args) : activeImage();
    if (named.length === 0 && elsewhere) return sayNotOnDisk();
    const [other] = named.length > 0 ? [] : urisOf(args);
    // What is no image is told why it cannot be one.
    if (other) return panel.openStage({ kind: 'slice', subject: { file: other.fsPath } });
    const title = vscode.l10n.t('Nine-Slice Guides');
    const [image] = named.length > 0 ? named : ((await pickImages({ title, single: true })) ?? []);
    if (image) await panel.openStage({ kind: 'slice', subject: { file: image.fsPath } });
    return undefined;
  };
}
