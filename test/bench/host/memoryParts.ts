import { type HeapInfo } from 'node:v8';
import type { Worker } from 'node:worker_threads';

/** Of Node 24, which is what these hosts are. */
type Thread = Worker & { threadName: string; getHeapStatistics(): Promise<HeapInfo> };

/** MiB by what holds them. `outside`: buffers and WebAssembly memories of a thread, of which not all need be resident. */
export type MemoryParts = Readonly<Record<string, { heap: number; outside: number }>>;

const toMib = (bytes: number): number => bytes / 1024 / 1024;

/** Which threads of this process hold its memory: those that start from now on, and the main one above where it is now. */
export function watchMemory(): { look(): Promise<void>; partsAtPeak(): MemoryParts } {
  const threads = new Set<Thread>();
  const add = (thread: Thread): void => {
    threads.add(thread);
    thread.on('exit', () => threads.delete(thread));
  };
  process.on('worker', add as (worker: Worker) => void);
  const start = process.memoryUsage();
  let most = 0;
  let parts: MemoryParts = {};
  return {
    async look() {
      const now = process.memoryUsage();
      if (now.rss <= most) return;
      most = now.rss;
      const found: Record<string, { heap: number; outside: number }> = {
        host: { heap: toMib(now.heapTotal - start.heapTotal), outside: toMib(now.external - start.external) },
      };
      for (const thread of [...threads]) {
        const heap = await thread.getHeapStatistics().catch(() => undefined);
        if (!heap) continue;
        const { heap: before, outside } = found[thread.threadName] ?? { heap: 0, outside: 0 };
        found[thread.threadName] = {
          heap: before + toMib(heap.total_physical_size),
          outside: outside + toMib(heap.external_memory),
        };
      }
      parts = found;
    },
    partsAtPeak: () => parts,
  };
}
