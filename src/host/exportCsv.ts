import * as path from 'node:path';
import * as vscode from 'vscode';
import { dayOf } from './spending/ledgerNames';

/** Asks where to and writes it. `undefined`: the user did not want to. Rejects with what the disk says. */
export async function exportCsv(
  name: string,
  title: string,
  text: () => string,
): Promise<{ file: string; tell(said: string): Promise<void> } | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = `${name}-${dayOf(Date.now())}.csv`;
  const target = await vscode.window.showSaveDialog({
    defaultUri: folder ? vscode.Uri.joinPath(folder, file) : vscode.Uri.file(path.resolve(file)),
    filters: { CSV: ['csv'] },
    title,
  });
  if (!target) return undefined;
  // A byte order mark: spreadsheets take the file for something older than UTF-8 without it.
  await vscode.workspace.fs.writeFile(target, Buffer.from(`\uFEFF${text()}`));
  return {
    file: target.fsPath,
    async tell(said) {
      const open = vscode.l10n.t('Open');
      if ((await vscode.window.showInformationMessage(said, open)) !== open) return;
      await vscode.commands.executeCommand('vscode.open', target);
    },
  };
}
