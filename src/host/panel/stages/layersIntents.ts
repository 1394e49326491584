import type { HostMethods } from '../../../protocol/messages';
import type { Handlers } from '../../../protocol/rpc';
import type { LayersStage } from './layersStage';

type LayersIntents = Pick<
  Handlers<HostMethods>,
  'previewLayers' | 'browseLayers' | 'writeLayers' | 'renderRows'
>;

/** Intents of the view of text and marks. */
export function layersIntents(stage: LayersStage): LayersIntents {
  return {
    previewLayers: ({ id, description, path }) => stage.preview(id, description, path),
    browseLayers: ({ id, path }) => stage.browse(id, path),
    writeLayers: ({ id, description, path, keep }) => stage.write(id, description, path, keep),
    renderRows: ({ id, description, path }) => stage.rows(id, description, path),
  };
}
