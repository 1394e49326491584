import { isImagingError } from '../imaging/imagingPort';
import type { Failure, FailureKind } from '../model/outcome';
import { redact } from '../redact';
import type { Translate } from '../translate';
import { isStorageError } from './storageError';

/** A failure that never left this machine. `message` is a sentence for the user. */
export function unsent(
  kind: FailureKind,
  message: string,
  more?: Partial<Omit<Failure, 'kind' | 'message'>>,
): Failure {
  return { kind, message, sent: false, ...more };
}

/** The disk's fault. `reason` is `disk-full`, `disk-read-only` or `disk`. */
export function storageFailure(t: Translate, error: unknown, sent: boolean): Failure {
  const reason = isStorageError(error) ? error.reason : 'io';
  const kind = sent ? 'bad-response' : 'bad-request';
  switch (reason) {
    case 'full':
      return {
        kind,
        sent,
        reason: 'disk-full',
        message: sent
          ? t('The disk is full, so the answer could not be kept. Make room and try again.')
          : t('The disk is full, so nothing was sent. Make room and try again.'),
      };
    case 'read-only':
      return {
        kind,
        sent,
        reason: 'disk-read-only',
        message: sent
          ? t('The folder of generated images cannot be written to, so the answer could not be kept.')
          : t('The folder of generated images cannot be written to, so nothing was sent.'),
      };
    default:
      return { kind, sent, reason: 'disk', message: t('The disk failed: {0}', describe(error)) };
  }
}

/** What a throw becomes when nothing better is known of it. */
export function unexpected(error: unknown, sent: boolean): Failure {
  return { kind: 'bad-response', reason: 'internal', message: describe(error), sent };
}

/** Short and without secrets. */
export function describe(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return redact(text, isImagingError(error) ? 500 : 300);
}
