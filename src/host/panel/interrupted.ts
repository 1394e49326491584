import * as vscode from 'vscode';
import type { Run } from '../../core/model/run';
import type { Composer } from './composer';

/** Says once what was under way when a window went away. The cells say it too, for good. */
export function tellInterrupted(runs: readonly Run[], composer: Composer): void {
  const told = new Set(composer.told);
  const lost = runs.flatMap(run =>
    run.requests.filter(({ id, outcome }) => outcome?.kind === 'interrupted' && !told.has(id)),
  );
  if (lost.length === 0) return;
  composer.tell(lost.map(request => request.id));
  const billed = lost.some(({ outcome }) => outcome && outcome.kind !== 'images' && outcome.sent);
  const sentences = [
    lost.length === 1
      ? vscode.l10n.t('1 image was under way when the window closed.')
      : vscode.l10n.t('{0} images were under way when the window closed.', lost.length),
    billed ? vscode.l10n.t('The service may have billed what was sent.') : '',
    vscode.l10n.t('What had arrived is kept.'),
  ];
  void vscode.window.showWarningMessage(sentences.filter(sentence => sentence !== '').join(' '));
}
