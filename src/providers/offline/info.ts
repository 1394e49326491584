import type { ProviderInfo } from '../../core/provider';

export const offlineInfo: ProviderInfo = { id: 'offline', label: 'On this machine', local: true, models: [] };
