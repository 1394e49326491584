import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** A name beside the target that no listing of the store takes for anything. */
export function temporaryName(target: string): string {
  return path.join(path.dirname(target), `.${randomBytes(6).toString('hex')}.part`);
}

/** The whole text under its name, or what was there before. Resolves when it is on the platter. */
export async function writeAtomic(target: string, text: string): Promise<void> {
  const temporary = temporaryName(target);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}
