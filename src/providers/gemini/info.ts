import type { ProviderInfo } from '../../core/provider';

export const geminiInfo: ProviderInfo = { id: 'gemini', label: 'Google Gemini', local: false, models: [] };
