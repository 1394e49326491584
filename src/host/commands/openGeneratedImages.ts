import * as vscode from 'vscode';
import { revealOutside } from '../revealOutside';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

export function openGeneratedImagesCommand({ storeUri }: CommandDeps): CommandHandler {
  return async () => {
    await vscode.workspace.fs.createDirectory(storeUri);
    const said = vscode.l10n.t('Generated images are kept in {0}', storeUri.fsPath);
    await revealOutside(storeUri, storeUri, said);
  };
}
