import { setTimeout as pause } from 'node:timers/promises';
import type { Locator } from 'playwright-core';

/** Asks again until `check` is true; rejects after `timeoutMs` with what was waited for. */
export async function until(
  what: string,
  timeoutMs: number,
  check: () => Promise<boolean> | boolean,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`${what} did not come within ${timeoutMs} ms`);
    await pause(50);
  }
}

/** Matches the whole text of an element. */
export function exact(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}

/** Whether something comes (or goes) within the time; never rejects. */
export async function appears(
  locator: Locator,
  timeout: number,
  state: 'visible' | 'hidden' = 'visible',
): Promise<boolean> {
  return locator.waitFor({ timeout, state }).then(
    () => true,
    () => false,
  );
}
