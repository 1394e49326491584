import * as path from 'node:path';
import type { Log } from '../log';
import { ImageIndexClient } from './imageIndexClient';
import { indexedFolders, unsavedTexts, watchWorkspace } from './workspaceWatch';

/** The index of this window's workspace; does nothing before it is asked. */
export function createImageIndex(extensionPath: string, log: Log): ImageIndexClient {
  return new ImageIndexClient(
    { folders: indexedFolders, unsaved: unsavedTexts, watch: watchWorkspace },
    {
      workerFile: path.join(extensionPath, 'dist', 'indexWorker.js'),
      onError: error => log.error('The image index', error),
    },
  );
}
