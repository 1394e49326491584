import type { Transport } from '../../../src/protocol/rpc';

/** Two ends that exchange structured clones, later, in order: what `postMessage` does. */
export function transportPair(): { a: Transport; b: Transport } {
  const a = new Set<(data: unknown) => void>();
  const b = new Set<(data: unknown) => void>();
  const end = (own: typeof a, other: typeof a): Transport => ({
    post: envelope => {
      const copy: unknown = structuredClone(envelope);
      queueMicrotask(() => other.forEach(receive => receive(copy)));
    },
    listen: receive => {
      own.add(receive);
      return () => void own.delete(receive);
    },
  });
  return { a: end(a, b), b: end(b, a) };
}

/** One end, and what was posted from it. `receive` brings anything to it, as a broken or hostile other side could. */
export function looseEnd(): { transport: Transport; posted: unknown[]; receive(data: unknown): void } {
  const listeners = new Set<(data: unknown) => void>();
  const posted: unknown[] = [];
  return {
    posted,
    receive: data => listeners.forEach(receive => receive(data)),
    transport: {
      post: envelope => void posted.push(envelope),
      listen: receive => {
        listeners.add(receive);
        return () => void listeners.delete(receive);
      },
    },
  };
}

/** Enough turns of the queue for a request, its handler and its reply. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
