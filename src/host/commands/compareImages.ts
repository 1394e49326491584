import * as vscode from 'vscode';
import { leastCompared, mostCompared } from '../../protocol/compareViews';
import { headVersion } from '../compare/gitHead';
import { withoutLinks } from '../text/withoutLinks';
import { activeImage, imagesOf, sayNotOnDisk, urisOf } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Compare Images…" of two to four files; with fewer the picker opens with those ticked. */
export function compareImagesCommand({ panel, pickImages }: CommandDeps): CommandHandler {
  return async (...args) => {
    const { images: named, elsewhere } = imagesOf(args);
    if (named.length === 0 && elsewhere) return sayNotOnDisk();
    const title = vscode.l10n.t('Compare Images: select {0} to {1}', leastCompared, mostCompared);
    const images = named.length >= leastCompared ? named : await pickImages({ title, selected: named });
    if (!images) return;
    if (images.length < leastCompared || images.length > mostCompared) {
      const asked = vscode.l10n.t('Choose {0} to {1} images to compare.', leastCompared, mostCompared);
      void vscode.window.showInformationMessage(asked);
      return;
    }
    const subject = { images: images.map(({ fsPath }) => ({ file: fsPath })) };
    await panel.openStage({ kind: 'compare', subject });
  };
}

/** "Compare with Git HEAD" of a file, of the image in the active tab, or of one that is picked then. */
export function compareWithHeadCommand({ panel, pickImages }: CommandDeps): CommandHandler {
  return async (...args) => {
    const { images: named, elsewhere } = urisOf(args).length > 0 ? imagesOf(args) : activeImage();
    if (named.length === 0 && elsewhere) return sayNotOnDisk();
    const title = vscode.l10n.t('Compare with Git HEAD');
    const [image] = named.length > 0 ? named : ((await pickImages({ title, single: true })) ?? []);
    if (!image) return;
    // No tab for what cannot be shown in it.
    const head = await headVersion(image.fsPath);
    if ('problem' in head) {
      void vscode.window.showErrorMessage(withoutLinks(head.problem));
      return;
    }
    const subject = { images: [{ head: image.fsPath }, { file: image.fsPath }] };
    await panel.openStage({ kind: 'compare', subject });
  };
}
