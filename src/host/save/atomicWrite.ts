import { constants } from 'node:fs';
import * as path from 'node:path';
import { errorCode, type Disk } from './disk';

/** The name beside the target that bytes have until they are whole. `id` is unique. */
export function temporaryPath(target: string, id: string): string {
  return path.join(path.dirname(target), `.inline-assets-${id}.tmp`);
}

/**
 * Copies `source` to `target`, which must not exist: rejects with EEXIST, even when somebody creates it meanwhile.
 * The file is whole or not there. Not yet flushed: see `flush`.
 */
export async function writeNew(source: string, target: string, id: string, disk: Disk): Promise<void> {
  const temporary = temporaryPath(target, id);
  try {
    await copy(source, temporary, undefined, disk);
    await moveWithoutReplacing(temporary, target, disk);
  } catch (error) {
    await remove(temporary, disk);
    throw error;
  }
}

/** Copies `source` over the existing `target`: old bytes or new bytes, never a part. Permissions stay. */
export async function writeOver(
  source: string,
  target: string,
  mode: number,
  id: string,
  disk: Disk,
): Promise<void> {
  const temporary = temporaryPath(target, id);
  try {
    await copy(source, temporary, mode & 0o7777, disk);
    // Else a power cut could keep the rename and lose the bytes.
    await flush(temporary, disk);
    await disk.rename(temporary, target);
  } catch (error) {
    await remove(temporary, disk);
    throw error;
  }
}

/** Moves without ever replacing: rejects with EEXIST. */
export async function moveWithoutReplacing(source: string, target: string, disk: Disk): Promise<void> {
  try {
    await disk.link(source, target);
  } catch (error) {
    if (!linksUnsupported.has(errorCode(error))) throw error;
    // No hard links here (FAT, some network drives): claim the name with an empty file, then put the bytes in its place.
    await (await disk.open(target, 'wx')).close();
    try {
      await disk.rename(source, target);
    } catch (renameError) {
      await remove(target, disk);
      throw renameError;
    }
    return;
  }
  await disk.unlink(source);
}

const linksUnsupported = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL']);

/** Waits until the bytes are on the disk itself. */
export async function flush(file: string, disk: Disk): Promise<void> {
  const handle = await disk.open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function remove(file: string, disk: Disk): Promise<void> {
  await disk.rm(file, { force: true }).catch(() => undefined);
}

/** A clone where the file system can. `mode` absent: what this user's new files have, whatever the source has. */
async function copy(source: string, target: string, mode: number | undefined, disk: Disk): Promise<void> {
  const handle = await disk.open(target, 'wx', 0o666);
  let wanted = mode;
  try {
    wanted ??= (await handle.stat()).mode & 0o7777;
  } finally {
    await handle.close();
  }
  await disk.copyFile(source, target, constants.COPYFILE_FICLONE);
  await disk.chmod(target, wanted);
}
