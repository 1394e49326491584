import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { temporaryName } from '../store/atomicFile';

export interface CacheLimits {
  maxBytes: number;
  maxAgeMs: number;
}

const dayMs = 24 * 3600 * 1000;
const defaultLimits: CacheLimits = { maxBytes: 256 * 1024 * 1024, maxAgeMs: 30 * dayMs };
/** Files looked at together: the disk has other things to do. */
const batch = 32;
const own = /^[0-9a-f]{32}-\d+\.(webp|svg)$/;
const unfinished = /\.(part|tmp)(\.\w+)?$/;

/** What a file is when it is looked at: another one has another name in the cache. */
export interface FileStamp {
  path: string;
  size: number;
  mtimeMs: number;
}

/**
 * Small pictures of files on disk, by path, size and time of the file: stable names, so that the page's own cache works
 * too. Whole or not there; what nobody looked at for long, and what is too much, is taken away.
 */
export class ThumbnailCache {
  private names: Promise<Set<string>> | undefined;
  /** Looked at in this session. */
  private readonly used = new Set<string>();
  private made = 0;

  constructor(
    readonly folder: string,
    private readonly limits: CacheLimits = defaultLimits,
  ) {}

  /** How many were written since the cache was opened. */
  get written(): number {
    return this.made;
  }

  async isEmpty(): Promise<boolean> {
    return (await this.all()).size === 0;
  }

  name({ path: file, size, mtimeMs }: FileStamp, edge: number, extension: 'webp' | 'svg'): string {
    const key = createHash('sha256').update(`${file}|${size}|${mtimeMs}`).digest('hex').slice(0, 32);
    return `${key}-${edge}.${extension}`;
  }

  /** Absolute path, or undefined: it has to be made. */
  async find(name: string): Promise<string | undefined> {
    const names = await this.all();
    if (!names.has(name)) return undefined;
    const file = path.join(this.folder, name);
    try {
      await fs.access(file);
    } catch {
      // Another window has tidied up.
      names.delete(name);
      return undefined;
    }
    this.used.add(name);
    return file;
  }

  /** `write` gets a name in the same folder, that nobody sees. Rejects as it does. */
  async add(name: string, write: (temporary: string) => Promise<void>): Promise<string> {
    const names = await this.all();
    const target = path.join(this.folder, name);
    await fs.mkdir(this.folder, { recursive: true });
    const temporary = temporaryName(target);
    try {
      await write(temporary);
      await fs.rename(temporary, target);
    } catch (error) {
      await fs.rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    names.add(name);
    this.used.add(name);
    this.made++;
    return target;
  }

  /** Removes what is old, then the oldest of what is too much; what was used in this session is young. Never rejects. */
  async prune(signal: AbortSignal, now = Date.now()): Promise<void> {
    const names = await this.all();
    const used = [...this.used];
    this.used.clear();
    await inBatches(used, signal, name =>
      fs.utimes(path.join(this.folder, name), now / 1000, now / 1000).catch(() => undefined),
    );
    const there = await fs.readdir(this.folder).catch(() => []);
    const files: { name: string; bytes: number; at: number }[] = [];
    await inBatches(there, signal, async name => {
      const stat = await fs.stat(path.join(this.folder, name)).catch(() => undefined);
      if (!stat?.isFile()) return;
      if (own.test(name)) files.push({ name, bytes: stat.size, at: stat.mtimeMs });
      else if (unfinished.test(name) && now - stat.mtimeMs > dayMs) await this.remove(name);
    });
    files.sort((a, b) => b.at - a.at);
    let kept = 0;
    const leaving = files.filter(({ bytes, at }) => {
      kept += bytes;
      return now - at > this.limits.maxAgeMs || kept > this.limits.maxBytes;
    });
    await inBatches(leaving, signal, async ({ name }) => {
      names.delete(name);
      await this.remove(name);
    });
  }

  private async remove(name: string): Promise<void> {
    await fs.rm(path.join(this.folder, name), { force: true }).catch(() => undefined);
  }

  private all(): Promise<Set<string>> {
    this.names ??= fs.readdir(this.folder).then(
      names => new Set(names.filter(name => own.test(name))),
      () => new Set<string>(),
    );
    return this.names;
  }
}

async function inBatches<T>(
  items: readonly T[],
  signal: AbortSignal,
  each: (item: T) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < items.length && !signal.aborted; from += batch)
    await Promise.all(items.slice(from, from + batch).map(each));
}
