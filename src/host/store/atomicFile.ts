import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

/** A name beside the target that no listing of the store takes for anything. */
export function temporaryName(target: string): string {
  return path.join(path.dirname(target), `.${randomBytes(6).toString('hex')}.part`);
}

/**
 * The whole text under its name, or what was there before, also when this process dies in between. It survives the
 * machine's own death a moment later: waiting for the platter would hold up whoever waits for the image by as long as
 * all of its bytes take (on ext4 a small file is not flushed before large ones).
 */
export async function writeAtomic(target: string, text: string): Promise<void> {
  const temporary = temporaryName(target);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(text);
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
    await rename(temporary, target);
    void flush(file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function flush(file: FileHandle): Promise<void> {
  try {
    await file.datasync();
  } catch {
    // The bytes are with the system; that it could not flush them now is nothing anybody could act on.
  } finally {
    await file.close().catch(() => undefined);
  }
}
