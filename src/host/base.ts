import type * as vscode from 'vscode';
import { galleryCommands } from './commands/gallery';
import type { GalleryCommandId } from './commands/commandIds';
import { neverOffDisk } from './commands/offDisk';
import { runCommand } from './commands/runCommand';
import { createEngine, type Engine } from './engine';
import { Gallery } from './gallery/gallery';
import { createImageIndex } from './imageIndex/createImageIndex';
import type { ImageIndexClient } from './imageIndex/imageIndexClient';
import type { SetKeyPorts } from './keys/setKey';

/**
 * What everything stands on, and the gallery, which needs no more. A bundle of its own: loaded together with the rest it
 * would hold the extension host for longer than anybody may.
 */
export interface Base {
  engine: Engine;
  /** Reads the workspace on the first question. */
  imageIndex: ImageIndexClient;
  /** Who is told of a model that a new key opens. */
  offerModelsTo(offered: SetKeyPorts['offeredModel']): void;
  run(id: GalleryCommandId, args: readonly unknown[]): Promise<unknown>;
  restoreGallery(panel: vscode.WebviewPanel): Promise<void>;
  dispose(): Promise<void>;
}

export function createBase(context: vscode.ExtensionContext): Base {
  let offered: SetKeyPorts['offeredModel'] | undefined;
  const engine = createEngine(context, {
    isWanted: model => offered?.isWanted(model) ?? false,
    use: async model => offered?.use(model),
  });
  const { services } = engine;
  const imageIndex = createImageIndex(context.extensionPath, context.storageUri, services.log);
  const gallery = new Gallery({ services, index: imageIndex });
  const commands = neverOffDisk(galleryCommands(gallery));
  return {
    engine,
    imageIndex,
    offerModelsTo(to) {
      offered = to;
    },
    run: (id, args) => runCommand(id, () => commands[id](...args), services.log),
    restoreGallery: panel => gallery.restore(panel),
    async dispose() {
      gallery.dispose();
      imageIndex.dispose();
      await engine.dispose();
    },
  };
}
