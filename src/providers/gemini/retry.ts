import type { RetryNote } from '../../core/model/outcome';
import type { Failed } from './failures';

const maxRetries = 3;
const baseMs = 1000;
/** A longer wait is the user's to decide. */
const longestMs = 60_000;

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
