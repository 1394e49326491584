import { readModelTable } from '../../core/models/modelTable';
import type { ProviderInfo } from '../../core/provider';
import table from './models.json';

const { models, retired } = readModelTable(table);

export const bflInfo: ProviderInfo = {
  id: 'bfl',
  label: 'Black Forest Labs',
  local: false,
  api: 'bfl',
  endpoint: { baseUrl: 'https://api.bfl.ai', apiVersion: '', keyHeader: 'x-key' },
  // A job is asked for where it runs: `api.us1.bfl.ai`, `api.eu.bfl.ai`.
  servers: /^https:\/\/api(\.[a-z0-9-]{1,20})?\.bfl\.ai$/,
  models,
  retired,
  key: {
    createUrl: 'https://dashboard.bfl.ai/get-started',
    billingUrl: 'https://dashboard.bfl.ai',
    looksLike: 'bfl_…',
  },
};
