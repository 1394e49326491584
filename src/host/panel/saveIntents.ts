import type { HostMethods } from '../../protocol/messages';
import type { Handlers } from '../../protocol/rpc';
import type { SaveSubject } from '../save/saveTypes';
import type { SaveSession } from './saveSession';

type SaveIntents = Pick<
  Handlers<HostMethods>,
  'openSave' | 'previewSave' | 'browseSave' | 'writeSave' | 'closeSave'
>;

/** Intents of the Save view. */
export function saveIntents(
  session: SaveSession,
  open: (subject: SaveSubject) => Promise<void>,
): SaveIntents {
  return {
    openSave: ({ candidate }) => open(candidate),
    previewSave: ({ id, settings, path }) => session.preview(id, settings, path),
    browseSave: ({ id, path }) => session.browse(id, path),
    writeSave: ({ id, settings, path, insert }) => session.write(id, settings, path, insert),
    closeSave: ({ id }) => session.end(id),
  };
}
