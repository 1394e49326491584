import type { ProviderInfo } from '../core/provider';
import { geminiInfo } from './gemini/info';
import { offlineInfo } from './offline/info';
import { openaiInfo } from './openai/info';
import { openrouterInfo } from './openrouter/info';

/** Every provider, in the order of the model list. No SDK is loaded by this file. */
export const providers: readonly ProviderInfo[] = [geminiInfo, openaiInfo, openrouterInfo, offlineInfo];
