import { formatUsd, smallestUsd } from '../../core/model/format';
import { isUnbilled, type Failure } from '../../core/model/outcome';
import type { FailureView } from '../../protocol/views';
import { sentences } from './failureSentences';
import { linkViews } from './linkViews';
import { safeText } from './safeText';
import type { FailureContext } from './sentenceParts';
import type { Translate } from '../../core/translate';

/** A failure as the user reads it: what happened, whose fault it is, what it cost, and at most one next step. */
export function failureView(t: Translate, failure: Failure, context: FailureContext): FailureView {
  const { title, detail, action, also } = sentences(t, failure, context);
  const links = linkViews(failure.links);
  // It is paid for: to fetch it comes before anything that costs again.
  const fetch = links.length > 0 && (['fetch-links', t('Fetch the Image')] as const);
  const steps = fetch ? [fetch, action ?? also] : [action, also];
  const modelText = failure.text === undefined ? '' : safeText(failure.text);
  return {
    kind: failure.kind,
    title,
    detail,
    cost: costSentence(t, failure, context),
    ...(modelText !== '' && { modelText }),
    ...(links.length > 0 && { links }),
    ...(steps[0] && { action: { id: steps[0][0], label: steps[0][1] } }),
    ...(steps[1] && { also: { id: steps[1][0], label: steps[1][1] } }),
  };
}

/** One line for a message box or a log: the title and the detail. */
export function failureSentence(t: Translate, failure: Failure, context: FailureContext): string {
  const { title, detail } = sentences(t, failure, context);
  return `${title}: ${detail}`;
}

function costSentence(t: Translate, failure: Failure, context: FailureContext): string {
  if (context.local) return t('It ran on this machine, so it cost nothing.');
  if (!failure.sent) return t('Nothing was sent, so it cost nothing.');
  if (context.costUsd !== undefined && context.costUsd > 0) {
    return context.costIsEstimate === true && context.costUsd >= smallestUsd
      ? t('This request cost about {0} (estimated).', formatUsd(context.costUsd))
      : t('This request cost {0}.', formatUsd(context.costUsd));
  }
  if (failure.reason === 'html' && failure.status === undefined) {
    return failure.unbilled === true
      ? t('The page came sooner than an image can be made, so this most likely cost nothing.')
      : t('Nobody can say from here whether the service got this request and bills it.');
  }
  return isUnbilled(failure)
    ? t('Services do not bill requests that they refuse like this.')
    : t('The service may bill this request.');
}
