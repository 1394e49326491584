import type { HostMethods } from '../../../protocol/messages';
import type { Handlers } from '../../../protocol/rpc';
import type { MissingStage } from './missingStage';

type MissingIntents = Pick<
  Handlers<HostMethods>,
  'changeMissing' | 'startMissing' | 'stopMissing' | 'undoMissing' | 'openMissingUse'
>;

/** Intents of the list of missing images. */
export function missingIntents(stage: MissingStage): MissingIntents {
  return {
    changeMissing: ({ id, rows, ...all }) => stage.change(id, rows, all),
    startMissing: ({ id, row }) => stage.start(id, row),
    stopMissing: ({ id }) => stage.stop(id),
    undoMissing: ({ id, row }) => stage.undo(id, row),
    openMissingUse: ({ id, row, use }) => stage.openUse(id, row, use),
  };
}
