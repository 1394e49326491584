import { readModelTable } from '../../core/models/modelTable';
import type { ProviderInfo } from '../../core/provider';
import table from './models.json';

const { models, retired, problems } = readModelTable(table);

export const geminiInfo: ProviderInfo = {
  id: 'gemini',
  label: 'Google Gemini',
  local: false,
  api: 'gemini',
  endpoint: {
    baseUrl: 'https://generativelanguage.googleapis.com',
    apiVersion: 'v1beta',
    keyHeader: 'x-goog-api-key',
  },
  models,
  retired,
  problems,
  key: {
    createUrl: 'https://aistudio.google.com/apikey',
    billingUrl: 'https://aistudio.google.com/usage?tab=billing',
    looksLike: 'AIza…',
  },
};
