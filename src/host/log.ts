import * as vscode from 'vscode';
import { redact } from '../core/redact';
import type { Logger } from '../core/logger';

/** The output channel "Inline Assets". Every line is redacted; prompts and bytes never get here. */
export interface Log extends Logger, vscode.Disposable {
  show(): void;
}

export function createLog(): Log {
  const channel = vscode.window.createOutputChannel('Inline Assets', { log: true });
  const write = (level: 'debug' | 'info' | 'warn' | 'error', line: string): void => {
    try {
      channel[level](redact(line));
    } catch {
      // Closed, because the window is going: no work may fail for that.
    }
  };
  return {
    debug: message => write('debug', message),
    info: message => write('info', message),
    warn: message => write('warn', message),
    error: (message, error) =>
      write('error', error === undefined ? message : `${message}: ${describe(error)}`),
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}

/** With the chain of causes: `fetch failed` alone helps nobody. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\ncaused by ${describe(error.cause)}`;
}
