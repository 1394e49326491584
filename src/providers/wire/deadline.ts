export interface Deadline {
  signal: AbortSignal;
  /** Why the signal was aborted, if it was. */
  cause(): 'cancelled' | 'timeout' | undefined;
  elapsedMs(): number;
  dispose(): void;
}

/** A signal that aborts with `outer` or after `ms`, and remembers which: the errors look the same. */
export function deadline(outer: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  const begun = performance.now();
  let cause: 'cancelled' | 'timeout' | undefined;
  const stop = (why: 'cancelled' | 'timeout'): void => {
    cause ??= why;
    controller.abort();
  };
  const onAbort = (): void => {
    stop('cancelled');
  };
  if (outer.aborted) onAbort();
  outer.addEventListener('abort', onAbort, { once: true });
  // Longer than a timer can be is for ever.
  const timer = setTimeout(
    () => {
      stop('timeout');
    },
    Math.min(ms, 2 ** 31 - 1),
  );
  return {
    signal: controller.signal,
    cause: () => cause,
    elapsedMs: () => performance.now() - begun,
    dispose: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', onAbort);
    },
  };
}
