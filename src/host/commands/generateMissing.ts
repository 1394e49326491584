import * as vscode from 'vscode';
import { referenceLanguages } from '../../core/references/languageIds';
import type { MissingScope } from '../language/missingFinder';
import { isOnDisk } from '../onDisk';
import { askObject, urisOf } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';
import { isFolder } from '../fileStat';

/**
 * "Generate All Missing Images…" on documents or a folder; from the palette of the open document or of the whole
 * workspace, as is chosen then.
 */
export function generateMissingCommand({ panel, missing, missingAsked }: CommandDeps): CommandHandler {
  return async (...args) => {
    const ask = askObject(args);
    if (ask) return missingAsked(ask);
    const scope = (await scopeOf(urisOf(args))) ?? (args.length === 0 ? await chooseScope() : undefined);
    const subject = scope && (await missing(scope));
    if (subject) await panel.openStage({ kind: 'missing', subject });
    return undefined;
  };
}

async function scopeOf(uris: readonly vscode.Uri[]): Promise<MissingScope | undefined> {
  const [first] = uris;
  if (!first) return undefined;
  return uris.length === 1 && (await isFolder(first)) ? { folder: first } : { documents: uris };
}

/** Of the document in front and of all of them; where nothing that has images is open, only of all. */
async function chooseScope(): Promise<MissingScope | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || !referenceLanguages.some(id => id === document.languageId)) return 'workspace';
  if (!isOnDisk(document.uri) || !vscode.workspace.getWorkspaceFolder(document.uri)) return 'workspace';
  const one = {
    label: vscode.l10n.t('This Document'),
    description: vscode.workspace.asRelativePath(document.uri),
    iconPath: new vscode.ThemeIcon('file'),
  };
  const all = {
    label: vscode.l10n.t('The Whole Workspace'),
    iconPath: new vscode.ThemeIcon('folder-library'),
  };
  const title = vscode.l10n.t('Generate All Missing Images');
  const chosen = await vscode.window.showQuickPick([one, all], { title });
  if (chosen === one) return { documents: [document.uri] };
  return chosen && 'workspace';
}
