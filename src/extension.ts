import * as vscode from 'vscode';
import type { App } from './host/app';
import { commandIds } from './host/commands/commandIds';
import { Lazy } from './host/lazy';
import { registerImageDrops } from './host/drop/registerImageDrops';
import { registerMissingImages } from './host/language/registerMissingImages';
import { registerMoves } from './host/references/moves/registerMoves';
import { registerPresentImages } from './host/language/registerPresentImages';
import { ParserClient } from './host/references/parserClient';
import { RecentParser } from './host/references/recentParser';

/** Made by the first command, panel or document. */
let app: Lazy<App> | undefined;

/** Registers and does nothing else: everything that works is loaded by the first command, panel or document. */
export function activate(context: vscode.ExtensionContext): void {
  const made = new Lazy(async () =>
    (await import('./host/app')).createApp(context, () => missingImages.filesChanged()),
  );
  const load = (): Promise<App> => made.get();
  app = made;

  for (const id of commandIds) {
    context.subscriptions.push(
      vscode.commands.registerCommand(id, async (...args: unknown[]) => (await load()).run(id, args)),
    );
  }
  // Its worker starts with the first document that names an image.
  const workerFile = vscode.Uri.joinPath(context.extensionUri, 'dist', 'parserWorker.js').fsPath;
  const parser = new RecentParser(new ParserClient({ workerFile }));
  const missingImages = registerMissingImages(parser, load);
  context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer('inlineAssets.panel', {
      deserializeWebviewPanel: async panel => (await load()).restorePanel(panel),
    }),
    vscode.window.registerWebviewPanelSerializer('inlineAssets.gallery', {
      deserializeWebviewPanel: async panel => (await load()).restoreGallery(panel),
    }),
    missingImages,
    registerPresentImages(parser, load),
    registerMoves(load),
    registerImageDrops(load),
  );
}

/** VS Code waits for this promise, a few seconds long; it waits for no disposable. */
export async function deactivate(): Promise<void> {
  await (await app?.ifMade())?.dispose();
}
