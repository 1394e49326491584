import * as path from 'node:path';
import * as vscode from 'vscode';
import { scoreboardCsv } from '../../core/scoreboard/scoreboard';
import { exportCsv } from '../exportCsv';
import type { ScoreboardLog } from './scoreboardLog';

/** Asks where to, and writes the table of every kind of image. */
export async function exportScoreboard(scores: Pick<ScoreboardLog, 'read'>): Promise<void> {
  const lines = await scores.read();
  if (lines.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing on the scoreboard yet.'));
    return;
  }
  const written = await exportCsv('inline-assets-scoreboard', vscode.l10n.t('Export Scoreboard'), () =>
    scoreboardCsv(lines),
  );
  if (written)
    await written.tell(vscode.l10n.t('The scoreboard was written to {0}.', path.basename(written.file)));
}

/** Asks first. */
export async function resetScoreboard(scores: Pick<ScoreboardLog, 'reset'>): Promise<void> {
  const reset = vscode.l10n.t('Reset');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Reset the scoreboard?'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'All votes, times and costs on it are forgotten, of all windows and workspaces. Generated images and what was spent stay on record.',
      ),
    },
    reset,
  );
  if (answer === reset) await scores.reset();
}
