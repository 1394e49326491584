import { posix } from 'node:path';

/**
 * The path of a dropped URI inside one of the workspace folders, or `undefined`. Remote windows name the same file
 * `vscode-remote://host/path`, so scheme and host do not count; folders and `path` are the path parts of URIs.
 */
export function pathInWorkspace(
  path: string,
  folders: readonly string[],
  ignoreCase = false,
): { folder: number; path: string } | undefined {
  const normal = posix.normalize(path);
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const folder = folders.findIndex(each => {
    const root = each.endsWith('/') ? each : `${each}/`;
    return fold(normal).startsWith(fold(root)) && normal.length > root.length;
  });
  return folder < 0 ? undefined : { folder, path: normal };
}
