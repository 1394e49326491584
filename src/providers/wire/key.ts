import type { Failure } from '../../core/model/outcome';
import type { Translate } from '../../core/translate';

/** Without what copying adds; `undefined` for what can't be in a header. */
export function usableKey(key: string): string | undefined {
  const trimmed = key.trim();
  return /^[!-~]+$/.test(trimmed) ? trimmed : undefined;
}

/** Our own words: the ones of `Headers` would quote the key. */
export function unusableKey(t: Translate): Failure {
  return {
    kind: 'auth',
    reason: 'unusable-key',
    message: t('The key has characters that no key has. Copy it again.'),
    sent: false,
  };
}

export function missingKey(t: Translate): Failure {
  return { kind: 'auth', reason: 'no-key', message: t('There is no key for this service yet.'), sent: false };
}
