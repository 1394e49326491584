import * as vscode from 'vscode';
import { redact } from '../core/redact';
import type { Logger } from '../core/logger';

/** The output channel "Inline Assets". Every line is redacted; prompts and bytes never get here. */
export interface Log extends Logger, vscode.Disposable {
  show(): void;
}

export function createLog(): Log {
  const channel = vscode.window.createOutputChannel('Inline Assets', { log: true });
  return {
    debug: message => channel.debug(redact(message)),
    info: message => channel.info(redact(message)),
    warn: message => channel.warn(redact(message)),
    error: (message, error) =>
      channel.error(redact(error === undefined ? message : `${message}: ${describe(error)}`)),
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
