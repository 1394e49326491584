import * as fs from 'node:fs/promises';
import type { SaveFailure } from '../../core/save/saveResult';

/** What saving asks of the disk. Given, so that tests can have a full one. */
export type Disk = Pick<
  typeof fs,
  | 'access'
  | 'chmod'
  | 'copyFile'
  | 'link'
  | 'lstat'
  | 'mkdir'
  | 'open'
  | 'readFile'
  | 'readdir'
  | 'realpath'
  | 'rename'
  | 'rm'
  | 'rmdir'
  | 'stat'
  | 'unlink'
  | 'writeFile'
>;

export const realDisk: Disk = fs;

/** `ENOENT`, `ENOSPC`, …; empty for what is not an error of the system. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

export function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** What an error of the disk means to somebody who saves to `path`. */
export function diskFailure(error: unknown, path: string): SaveFailure {
  switch (errorCode(error)) {
    case 'EEXIST':
      return { kind: 'exists', path };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { kind: 'read-only', path };
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return { kind: 'disk-full', path };
    default:
      return { kind: 'disk', path, detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Does nothing when none is missing, which saves a call on the fast road. */
export async function makeFolders(folder: string, missing: readonly string[], disk: Disk): Promise<void> {
  if (missing.length > 0) await disk.mkdir(folder, { recursive: true });
}

/** Takes back folders that were made for a file, as far as they are empty. `folders` outermost first. */
export async function removeEmpty(folders: readonly string[], disk: Disk): Promise<void> {
  for (const folder of [...folders].reverse()) {
    try {
      await disk.rmdir(folder);
    } catch {
      // Somebody uses it by now, or it never came to be: then so are those above it.
      return;
    }
  }
}
