import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Logger } from '../../core/logger';

export const composerFileName = 'composer.json';

/**
 * The composer on disk. VS Code's own memory of a workspace is written some seconds later, in a browser even after a
 * reload has begun: too late for a draft. A few kilobytes, written at once and whole.
 */
export class ComposerFile {
  private readonly file: string;
  private failed = false;

  constructor(
    folder: string,
    private readonly log: Pick<Logger, 'warn'>,
  ) {
    this.file = path.join(folder, composerFileName);
  }

  /** `undefined`: there is none, or it is damaged. */
  read(): unknown {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as unknown;
    } catch {
      return undefined;
    }
  }

  write(state: unknown): void {
    try {
      mkdirSync(path.dirname(this.file), { recursive: true });
      const temporary = `${this.file}.${process.pid}.part`;
      writeFileSync(temporary, JSON.stringify(state));
      renameSync(temporary, this.file);
      this.failed = false;
    } catch (error) {
      // Said once: a full disk says so wherever it matters, and this is tried again with every change.
      if (!this.failed) this.log.warn(`The composer could not be kept: ${String(error)}`);
      this.failed = true;
    }
  }
}
