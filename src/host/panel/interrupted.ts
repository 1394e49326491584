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
  void vscode.window.showWarningMessage(
    lost.length === 1
      ? vscode.l10n.t(
          'An image was still being made when its window was closed or reloaded. The service may have billed it. What had arrived is kept.',
        )
      : vscode.l10n.t(
          '{0} images were still being made when their window was closed or reloaded. The services may have billed them. What had arrived is kept.',
          lost.length,
        ),
  );
}
