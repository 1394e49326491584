import type { Outcome, RetryNote } from '../../core/model/outcome';
import type { GenerateContext, ProviderDeps } from '../../core/provider';
import type { Failed } from './failures';

const maxRetries = 3;
const baseMs = 1000;
/** A longer wait is the user's to decide. */
const longestMs = 60_000;

/**
 * Asks until there is an outcome to show: what passes is asked again, bounded, and with what the service says it takes.
 * `recover`: the next try is another request, made at once; it is asked after each failure.
 */
export async function withRetries(
  { random, sleep, log }: Pick<ProviderDeps, 'random' | 'sleep' | 'log'>,
  name: string,
  { signal, onProgress }: Pick<GenerateContext, 'signal' | 'onProgress'>,
  once: () => Promise<Outcome | Failed>,
  recover: (failed: Failed) => boolean = () => false,
): Promise<Outcome> {
  const retries: RetryNote[] = [];
  for (;;) {
    const attempt = await once();
    const noted = retries.length === 0 ? {} : { retries: [...retries] };
    if (!('failure' in attempt)) return { ...attempt, ...noted };
    const { failure } = attempt;
    if (!signal.aborted && recover(attempt)) {
      retries.push({ kind: failure.kind, waitedMs: 0 });
      continue;
    }
    const waitMs = signal.aborted ? undefined : retryDelay(attempt, retries, random);
    if (waitMs === undefined) return { ...failure, ...noted };
    log(`${name}: ${failure.kind} ${failure.reason ?? ''}, again in ${String(waitMs)} ms`);
    retries.push({ kind: failure.kind, waitedMs: waitMs });
    onProgress({ state: 'retrying', inMs: waitMs, because: failure.kind });
    try {
      await sleep(waitMs, signal);
      signal.throwIfAborted();
    } catch {
      // Refused every time, and not sent again: only a lost connection leaves it open what became of the request.
      const refused = failure.sent && retries.every(({ kind }) => kind !== 'network');
      return {
        kind: 'cancelled',
        sent: failure.sent,
        ...(refused ? { unbilled: true } : {}),
        retries: retries.slice(0, -1),
      };
    }
  }
}

/**
 * How long to wait before asking again, in milliseconds, or `undefined` to stop. What the service asks for is the
 * least; on top of it everybody waits a little differently.
 */
export function retryDelay(
  failed: Failed,
  done: readonly RetryNote[],
  random: () => number,
): number | undefined {
  if (failed.retry === undefined || done.length >= maxRetries) return undefined;
  const backoff = baseMs * 2 ** done.length * (0.5 + random() / 2);
  const asked = failed.retry.afterMs ?? 0;
  if (asked > longestMs) return undefined;
  return Math.round(asked > backoff ? asked + random() * 500 : backoff);
}
