import * as vscode from 'vscode';
import type { App } from './host/app';
import { commandIds } from './host/commands/commandIds';
import { Lazy } from './host/lazy';
import { registerMissingImages } from './host/language/registerMissingImages';
import { registerMoves } from './host/references/moves/registerMoves';

/** Made by the first command, panel or document. */
let app: Lazy<App> | undefined;

/** Registers and does nothing else: everything that works is loaded by the first command, panel or document. */
export function activate(context: vscode.ExtensionContext): void {
  const made = new Lazy(async () => (await import('./host/app')).createApp(context));
  const load = (): Promise<App> => made.get();
  app = made;

  for (const id of commandIds) {
    context.subscriptions.push(
      vscode.commands.registerCommand(id, async (...args: unknown[]) => (await load()).run(id, args)),
    );
  }
  context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer('inlineAssets.panel', {
      deserializeWebviewPanel: async panel => (await load()).restorePanel(panel),
    }),
    registerMissingImages(context, load),
    registerMoves(load),
  );
}

/** VS Code waits for this promise, a few seconds long; it waits for no disposable. */
export async function deactivate(): Promise<void> {
  await (await app?.ifMade())?.dispose();
}
