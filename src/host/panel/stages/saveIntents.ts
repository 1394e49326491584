import type { HostMethods } from '../../../protocol/messages';
import type { Handlers } from '../../../protocol/rpc';
import type { SaveStage } from './saveStage';

type SaveIntents = Pick<
  Handlers<HostMethods>,
  'previewSave' | 'seamsOfSave' | 'readPalette' | 'browseSave' | 'isSaveTaken' | 'writeSave'
>;

/** Intents of the Save view. */
export function saveIntents(stage: SaveStage): SaveIntents {
  return {
    previewSave: ({ id, settings, path, page, whole }) =>
      stage.preview(id, settings, path, { page, whole: whole === true }),
    seamsOfSave: ({ id }) => stage.seams(id),
    readPalette: ({ id }) => stage.readPalette(id),
    browseSave: ({ id, path }) => stage.browse(id, path),
    isSaveTaken: ({ id, path }) => stage.isTaken(id, path),
    writeSave: ({ id, settings, path, insert }) => stage.write(id, settings, path, insert),
  };
}
