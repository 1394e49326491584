import { setTimeout as pause } from 'node:timers/promises';
import type { Locator } from 'playwright-core';

/** Asks again until `check` is true; rejects after `timeoutMs` with what was waited for. */
export async function until(
  what: string,
  timeoutMs: number,
  check: () => Promise<boolean> | boolean,
): Promise<void> {
  if (!(await becomes(timeoutMs, check))) throw new Error(`${what} did not come within ${timeoutMs} ms`);
}

/** Whether `check` becomes true within the time; never rejects for being late. */
export async function becomes(timeoutMs: number, check: () => Promise<boolean> | boolean): Promise<boolean> {
  for (const end = Date.now() + timeoutMs; ; await pause(50)) {
    if (await check()) return true;
    if (Date.now() > end) return false;
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
