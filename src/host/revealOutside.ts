import * as vscode from 'vscode';
import { withoutLinks } from './text/withoutLinks';

/**
 * Shows a file or folder outside of the workspace: in the system's file manager, or where there is none, as in a
 * browser, `said` with what else can be done.
 */
export async function revealOutside(file: vscode.Uri, folder: vscode.Uri, said: string): Promise<void> {
  const commands = await vscode.commands.getCommands(true);
  if (commands.includes('revealFileInOS')) {
    await vscode.commands.executeCommand('revealFileInOS', file);
    return;
  }
  const open = vscode.l10n.t('Open Folder in New Window');
  const copy = vscode.l10n.t('Copy Path');
  const answer = await vscode.window.showInformationMessage(withoutLinks(said), open, copy);
  if (answer === copy) await vscode.env.clipboard.writeText(file.fsPath);
  if (answer === open)
    await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true });
}
