import type { LimitHit } from '../cost/limits';
import { formatUsd } from '../model/format';
import type { Failure } from '../model/outcome';
import type { Translate } from '../translate';
import { unsent } from './failures';

/** Nothing was sent, because it would have gone above a limit. */
export function overLimit(t: Translate, { period, spentUsd, limitUsd }: LimitHit): Failure {
  const message =
    period === 'day'
      ? t(
          'Today’s limit is {0}, and {1} are spent or under way. The next image would go above it.',
          formatUsd(limitUsd),
          formatUsd(spentUsd),
        )
      : t(
          'This month’s limit is {0}, and {1} are spent or under way. The next image would go above it.',
          formatUsd(limitUsd),
          formatUsd(spentUsd),
        );
  return unsent('budget', message, { reason: period === 'day' ? 'daily-limit' : 'monthly-limit' });
}
