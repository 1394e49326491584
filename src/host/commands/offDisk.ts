import * as vscode from 'vscode';
import { isInVirtualFolder, isVirtualWorkspace, virtualSentence } from '../onDisk';
import { askObject, urisOf } from './commandArguments';
import type { CommandHandler, CommandId } from './commandIds';

/** What works wherever the folders are; everything else needs files of this disk. */
const anywhere: ReadonlySet<string> = new Set<CommandId>([
  'inlineAssets.imageActionsAtCursor',
  'inlineAssets.clearImageProblems',
  'inlineAssets.setApiKey',
  'inlineAssets.removeApiKey',
  'inlineAssets.showScoreboard',
  'inlineAssets.exportScoreboard',
  'inlineAssets.resetScoreboard',
  'inlineAssets.showSpending',
  'inlineAssets.exportSpending',
  'inlineAssets.openGeneratedImages',
  'inlineAssets.undoLastSave',
  'inlineAssets.forgetConsent',
  'inlineAssets.showLog',
]);

/**
 * The one place that keeps commands away from virtual folders, and says why. An argument object goes on: what is wrong
 * with it is an answer, in the form that its command has.
 */
export function neverOffDisk<Id extends string>(
  commands: Readonly<Record<Id, CommandHandler>>,
): Readonly<Record<Id, CommandHandler>> {
  const entries = Object.entries<CommandHandler>(commands).map(([id, run]) => [
    id,
    anywhere.has(id)
      ? run
      : async (...args: readonly unknown[]) => {
          if (askObject(args) || !isOffDisk(args)) return run(...args);
          void vscode.window.showInformationMessage(virtualSentence());
          return undefined;
        },
  ]);
  return Object.fromEntries(entries) as Readonly<Record<Id, CommandHandler>>;
}

function isOffDisk(args: readonly unknown[]): boolean {
  const named = urisOf(args);
  return isVirtualWorkspace() || (named.length > 0 && named.every(isInVirtualFolder));
}
