import type * as vscode from 'vscode';
import type { ProblemOptions } from '../../core/imageIndex/problems';
import type { RunSettings } from '../../core/model/run';
import type { Settings } from '../../core/settings';
import type { MissingSubject } from '../language/missingBatches';
import type { MissingScope } from '../language/missingFinder';
import type { StageRequest } from '../panel/stages/stage';
import type { PickOptions } from '../picker/imagePicker';

/** What a command fills into the composer. Everything left out stays as the user left it. */
export interface Composition {
  prompt?: string;
  images?: readonly vscode.Uri[];
  models?: readonly string[];
  settings?: RunSettings;
  /** Where Save proposes to put the result. */
  targetFolder?: vscode.Uri;
  /** `images` take the place of the present reference images instead of joining them. */
  replaceReferences?: boolean;
}

/** What the commands stand on. The parts are the app's; this names only what commands use of them. */
export interface CommandDeps {
  panel: {
    show(): Promise<void>;
    /** Shows the panel with the composition and the focus in the prompt. */
    compose(composition: Composition): Promise<void>;
    showRun(runId: string): Promise<void>;
    /** A view over the panel, as the Save view of a file of the workspace. */
    openStage(request: StageRequest): Promise<void>;
  };
  /** Runs an argument object of `inlineAssets.generate` or `inlineAssets.edit`; the design's automation form. */
  automation(
    verb: 'generate' | 'edit',
    ask: Readonly<Record<string, unknown>>,
  ): Promise<{ runId?: string; unsaved?: Promise<readonly string[]> }>;
  /** The argument object of `inlineAssets.convert`. */
  convert(ask: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** The argument object of `inlineAssets.annotate`. */
  annotate(ask: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Looks at files and folders, and replaces what the user wants smaller. */
  optimise(targets: readonly vscode.Uri[]): Promise<void>;
  /** The argument object of `inlineAssets.optimise`. */
  optimiseAsked(ask: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** The argument objects of `inlineAssets.makeSpriteSheet` and `inlineAssets.cutSpriteSheet`. */
  makeSprites(ask: Readonly<Record<string, unknown>>): Promise<unknown>;
  cutSprites(ask: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** The argument object of `inlineAssets.nineSlice`. */
  nineSlice(ask: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** The argument object of `inlineAssets.makeSet`. */
  makeSet(ask: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** The argument object of `inlineAssets.inspect`. */
  inspect(ask: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Fills the Problems panel. */
  check(options: ProblemOptions): Promise<void>;
  /** The argument object of `inlineAssets.checkImages`. */
  checkAsked(ask: Readonly<Record<string, unknown>>): Promise<unknown>;
  clearImageProblems(): void;
  settings(): Settings;
  /** Looks for missing images, and says so where there are none. */
  missing(scope: MissingScope): Promise<MissingSubject | undefined>;
  /** The argument object of `inlineAssets.generateMissing`. */
  missingAsked(ask: Readonly<Record<string, unknown>>): Promise<unknown>;
  pickImages(options?: PickOptions): Promise<readonly vscode.Uri[] | undefined>;
  /** The image whose reference is under the cursor of the active editor, in the panel. */
  editAtCursor(): Promise<void>;
  /** A list of what can be done with it. */
  imageActionsAtCursor(): Promise<void>;
  /** Of one provider, or of the one that is chosen then. */
  setKey(provider?: string): Promise<void>;
  removeKey(): Promise<void>;
  exportScoreboard(): Promise<void>;
  resetScoreboard(): Promise<void>;
  showSpending(): Promise<void>;
  exportSpending(): Promise<void>;
  manageProviders(): Promise<void>;
  /** Looks for models that are gone in settings, recipes and the draft, and offers what takes their place. */
  checkModels(): Promise<void>;
  undoLastSave(): Promise<void>;
  forgetConsent(): Promise<void>;
  showLog(): void;
  storeUri: vscode.Uri;
}
