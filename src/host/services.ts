import type * as vscode from 'vscode';
import type { Imaging } from '../core/imaging/imagingPort';
import type { RunService, Unsubscribe } from '../core/run/runService';
import type { Settings } from '../core/settings';
import type { Consent } from './consent/consent';
import type { Keys } from './keys/keys';
import type { Log } from './log';
import type { Catalog } from './models/catalog';
import type { ModelMemory } from './models/modelMemory';
import type { Providers } from './models/providers';
import type { ScoreboardLog } from './scoreboard/scoreboardLog';
import type { Spending } from './spending/spending';

/** What features are built from. Made once in `engine.ts`; handed to constructors, never looked up. */
export interface Services {
  context: vscode.ExtensionContext;
  /** Read now; `scope` for settings that a folder may change. */
  settings(scope?: vscode.Uri): Settings;
  log: Log;
  runs: RunService;
  keys: Keys;
  spending: Spending;
  scores: ScoreboardLog;
  /** Ours, and those that the settings name. */
  providers: Providers;
  models: Catalog;
  modelMemory: ModelMemory;
  consent: Consent;
  imaging: Imaging;
  /** This workspace's folder of runs, outside the repo. Exists. */
  storeUri: vscode.Uri;
  /** False: nothing is generated, sent or saved here. */
  trusted(): boolean;
  /** Fires after a change of `inlineAssets.*`. */
  onDidChangeSettings(listener: () => void): Unsubscribe;
}
