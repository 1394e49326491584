import * as path from 'node:path';
import type * as vscode from 'vscode';
import type { Log } from '../log';
import { ImageIndexClient } from './imageIndexClient';
import { indexedFolders, unsavedTexts, watchWorkspace } from './workspaceWatch';

/**
 * The index of this window's workspace; does nothing before it is asked.
 * @param storage for what is kept of it for the next window; absent in a window without a workspace
 */
export function createImageIndex(
  extensionPath: string,
  storage: vscode.Uri | undefined,
  log: Log,
): ImageIndexClient {
  const bundle = (name: string): string => path.join(extensionPath, 'dist', name);
  const folder = storage?.scheme === 'file' ? storage.fsPath : undefined;
  return new ImageIndexClient(
    { folders: indexedFolders, unsaved: unsavedTexts, watch: watchWorkspace },
    {
      workerFile: bundle('indexWorker.js'),
      ...(folder && { kept: { folder, code: [bundle('indexWorker.js'), bundle('references.js')] } }),
      onError: error => log.error('The image index', error),
    },
  );
}
