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

const entry = /^[\w-]+\.(reserved|spent)\.(\d+)\.json$/;
const microUsd = 1_000_000;
/** How often a reservation that does not fit beside those of other windows is tried again. */
const attempts = 4;

/**
 * What was spent today, by all windows. One file a request, `<local date>/<id>.<state>.<millionths of a dollar>.json`:
 * the name carries the sum, so that counting reads one directory and a rename settles, whole or not at all. A request is
 * counted before it is sent, so a window that dies leaves its estimate counted: the service may have billed it.
 */
export class Spending implements SpendingPort {
  private readonly changed = new Emitter<[]>();
  private queue: Promise<unknown> = Promise.resolve();
  private lastId = 0;

  constructor(private readonly options: SpendingOptions) {}

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
    const from = path.join(this.options.dir, reservation);
    try {
      if (usd <= 0) await rm(from, { force: true });
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
      const name = `${now()}-${process.pid}-${++this.lastId}-${random().toString(36).slice(2, 8)}.reserved.${toMicro(usd)}.json`;
      const file = path.join(dir, name);
      try {
        await mkdir(dir, { recursive: true });
        await writeFile(file, JSON.stringify({ ...about, estimateUsd: usd }));
        const { total, reserved } = await this.read(dir);
        if (total <= limit) {
          this.changed.fire();
          return { ok: true, reservation: path.join(path.basename(dir), name) };
        }
        await rm(file, { force: true });
        // Two windows that count at the same moment each see the other; only one of them may have to give up.
        if (attempt === attempts || reserved <= 1) {
          return { ok: false, todayUsd: (total - toMicro(usd)) / microUsd, limitUsd: limit / microUsd };
        }
      } catch (error) {
        await rm(file, { force: true }).catch(() => undefined);
        throw toStorageError(error);
      }
      await sleep(5 + random() * 25 * attempt);
    }
  }

  private async read(dir: string): Promise<{ total: number; reserved: number }> {
    let names: string[];
    try {
      names = await readdir(dir);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { total: 0, reserved: 0 };
      throw toStorageError(error);
    }
    let total = 0;
    let reserved = 0;
    for (const name of names) {
      const match = entry.exec(name);
      if (!match) continue;
      total += Number(match[2]);
      if (match[1] === 'reserved') reserved++;
    }
    return { total, reserved };
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

/** Rounded up: a fraction of a millionth must not be free. */
function toMicro(usd: number): number {
  return Math.ceil(usd * microUsd - 1e-6);
}

function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
