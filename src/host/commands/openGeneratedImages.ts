import * as vscode from 'vscode';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Open Generated Images Folder": in the system's file manager where the editor can reach one, else in a window. */
export function openGeneratedImagesCommand({ storeUri }: CommandDeps): CommandHandler {
  return async () => {
    await vscode.workspace.fs.createDirectory(storeUri);
    const commands = await vscode.commands.getCommands(true);
    if (commands.includes('revealFileInOS')) {
      await vscode.commands.executeCommand('revealFileInOS', storeUri);
      return;
    }
    const open = vscode.l10n.t('Open in New Window');
    const copy = vscode.l10n.t('Copy Path');
    const choice = await vscode.window.showInformationMessage(
      vscode.l10n.t('Generated images are kept in {0}', storeUri.fsPath),
      open,
      copy,
    );
    if (choice === open)
      await vscode.commands.executeCommand('vscode.openFolder', storeUri, { forceNewWindow: true });
    if (choice === copy) await vscode.env.clipboard.writeText(storeUri.fsPath);
  };
}
