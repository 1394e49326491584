import type { HostMethods } from '../../../protocol/messages';
import type { Handlers } from '../../../protocol/rpc';
import type { CompareStage } from './compareStage';
import type { StageRequest } from './stage';

type CompareIntents = Pick<Handlers<HostMethods>, 'openCompare' | 'measureDifference' | 'keepCompare'>;

/** Intents of the view of images that are compared. */
export function compareIntents(
  stage: CompareStage,
  open: (request: StageRequest) => Promise<void>,
): CompareIntents {
  return {
    openCompare: ({ images }) => open({ kind: 'compare', subject: { images } }),
    measureDifference: ({ id, pair, tolerance }) => stage.measure(id, pair, tolerance),
    keepCompare: ({ id, shown, mode }) => stage.keep(id, shown, mode),
  };
}
