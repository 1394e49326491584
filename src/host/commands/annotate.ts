import * as vscode from 'vscode';
import { descriptionSuffix } from '../../core/model/layers';
import { isOnDisk } from '../onDisk';
import { activeImage, askObject, imagesOf, sayNotOnDisk, urisOf } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Add Text and Marks…" on an image or a `*.layers.json`, on the active tab, on what is picked then, or on nothing: a card. */
export function annotateCommand({ panel, annotate, pickImages }: CommandDeps): CommandHandler {
  return async (...args) => {
    const ask = askObject(args);
    if (ask) return annotate(ask);
    const [named] = urisOf(args).filter(isDescription);
    const open = named ?? (urisOf(args).length === 0 ? activeDescription() : undefined);
    if (open) {
      await panel.openStage({ kind: 'layers', subject: { file: open.fsPath } });
      return undefined;
    }
    const { images, elsewhere } = urisOf(args).length > 0 ? imagesOf(args) : activeImage();
    if (images.length === 0 && elsewhere) {
      sayNotOnDisk();
      return undefined;
    }
    const [first] = images.length > 0 ? images : [await chooseGround(pickImages)];
    if (first === 'blank') await panel.openStage({ kind: 'layers', subject: { blank: true } });
    else if (first) await panel.openStage({ kind: 'layers', subject: { file: first.fsPath } });
    return undefined;
  };
}

/** From the palette, with nothing open: an image of the workspace, or a card on a ground of its own. */
async function chooseGround(
  pickImages: CommandDeps['pickImages'],
): Promise<vscode.Uri | 'blank' | undefined> {
  const onImage = { label: vscode.l10n.t('On an Image…'), iconPath: new vscode.ThemeIcon('file-media') };
  const card = {
    label: vscode.l10n.t('New Card, 1200 × 630'),
    description: vscode.l10n.t('for links in social media'),
    iconPath: new vscode.ThemeIcon('browser'),
  };
  const title = vscode.l10n.t('Add Text and Marks');
  const chosen = await vscode.window.showQuickPick([onImage, card], { title });
  if (chosen === card) return 'blank';
  return chosen === onImage ? (await pickImages({ title, single: true }))?.[0] : undefined;
}

function isDescription(uri: vscode.Uri): boolean {
  return uri.path.endsWith(descriptionSuffix) && (isOnDisk(uri) || uri.scheme === 'vscode-remote');
}

function activeDescription(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText && isDescription(input.uri) ? input.uri : undefined;
}
