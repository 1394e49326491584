import type { StoredOutcome } from '../model/run';
import type { Translate } from '../translate';

/** What is to be said beside the images of an answer that did not go as it should: a sentence each. */
export function answerNotes(t: Translate, outcome: StoredOutcome | undefined): readonly string[] {
  if (outcome?.kind !== 'images') return [];
  const removed = [...new Set(outcome.images.flatMap(image => image.removed ?? []))];
  return [
    ...(removed.length > 0
      ? [t('Taken out of the SVG drawing, because it could do more than look: {0}.', removed.join(', '))]
      : []),
    ...(outcome.cut ? [t('The answer broke off. What had arrived whole is kept.')] : []),
    ...(outcome.restarted
      ? [t('The service did not take its earlier answers back, so it went on from their last image alone.')]
      : []),
    ...(outcome.links ? [t('Not all images of the answer could be fetched.')] : []),
  ];
}
