import * as vscode from 'vscode';
import { giveWay } from './core/giveWay';
import type { App } from './host/app';
import type { Base } from './host/base';
import { commandIds, isGalleryCommand } from './host/commands/commandIds';
import { Lazy } from './host/lazy';
import { registerImageDrops } from './host/drop/registerImageDrops';
import { registerMissingImages } from './host/language/registerMissingImages';
import { registerMoves } from './host/references/moves/registerMoves';
import { registerPresentImages } from './host/language/registerPresentImages';
import { ParserClient } from './host/references/parserClient';
import { RecentParser } from './host/references/recentParser';

/** Made by the first command, panel or document. */
let base: Lazy<Base> | undefined;
let app: Lazy<App> | undefined;

/** Registers and does nothing else: everything that works is loaded by the first command, panel or document. */
export function activate(context: vscode.ExtensionContext): void {
  const first = new Lazy(async () => (await import('./host/base')).createBase(context));
  const made = new Lazy(async () => {
    const ready = await first.get();
    // Each in a turn of its own: both at once would hold the host for too long.
    await giveWay();
    return (await import('./host/app')).createApp(context, ready, () => missingImages.filesChanged());
  });
  const load = (): Promise<App> => made.get();
  [base, app] = [first, made];

  for (const id of commandIds) {
    context.subscriptions.push(
      vscode.commands.registerCommand(id, async (...args: unknown[]) =>
        isGalleryCommand(id) ? (await first.get()).run(id, args) : (await load()).run(id, args),
      ),
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
      deserializeWebviewPanel: async panel => (await first.get()).restoreGallery(panel),
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
  await (await base?.ifMade())?.dispose();
}
