import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Optimised } from '../save/optimiser';
import type { Smaller } from '../save/saveTypes';
import { lossText, savingText, selectedText, showLeft } from './optimiseText';

interface Item extends vscode.QuickPickItem {
  smaller: Smaller;
}

/**
 * Every file with its bytes before and after, what saves most first, and a look at both beside each other. Selected at
 * first is what loses nothing that vouches for it. `undefined`: dismissed.
 */
export async function reviewSmaller(found: Optimised): Promise<readonly Smaller[] | undefined> {
  const t = vscode.l10n.t;
  const pick = vscode.window.createQuickPick<Item>();
  const compare = (tooltip: string): vscode.QuickInputButton => ({
    iconPath: new vscode.ThemeIcon('diff'),
    tooltip,
  });
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  const bySaving = [...found.smaller].sort((a, b) => b.before - b.after - (a.before - a.after));
  pick.items = bySaving.map(smaller => {
    const loses = lossText(smaller);
    return {
      smaller,
      label: vscode.workspace.asRelativePath(smaller.file),
      description: savingText(smaller),
      buttons: [compare(t('Compare before and after'))],
      ...(loses !== undefined && { detail: loses }),
    };
  });
  pick.selectedItems = pick.items.filter(({ smaller }) => smaller.drops.length === 0);
  // By keyboard the buttons of a row are out of reach.
  const why = { iconPath: new vscode.ThemeIcon('info'), tooltip: t('Show what is left as it is, and why') };
  const hasLeft = found.skipped.length + found.failed.length > 0;
  pick.buttons = [
    ...(hasLeft ? [why] : []),
    compare(t('Compare before and after, for the row with the cursor')),
  ];
  pick.placeholder = t('Enter replaces what is selected');
  const title = (chosen: readonly Item[]): string =>
    selectedText(
      chosen.map(({ smaller }) => smaller),
      found,
    );
  pick.title = title(pick.selectedItems);
  pick.onDidChangeSelection(chosen => (pick.title = title(chosen)));
  pick.onDidTriggerItemButton(({ item }) => void showBeforeAndAfter(item.smaller));
  pick.onDidTriggerButton(button => {
    if (button === why) {
      void showLeft(found);
      return;
    }
    const [item] = pick.activeItems;
    if (item) void showBeforeAndAfter(item.smaller);
  });
  return new Promise(resolve => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.map(({ smaller }) => smaller));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** The bytes that are there and those that would be, as the editor shows two versions of an image. */
async function showBeforeAndAfter(smaller: Smaller): Promise<void> {
  await vscode.commands.executeCommand(
    'vscode.diff',
    vscode.Uri.file(smaller.file),
    vscode.Uri.file(smaller.prepared.file),
    vscode.l10n.t('{0}: {1}', path.basename(smaller.file), savingText(smaller)),
    { preview: true, preserveFocus: true },
  );
}
