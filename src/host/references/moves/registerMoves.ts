import * as vscode from 'vscode';
import { isImageName } from '../../../core/imageIndex/fileKinds';
import { languageOf } from '../../../core/references/languageOf';
import { withoutLinks } from '../../text/withoutLinks';
import { isFolder } from '../../fileStat';
import type { Moves } from './moves';

/** Keeps references whole when files are renamed, moved or deleted in the editor. Part of the activation: loads nothing. */
export function registerMoves(load: () => Promise<{ moves: Moves }>): vscode.Disposable {
  /** The files are in their places in any case; what is not known then is said. */
  const run = async (work: (moves: Moves) => Promise<void>): Promise<void> => {
    try {
      await work((await load()).moves);
    } catch (error) {
      const why = withoutLinks(error instanceof Error ? error.message : String(error));
      void vscode.window.showWarningMessage(
        vscode.l10n.t('References to images could not be looked for: {0}', why),
      );
    }
  };
  const { workspace } = vscode;
  return vscode.Disposable.from(
    workspace.onDidRenameFiles(({ files }) => {
      const named = files.filter(({ newUri }) => mayMatter(newUri));
      if (named.length > 0) void run(moves => moves.renamed(named));
    }),
    workspace.onWillDeleteFiles(event => {
      if (!event.files.some(mayMatter)) return;
      event.waitUntil(
        (async () => {
          if (await anyImages(event.files)) await run(moves => moves.deleting(event.files));
        })(),
      );
    }),
    workspace.onDidDeleteFiles(({ files }) => {
      if (files.some(mayMatter)) void run(moves => moves.deleted(files));
    }),
  );
}

/** An image, a document, or what may be a folder. */
function mayMatter({ scheme, path }: vscode.Uri): boolean {
  return scheme === 'file' && (isImageName(path) || languageOf(path) !== undefined || !/\.\w+$/.test(path));
}

async function anyImages(files: readonly vscode.Uri[]): Promise<boolean> {
  for (const file of files) {
    if (isImageName(file.path) || (await isFolder(file))) return true;
  }
  return false;
}
