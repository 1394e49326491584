import { mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PresencePort } from '../../core/run/ports';
import { hasEnded, safe, thisProcess } from './process';

export interface PresenceOptions {
  /** Shared by all windows. */
  dir: string;
  now?: () => number;
  random?: () => number;
}

const beatMs = 5_000;
/** One run often follows another, and each would make and remove the file anew. */
const lingerMs = 10_000;
/** A busy machine may skip some beats. */
const deadAfterMs = 30_000;

/**
 * A file a window, touched while it has work under way. Another window takes its requests for interrupted when the file
 * is gone or old, or when the process is known to be gone, which after a reload is at once.
 */
export class Presence implements PresencePort {
  readonly hostId: string;
  private timer: NodeJS.Timeout | undefined;
  private leaving: NodeJS.Timeout | undefined;
  private users = 0;
  private beating: Promise<void> = Promise.resolve();

  constructor(private readonly options: PresenceOptions) {
    const random = (options.random ?? Math.random)().toString(36).slice(2, 10);
    this.hostId = `${thisProcess()}~${random}`;
  }

  announce(): () => void {
    clearTimeout(this.leaving);
    if (this.users++ === 0 && this.timer === undefined) {
      this.beat();
      this.timer = setInterval(() => this.beat(), beatMs);
      this.timer.unref();
    }
    let stopped = false;
    return () => {
      if (stopped) return;
      stopped = true;
      if (--this.users === 0) this.leaving = setTimeout(() => this.silence(), lingerMs).unref();
    };
  }

  /** Resolves when nothing is left of it. */
  async dispose(): Promise<void> {
    clearTimeout(this.leaving);
    if (this.timer !== undefined) this.silence();
    await this.beating;
  }

  async isAlive(hostId: string): Promise<boolean> {
    if (hostId === this.hostId) return true;
    if (hasEnded(hostId)) return false;
    try {
      const { mtimeMs } = await stat(this.fileOf(hostId));
      return (this.options.now ?? Date.now)() - mtimeMs < deadAfterMs;
    } catch {
      return false;
    }
  }

  private silence(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    const file = this.fileOf(this.hostId);
    this.beating = this.beating.then(() => rm(file, { force: true })).catch(() => undefined);
  }

  private beat(): void {
    const file = this.fileOf(this.hostId);
    const at = new Date((this.options.now ?? Date.now)());
    this.beating = this.beating
      .then(() =>
        utimes(file, at, at).catch(async () => {
          await mkdir(this.options.dir, { recursive: true });
          await writeFile(file, '');
          await utimes(file, at, at);
        }),
      )
      // A disk that takes no beat takes no record either, and that is reported where it matters.
      .catch(() => undefined);
  }

  private fileOf(hostId: string): string {
    return path.join(this.options.dir, safe(hostId));
  }
}
