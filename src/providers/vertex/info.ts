import { readModelTable } from '../../core/models/modelTable';
import type { ProviderInfo } from '../../core/provider';
import geminiTable from '../gemini/models.json';
import own from './models.json';

/** The figures are those of the Gemini API: Google has one list of what its models can do and cost. */
const { models: known, retired } = readModelTable({
  ...geminiTable,
  provider: own.provider,
  models: geminiTable.models.filter(({ id }) => own.models.includes(id)),
  retired: [...geminiTable.retired, ...own.retired],
});

/** Beside the same model of the other service. */
const models = known.map(model => ({ ...model, label: `${model.label} (Vertex)` }));

export const vertexInfo: ProviderInfo = {
  id: 'vertex',
  label: 'Google Vertex AI',
  local: false,
  api: 'vertex',
  endpoint: {
    baseUrl: 'https://aiplatform.googleapis.com',
    apiVersion: 'v1beta1',
    keyHeader: 'x-goog-api-key',
  },
  // Regions, and where tokens are made.
  servers: /^https:\/\/(oauth2|([a-z0-9-]{1,40}-)?aiplatform(\.(us|eu)\.rep)?)\.googleapis\.com$/,
  models,
  retired,
  key: {
    createUrl: 'https://console.cloud.google.com/vertex-ai/studio/settings/api-keys',
    billingUrl: 'https://console.cloud.google.com/billing',
    looksLike: 'AQ.… or AIza…',
  },
};
