import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Emitter } from '../../core/emitter';
import type { ModelId } from '../../core/model/modelInfo';
import type { ReserveResult, SpendingPort } from '../../core/run/ports';
import { toStorageError } from '../store/storageErrors';

export interface SpendingOptions {
  /** Shared by all windows and workspaces. */
  dir: string;
  dailyLimitUsd(): number;
  now?: () => number;
  sleep?: (ms: number) => Promise<void>;
  random?: () => number;
}

/** `<milliseconds>-<window>-<number>.<state>.<millionths of a dollar>.json` */
const entry = /^(?:(\d+)-(\w+)-\d+|[\w-]+)\.(reserved|spent)\.(\d+)\.json$/;
const microUsd = 1_000_000;
/** Larger numbers are written with an exponent, which no name of an entry has. */
const mostMicro = 1e15;
/** How often a reservation is tried again that does not fit beside what other windows try at the same moment. */
const attempts = 10;
/** How long another window's reservation may be one that is about to be taken back. Milliseconds. */
const contendedMs = 500;

/**
 * What was spent today, by all windows. One file a request, `<local date>/<id>.<state>.<millionths of a dollar>.json`:
 * the name carries the sum, so that counting reads one directory and a rename settles, whole or not at all. A request is
 * counted before it is sent, so a window that dies leaves its estimate counted: the service may have billed it.
 */
export class Spending implements SpendingPort {
  private readonly changed = new Emitter<[]>();
  private queue: Promise<unknown> = Promise.resolve();
  private readonly window: string;
  private lastId = 0;

  constructor(private readonly options: SpendingOptions) {
    this.window = (options.random ?? Math.random)().toString(36).slice(2, 12);
  }

  readonly onDidChange = this.changed.on;

  async today(): Promise<number> {
    return (await this.read(this.dayDir())).total / microUsd;
  }

  reserve(usd: number, about: { runId: string; requestId: string; model: ModelId }): Promise<ReserveResult> {
    // One at a time in this window, so that only another window can be in the way.
    const result = this.queue.then(() => this.tryReserve(usd, about));
    this.queue = result.catch(() => undefined);
    return result;
  }

  async settle(reservation: string, usd: number): Promise<void> {
    // No sum of money: what was reserved stays counted.
    if (!Number.isFinite(usd) || usd < 0) return;
    const from = path.join(this.options.dir, reservation);
    try {
      if (usd === 0) await rm(from, { force: true });
      else await rename(from, from.replace(/\.reserved\.\d+\.json$/, `.spent.${toMicro(usd)}.json`));
    } catch (error) {
      throw toStorageError(error);
    }
    this.changed.fire();
  }

  private async tryReserve(
    usd: number,
    about: { runId: string; requestId: string; model: ModelId },
  ): Promise<ReserveResult> {
    const { now = Date.now, random = Math.random, sleep = wait } = this.options;
    const dir = this.dayDir();
    for (let attempt = 1; ; attempt++) {
      const limit = Math.round(this.options.dailyLimitUsd() * microUsd);
      const at = now();
      const name = `${at}-${this.window}-${++this.lastId}.reserved.${toMicro(usd)}.json`;
      const file = path.join(dir, name);
      try {
        await this.write(dir, file, JSON.stringify({ ...about, estimateUsd: usd }));
        const { total, contended } = await this.read(dir, at);
        if (total <= limit) {
          this.changed.fire();
          return { ok: true, reservation: path.join(path.basename(dir), name) };
        }
        await rm(file, { force: true });
        // Two windows that count at the same moment each see the other; only one of them may have to give up.
        if (attempt === attempts || !contended) {
          return { ok: false, todayUsd: (total - toMicro(usd)) / microUsd, limitUsd: limit / microUsd };
        }
      } catch (error) {
        await rm(file, { force: true }).catch(() => undefined);
        throw toStorageError(error);
      }
      await sleep(5 + random() * 25 * Math.min(attempt, 4));
    }
  }

  private async write(dir: string, file: string, text: string): Promise<void> {
    try {
      await writeFile(file, text, { flag: 'wx' });
    } catch (error) {
      // The first of the day.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await mkdir(dir, { recursive: true });
      await writeFile(file, text, { flag: 'wx' });
    }
  }

  private async read(dir: string, now = 0): Promise<{ total: number; contended: boolean }> {
    let names: string[];
    try {
      names = await readdir(dir);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { total: 0, contended: false };
      throw toStorageError(error);
    }
    let total = 0;
    let contended = false;
    for (const name of names) {
      const match = entry.exec(name);
      if (!match) continue;
      const [, at, window, state, micro] = match;
      total += Number(micro);
      contended ||= state === 'reserved' && window !== this.window && now - Number(at) < contendedMs;
    }
    return { total, contended };
  }

  private dayDir(): string {
    const day = new Date((this.options.now ?? Date.now)());
    const two = (value: number): string => String(value).padStart(2, '0');
    return path.join(
      this.options.dir,
      `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`,
    );
  }
}

/** Rounded up: a fraction of a millionth must not be free. What is no sum of money fits below no limit. */
function toMicro(usd: number): number {
  return usd >= 0 ? Math.min(Math.ceil(usd * microUsd - 1e-6), mostMicro) : mostMicro;
}

function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
