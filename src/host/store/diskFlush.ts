import { open } from 'node:fs/promises';

/** Nobody waits for a flush, and a file system may hold up every other write for as long as one takes. */
const quietMs = 2000;

/**
 * Puts files from the system's memory onto the disk, a while after the last one was written and one after the other, so
 * that a power cut later takes no image that was paid for.
 */
export class DiskFlush {
  private readonly files = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  add(file: string): void {
    this.files.add(file);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), quietMs).unref();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.files.clear();
  }

  private async run(): Promise<void> {
    const files = [...this.files];
    this.files.clear();
    for (const file of files) await flush(file);
  }
}

async function flush(file: string): Promise<void> {
  try {
    const handle = await open(file, 'r+');
    try {
      await handle.datasync();
    } finally {
      await handle.close();
    }
  } catch {
    // Gone meanwhile, or the system could not: nothing that anybody could act on.
  }
}
