import type * as vscode from 'vscode';
import { followRenames, type FollowRenamesDeps } from './followRenames';
import { DeletedImages, type TellDeletedDeps } from './tellDeleted';

/** What is done about references when files go from their places. */
export interface Moves {
  renamed(files: readonly { oldUri: vscode.Uri; newUri: vscode.Uri }[]): Promise<void>;
  /** Before they go; never rejects. */
  deleting(files: readonly vscode.Uri[]): Promise<void>;
  deleted(files: readonly vscode.Uri[]): Promise<void>;
}

export function createMoves(deps: FollowRenamesDeps & TellDeletedDeps): Moves {
  const images = new DeletedImages(deps);
  /** One question at a time. */
  let last = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> =>
    (last = last.catch(() => undefined).then(work));
  return {
    renamed: files => inTurn(() => followRenames(deps, files)),
    deleting: files => images.keep(files),
    deleted: files => images.tell(files),
  };
}
