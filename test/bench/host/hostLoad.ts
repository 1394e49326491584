import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface HostLoad {
  /** Longest time that the event loop of the extension host was held, in milliseconds. */
  longestBlockMs: number;
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
        peakMiB: (peak - start) / 1024 / 1024,
      },
    };
  } finally {
    delay.disable();
    clearInterval(timer);
  }
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
