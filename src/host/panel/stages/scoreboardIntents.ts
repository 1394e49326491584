import * as vscode from 'vscode';
import type { HostMethods } from '../../../protocol/messages';
import type { Handlers } from '../../../protocol/rpc';

type ScoreboardIntents = Pick<
  Handlers<HostMethods>,
  'exportScoreboard' | 'resetScoreboard' | 'showScoreboard'
>;

/** By way of the commands: there is one road to each. */
export function scoreboardIntents(): ScoreboardIntents {
  const run = (id: string) => async (): Promise<void> => void (await vscode.commands.executeCommand(id));
  return {
    showScoreboard: run('inlineAssets.showScoreboard'),
    exportScoreboard: run('inlineAssets.exportScoreboard'),
    resetScoreboard: run('inlineAssets.resetScoreboard'),
  };
}
