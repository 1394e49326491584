import type { HostMethods } from '../../../protocol/messages';
import type { Handlers } from '../../../protocol/rpc';
import type { SetStage } from './setStage';
import type { StageRequest } from './stage';

type SetIntents = Pick<
  Handlers<HostMethods>,
  'beginSet' | 'previewSet' | 'cutOutOfSet' | 'browseSet' | 'pickDark' | 'writeSet' | 'undoSet' | 'useSnippet'
>;

/** Intents of the view of a set. */
export function setIntents(stage: SetStage, openStage: (request: StageRequest) => Promise<void>): SetIntents {
  return {
    beginSet: ({ id, set }) => stage.beginSet(id, set),
    previewSet: ({ id, choices }) => stage.preview(id, choices),
    cutOutOfSet: ({ id }) => openStage({ kind: 'save', subject: { ...stage.imageOf(id), cutOut: true } }),
    browseSet: ({ id, folder }) => stage.browse(id, folder),
    pickDark: ({ id }) => stage.pickDark(id),
    writeSet: ({ id }) => stage.write(id),
    undoSet: ({ id }) => stage.undo(id),
    useSnippet: ({ id, snippet, how }) => stage.useSnippet(id, snippet, how),
  };
}
