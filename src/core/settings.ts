import type { Limits } from './cost/limits';
import type { ProblemKind } from './imageIndex/problems';
import type { NamedEndpoint } from './models/namedEndpoints';
import type { OutputPreset } from './save/presets';

/** Every setting, typed; the host reads them from VS Code, tests write them down. Units in the names. */
export interface Settings {
  defaultModels: readonly string[];
  saveFolder: string;
  missingImagesSeverity: 'error' | 'warning' | 'information' | 'hint' | 'off';
  /** What "Check Images" tells of. */
  checkKinds: readonly ProblemKind[];
  checkSeverity: 'error' | 'warning' | 'information' | 'hint';
  checkMaxKilobytes: number;
  /** Languages may have their own. */
  pasteImages: 'auto' | 'always' | 'off';
  /** 1–100 */
  encodeQuality: number;
  savePresets: readonly OutputPreset[];
  /** What is wrong with them, a sentence each. */
  savePresetProblems: readonly string[];
  writeRecipes: boolean;
  confirmAboveUsd: number;
  dailyLimitUsd: number;
  monthlyLimitUsd: number;
  maxRequestsPerRun: number;
  showSpendingInStatusBar: boolean;
  allowAutomation: boolean;
  requestTimeoutSeconds: number;
  allowedEndpoints: readonly string[];
  /** Services that the user named. */
  endpoints: readonly NamedEndpoint[];
  /** What is wrong with others of them, a sentence each. */
  endpointProblems: readonly string[];
}

export function limitsOf({ dailyLimitUsd, monthlyLimitUsd }: Settings): Limits {
  return { dailyUsd: dailyLimitUsd, monthlyUsd: monthlyLimitUsd };
}
