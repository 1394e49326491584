import type { SizeDifference } from '../../core/compose/came';
import { formatPixels } from '../../core/model/format';
import type { RetryNote } from '../../core/model/outcome';
import { currentRequests, type Run } from '../../core/model/run';
import type { Translate } from '../../core/translate';
import { kindWord } from './progressText';

/** "4 images, 1 blocked, 1 running": what became of the requests, nothing that is zero. */
export function runSummary(t: Translate, run: Run): string {
  const counts = { images: 0, blocked: 0, stopped: 0, interrupted: 0, failed: 0, running: 0 };
  for (const { state, outcome } of currentRequests(run)) {
    if (state !== 'done' || !outcome) counts.running++;
    else if (outcome.kind === 'images')
      counts.images += outcome.images.filter(image => !image.deleted).length;
    else if (outcome.kind === 'blocked') counts.blocked++;
    else if (outcome.kind === 'cancelled') counts.stopped++;
    else if (outcome.kind === 'interrupted') counts.interrupted++;
    else counts.failed++;
  }
  const parts = [
    counts.images === 1 ? t('1 image') : counts.images > 1 ? t('{0} images', counts.images) : '',
    counts.blocked > 0 ? t('{0} blocked', counts.blocked) : '',
    counts.failed > 0 ? t('{0} failed', counts.failed) : '',
    counts.stopped > 0 ? t('{0} stopped', counts.stopped) : '',
    counts.interrupted > 0 ? t('{0} interrupted', counts.interrupted) : '',
    counts.running > 0 ? t('{0} running', counts.running) : '',
  ];
  return parts.filter(part => part !== '').join(', ') || t('no images');
}

/** "Tried 3 times (overloaded)." */
export function retrySentence(t: Translate, retries: readonly RetryNote[] | undefined): string | undefined {
  if (!retries || retries.length === 0) return undefined;
  const reasons = [...new Set(retries.map(retry => kindWord(t, retry.kind).toLowerCase()))];
  return t('Tried {0} times ({1}).', retries.length + 1, reasons.join(', '));
}

export function differenceSentence(t: Translate, difference: SizeDifference): string {
  return difference.kind === 'ratio'
    ? t('Asked for {0}, got {1}.', difference.asked, formatPixels(difference.came))
    : t('Asked for {0}, got {1}.', formatPixels(difference.asked), formatPixels(difference.came));
}
