import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface HostLoad {
  /** Longest time that the event loop of the extension host was held, in milliseconds. */
  longestBlockMs: number;
  /** Delay of the event loop beyond what it was asked for, 99.9th percentile, in milliseconds. */
  delayMs: number;
  /** Highest resident memory above the start, in MiB. */
  peakMiB: number;
}

/** Watches this extension host while `work` runs. */
export async function underWatch<T>(work: () => Promise<T>): Promise<{ value: T; load: HostLoad }> {
  const resolution = 2;
  const delay = monitorEventLoopDelay({ resolution });
  const start = process.memoryUsage.rss();
  let peak = start;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 3);
  delay.enable();
  try {
    const value = await work();
    return {
      value,
      load: {
        longestBlockMs: Math.max(0, delay.max / 1e6 - resolution),
        delayMs: Math.max(0, delay.percentile(99.9) / 1e6 - resolution),
        peakMiB: (peak - start) / 1024 / 1024,
      },
    };
  } finally {
    delay.disable();
    clearInterval(timer);
  }
}

/** Resolves when the machine has little to do: the host's own start would be counted to whoever comes first. */
export async function quiet(): Promise<void> {
  const read = (): { busy: number; all: number } => {
    const times = cpus().map(cpu => cpu.times);
    const idle = times.reduce((sum, each) => sum + each.idle, 0);
    const all = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle);
    return { busy: all - idle, all };
  };
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const before = read();
    await new Promise(resolve => setTimeout(resolve, 700));
    const after = read();
    if (after.busy - before.busy < 0.1 * (after.all - before.all)) return;
  }
}

/** With `BENCH_PROFILES` (a folder) set, writes what the host's thread did while `work` ran as `<name>.cpuprofile`. */
export async function profiled<T>(name: string, work: () => Promise<T>): Promise<T> {
  const folder = process.env['BENCH_PROFILES'];
  if (!folder) return work();
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  try {
    return await work();
  } finally {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    writeFileSync(path.join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
  }
}

/** The longest time that code of `owner` (part of its files' paths), or what it calls, held the thread while `work` ran; in milliseconds. */
export async function longestHeldBy(owner: string, work: () => Promise<unknown>): Promise<number> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 250 });
  await session.post('Profiler.start');
  await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();

  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map(child => [child, id])),
  );
  const nodes = new Map(profile.nodes.map(node => [node.id, node]));
  const known = new Map<number | undefined, boolean>([[undefined, false]]);
  const isOurs = (id: number | undefined): boolean => {
    const answer =
      known.get(id) ??
      (nodes.get(id ?? -1)?.callFrame.url.includes(owner) === true || isOurs(parents.get(id ?? -1)));
    known.set(id, answer);
    return answer;
  };
  const { samples = [], timeDeltas = [] } = profile;
  let [longest, held] = [0, 0];
  // A delta is the time before its sample.
  for (const [i, sample] of samples.entries()) {
    held = isOurs(sample) ? held + (timeDeltas[i + 1] ?? 0) / 1000 : 0;
    longest = Math.max(longest, held);
  }
  return longest;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Bytes of JavaScript heap in use, after the garbage is collected. */
export function usedHeap(): number {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  gc();
  gc();
  return process.memoryUsage().heapUsed;
}
