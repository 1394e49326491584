import * as vscode from 'vscode';
import type { RunService } from '../../core/run/runService';
import { countRuns, statusText } from './runStatus';

const tickMs = 1000;
/** What is over sooner would only flicker. */
const showAfterMs = 300;

/** In the status bar while anything is being made; a click opens the panel. */
export class StatusBar {
  private item: vscode.StatusBarItem | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;
  private begin: ReturnType<typeof setTimeout> | undefined;
  private readonly stop: () => void;

  constructor(private readonly runs: Pick<RunService, 'active' | 'onDidChange'>) {
    this.stop = runs.onDidChange(() => this.update());
    this.update();
  }

  dispose(): void {
    this.stop();
    this.end();
    this.item?.dispose();
  }

  private update(): void {
    if (!countRuns(this.runs.active())) this.end();
    else if (this.timer === undefined) this.begin ??= setTimeout(() => this.show(), showAfterMs);
    else this.tell();
  }

  private end(): void {
    clearTimeout(this.begin);
    clearInterval(this.timer);
    this.begin = this.timer = undefined;
    this.item?.hide();
  }

  private show(): void {
    this.timer ??= setInterval(() => this.update(), tickMs);
    this.item ??= this.create();
    this.tell();
    this.item.show();
  }

  private tell(): void {
    const count = countRuns(this.runs.active());
    if (count && this.item) {
      this.item.text = `$(sync~spin) ${statusText(vscode.l10n.t, count, Date.now())}`;
    }
  }

  private create(): vscode.StatusBarItem {
    const item = vscode.window.createStatusBarItem('inlineAssets.runs', vscode.StatusBarAlignment.Left, 10);
    item.name = vscode.l10n.t('Inline Assets');
    item.tooltip = vscode.l10n.t('Images are being made. Click to open the panel.');
    item.command = 'inlineAssets.openPanel';
    // Screen readers would read the seconds again and again.
    item.accessibilityInformation = { label: vscode.l10n.t('Inline Assets: images are being made') };
    return item;
  }
}
