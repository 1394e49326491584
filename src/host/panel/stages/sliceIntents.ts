import type { HostMethods } from '../../../protocol/messages';
import type { Handlers } from '../../../protocol/rpc';
import type { SliceStage } from './sliceStage';

type SliceIntents = Pick<
  Handlers<HostMethods>,
  'previewSlices' | 'browseSlices' | 'writeSlices' | 'useSlices'
>;

/** Intents of the view of nine-slice guides. */
export function sliceIntents(stage: SliceStage): SliceIntents {
  return {
    previewSlices: ({ id, settings, path }) => stage.preview(id, settings, path),
    browseSlices: ({ id, path }) => stage.browse(id, path),
    writeSlices: ({ id, settings, path }) => stage.write(id, settings, path),
    useSlices: ({ id, settings, path, snippet, how }) => stage.use(id, settings, path, { snippet, how }),
  };
}
