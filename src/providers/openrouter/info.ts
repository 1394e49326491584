import { readModelTable } from '../../core/models/modelTable';
import type { ProviderInfo } from '../../core/provider';
import table from './models.json';

const { models, retired } = readModelTable(table);

export const openrouterInfo: ProviderInfo = {
  id: 'openrouter',
  label: 'OpenRouter',
  local: false,
  api: 'openrouter',
  endpoint: { baseUrl: 'https://openrouter.ai/api/v1', apiVersion: '', keyHeader: 'authorization' },
  models,
  retired,
  key: {
    createUrl: 'https://openrouter.ai/settings/keys',
    billingUrl: 'https://openrouter.ai/settings/credits',
    looksLike: 'sk-or-…',
  },
};
