import * as vscode from 'vscode';
import { activeImage, askObject, imagesOf, sayNotOnDisk, urisOf } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Make Sprite Sheet…" of the chosen images, or of those that are picked then. */
export function makeSpriteSheetCommand(deps: CommandDeps): CommandHandler {
  return async (...args) => {
    const ask = askObject(args);
    if (ask) return deps.makeSprites(ask);
    const { images, elsewhere } = imagesOf(args);
    await open(deps, {
      images,
      elsewhere,
      cut: false,
      title: vscode.l10n.t('Make Sprite Sheet: select its frames'),
    });
    return undefined;
  };
}

/** "Cut Sprite Sheet into Frames…" of a file, or of the image in the active tab. */
export function cutSpriteSheetCommand(deps: CommandDeps): CommandHandler {
  return async (...args) => {
    const ask = askObject(args);
    if (ask) return deps.cutSprites(ask);
    const named = urisOf(args).length > 0 ? imagesOf(args) : activeImage();
    await open(deps, { ...named, cut: true, title: vscode.l10n.t('Cut Sprite Sheet into Frames') });
    return undefined;
  };
}

async function open(
  { panel, pickImages }: CommandDeps,
  asked: { images: readonly vscode.Uri[]; elsewhere: boolean; cut: boolean; title: string },
): Promise<void> {
  if (asked.images.length === 0 && asked.elsewhere) return sayNotOnDisk();
  const images =
    asked.images.length > 0 ? asked.images : await pickImages({ title: asked.title, single: asked.cut });
  const files = (images ?? []).map(({ fsPath }) => fsPath);
  const [first] = files;
  if (first === undefined) return;
  const subject = asked.cut ? { file: first } : { images: files };
  await panel.openStage({ kind: 'sprites', subject });
}
