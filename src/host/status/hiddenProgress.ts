import * as vscode from 'vscode';
import type { Run } from '../../core/model/run';
import type { RunService, Unsubscribe } from '../../core/run/runService';
import { countRuns, statusText } from './runStatus';
import { UnderWay } from './underWay';

export interface HiddenProgressPorts {
  runs: Pick<RunService, 'active' | 'onDidChange' | 'stop' | 'get'>;
  panel: {
    readonly visible: boolean;
    onDidChangeVisibility(listener: (visible: boolean) => void): Unsubscribe;
    showRun(runId: string): Promise<void>;
  };
  /** How a run ended, one or two sentences; `undefined`: nothing worth interrupting for. */
  ending(run: Run): { text: string; failed: boolean } | undefined;
}

/**
 * A notification with Stop while runs of the panel go on and the panel is out of sight, and a word when they end.
 * Quick fixes show their own progress, automation never opens anything.
 */
export class HiddenProgress {
  private readonly stops: Unsubscribe[];
  private notification: { report?: (message: string) => void; close(): void } | undefined;
  private readonly under: UnderWay;
  /** Runs that Stop was pressed for: they end in their own time. */
  private readonly stopped = new Set<string>();

  constructor(private readonly ports: HiddenProgressPorts) {
    this.under = new UnderWay(ports.runs);
    this.stops = [
      ports.runs.onDidChange((id, run) => this.runChanged(id, run)),
      ports.panel.onDidChangeVisibility(() => this.update()),
    ];
    this.update();
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    this.end();
  }

  private active(): readonly Run[] {
    return this.ports.runs.active().filter(run => run.origin === 'panel' && !this.stopped.has(run.id));
  }

  private runChanged(id: string, run: Run | undefined): void {
    if (this.under.ends(id, run)) {
      const wanted = !this.stopped.delete(id) && !this.ports.panel.visible;
      if (run && wanted) this.tellEnd(run);
    }
    this.update();
  }

  private tellEnd(run: Run): void {
    const ending = this.ports.ending(run);
    if (!ending) return;
    const show = vscode.l10n.t('Show');
    const message = ending.failed
      ? vscode.window.showWarningMessage(ending.text, show)
      : vscode.window.showInformationMessage(ending.text, show);
    void message.then(answer => (answer === show ? this.ports.panel.showRun(run.id) : undefined));
  }

  private update(): void {
    const count = this.ports.panel.visible ? undefined : countRuns(this.active());
    if (!count) this.end();
    else if (this.notification) this.notification.report?.(statusText(vscode.l10n.t, count, Date.now()));
    else this.begin();
  }

  private begin(): void {
    const timer = setInterval(() => this.update(), 1000);
    let finish = (): void => undefined;
    const finished = new Promise<void>(resolve => (finish = resolve));
    const notification: typeof this.notification = {
      close: () => {
        clearInterval(timer);
        finish();
      },
    };
    this.notification = notification;
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Making images'),
      cancellable: true,
    };
    void vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => this.stopAll());
      notification.report = message => progress.report({ message });
      this.update();
      // May be over already: VS Code calls this later.
      return finished;
    });
  }

  private end(): void {
    this.notification?.close();
    this.notification = undefined;
  }

  private stopAll(): void {
    for (const run of this.active()) {
      this.stopped.add(run.id);
      void this.ports.runs.stop(run.id);
    }
    this.end();
  }
}
