import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { limitHit, type LedgerLine, type Limits, type Spent } from '../../core/cost/limits';
import { Emitter } from '../../core/emitter';
import type { ModelId } from '../../core/model/modelInfo';
import type { ReserveResult, SpendingPort, SpentOn } from '../../core/run/ports';
import { toStorageError } from '../store/storageErrors';
import { dayOf, monthOf, parseEntry, spentName, toMicro } from './ledgerNames';

export interface SpendingOptions {
  /** Shared by all windows and workspaces. */
  dir: string;
  limits(): Limits;
  now?: () => number;
  sleep?: (ms: number) => Promise<void>;
  random?: () => number;
}

const microUsd = 1_000_000;
/** How often a reservation is tried again that does not fit beside what other windows try at the same moment. */
const attempts = 10;
/** How long another window's reservation may be one that is about to be taken back. Milliseconds. */
const contendedMs = 500;
const dayFolder = /^\d{4}-\d\d-\d\d$/;

/** In millionths of a dollar. */
interface Counted {
  today: number;
  month: number;
  contended: boolean;
}

/**
 * What was spent, by all windows. One file a request, `<local date>/<id>.<state>.<millionths of a dollar>…json`: the name
 * carries the sum, so that counting reads directories and a rename settles, whole or not at all. A request is counted
 * before it is sent, so a window that dies leaves its estimate counted: the service may have billed it. Days that have not
 * come yet are there when the clock was put back: they count for today, so that no limit begins anew.
 */
export class Spending implements SpendingPort {
  private readonly changed = new Emitter<[]>();
  private queue: Promise<unknown> = Promise.resolve();
  private readonly window: string;
  private lastId = 0;
  /** Of days that are over: their folder changes when a late request is settled. */
  private readonly past = new Map<string, { mtimeMs: number; total: number }>();

  constructor(private readonly options: SpendingOptions) {
    this.window = (options.random ?? Math.random)().toString(36).slice(2, 12);
  }

  readonly onDidChange = this.changed.on;

  async spent(): Promise<Spent> {
    const { today, month } = await this.count();
    return { todayUsd: today / microUsd, monthUsd: month / microUsd };
  }

  reserve(usd: number, about: { runId: string; requestId: string; model: ModelId }): Promise<ReserveResult> {
    // One at a time in this window, so that only another window can be in the way.
    const result = this.queue.then(() => this.tryReserve(usd, about));
    this.queue = result.catch(() => undefined);
    return result;
  }

  async settle(reservation: string, usd: number, on: SpentOn): Promise<void> {
    // No sum of money: what was reserved stays counted.
    if (!Number.isFinite(usd) || usd < 0) return;
    const from = path.join(this.options.dir, reservation);
    try {
      if (usd === 0) await rm(from, { force: true });
      else await rename(from, spentName(from, usd, on));
    } catch (error) {
      throw toStorageError(error);
    }
    this.changed.fire();
  }

  /** Every request that is counted, oldest first. `since`: a day like `2026-11-22`; absent: all that is kept. */
  async ledger(since = ''): Promise<readonly LedgerLine[]> {
    const lines: LedgerLine[] = [];
    for (const day of (await this.days()).filter(each => each >= since)) {
      for (const name of await namesIn(path.join(this.options.dir, day))) {
        const line = await this.line(day, name);
        if (line) lines.push(line);
      }
    }
    return lines.sort((a, b) => a.at - b.at);
  }

  private async line(day: string, name: string): Promise<LedgerLine | undefined> {
    const entry = parseEntry(name);
    if (!entry) return undefined;
    const text = await readFile(path.join(this.options.dir, day, name), 'utf8').catch(() => '');
    const about = aboutOf(text);
    const { at = new Date(`${day}T00:00:00`).getTime(), micro, outcome = 'under-way', exact } = entry;
    return { at, ...about, usd: micro / microUsd, outcome, estimate: !exact };
  }

  private async tryReserve(
    usd: number,
    about: { runId: string; requestId: string; model: ModelId },
  ): Promise<ReserveResult> {
    const { now = Date.now, random = Math.random, sleep = wait } = this.options;
    for (let attempt = 1; ; attempt++) {
      const at = now();
      const day = dayOf(at);
      const dir = path.join(this.options.dir, day);
      const name = `${at}-${this.window}-${++this.lastId}.reserved.${toMicro(usd)}.json`;
      const file = path.join(dir, name);
      try {
        await this.write(dir, file, JSON.stringify({ ...about, estimateUsd: usd }));
        const { today, month, contended } = await this.count(at);
        const spent = { todayUsd: today / microUsd, monthUsd: month / microUsd };
        if (!limitHit(spent, 0, this.options.limits())) {
          this.changed.fire();
          return { ok: true, reservation: path.join(day, name) };
        }
        await rm(file, { force: true });
        // Two windows that count at the same moment each see the other; only one of them may have to give up.
        if (attempt >= attempts || !contended) {
          const before = (sum: number): number => Math.round(sum * microUsd - toMicro(usd)) / microUsd;
          const without = { todayUsd: before(spent.todayUsd), monthUsd: before(spent.monthUsd) };
          const hit = limitHit(without, toMicro(usd) / microUsd, this.options.limits());
          if (hit) {
            // Whoever counted meanwhile counted what is not reserved after all.
            this.changed.fire();
            return { ok: false, ...hit };
          }
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

  private async count(now = (this.options.now ?? Date.now)()): Promise<Counted> {
    const today = dayOf(now);
    const counted: Counted = { today: 0, month: 0, contended: false };
    for (const day of await this.days()) {
      if (monthOf(day) < monthOf(today)) continue;
      if (day < today) {
        counted.month += await this.pastDay(day);
        continue;
      }
      const { total, contended } = this.sum(await this.entries(day), now);
      counted.today += total;
      counted.month += total;
      counted.contended ||= contended;
    }
    return counted;
  }

  private async pastDay(day: string): Promise<number> {
    const found = await stat(path.join(this.options.dir, day)).catch(() => undefined);
    const known = this.past.get(day);
    if (known && known.mtimeMs === found?.mtimeMs) return known.total;
    const { total } = this.sum(await this.entries(day), 0);
    if (found) this.past.set(day, { mtimeMs: found.mtimeMs, total });
    return total;
  }

  private sum(names: readonly string[], now: number): { total: number; contended: boolean } {
    let total = 0;
    let contended = false;
    for (const name of names) {
      const entry = parseEntry(name);
      if (!entry) continue;
      const { micro, state, window, at = 0 } = entry;
      total += micro;
      contended ||= state === 'reserved' && window !== this.window && Math.abs(now - at) < contendedMs;
    }
    return { total, contended };
  }

  private async days(): Promise<readonly string[]> {
    return (await this.entries('')).filter(name => dayFolder.test(name)).sort();
  }

  private async entries(day: string): Promise<readonly string[]> {
    try {
      return await readdir(path.join(this.options.dir, day));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw toStorageError(error);
    }
  }
}

function aboutOf(text: string): Pick<LedgerLine, 'model' | 'runId' | 'requestId'> {
  let read: Partial<Record<'model' | 'runId' | 'requestId', unknown>> = {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) read = value;
  } catch {
    // What it cost is in its name.
  }
  const said = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { model: said(read.model), runId: said(read.runId), requestId: said(read.requestId) };
}

function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
