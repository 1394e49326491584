import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

// Random once, because that asks the system: the number tells the files of a window apart, the rest those of windows.
const ours = `${process.pid.toString(36)}-${randomBytes(6).toString('hex')}`;
let made = 0;

/** A name beside the target that no listing of the store takes for anything, and that nobody else has. */
export function temporaryName(target: string): string {
  return path.join(path.dirname(target), `.${ours}-${(made++).toString(36)}.part`);
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
