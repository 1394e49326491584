import type { StageKind } from '../../../protocol/views';
import type { SaveSubject } from '../../save/saveTypes';
import type { LayersSubject } from '../../layers/layersSubject';
import type { SpriteSubject } from '../../sprites/spriteSubject';
import type { SliceSubject } from '../../nineSlice/sliceSubject';
import type { MissingSubject } from '../../language/missingBatches';
import type { ComparedSubject } from '../../compare/comparedImages';
import type { SetSubjects } from '../../sets/setTypes';

/** `cutOut`: to begin with, a flat background is removed. */
export type SaveRequest = SaveSubject & { cutOut?: boolean };

/** Images that are held against each other. */
export interface CompareSubject {
  /** Two to four. */
  images: readonly ComparedSubject[];
}

/** What each kind of stage is about. */
export interface StageSubjects extends Record<StageKind, unknown> {
  save: SaveRequest;
  sprites: SpriteSubject;
  layers: LayersSubject;
  set: SetSubjects;
  slice: SliceSubject;
  missing: MissingSubject;
  scoreboard: object;
  compare: CompareSubject;
}

export type StageRequest = { [K in StageKind]: { kind: K; subject: StageSubjects[K] } }[StageKind];

/** A view as large as the panel, over it. It has at most one open at a time. */
export interface Stage<Subject, View extends { id: string }> {
  /** `refused`: why it cannot be opened, for the user. A rejection leaves nothing behind. */
  begin(subject: Subject): Promise<View | { refused: string }>;
  /** As it is by now, for a page that was loaded anew. */
  resume(view: View): View;
  /**
   * Lets go of what the view needed. Does nothing when it is not open. `discard`: what was not saved is not wanted any
   * more; else it is there when the view is opened again.
   */
  end(id: string, discard?: boolean): Promise<void>;
}
