import type { Envelope, Transport } from '../../../../src/protocol/rpc';

/** Two ends of a wire in memory, which clones what is sent as VS Code does. */
export function wire(): [Transport, Transport] {
  const ends = [new Set<(data: unknown) => void>(), new Set<(data: unknown) => void>()] as const;
  const transport = (mine: 0 | 1): Transport => ({
    post: (envelope: Envelope) => {
      const copy: unknown = structuredClone(envelope);
      queueMicrotask(() => ends[mine === 0 ? 1 : 0].forEach(receive => receive(copy)));
    },
    listen: receive => {
      ends[mine].add(receive);
      return () => ends[mine].delete(receive);
    },
  });
  return [transport(0), transport(1)];
}
