import * as vscode from 'vscode';
import { lightAndDark } from '../../core/sets/lightAndDark';
import { activeImage, askObject, imagesOf, sayNotOnDisk, uriOf, urisOf } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/**
 * "Make Asset Set…" on a file, on the image in the active tab, or on what is picked then. Of two files one is for dark
 * themes, as the view says; of more it is asked which one the set is made of.
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
    const chosen = await oneOrTwo(picked ?? [], uriOf(args[0]));
    if (!chosen) return undefined;
    const { image, dark } = chosen;
    const subject = { image: { file: image.fsPath }, ...(dark && { dark: { file: dark.fsPath } }) };
    await panel.openStage({ kind: 'set', subject });
    return undefined;
  };
}

/** `clicked`: of several that are selected in the Explorer, the one that the menu was opened on. */
async function oneOrTwo(
  images: readonly vscode.Uri[],
  clicked: vscode.Uri | undefined,
): Promise<{ image: vscode.Uri; dark?: vscode.Uri } | undefined> {
  const all = new Map(images.map(uri => [uri.toString(), uri]));
  const main = clicked && all.get(clicked.toString());
  const [first, second, ...more] = [...new Set([...(main ? [main] : []), ...all.values()])];
  if (!first || !second) return first && { image: first };
  if (more.length > 0) return one([first, second, ...more]);
  const [image, dark] = lightAndDark(first, second);
  return { image, dark };
}

async function one(images: readonly vscode.Uri[]): Promise<{ image: vscode.Uri } | undefined> {
  const picked = await vscode.window.showQuickPick(
    images.map(uri => ({ label: vscode.workspace.asRelativePath(uri), iconPath: uri, uri })),
    {
      title: vscode.l10n.t('Make Asset Set'),
      placeHolder: vscode.l10n.t(
        '{0} images are chosen, and a set is made of one. Which one?',
        images.length,
      ),
    },
  );
  return picked && { image: picked.uri };
}
