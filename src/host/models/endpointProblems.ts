import * as vscode from 'vscode';
import type { Logger } from '../../core/logger';
import { withoutLinks } from '../text/withoutLinks';

const setting = 'inlineAssets.endpoints';

/** Says what is wrong with the services that the settings name: once, until it is something else. */
export function createEndpointProblems(log: Pick<Logger, 'warn'>): (problems: readonly string[]) => void {
  let said = '';
  return problems => {
    const all = problems.join('\n');
    if (all === said) return;
    said = all;
    const [first] = problems;
    if (first === undefined) return;
    for (const problem of problems) log.warn(`${setting}: ${problem}`);
    const open = vscode.l10n.t('Open Settings');
    const message =
      problems.length === 1
        ? vscode.l10n.t('A service in the setting {0} is left out. {1}', setting, first)
        : vscode.l10n.t(
            '{0} services in the setting {1} are left out. The first: {2}',
            problems.length,
            setting,
            first,
          );
    void vscode.window.showWarningMessage(withoutLinks(message), open).then(answer => {
      if (answer === open)
        void vscode.commands.executeCommand('workbench.action.openSettings', `@id:${setting}`);
    });
  };
}
