import * as path from 'node:path';
import * as vscode from 'vscode';
import { ledgerCsv, totalsOf, type LedgerLine, type Totals } from '../../core/cost/limits';
import { formatUsd } from '../../core/model/format';
import { limitsOf, type Settings } from '../../core/settings';
import { exportCsv } from '../exportCsv';
import { dayOf, monthOf } from './ledgerNames';
import type { Spending } from './spending';

export interface SpendingFlow {
  spending: Pick<Spending, 'ledger' | 'spent'>;
  settings(): Settings;
}

interface Item extends vscode.QuickPickItem {
  act?: () => Thenable<unknown>;
}

/** What today and this month have cost, by model, and what can be done about it. */
export async function showSpending(flow: SpendingFlow): Promise<void> {
  const today = dayOf(Date.now());
  const month = await flow.spending.ledger(`${monthOf(today)}-01`);
  const spent = await flow.spending.spent();
  const { dailyUsd, monthlyUsd } = limitsOf(flow.settings());
  const of = (usd: number, limit: number): string =>
    vscode.l10n.t('{0} of {1}', formatUsd(usd), formatUsd(limit));
  const days = month.filter(line => dayOf(line.at) === today);
  const items: Item[] = [
    period('calendar', vscode.l10n.t('Today'), of(spent.todayUsd, dailyUsd), totalsOf(days)),
    period('calendar', vscode.l10n.t('This month'), of(spent.monthUsd, monthlyUsd), totalsOf(month)),
    ...modelItems(month),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    {
      label: `$(export) ${vscode.l10n.t('Export as CSV…')}`,
      act: () => exportSpending(flow),
    },
    {
      label: `$(settings-gear) ${vscode.l10n.t('Open Spending Settings')}`,
      act: () =>
        vscode.commands.executeCommand(
          'workbench.action.openSettings',
          '@id:inlineAssets.dailyLimitUsd,inlineAssets.monthlyLimitUsd,inlineAssets.confirmAboveUsd,inlineAssets.showSpendingInStatusBar',
        ),
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Spending'),
    placeHolder: vscode.l10n.t('All windows and workspaces of this machine together, in US dollars'),
    matchOnDescription: true,
  });
  await chosen?.act?.();
}

function period(icon: string, name: string, sum: string, totals: Totals): Item {
  const { requests, estimatedUsd, withoutImageUsd } = totals;
  const detail = [
    requests === 1 ? vscode.l10n.t('1 request') : vscode.l10n.t('{0} requests', requests),
    ...(estimatedUsd > 0 ? [vscode.l10n.t('{0} of it estimated', formatUsd(estimatedUsd))] : []),
    ...(withoutImageUsd > 0
      ? [vscode.l10n.t('{0} for requests that brought no image', formatUsd(withoutImageUsd))]
      : []),
  ];
  return { label: `$(${icon}) ${name}`, description: sum, detail: detail.join(' · ') };
}

function modelItems(month: readonly LedgerLine[]): Item[] {
  const { byModel } = totalsOf(month);
  if (byModel.length === 0) return [];
  return [
    { label: vscode.l10n.t('This month, by model'), kind: vscode.QuickPickItemKind.Separator },
    ...byModel.slice(0, 20).map(({ model, usd, requests }) => ({
      label: model || vscode.l10n.t('not known'),
      description: vscode.l10n.t('{0} in {1} requests', formatUsd(usd), requests),
    })),
  ];
}

/** Asks where to, and writes every request that was counted. */
export async function exportSpending({ spending }: SpendingFlow): Promise<void> {
  const lines = await spending.ledger();
  if (lines.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Nothing was spent yet.'));
    return;
  }
  const written = await exportCsv('inline-assets-spending', vscode.l10n.t('Export Spending'), () =>
    ledgerCsv(lines),
  );
  const file = path.basename(written?.file ?? '');
  await written?.tell(vscode.l10n.t('{0} requests were written to {1}.', lines.length, file));
}
