import { assertNever } from '../../core/assertNever';
import { formatBytes, formatDuration } from '../../core/model/format';
import type { FailureKind } from '../../core/model/outcome';
import type { Progress } from '../../core/provider';
import type { Translate } from '../../core/translate';

/** What a request is doing, in a few words. */
export function progressText(t: Translate, progress: Progress | undefined, local: boolean): string {
  if (progress === undefined) return t('Starting');
  switch (progress.state) {
    case 'sending':
      return t('Sending');
    case 'waiting':
      return local ? t('Working') : t('Waiting for the service');
    case 'receiving':
      return progress.total === undefined
        ? t('Receiving {0}', formatBytes(progress.bytes))
        : t('Receiving {0} of {1}', formatBytes(progress.bytes), formatBytes(progress.total));
    case 'cutting-out':
      return t('Removing the background');
    case 'retrying':
      return t('{0}: trying again in {1}', kindWord(t, progress.because), formatDuration(progress.inMs));
    default:
      return assertNever(progress);
  }
}

/** A failure in one or two words, to begin a line with. */
export function kindWord(t: Translate, kind: FailureKind): string {
  switch (kind) {
    case 'rate-limited':
      return t('Too many requests');
    case 'overloaded':
      return t('Overloaded');
    case 'network':
      return t('No connection');
    case 'timeout':
      return t('Too slow');
    case 'blocked':
      return t('Blocked');
    case 'cancelled':
      return t('Stopped');
    case 'interrupted':
      return t('Interrupted');
    case 'bad-response':
      return t('Unreadable answer');
    default:
      return t('Failed');
  }
}
