import { currentRequests, type Run } from '../../core/model/run';
import type { Failure } from '../../core/model/outcome';
import type { Translate } from '../../core/translate';
import { runSummary } from '../text/runText';

/**
 * How a run ended, for somebody who was looking elsewhere: the images, else the first failure. `sentence` says a failure
 * in words. `undefined` when the user stopped it.
 */
export function runEnding(
  t: Translate,
  run: Run,
  sentence: (failure: Failure) => string,
): { text: string; failed: boolean } | undefined {
  const outcomes = currentRequests(run).flatMap(({ outcome }) => outcome ?? []);
  if (outcomes.some(outcome => outcome.kind === 'images')) {
    return { text: t('Ready: {0}.', runSummary(t, run)), failed: false };
  }
  const failure = outcomes.find(
    (outcome): outcome is Failure => outcome.kind !== 'images' && outcome.kind !== 'cancelled',
  );
  return failure ? { text: sentence(failure), failed: true } : undefined;
}
