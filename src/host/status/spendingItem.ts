import * as vscode from 'vscode';
import { formatUsd } from '../../core/model/format';
import type { Unsubscribe } from '../../core/run/runService';
import { limitsOf, type Settings } from '../../core/settings';
import type { Spending } from '../spending/spending';

/** From here on it is worth a colour. */
const nearlyAll = 0.8;

export interface SpendingItemPorts {
  spending: Pick<Spending, 'spent' | 'onDidChange'>;
  settings(): Settings;
  onDidChangeSettings(listener: () => void): Unsubscribe;
}

/** What today has cost, in the status bar, once it has cost something; a click tells more. */
export class SpendingItem {
  private item: vscode.StatusBarItem | undefined;
  private readonly stops: Unsubscribe[];
  private reading: Promise<void> | undefined;
  private stale = false;
  private disposed = false;

  constructor(private readonly ports: SpendingItemPorts) {
    this.stops = [
      ports.spending.onDidChange(() => this.update()),
      ports.onDidChangeSettings(() => this.update()),
    ];
    this.update();
  }

  dispose(): void {
    this.disposed = true;
    for (const stop of this.stops) stop();
    this.item?.dispose();
  }

  /** One reading at a time, and one more when something changed meanwhile. */
  private update(): void {
    this.stale = true;
    this.reading ??= this.read().finally(() => (this.reading = undefined));
  }

  private async read(): Promise<void> {
    while (this.stale && !this.disposed) {
      this.stale = false;
      const spent = await this.ports.spending.spent().catch(() => ({ todayUsd: 0, monthUsd: 0 }));
      if (this.disposed) return;
      const settings = this.ports.settings();
      if (!settings.showSpendingInStatusBar || spent.todayUsd === 0) {
        this.item?.hide();
        continue;
      }
      const { dailyUsd, monthlyUsd } = limitsOf(settings);
      this.item ??= this.create();
      this.item.text = `$(credit-card) ${formatUsd(spent.todayUsd)}`;
      const lines = [
        vscode.l10n.t('Images, today: {0} of {1}', formatUsd(spent.todayUsd), formatUsd(dailyUsd)),
        vscode.l10n.t('This month: {0} of {1}', formatUsd(spent.monthUsd), formatUsd(monthlyUsd)),
      ];
      this.item.tooltip = lines.join('\n');
      this.item.accessibilityInformation = { label: lines.join('. ') };
      const near = spent.todayUsd >= dailyUsd * nearlyAll || spent.monthUsd >= monthlyUsd * nearlyAll;
      this.item.backgroundColor = near ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
      this.item.show();
    }
  }

  private create(): vscode.StatusBarItem {
    const item = vscode.window.createStatusBarItem(
      'inlineAssets.spending',
      vscode.StatusBarAlignment.Right,
      10,
    );
    item.name = vscode.l10n.t('Inline Assets: Spending');
    item.command = 'inlineAssets.showSpending';
    return item;
  }
}
