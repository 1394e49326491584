import type { Failure } from '../../core/model/outcome';

/** Without what copying adds; `undefined` for what can't be in a header. */
export function usableKey(key: string): string | undefined {
  const trimmed = key.trim();
  return /^[!-~]+$/.test(trimmed) ? trimmed : undefined;
}

/** Our own words: the ones of `Headers` would quote the key. */
export const unusableKey: Failure = {
  kind: 'auth',
  reason: 'unusable-key',
  message: 'The key has characters that no key has. Copy it again.',
  sent: false,
};

export const missingKey: Failure = {
  kind: 'auth',
  reason: 'no-key',
  message: 'There is no key for this service yet.',
  sent: false,
};
