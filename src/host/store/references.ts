import { constants } from 'node:fs';
import { copyFile, link, mkdir, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sniffFormat } from '../../core/imaging/sniff';
import { extensionOf } from '../../core/model/imageFormat';
import type { AddedReference } from '../../core/run/ports';
import { sha256Of } from '../sha256';
import { temporaryName } from './atomicFile';
import { headOf } from './blobs';
import { isSha256 } from './records';
import { toStorageError } from './storageErrors';

/** Far above what any model takes; keeps a mistaken pick of a video from filling the disk. */
const maxBytes = 300_000_000;

/**
 * Reference images, kept once for equal bytes however many runs use them: a pool beside the runs, hard-linked into
 * each run's folder (copied where the file system has no links). A pool file whose last run is gone goes too.
 */
export class ReferencePool {
  constructor(private readonly dir: string) {}

  async add(folder: string, source: { path: string } | { bytes: Uint8Array }): Promise<AddedReference> {
    if ('path' in source) {
      const problem = await look(source.path);
      if (problem) return problem;
    }
    const temporary = temporaryName(path.join(this.dir, 'x'));
    try {
      await mkdir(this.dir, { recursive: true });
      if ('bytes' in source) await writeFile(temporary, source.bytes);
      else {
        try {
          await copyFile(source.path, temporary, constants.COPYFILE_FICLONE);
        } catch (error) {
          // Told apart from a full disk of ours: the source can be asked again.
          const problem = await readable(source.path);
          if (problem) return problem;
          throw error;
        }
      }
      const [sha256, head, { size }] = await Promise.all([
        sha256Of(temporary),
        headOf(temporary),
        stat(temporary),
      ]);
      const format = sniffFormat(head);
      const extension = format ? extensionOf(format) : 'bin';
      const pooled = path.join(this.dir, `${sha256}.${extension}`);
      // Never over one that is there: runs are linked to it.
      await linkOrCopy(temporary, pooled);
      const file = `ref-${sha256.slice(0, 16)}.${extension}`;
      const own = path.join(folder, file);
      await linkOrCopy(pooled, own).catch(async (error: unknown) => {
        // Another window has just deleted the last run that used it, and with that took it out of the pool.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        await linkOrCopy(temporary, own);
      });
      return { file, sha256, bytes: size };
    } catch (error) {
      throw toStorageError(error);
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  /** After a run's folder is gone: drops what no other run links to. */
  async release(sha256s: readonly { sha256: string; file: string }[]): Promise<void> {
    for (const { sha256, file } of sha256s) {
      if (!isSha256(sha256)) continue;
      const pooled = path.join(this.dir, `${sha256}${path.extname(file)}`);
      const found = await stat(pooled).catch(() => undefined);
      if (found?.nlink === 1) await unlink(pooled).catch(() => undefined);
    }
  }
}

async function look(file: string): Promise<AddedReference | undefined> {
  try {
    const found = await stat(file);
    if (!found.isFile()) return { unreadable: 'not-a-file' };
    return found.size > maxBytes ? { unreadable: 'too-large' } : undefined;
  } catch (error) {
    return { unreadable: whyUnreadable(error) };
  }
}

async function readable(file: string): Promise<AddedReference | undefined> {
  try {
    await headOf(file);
    return undefined;
  } catch (error) {
    return { unreadable: whyUnreadable(error) };
  }
}

function whyUnreadable(error: unknown): 'missing' | 'denied' | 'failed' {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  return code === 'EACCES' || code === 'EPERM' ? 'denied' : 'failed';
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    const temporary = temporaryName(to);
    try {
      await copyFile(from, temporary, constants.COPYFILE_FICLONE);
      await rename(temporary, to);
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }
}
