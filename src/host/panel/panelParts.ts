import type * as vscode from 'vscode';
import type { LayersDrawer } from '../layers/layersDrawer';
import type { Projects } from '../references/projects';
import type { Saver } from '../save/saver';
import type { PickOptions } from '../picker/imagePicker';
import type { SetCatalog } from '../sets/setCatalog';
import type { Services } from '../services';
import type { SpriteMaker } from '../sprites/spriteMaker';
import type { Composer } from './composer';
import type { LatestProgress } from './latestProgress';
import type { ReferenceFiles } from './referenceFiles';
import type { RunFiles } from './runFiles';
import type { Drafts } from './stages/drafts';

/** What the panel wants of the saver. What writes says by itself how it went. */
export type PanelSaver = Pick<
  Saver,
  | 'save'
  | 'saveAndInsert'
  | 'replaceOriginal'
  | 'undoSaveOf'
  | 'look'
  | 'leave'
  | 'render'
  | 'release'
  | 'namesBeside'
  | 'describe'
  | 'pickTarget'
  | 'sets'
  | 'assetSets'
  | 'currentDocument'
  | 'insertText'
  | 'undoLastSave'
>;

export interface PanelDeps {
  drawer: LayersDrawer;
  services: Services;
  saver: PanelSaver;
  spriteMaker: SpriteMaker;
  pickWorkspaceImages(options?: PickOptions): Promise<readonly vscode.Uri[] | undefined>;
  /** Sets that can be made here: ours and those of the workspace. */
  readSets(): Promise<SetCatalog>;
  projects: Projects;
}

/** What lives as long as the window, whether the panel is open or not. */
export interface PanelParts extends PanelDeps {
  composer: Composer;
  referenceFiles: ReferenceFiles;
  runFiles: RunFiles;
  progress: LatestProgress;
  drafts: Drafts;
}

export const viewType = 'inlineAssets.panel';
/** Runs in one page of the list. */
export const pageSize = 20;
