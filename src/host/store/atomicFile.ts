import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A name beside the target that no listing of the store takes for anything. */
export function temporaryName(target: string): string {
  return path.join(path.dirname(target), `.${randomBytes(6).toString('hex')}.part`);
}

/** The whole text under its name, or what was there before, also when this process dies in between. Not yet flushed. */
export async function writeAtomic(target: string, text: string): Promise<void> {
  const temporary = temporaryName(target);
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}
