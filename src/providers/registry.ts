import { readRetired } from '../core/models/modelTable';
import type { ProviderInfo } from '../core/provider';
import { bflInfo } from './bfl/info';
import { dashscopeInfo } from './dashscope/info';
import { geminiInfo } from './gemini/info';
import { offlineInfo } from './offline/info';
import { openaiInfo } from './openai/info';
import { openrouterInfo } from './openrouter/info';
import retired from './retired.json';
import { vertexInfo } from './vertex/info';

/** Every provider, in the order of the model list. No SDK is loaded by this file. */
export const providers: readonly ProviderInfo[] = [
  geminiInfo,
  vertexInfo,
  openaiInfo,
  openrouterInfo,
  bflInfo,
  dashscopeInfo,
  offlineInfo,
];

/** Systems that people know by name and that none of these has. */
export const retiredElsewhere = readRetired(retired);
