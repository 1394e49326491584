import * as vscode from 'vscode';
import type { RunService } from '../../core/run/runService';
import type { Panel } from '../panel/panel';
import { refusalSentence, type RefusalWords } from '../text/refusalText';
import { HiddenProgress } from './hiddenProgress';
import { runEnding } from './runEnding';
import { SpendingItem, type SpendingItemPorts } from './spendingItem';
import { StatusBar } from './statusBar';

/** Where the panel is not: progress and money in the status bar, and a notification while the panel is hidden. */
export function registerStatus(
  panel: Panel,
  deps: RefusalWords & { services: { runs: RunService } & SpendingItemPorts },
): vscode.Disposable {
  const { runs } = deps.services;
  const statusBar = new StatusBar(runs);
  const progress = new HiddenProgress({
    runs,
    panel,
    ending: run =>
      runEnding(vscode.l10n.t, run, failure => {
        const model = run.requests.find(({ outcome }) => outcome === failure)?.model;
        return refusalSentence(vscode.l10n.t, failure, model, deps);
      }),
  });
  return vscode.Disposable.from(statusBar, progress, new SpendingItem(deps.services));
}
