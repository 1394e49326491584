import { createHash } from 'node:crypto';

/**
 * Name of a workspace's folder in the store. Of the folders' paths only: in remote windows the authority and VS Code's own
 * storage id change from one window of the same workspace to the next.
 */
export function workspaceKey(folderPaths: readonly string[]): string {
  if (folderPaths.length === 0) return 'no-folder';
  return createHash('sha256')
    .update([...folderPaths].sort().join('\n'))
    .digest('hex')
    .slice(0, 24);
}
